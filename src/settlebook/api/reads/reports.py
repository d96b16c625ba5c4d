"""Reports: what is due and for how long, what is open of each item, what stands under each code."""

from typing import Annotated, Literal

from fastapi import Query

from settlebook import AgingRow, TrialBalanceRow
from settlebook.api.caller import Scope
from settlebook.api.context import Reading
from settlebook.api.reads.keys import own_account
from settlebook.api.reads.listed import pages_of
from settlebook.api.reads.paging import Paging
from settlebook.api.reads.route import Reads
from settlebook.api.schemas import answer_schema
from settlebook.api.wire import Wire
from settlebook.queries.open_items import OpenItemRow

reads = Reads("Reports", Scope.FILTERED)
of_account = Reads("Accounts", Scope.ACCOUNT)
of_all = Reads("Reports", None)
Account = Annotated[str | None, Query(description="Of this account, by number or id.")]


def aging(context: Reading, paged: Paging, account: Account = None) -> Wire:
    """What accounts owe by how long it is due: on `asOf`, else on the day of `knownAt`, else today."""
    rows = context.ledger.aging(own_account(context, account), cut=paged.cut, **context.when)
    return Wire(paged.answer("aging", rows))


def open_items(context: Reading, paged: Paging, account: Account = None) -> Wire:
    """What is open of items and tax items, the oldest due first."""
    rows = context.ledger.open_items(own_account(context, account), cut=paged.cut, **context.when)
    return Wire(paged.answer("openItems", rows))


def aging_of_account(context: Reading, paged: Paging, key: str) -> Wire:
    """What one account owes by how long it is due."""
    return Wire(paged.answer("aging", context.ledger.aging(key, cut=paged.cut, **context.when)))


def open_items_of_account(context: Reading, paged: Paging, key: str) -> Wire:
    """What is open of one account's items and tax items, the oldest due first."""
    return Wire(paged.answer("openItems", context.ledger.open_items(key, cut=paged.cut, **context.when)))


def trial_balance(
    context: Reading,
    by: Annotated[Literal["code", "book"], Query(description="By accounting code, or by book.")] = "code",
    currency: Annotated[str | None, Query(pattern="^[A-Z]{3}$", description="In this currency.")] = None,
) -> Wire:
    """What stands under each accounting code or book: at the end of `asOf`, else of all days."""
    rows = context.ledger.trial_balance(by=by, currency=currency, **context.when)
    return Wire({"success": True, "trialBalance": rows})


_AGING = pages_of("aging", answer_schema(AgingRow))
_OPEN_ITEMS = pages_of("openItems", answer_schema(OpenItemRow))
reads.add("/v1/aging", aging, _AGING)
reads.add("/v1/open-items", open_items, _OPEN_ITEMS)
of_account.add("/v1/accounts/{key}/aging", aging_of_account, _AGING)
of_account.add("/v1/accounts/{key}/open-items", open_items_of_account, _OPEN_ITEMS)
of_all.add("/v1/trial-balance", trial_balance, pages_of("trialBalance", answer_schema(TrialBalanceRow)))
