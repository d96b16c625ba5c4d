"""Reads of what the ledger as a whole keeps: accounting periods and codes, and its settings."""

from collections.abc import Mapping
from typing import Any

from settlebook import AccountingCodeRow, Row
from settlebook.api.caller import Scope
from settlebook.api.context import Reading
from settlebook.api.reads.listed import pages_of
from settlebook.api.reads.paging import Paging
from settlebook.api.reads.route import Reads
from settlebook.api.reads.shapes import fields_of, named
from settlebook.api.schemas import answer_schema, object_of
from settlebook.api.wire import Wire
from settlebook.library.choices import standing
from settlebook.queries.periods import PeriodRow

reads = Reads("Books", Scope.NOTHING)
_TEXT = {"type": "string"}
_STAMPS = {
    "createdById": "createdBy",
    "createdDate": "createdOn",
    "updatedById": "updatedBy",
    "updatedDate": "updatedOn",
}
CATEGORIES: Mapping[str, str] = {
    "AccountsReceivable": "Assets",
    "OnAccountReceivable": "Assets",
    "Cash": "Assets",
    "OtherAssets": "Assets",
    "CustomerCashOnAccount": "Liabilities",
    "DeferredRevenue": "Liabilities",
    "SalesTaxPayable": "Liabilities",
    "OtherLiabilities": "Liabilities",
    "OtherEquity": "Equity",
    "SalesRevenue": "Revenue",
    "SalesDiscounts": "Revenue",
    "OtherRevenue": "Revenue",
    "BadDebt": "Expenses",
    "OtherExpenses": "Expenses",
}


def with_stamps(row: Row) -> dict[str, Any]:
    """With the names that Zuora gives to stamps in accounting."""
    found = fields_of(row)
    return found | {theirs: found[ours] for ours, theirs in _STAMPS.items() if ours in found}


def code_shown(row: AccountingCodeRow) -> dict[str, Any]:
    return with_stamps(row) | {"category": CATEGORIES[row.type]}


def periods(context: Reading, paged: Paging) -> Wire:
    """Accounting periods, from the oldest to the newest."""
    rows = context.ledger.periods(**context.when)
    return Wire(paged.answer_of_all("accountingPeriods", rows, with_stamps))


def period(context: Reading, key: str) -> Wire:
    """One accounting period, by id or name."""
    return Wire({"success": True, **with_stamps(context.ledger.period(key, **context.when))})


def codes(context: Reading, paged: Paging) -> Wire:
    """Accounting codes, by name."""
    rows = context.ledger.accounting_codes(**context.when)
    return Wire(paged.answer_of_all("accountingCodes", rows, code_shown))


def code(context: Reading, key: str) -> Wire:
    """One accounting code, by id or name."""
    return Wire({"success": True, **code_shown(context.ledger.accounting_code(key, **context.when))})


def settings(context: Reading) -> Wire:
    """What the ledger chooses where a request does not, in the words of its command, and its limits."""
    row = context.ledger.settings(**context.when)
    found = standing(row)
    told = {"success": True, "settings": dict(found.body), "limits": [dict(limit) for limit in found.limits]}
    return Wire(told | {name: value for name, value in fields_of(row).items() if name != "settings"})


_BY = {name: _TEXT for name in _STAMPS.values()}
PERIOD, CODE = named(answer_schema(PeriodRow), **_BY), named(answer_schema(AccountingCodeRow), **_BY)
_SETTINGS = object_of(
    success={"const": True},
    settings={"type": "object"},
    limits={"type": "array", "items": {"type": "object"}},
    updatedById=_TEXT,
    updatedDate=_TEXT,
)
reads.add("/v1/accounting-periods", periods, pages_of("accountingPeriods", PERIOD))
reads.add("/v1/accounting-periods/{key}", period, PERIOD)
reads.add("/v1/accounting-codes", codes, pages_of("accountingCodes", CODE))
reads.add("/v1/accounting-codes/{key}", code, CODE)
reads.add("/v1/settings", settings, _SETTINGS)
