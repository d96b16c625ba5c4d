"""An independent, naive ledger: rows of history, every figure summed from all of them each time it is asked.

Written from the rules, not from the code under test: slow on purpose and easy to trust. What has happened is
never changed: a document that is posted, unposted and posted again has three rows.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.model.commands import ApplicationRef, Draft, NewAccount, NewItem
from tests.model.history import (
    Brought,
    Document,
    Item,
    Move,
    Netting,
    Payment,
    Period,
    Posting,
    Refund,
    Refunded,
    Row,
    Rules,
)
from tests.model.verdict import refuse_if


class Book:
    """The rows, and the sums. The numbers of documents and payments are unique over all kinds here."""

    def __init__(self) -> None:
        self.accounts: dict[str, NewAccount] = {}
        self.documents: dict[str, Document] = {}
        self.payments: dict[str, Payment] = {}
        self.refunds: dict[str, Refund] = {}
        self.periods: list[Period] = []
        self.rules = Rules()
        self.rows: list[Row] = []
        self.called: dict[str, str] = {}  # numbers that the ledger gave to what commands made by themselves

    def copy(self) -> "Book":
        """All that is in the lists and dictionaries is frozen."""
        other = Book()
        other.become(self)
        return other

    def become(self, other: "Book") -> None:
        for name, value in vars(other).items():
            setattr(self, name, value if isinstance(value, Rules) else value.copy())

    # what happens

    def draft(self, command: Draft) -> None:
        account = self.accounts[command.account]
        self.documents[command.number] = Document(
            command.kind,
            command.number,
            command.account,
            command.currency or account.currency,
            command.day,
            command.day,
            tuple(items_of(command.number, command.items)),
            made_from=command.from_invoice,
            last_line=len(command.items),
            auto_apply=command.auto_apply,
        )

    def change(self, number: str, **changes: Any) -> Document:
        """A document says something else from now on."""
        self.documents[number] = replace(self.documents[number], **changes)
        return self.documents[number]

    def add(self, *rows: Row) -> None:
        """Nothing that moves money is dated in a period that is closed."""
        for row in rows:
            refuse_if(row.moves_money and self.open_from(row.day) != row.day, "period_closed")
        self.rows.extend(rows)

    def number_of(self, name: str) -> str:
        return self.called.get(name, name)

    def made(self, place: int, prefix: str) -> str:
        """How a document is called here that a command made by itself, whatever number the ledger gave it."""
        known = [number for number in self.documents if number.startswith(f"{prefix}@{place}+")]
        return f"{prefix}@{place}+{len(known) + 1}"

    # the rows of each kind

    @property
    def moves(self) -> list[Move]:
        return [row for row in self.rows if isinstance(row, Move)]

    @property
    def postings(self) -> list[Posting]:
        return [row for row in self.rows if isinstance(row, Posting)]

    def days(self) -> list[date]:
        """Every day on which anything happened."""
        return sorted({row.day for row in self.rows})

    def later_days(self, day: date) -> list[date]:
        return [day, *(later for later in self.days() if later > day)]

    def item(self, name: str) -> Item | None:
        found = [item for document in self.documents.values() for item in document.items if item.name == name]
        return found[0] if found else None

    # sums: what is left of a thing on a day; without a day: with all that is dated in the future

    def posted(self, item: str, day: date | None = None) -> int:
        """What posting brought of it, less what unposting took back."""
        return sum(row.amounts.get(item, 0) for row in self.postings if by(row, day))

    def settled(self, item: str, day: date | None = None) -> int:
        return sum(move.minor for move in self.moves if move.item == item and by(move, day))

    def netted(self, item: str, day: date | None = None) -> int:
        """What netting added to it: a negative row gains what a positive one loses."""
        rows = [row for row in self.rows if isinstance(row, Netting) and by(row, day)]
        gained = sum(row.minor for row in rows if row.negative == item)
        return gained - sum(row.minor for row in rows if row.positive == item)

    def open(self, item: Item, day: date | None = None) -> int:
        return self.open_of(item.name, day)

    def open_of(self, name: str, day: date | None = None) -> int:
        return self.posted(name, day) + self.netted(name, day) - self.settled(name, day)

    def balance(self, document: Document, day: date | None = None) -> int:
        return sum(self.open_of(name, day) for name in self.names_of(document))

    def names_of(self, document: Document) -> list[str]:
        """Its rows, and those that it had when it was posted before."""
        posted = [name for row in self.postings if row.document == document.number for name in row.amounts]
        return list(dict.fromkeys([*(item.name for item in document.items), *posted]))

    def paid_out(self, source: str, source_item: str | None, day: date | None = None) -> int:
        return sum(
            row.minor
            for row in self.rows
            if isinstance(row, Refunded)
            and (row.source, row.source_item) == (source, source_item)
            and by(row, day)
        )

    def applied(self, source: str, source_item: str | None, day: date | None = None) -> int:
        return sum(
            move.minor
            for move in self.moves
            if (move.source, move.source_item) == (source, source_item) and by(move, day)
        )

    def unapplied(self, source: str, source_item: str | None, day: date | None = None) -> int:
        """Of a payment, or of a row of a credit memo."""
        brought = self.brought(source, day) if source_item is None else self.posted(source_item, day)
        return brought - self.applied(source, source_item, day) - self.paid_out(source, source_item, day)

    def brought(self, payment: str, day: date | None = None) -> int:
        """What came in of a payment, less what was transferred away or canceled."""
        return sum(
            row.minor
            for row in self.rows
            if isinstance(row, Brought) and row.payment == payment and by(row, day)
        )

    def rows_of(self, source: str) -> list[str | None]:
        """What a source has to give from: a payment itself, a credit memo its rows."""
        return [None] if source in self.payments else [item.name for item in self.documents[source].items]

    def unapplied_of(self, source: str, day: date | None = None) -> int:
        rows = [None] if source in self.payments else self.names_of(self.documents[source])
        return sum(self.unapplied(source, row, day) for row in rows)

    # applications

    def remaining(self, application: ApplicationRef) -> dict[tuple[str | None, str], int]:
        left: dict[tuple[str | None, str], int] = {}
        for move in self.moves:
            if move.application == application:
                pair = (move.source_item, move.item)
                left[pair] = left.get(pair, 0) + move.minor
        return {pair: minor for pair, minor in left.items() if minor}

    def applications(self, source: str, document: str | None = None) -> list[ApplicationRef]:
        """In the order they were recorded, those taken back too."""
        return list(
            dict.fromkeys(
                move.application
                for move in self.moves
                if move.source == source and document in (None, move.document)
            )
        )

    def settled_by(self, document: str) -> list[str]:
        """The sources that settle something of it now."""
        minor: dict[str, int] = {}
        for move in self.moves:
            if move.document == document:
                minor[move.source] = minor.get(move.source, 0) + move.minor
        return [source for source, left in minor.items() if left]

    def day_of(self, application: ApplicationRef) -> date:
        return next(move.day for move in self.moves if move.application == application)

    # accounting periods

    @property
    def closed_through(self) -> date | None:
        return max((each.ends_on for each in self.periods if each.status == "Closed"), default=None)

    def open_from(self, day: date) -> date:
        """The day itself, or the first that is not closed."""
        closed = self.closed_through
        return day if closed is None or day > closed else closed + timedelta(days=1)


def items_of(number: str, items: Iterable[NewItem], first: int = 1) -> Iterable[Item]:
    """Canonical order: each item, its taxes, then its discounts, each with its taxes."""
    for line, item in enumerate(items, start=first):
        name = f"{number}#{line}"
        yield from _with_taxes(name, number, item)
        for discount_line, discount in enumerate(item.discounts, start=1):
            yield from _with_taxes(f"{name}d{discount_line}", number, discount, discounts=name)


def _with_taxes(name: str, number: str, item: NewItem, discounts: str | None = None) -> Iterable[Item]:
    yield Item(name, number, item.amount_minor, source=item.source, discounts=discounts)
    for tax_line, tax in enumerate(item.taxes, start=1):
        yield Item(f"{name}.{tax_line}", number, tax.amount_minor, tax.name, name, tax.source)


def by(row: Row, day: date | None) -> bool:
    return day is None or row.day <= day
