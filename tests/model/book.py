"""An independent, naive ledger: rows of history, every figure summed from all of them each time it is asked.

Written from the rules, not from the code under test: slow on purpose and easy to trust.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.model.commands import ApplicationRef, Draft, Kind, NewAccount
from tests.model.snapshot import Snapshot, Source, drop_zeros


@dataclass(frozen=True)
class Item:
    name: str
    document: str
    amount: int
    tax_name: str | None = None  # None: the item itself, not a tax on it
    parent: str | None = None
    source: str | None = None

    @property
    def is_tax(self) -> bool:
        return self.parent is not None


@dataclass
class Document:
    kind: Kind
    number: str
    account: str
    day: date
    items: list[Item]  # canonical order: each item, then its taxes
    posted: bool = False


@dataclass(frozen=True)
class Payment:
    number: str
    account: str
    amount: int
    day: date


@dataclass(frozen=True)
class Move:
    """Money put on an item (positive) or taken back (negative), by pair; `application` is whose it is."""

    source: str
    source_item: str | None
    document: str
    item: str
    minor: int
    day: date
    application: ApplicationRef


@dataclass(frozen=True)
class Refunded:
    source: str
    source_item: str | None
    minor: int
    day: date


Row = Move | Refunded | Payment | Document  # what has a day


class Book:
    """The rows, and the sums. The numbers of documents and payments are unique over all kinds here."""

    def __init__(self) -> None:
        self.accounts: dict[str, NewAccount] = {}
        self.documents: dict[str, Document] = {}
        self.payments: dict[str, Payment] = {}
        self.moves: list[Move] = []
        self.refunds: list[Refunded] = []

    def draft(self, command: Draft) -> None:
        self.documents[command.number] = Document(
            command.kind, command.number, command.account, command.day, list(items_of(command))
        )

    def days(self) -> list[date]:
        """Every day on which anything happened."""
        posted = [document for document in self.documents.values() if document.posted]
        rows: list[Row] = [*self.moves, *self.refunds, *self.payments.values(), *posted]
        return sorted({row.day for row in rows})

    def later_days(self, day: date) -> list[date]:
        return [day, *(later for later in self.days() if later > day)]

    def item(self, name: str) -> Item | None:
        found = [item for document in self.documents.values() for item in document.items if item.name == name]
        return found[0] if found else None

    # sums: what is left of a thing on a day; without a day: with all that is dated in the future

    def settled(self, item: str, day: date | None = None) -> int:
        return sum(move.minor for move in self.moves if move.item == item and _by(move, day))

    def open(self, item: Item, day: date | None = None) -> int:
        return item.amount - self.settled(item.name, day)

    def balance(self, document: Document, day: date | None = None) -> int:
        return sum(self.open(item, day) for item in document.items)

    def paid_out(self, source: str, source_item: str | None, day: date | None = None) -> int:
        return sum(
            row.minor
            for row in self.refunds
            if (row.source, row.source_item) == (source, source_item) and _by(row, day)
        )

    def applied(self, source: str, source_item: str | None, day: date | None = None) -> int:
        return sum(
            move.minor
            for move in self.moves
            if (move.source, move.source_item) == (source, source_item) and _by(move, day)
        )

    def unapplied(self, source: str, source_item: str | None, day: date | None = None) -> int:
        """Of a payment, or of a row of a credit memo."""
        amount = self._brought(source, source_item, day)
        return amount - self.applied(source, source_item, day) - self.paid_out(source, source_item, day)

    def _brought(self, source: str, source_item: str | None, day: date | None) -> int:
        if source_item is None:
            payment = self.payments[source]
            return payment.amount if _by(payment, day) else 0
        memo, item = self.documents[source], self.item(source_item)
        assert item is not None
        return item.amount if memo.posted and _by(memo, day) else 0

    def rows_of(self, source: str) -> list[str | None]:
        """What a source has to give from: a payment itself, a credit memo its rows."""
        return [None] if source in self.payments else [item.name for item in self.documents[source].items]

    def unapplied_of(self, source: str, day: date | None = None) -> int:
        return sum(self.unapplied(source, row, day) for row in self.rows_of(source))

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

    def day_of(self, application: ApplicationRef) -> date:
        return next(move.day for move in self.moves if move.application == application)

    def amounts_on(self, day: date) -> dict[str, int]:
        """What is settled of each item, and unapplied of each payment and row of a credit memo."""
        amounts = {number: self.unapplied(number, None, day) for number in self.payments}
        for document in self.documents.values():
            for item in document.items:
                is_credit = document.kind == "credit_memo"
                amounts[item.name] = (
                    self.unapplied(document.number, item.name, day)
                    if is_credit
                    else self.settled(item.name, day)
                )
        return amounts

    def snapshot(self, day: date | None = None) -> Snapshot:
        seen = Snapshot()
        for document in self.documents.values():
            if not document.posted or not _by(document, day):
                continue
            if document.kind == "credit_memo":
                for item in document.items:
                    seen.memo_rows[item.name] = self._source(document.number, item.name, day)
            else:
                seen.items.update({item.name: self.open(item, day) for item in document.items})
                seen.documents[document.number] = self.balance(document, day)
        for payment in self.payments.values():
            if _by(payment, day):
                seen.payments[payment.number] = self._source(payment.number, None, day)
        self._add_parts(seen, day)
        for account in self.accounts:
            seen.accounts[account] = self._account_balance(account, day)
        return seen

    def _source(self, source: str, row: str | None, day: date | None) -> Source:
        return Source(
            self.applied(source, row, day), self.unapplied(source, row, day), self.paid_out(source, row, day)
        )

    def _add_parts(self, seen: Snapshot, day: date | None) -> None:
        for move in self.moves:
            if _by(move, day):
                part = (move.source, move.document)
                seen.parts[part] = seen.parts.get(part, 0) + move.minor
                part_item = (move.source, move.document, move.source_item, move.item)
                seen.part_items[part_item] = seen.part_items.get(part_item, 0) + move.minor
        for memo in self.documents.values():
            if memo.kind == "credit_memo":
                seen.parts[memo.number, None] = self.unapplied_of(memo.number, day)
                for item in memo.items:
                    seen.part_items[memo.number, None, item.name, None] = self.unapplied(
                        memo.number, item.name, day
                    )
        for number in self.payments:
            seen.parts[number, None] = self.unapplied_of(number, day)
        drop_zeros(seen.parts)
        drop_zeros(seen.part_items)

    def _account_balance(self, account: str, day: date | None) -> int:
        owed = sum(
            self.balance(document, day) if document.kind != "credit_memo" else -self.unapplied_of(number, day)
            for number, document in self.documents.items()
            if document.account == account and document.posted and _by(document, day)
        )
        payments = [payment for payment in self.payments.values() if payment.account == account]
        return owed - sum(self.unapplied_of(payment.number, day) for payment in payments)


def items_of(command: Draft) -> Iterable[Item]:
    for line, item in enumerate(command.items, start=1):
        name = f"{command.number}#{line}"
        yield Item(name, command.number, item.amount_minor, source=item.source)
        for tax_line, tax in enumerate(item.taxes, start=1):
            yield Item(f"{name}.{tax_line}", command.number, tax.amount_minor, tax.name, name, tax.source)


def _by(row: Row, day: date | None) -> bool:
    return day is None or row.day <= day
