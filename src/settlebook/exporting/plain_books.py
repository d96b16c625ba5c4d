"""Reads the ledger for plain-text accounting: accounts, events that move money, and what stands by month."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from settlebook.domain.money import format_minor
from settlebook.exporting.gl_account import GlAccount
from settlebook.exporting.sentences import MOVED, Moved
from settlebook.projecting.folding import Range
from settlebook.projecting.past.standing_in import Past
from settlebook.projecting.relations import read_by
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
FETCHED = 5_000  # rows at a time
NO_MONTH: tuple[None, Iterator[Any]] = (None, iter(()))


@dataclass(frozen=True, slots=True)
class Span:
    """What of a ledger is exported: up to a position and, where one is named, a day.

    `is_past`  more is known by now, so that codes and numbers are to be those of then.
    """

    ledger_id: str
    upto: int
    day: date | None = None
    is_past: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        return {"ledger": self.ledger_id, "upto": self.upto, "day": self.day}


class Opened(NamedTuple):
    name: str
    on: date
    currencies: Sequence[str]


class Leg(NamedTuple):
    name: str
    amount: str  # debits count up
    currency: str
    item: str | None


class Transaction(NamedTuple):
    """An event that moves money; its legs are read while they are asked for, and once."""

    on: date
    position: int
    payee: str | None
    narration: str
    numbers: Sequence[str]  # of the documents, payments and refunds that it concerns
    application_id: UUID | None
    legs: Iterator[Leg]


class Standing(NamedTuple):
    """What stands in an account at the end of a month."""

    name: str
    amount: str
    currency: str


class Month(NamedTuple):
    first: date
    transactions: Iterator[Transaction]
    standings: Iterator[Standing]  # to be read after the transactions


class PlainBooks:
    """The ledger as plain-text accounting sees it; `connection` holds its legs in a table of the session."""

    def __init__(self, connection: Connection[Any], span: Span) -> None:
        self._connection = connection
        self.span = span

    def accounts(self) -> Iterator[Opened]:
        for record in self._read("accounts"):
            yield Opened(_name(record), record["opened_on"], record["currencies"])

    def months(self) -> Iterator[Month]:
        """The months in which something moved or stood, in order."""
        moved = groupby(self._read("legs"), lambda record: _month(record["effective_on"]))
        ended = groupby(self._read("month_ends"), lambda record: record["month"])
        first, legs = next(moved, NO_MONTH)
        for month, standings in ended:
            if first != month:
                yield Month(month, iter(()), map(_standing, standings))
                continue
            yield Month(month, _transactions(legs), map(_standing, standings))
            first, legs = next(moved, NO_MONTH)
        assert first is None, f"legs of {first}, and no balances"

    def _read(self, question: str) -> Iterator[dict[str, Any]]:
        (statement,) = statements(SQL / f"{question}.sql")
        with self._connection.cursor(name=f"exported_{question}", row_factory=dict_row) as cursor:
            cursor.execute(statement, self.span.parameters)
            while records := cursor.fetchmany(FETCHED):
                yield from records


@contextmanager
def plain_books(connection: Connection[Any], span: Span) -> Iterator[PlainBooks]:
    """One state of the books, as long as the block lasts; the connection is in no transaction before it."""
    with connection.transaction(force_rollback=True):
        for statement in statements(SQL / "begin_export.sql"):
            connection.execute(statement, {})
        if span.is_past:
            past = Past(connection, Range(span.ledger_id, 0, span.upto))
            for file in ("create_legs.sql", "legs.sql", "month_ends.sql"):
                for statement in statements(SQL / file):
                    past.require(sorted(read_by(statement)))
        for statement in statements(SQL / "create_legs.sql"):
            connection.execute(statement, span.parameters)
        yield PlainBooks(connection, span)


def _transactions(records: Iterable[dict[str, Any]]) -> Iterator[Transaction]:
    for _, legs in groupby(records, itemgetter("effective_on", "position")):
        yield _transaction(legs)


def _transaction(legs: Iterator[dict[str, Any]]) -> Transaction:
    first = next(legs)
    moved = Moved(**{name: first[name] for name in MOVED})
    numbers = (moved.refund_number, moved.source_number, moved.document_number, moved.mirrored_number)
    return Transaction(
        first["effective_on"],
        first["position"],
        first["giver"] or first["taker"],
        moved.sentence,
        tuple(dict.fromkeys(number for number in numbers if number)),
        first["application_id"],
        map(_leg, chain([first], legs)),
    )


def _leg(record: dict[str, Any]) -> Leg:
    amount = format_minor(record["signed_minor"], record["currency"])
    return Leg(_name(record), amount, record["currency"], record["item"])


def _standing(record: dict[str, Any]) -> Standing:
    amount = format_minor(int(record["balance_minor"]), record["currency"])
    return Standing(_name(record), amount, record["currency"])


@lru_cache(maxsize=10_000)
def _month(day: date) -> date:
    return day.replace(day=1)


def _name(record: dict[str, Any]) -> str:
    return _named(record["type"], record["code"], record["customer"])


@lru_cache(maxsize=10_000)
def _named(type: str, code: str | None, customer: str | None) -> str:
    return GlAccount(type, code, customer).name
