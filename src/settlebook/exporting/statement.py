"""A customer's statement: what stood, every movement by day, what stands, and what of it is open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from settlebook.domain.errors import InvalidRequest
from settlebook.domain.money import to_decimal
from settlebook.engine import EngineError
from settlebook.exporting.sentences import MOVED, Moved
from settlebook.queries import Key, accounts
from settlebook.queries.accounts import AccountRow
from settlebook.queries.row import Amount, Id, Record, Row
from settlebook.queries.snapshot import Snapshot

MODEL = "statement"
BUCKETS = ("not due", "1-30 days", "31-60 days", "61-90 days", "over 90 days")


class MovementRow(Row):
    """An event that moved money of the account.

    amount   what the account owes more (or, below 0, less) by it; 0 where its own money settles its own debt.
    settled  of an application: what was set against the document; below 0 what was taken back from it.
    balance  what the account owes in this currency after it.
    """

    day: date
    position: int
    kind: str  # post, unpost, receive, cancel, transfer, apply, unapply, refund or refund_cancel
    description: str
    source_number: str | None = None
    document_number: str | None = None
    refund_number: str | None = None
    currency: str
    amount: Amount
    settled: Amount | None = None
    balance: Amount


class StatementItemRow(Row):
    """An item of which something is open, and how long it has been due."""

    item_number: str
    document_type: str
    document_number: str
    document_date: date
    due_date: date | None = None
    description: str | None = None
    currency: str
    amount: Amount
    balance: Amount
    days_overdue: int
    aging: str


class UnappliedRow(Row):
    """A payment or credit memo of which something sits on no document."""

    source_type: str
    source_number: str
    currency: str
    unapplied: Amount


class AgedRow(Row):
    """What is open by how long it has been due."""

    aging: str
    balance: Amount


class CurrencyStatement(Row):
    """The statement in one currency: `opening` and the movements add up to `closing`.

    What is open, less what is unapplied, is the closing balance as well.
    """

    currency: str
    opening: Amount
    movements: tuple[MovementRow, ...]
    closing: Amount
    open_items: tuple[StatementItemRow, ...]
    aging: tuple[AgedRow, ...]
    unapplied: tuple[UnappliedRow, ...]
    total_open: Amount
    total_unapplied: Amount


class BooksDisagree(EngineError):
    """What was folded apart does not agree: somebody changed read models."""

    def __init__(self, found: str) -> None:
        super().__init__(f"The statement is not written: {found}.", "Run `settlebook verify all`.")


class Statement(Row):
    """What an account owed, what moved, and what it owes; a section a currency, its own first.

    first, last  the days it tells of; without them from the first movement, to the last, future ones too.
    day          on which it was made, which what is due is counted to: `last`, else today.
    """

    account_id: Id
    account_number: str
    name: str | None = None
    bill_to_contact: dict[str, Any] | None = None
    first: date | None = None
    last: date | None = None
    known_at: str | None = None
    day: date
    currencies: tuple[CurrencyStatement, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What a `CurrencyStatement` holds; its movements are read while they are asked for, and once."""

    currency: str
    opening: Decimal
    movements: Iterator[MovementRow]
    closing: Decimal
    open_items: tuple[StatementItemRow, ...]
    aging: tuple[AgedRow, ...]
    unapplied: tuple[UnappliedRow, ...]
    total_open: Decimal
    total_unapplied: Decimal


@dataclass(frozen=True, slots=True)
class Telling:
    """What a `Statement` holds, as long as the books that it is read from stand."""

    account_id: UUID
    account_number: str
    name: str | None
    bill_to_contact: dict[str, Any] | None
    first: date | None
    last: date | None
    known_at: str | None
    day: date
    currencies: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a statement tells of: the days from `first` to `last`, as they were known at a position."""

    first: date | None
    last: date | None
    upto: int | None
    known_at: str | None
    today: date

    @property
    def aged_on(self) -> date:
        return self.last or self.today


@dataclass(slots=True)
class _Found:
    """What the books say of one currency, in minor units."""

    currency: str
    opening_minor: int = 0
    closing_minor: int = 0
    open_minor: int = 0
    unapplied_minor: int = 0
    movements: Iterable[Record] = ()
    open_items: list[Record] = field(default_factory=list)
    unapplied: list[Record] = field(default_factory=list)


def statement(books: Snapshot, key: Key, asked: Asked) -> Statement:
    """All of it at once. Refuses as `telling` does."""
    told = telling(books, key, asked)
    sections = (
        CurrencyStatement.of(_parts(section), movements=tuple(section.movements))
        for section in told.currencies
    )
    return Statement.of(_parts(told), currencies=tuple(sections))


def telling(books: Snapshot, key: Key, asked: Asked) -> Telling:
    """Refuses: InvalidRequest for days that end before they begin; NotFound. Raises BooksDisagree."""
    if asked.first is not None and asked.last is not None and asked.last < asked.first:
        raise InvalidRequest("to", f"{asked.last} is before {asked.first}, with which the statement begins")
    account = accounts.account(books, key)
    found = _found(books, account.id, asked) or {account.currency: _Found(account.currency)}
    if asked.last is None and asked.upto is None:
        _require_agreement(account, found)
    own_first = sorted(found.values(), key=lambda one: (one.currency != account.currency, one.currency))
    return Telling(
        account_id=account.id,
        account_number=account.number,
        name=account.name,
        bill_to_contact=account.bill_to_contact,
        first=asked.first,
        last=asked.last,
        known_at=asked.known_at,
        day=asked.aged_on,
        currencies=tuple(map(_section, own_first)),
    )


def _parts(told: Telling | Section) -> dict[str, Any]:
    return {each.name: getattr(told, each.name) for each in fields(told)}


def _found(books: Snapshot, account_id: UUID, asked: Asked) -> dict[str, _Found]:
    found: dict[str, _Found] = {}

    def of(record: Record) -> _Found:
        return found.setdefault(record["currency"], _Found(record["currency"]))

    counted = {"account": account_id, "upto": asked.upto}
    until = {**counted, "day": asked.last}
    if asked.first is not None and asked.first > date.min:
        for record in books.records(MODEL, "standing", **counted, day=asked.first - timedelta(days=1)):
            of(record).opening_minor = int(record["balance_minor"])
    for record in books.records(MODEL, "standing", **until):
        one = of(record)
        one.closing_minor, one.open_minor = int(record["balance_minor"]), int(record["receivable_minor"])
        one.unapplied_minor = int(record["unapplied_payment_minor"] + record["unapplied_credit_minor"])
    for one in found.values():  # whatever moved stands in its currency
        one.movements = books.stream(MODEL, "movements", **until, first=asked.first, currency=one.currency)
    for record in books.records(MODEL, "open_items", **until, aged_on=asked.aged_on):
        of(record).open_items.append(record)
    for record in books.records(MODEL, "unapplied", **until):
        of(record).unapplied.append(record)
    return found


def _require_agreement(account: AccountRow, found: dict[str, _Found]) -> None:
    """What a statement of now ends with is what the books say of the account, which were folded apart."""
    for said in account.metrics_data:
        closing_minor = found[said.currency].closing_minor if said.currency in found else 0
        balance = to_decimal(closing_minor, said.currency)
        _require(
            balance == said.balance, f"it ends with {balance} {said.currency}, and {said.balance} is owed"
        )


def _require(agrees: bool, otherwise: str) -> None:
    """Raises BooksDisagree."""
    if not agrees:
        raise BooksDisagree(otherwise)


def _section(found: _Found) -> Section:
    """Nothing is shown that does not add up: each total was summed apart from its rows."""
    currency = found.currency
    _require(
        _sum(found.open_items, "balance_minor") == found.open_minor,
        f"the open items in {currency} do not add up to what is open",
    )
    _require(
        _sum(found.unapplied, "unapplied_minor") == found.unapplied_minor,
        f"payments and credit memos in {currency} do not add up to what is unapplied",
    )
    _require(
        found.open_minor - found.unapplied_minor == found.closing_minor,
        f"what is open in {currency}, less what is unapplied, is not the balance",
    )
    return Section(
        currency=found.currency,
        opening=to_decimal(found.opening_minor, found.currency),
        movements=_movements(found),
        closing=to_decimal(found.closing_minor, found.currency),
        open_items=tuple(StatementItemRow.of(_in_major(record)) for record in found.open_items),
        aging=tuple(_aged(found)),
        unapplied=tuple(UnappliedRow.of(_in_major(record)) for record in found.unapplied),
        total_open=to_decimal(found.open_minor, found.currency),
        total_unapplied=to_decimal(found.unapplied_minor, found.currency),
    )


def _sum(records: Iterable[Record], name: str) -> int:
    return sum(int(record[name]) for record in records)


def _movements(found: _Found) -> Iterator[MovementRow]:
    balance_minor = found.opening_minor
    for record in found.movements:
        balance_minor += int(record["signed_minor"])
        yield MovementRow.of(
            _in_major(record),
            amount=to_decimal(int(record["signed_minor"]), found.currency),
            balance=to_decimal(balance_minor, found.currency),
            description=_sentence(record),
        )
    _require(
        balance_minor == found.closing_minor,
        f"the movements in {found.currency} do not add up to the balance",
    )


def _sentence(record: Record) -> str:
    """The other account of a transfer is none of the customer's business."""
    if record["kind"] == "transfer":
        return f"Payment {record['source_number']} transferred {'away' if record['gives'] else 'here'}"
    known: dict[str, Any] = {name: record.get(name) for name in MOVED}
    return Moved(**known).sentence


def _aged(found: _Found) -> Iterator[AgedRow]:
    """Every bucket, those of nothing too."""
    minor = dict.fromkeys(BUCKETS, 0)
    for record in found.open_items:
        minor[record["aging"]] += int(record["balance_minor"])
    for aging, balance_minor in minor.items():
        yield AgedRow.of({}, aging=aging, balance=to_decimal(balance_minor, found.currency))


def _in_major(record: Record) -> dict[str, Any]:
    """Each `name_minor` as `name`, a decimal with the currency's digits."""
    return {
        name.removesuffix("_minor"): to_decimal(int(value), record["currency"])
        if name.endswith("_minor") and value is not None
        else value
        for name, value in record.items()
    }
