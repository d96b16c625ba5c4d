"""What a Python developer would otherwise write: the eventsourcing library as it comes, on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from benchmarks.place import Database
from benchmarks.trade import AMOUNT_MINOR, ITEMS, Pair

Line = dict[str, Any]  # {"item_id": ..., "amount_minor": ...}
SAVED_TOGETHER = 20  # pairs; its pipeline gets stuck over thousands of events
POOL = 32  # connections, one a client; the library's own default is 5


class Invoice(Aggregate):
    """An invoice with its items, and what is open of each."""

    class Posted(Aggregate.Created):
        number: str
        lines: list[Line]

    class ItemsSettled(Aggregate.Event):
        payment_id: UUID
        lines: list[Line]

    @event(Posted)
    def __init__(self, number: str, lines: list[Line]) -> None:
        self.number = number
        self.open = {line["item_id"]: line["amount_minor"] for line in lines}

    def settle(self, payment_id: UUID, lines: list[Line]) -> None:
        if any(line["amount_minor"] > self.open.get(line["item_id"], 0) for line in lines):
            raise ValueError("more than is open")
        self._settle(payment_id, lines)

    @event(ItemsSettled)
    def _settle(self, payment_id: UUID, lines: list[Line]) -> None:
        for line in lines:
            self.open[line["item_id"]] -= line["amount_minor"]


class Payment(Aggregate):
    """A payment, and what is unapplied of it."""

    class Received(Aggregate.Created):
        number: str
        amount_minor: int

    class Applied(Aggregate.Event):
        invoice_id: UUID
        lines: list[Line]

    @event(Received)
    def __init__(self, number: str, amount_minor: int) -> None:
        self.number = number
        self.unapplied_minor = amount_minor

    def apply(self, invoice_id: UUID, lines: list[Line]) -> None:
        if sum(line["amount_minor"] for line in lines) > self.unapplied_minor:
            raise ValueError("more than is unapplied")
        self._apply(invoice_id, lines)

    @event(Applied)
    def _apply(self, invoice_id: UUID, lines: list[Line]) -> None:
        self.unapplied_minor -= sum(line["amount_minor"] for line in lines)


class Settlement(Application[UUID]):
    """Both aggregates are loaded, decide, and are saved in one transaction."""

    def begin(self, pairs: list[Pair]) -> list[tuple[UUID, UUID, list[Line]]]:
        """The payments and invoices of these pairs, posted; the ids by which they are found again."""
        begun = [_begun(pair) for pair in pairs]
        for first in range(0, len(begun), SAVED_TOGETHER):
            some = begun[first : first + SAVED_TOGETHER]
            self.save(*(aggregate for both in some for aggregate in both))
        return [(payment.id, invoice.id, lines_of(invoice)) for payment, invoice in begun]

    def apply(self, payment_id: UUID, invoice_id: UUID, lines: list[Line]) -> None:
        payment: Payment = self.repository.get(payment_id)
        invoice: Invoice = self.repository.get(invoice_id)
        payment.apply(invoice_id, lines)
        invoice.settle(payment_id, lines)
        self.save(payment, invoice)


def lines_of(invoice: Invoice) -> list[Line]:
    """Amounts that settle all of an invoice."""
    return [{"item_id": item_id, "amount_minor": minor} for item_id, minor in invoice.open.items()]


def environment(database: Database) -> dict[str, str]:
    """How the library connects to the database, as the owner of its tables."""
    parts = conninfo_to_dict(database.owner)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_PORT": str(parts.get("port", 5432)),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": "",
        "POSTGRES_POOL_SIZE": str(POOL),
        "POSTGRES_MAX_OVERFLOW": "0",
    }


@contextmanager
def settlement(database: Database) -> Iterator[Settlement]:
    application = Settlement(environment(database))
    try:
        yield application
    finally:
        application.close()


def _begun(pair: Pair) -> tuple[Payment, Invoice]:
    lines = [{"item_id": uuid4().hex, "amount_minor": AMOUNT_MINOR} for _ in range(ITEMS)]
    return Payment(pair.payment, ITEMS * AMOUNT_MINOR), Invoice(pair.invoice, lines)
