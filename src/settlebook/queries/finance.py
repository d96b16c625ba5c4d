"""What the general ledger is told: accounting codes, journal entries, runs and trial balances."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple, get_args
from uuid import UUID

from settlebook.domain.errors import InvalidRequest, JournalRunIsCanceled, NotFound
from settlebook.domain.ids import as_id
from settlebook.queries.cut import Cut
from settlebook.queries.moment import require_days
from settlebook.queries.row import Amount, Id, Instant, Row, Stamped
from settlebook.queries.snapshot import ACCOUNT, MOST, Key, Snapshot, named, question_of

MODEL = "journal_entry"
By = Literal["code", "book"]
_ENTRY_NUMBER = re.compile(r"JE-([1-9][0-9]{0,17})-([1-9][0-9]{0,8})", re.ASCII)


class AccountingCodeRow(Stamped):
    """A registered account of the general ledger."""

    id: Id
    name: str
    type: str
    status: str
    gl_account_name: str | None = None
    gl_account_number: str | None = None
    notes: str | None = None


class JournalRunRow(Stamped):
    """A journal run; a canceled one tells how many entries it had taken."""

    id: Id
    number: str
    status: str
    target_start_date: date
    target_end_date: date
    journal_entry_date: date
    accounting_period_name: str | None = None
    transaction_types: tuple[str, ...] = ()  # none: all
    journal_entry_count: int


class JournalEntryRow(Row):
    """One balanced entry: a debit, a credit and an amount. Codes may be blank; types never are."""

    id: Id
    number: str
    effective_on: date
    accounting_period_name: str | None = None
    transaction_type: str
    subtype: str
    amount: Amount
    currency: str
    debit_accounting_code: str | None = None
    debit_accounting_code_type: str
    debit_gl_account_name: str | None = None
    debit_gl_account_number: str | None = None
    debit_account_number: str | None = None
    debit_document_number: str | None = None
    debit_item: str | None = None
    credit_accounting_code: str | None = None
    credit_accounting_code_type: str
    credit_gl_account_name: str | None = None
    credit_gl_account_number: str | None = None
    credit_account_number: str | None = None
    credit_document_number: str | None = None
    credit_item: str | None = None
    application_id: Id | None = None
    application_item_id: Id | None = None
    application_group_id: Id
    journal_run_number: str | None = None
    journal_entry_date: date | None = None
    created_by_id: str | None = None
    created_date: Instant


class JournalSummaryRow(Row):
    """What one code is debited and credited with in one accounting period; of a run or of all in a range."""

    journal_run_number: str | None = None
    journal_entry_date: date | None = None
    accounting_period_name: str | None = None
    accounting_code: str | None = None
    accounting_code_type: str
    gl_account_name: str | None = None
    gl_account_number: str | None = None
    currency: str
    debit: Amount
    credit: Amount
    item_count: int


class TrialBalanceRow(Row):
    """What stands under one code, or in one book: turnover, and what is left on which side."""

    book: str | None = None
    accounting_code: str | None = None
    accounting_code_type: str | None = None
    gl_account_name: str | None = None
    gl_account_number: str | None = None
    currency: str
    debits: Amount
    credits: Amount
    debit_balance: Amount
    credit_balance: Amount


@dataclass(frozen=True, slots=True)
class Entries:
    """Which journal entries are meant: of a live run, of a range of days, of an account; or all."""

    run: Key | None = None
    first: date | None = None
    last: date | None = None
    account: Key | None = None

    def __post_init__(self) -> None:
        require_days(self.first, self.last)


class _Place(NamedTuple):
    position: int = 0
    line: int = 0


def accounting_codes(books: Snapshot) -> list[AccountingCodeRow]:
    return [
        AccountingCodeRow.of(record)
        for record in books.records("accounting_code", "codes", id=None, name=None)
    ]


def accounting_code(books: Snapshot, key: Key) -> AccountingCodeRow:
    """Refuses: NotFound."""
    text, id = named(key)
    found = books.records("accounting_code", "codes", id=id, name=text)
    if not found:
        raise NotFound("accounting code", text)
    return AccountingCodeRow.of(found[0])


def journal_runs(
    books: Snapshot, limit: int, after: Key | None, cut: Cut | None = None
) -> list[JournalRunRow]:
    """Refuses: InvalidRequest for a limit below 1; NotFound for `after`."""
    _require_rows(limit)
    position = _run(books, after)["position"] if after is not None else 0
    asked = {"id": None, "number": None, "after": position, "limit": min(limit, MOST)}
    return [_run_row(record) for record in _some(books, "runs", cut, asked)]


def journal_run(books: Snapshot, key: Key) -> JournalRunRow:
    """Refuses: NotFound."""
    return _run_row(_run(books, key))


def journal_entries(
    books: Snapshot, which: Entries, limit: int, after: Key | None, cut: Cut | None = None
) -> list[JournalEntryRow]:
    """Refuses: InvalidRequest for a limit below 1; NotFound for `after`, the run and the account."""
    _require_rows(limit)
    asked = _asked(books, which) | _after(books, after) | {"limit": min(limit, MOST)}
    return [JournalEntryRow.of(record) for record in _some(books, "entries", cut, asked)]


def _some(books: Snapshot, question: str, cut: Cut | None, asked: dict[str, Any]) -> list[dict[str, Any]]:
    cut = cut or Cut()
    return books.asked(cut.of(question_of(MODEL, question)), **asked, **cut.parameters)


def journal_entry(books: Snapshot, key: Key) -> JournalEntryRow:
    """Refuses: NotFound."""
    place = _after(books, key)
    before = {"after": place["after"], "after_line": place["after_line"] - 1, "limit": 1}
    found = books.records(MODEL, "entries", **_asked(books, Entries()) | before)
    return JournalEntryRow.of(found[0])


def every_entry(books: Snapshot, which: Entries) -> Iterator[JournalEntryRow]:
    """All entries that are meant, read as they are asked for. Refuses: as `asked_for`."""
    asked = asked_for(books, which) | {"after": 0, "after_line": 0, "limit": MOST}
    return (JournalEntryRow.of(record) for record in books.stream(MODEL, "entries", **asked))


def journal_summary(books: Snapshot, which: Entries) -> list[JournalSummaryRow]:
    """Refuses: as `asked_for`."""
    asked = asked_for(books, which)
    asked.pop("account")
    return [JournalSummaryRow.of(record) for record in books.records(MODEL, "summary", **asked)]


def asked_for(books: Snapshot, which: Entries) -> dict[str, Any]:
    """What is meant, to hand over. Refuses: NotFound (run, account), JournalRunIsCanceled."""
    if which.run is not None and _run(books, which.run)["status"] == "Canceled":
        raise JournalRunIsCanceled(_run(books, which.run)["number"])
    return _asked(books, which)


def trial_balance(books: Snapshot, by: By, currency: str | None) -> list[TrialBalanceRow]:
    """Now: all there is, days to come as well. Refuses: InvalidRequest for what it is not added up by."""
    if by not in (known := get_args(By)):
        raise InvalidRequest("by", f"{by!r} is none of {', '.join(known)}")
    return [_balanced(record) for record in books.records(MODEL, f"trial_balance_by_{by}", currency=currency)]


def _balanced(record: dict[str, Any]) -> TrialBalanceRow:
    left = record["debits"] - record["credits"]
    nothing = left - left  # 0 with the currency's decimals
    return TrialBalanceRow.of(record, debit_balance=max(left, nothing), credit_balance=max(-left, nothing))


def _run_row(record: dict[str, Any]) -> JournalRunRow:
    return JournalRunRow.of(record)


def _run(books: Snapshot, key: Key) -> dict[str, Any]:
    text, id = named(key)
    asked = {"id": id, "number": text if id is None else None, "after": 0, "limit": 1}
    found = books.records(MODEL, "runs", **asked)
    if not found:
        raise NotFound("journal run", text)
    return found[0]


def _asked(books: Snapshot, which: Entries) -> dict[str, Any]:
    """Refuses: InvalidRequest for days that end before they begin; NotFound for the run and the account."""
    if which.first is not None and which.last is not None and which.last < which.first:
        raise InvalidRequest("to", f"{which.last} is before {which.first}, the first day that was asked for")
    return {
        "run": _run(books, which.run)["id"] if which.run is not None else None,
        "first": which.first,
        "last": which.last,
        "account": books.find(ACCOUNT, which.account).id if which.account is not None else None,
    }


def _after(books: Snapshot, after: Key | None) -> dict[str, int]:
    place = _Place()
    if after is not None:
        text = after.hex if isinstance(after, UUID) else after
        number = _ENTRY_NUMBER.fullmatch(text)
        asked = {"position": int(number[1]), "line": int(number[2])} if number else {"position": 0, "line": 0}
        found = books.records(MODEL, "key", id=as_id(text), **asked)
        if not found:
            raise NotFound("journal entry", text)
        place = _Place(found[0]["position"], found[0]["line"])
    return {"after": place.position, "after_line": place.line}


def _require_rows(limit: int) -> None:
    if limit < 1:
        raise InvalidRequest("limit", "give a whole number above 0")
