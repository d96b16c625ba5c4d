"""Reads of journal runs and journal entries, in Zuora's shapes and as rows of our own."""

from typing import Annotated, Any

from fastapi import Query

from settlebook import JournalEntryRow, JournalRunRow, JournalSummaryRow
from settlebook.api.caller import Scope
from settlebook.api.context import Reading
from settlebook.api.reads.keys import own_account
from settlebook.api.reads.listed import pages_of
from settlebook.api.reads.paging import Paged, Paging, next_page
from settlebook.api.reads.route import Reads
from settlebook.api.reads.shapes import fields_of, named
from settlebook.api.schemas import answer_schema, object_of
from settlebook.api.wire import Wire
from settlebook.commands.fields import Day
from settlebook.queries.cut import Cut
from settlebook.queries.snapshot import MOST

reads = Reads("Journal", None)  # of all accounts alike
of_account = Reads("Journal", Scope.FILTERED)
After = Annotated[str | None, Query(alias="cursor", max_length=64, description="Of nextPage.")]
From = Annotated[Day | None, Query(alias="from", description="From this accounting day on.")]
To = Annotated[Day | None, Query(description="Up to this accounting day.")]
Run = Annotated[str | None, Query(alias="journalRun", description="Of this journal run, by number or id.")]
Account = Annotated[str | None, Query(description="Of this account, by number or id.")]


def run_shown(row: JournalRunRow) -> dict[str, Any]:
    told = fields_of(row)
    told["transactionTypes"] = [{"type": name} for name in row.transaction_types]
    return told | {
        "totalJournalEntryCount": row.journal_entry_count,
        "executedOn": row.created_date,
        "aggregateCurrency": False,
    }


def entry_shown(row: JournalEntryRow) -> dict[str, Any]:
    """An entry of ours as Zuora tells one: its two legs are the items."""
    told = fields_of(row)
    told.setdefault("journalEntryDate", row.effective_on)
    return told | {
        "aggregateCurrency": False,
        "homeCurrency": row.currency,
        "timePeriodStart": row.effective_on,
        "timePeriodEnd": row.effective_on,
        "status": "Created",
        "transferredToAccounting": "No",
        "segments": [],
        "journalEntryItems": [_leg(row, "debit"), _leg(row, "credit")],
    }


def _leg(row: JournalEntryRow, side: str) -> dict[str, Any]:
    told = {
        "type": side.capitalize(),
        "amount": row.amount,
        "homeCurrencyAmount": row.amount,
        "accountingCodeName": getattr(row, f"{side}_accounting_code"),
        "accountingCodeType": getattr(row, f"{side}_accounting_code_type"),
        "glAccountName": getattr(row, f"{side}_gl_account_name"),
        "glAccountNumber": getattr(row, f"{side}_gl_account_number"),
    }
    return {name: value for name, value in told.items() if value is not None}


def runs(context: Reading, paged: Paging, cursor: After = None) -> Wire:
    """Journal runs in the order of recording."""
    rows = context.ledger.journal_runs(limit=MOST, after=cursor, cut=_cut(paged, cursor), **context.when)
    return _page(paged, "journalRuns", rows, run_shown)


def run(context: Reading, key: str) -> Wire:
    """One journal run, by number or id."""
    return Wire({"success": True, **run_shown(context.ledger.journal_run(key, **context.when))})


def entries_of_run(context: Reading, paged: Paging, key: str, cursor: After = None) -> Wire:
    """The entries that a journal run took."""
    cut = _cut(paged, cursor)
    rows = context.ledger.journal_entries(run=key, limit=MOST, after=cursor, cut=cut, **context.when)
    return _page(paged, "journalEntries", rows, entry_shown)


def entry(context: Reading, key: str) -> Wire:
    """One journal entry, by number or id."""
    return Wire({"success": True, **entry_shown(context.ledger.journal_entry(key, **context.when))})


def entries(
    context: Reading,
    paged: Paging,
    journal_run: Run = None,
    first: From = None,
    last: To = None,
    account: Account = None,
    cursor: After = None,
) -> Wire:
    """Journal entries in the order of recording: of a run, of a range of days, of an account, or all."""
    whose, cut = own_account(context, account), _cut(paged, cursor)
    rows = context.ledger.journal_entries(
        run=journal_run,
        first=first,
        last=last,
        account=whose,
        limit=MOST,
        after=cursor,
        cut=cut,
        **context.when,
    )
    return _page(paged, "journalEntries", rows, entry_shown)


def summary(context: Reading, journal_run: Run = None, first: From = None, last: To = None) -> Wire:
    """Journal entries added up by accounting period, code and currency."""
    rows = context.ledger.journal_summary(run=journal_run, first=first, last=last, **context.when)
    return Wire({"success": True, "journalSummary": rows})


def _cut(paged: Paged, cursor: str | None) -> Cut:
    """Behind a row that was seen, or as many rows further on as the page says."""
    return Cut(paged.size + 1) if cursor is not None else paged.cut


def _page(paged: Paged, name: str, rows: list[Any], shown: Any) -> Wire:
    answer = {"success": True, name: [shown(row) for row in rows[: paged.size]]}
    if len(rows) > paged.size:
        last = rows[paged.size - 1].number
        answer |= {"nextPage": next_page(paged.request, paged.number + 1, last), "nextCursor": last}
    return Wire(answer)


_TEXT, _NUMBER = {"type": "string"}, {"type": "number"}
_TYPES = {"type": "array", "items": object_of(type=_TEXT)}
RUN = named(answer_schema(JournalRunRow), transactionTypes=_TYPES, totalJournalEntryCount={"type": "integer"})
LEG = object_of(type=_TEXT, amount=_NUMBER, accountingCodeName=_TEXT, accountingCodeType=_TEXT)
ENTRY = named(answer_schema(JournalEntryRow), status=_TEXT, journalEntryItems={"type": "array", "items": LEG})
reads.add("/v1/journal-runs", runs, pages_of("journalRuns", RUN))
reads.add("/v1/journal-runs/{key}", run, RUN)
of_account.add("/v1/journal-entries", entries, pages_of("journalEntries", ENTRY))
reads.add("/v1/journal-entries/journal-runs/{key}", entries_of_run, pages_of("journalEntries", ENTRY))
reads.add(
    "/v1/journal-entries/summary", summary, pages_of("journalSummary", answer_schema(JournalSummaryRow))
)
reads.add("/v1/journal-entries/{key}", entry, ENTRY)
