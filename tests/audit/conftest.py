"""Books to tamper with, and somebody who can."""

from collections.abc import Iterator

import psycopg
import pytest

from settlebook import Ledger
from settlebook.engine import Role
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.opening import LedgerLog
from tests.conftest import Database, a_database
from tests.engines import fresh_database
from tests.whole_life import live

TEMPLATE = "template_of_books_to_tamper_with"
LIFE = "template_of_a_whole_life"


@pytest.fixture(scope="session")
def books_template(engine: EmbeddedEngine, template: str) -> str:
    """The name of a database that holds them, to copy: nobody is connected to it."""
    database = Database(engine, TEMPLATE, fresh_database(engine, template, TEMPLATE))
    with opened(database) as ledger:
        record(ledger)
        assert [check for check in ledger.verify_books().checks if not check.ok] == []
    return TEMPLATE


@pytest.fixture
def books(engine: EmbeddedEngine, books_template: str) -> Iterator[Ledger]:
    """A copy of them for each test."""
    for database in a_database(engine, books_template):
        with opened(database) as ledger:
            yield ledger


@pytest.fixture(scope="session")
def life_template(engine: EmbeddedEngine, template: str) -> str:
    """The name of a database that holds a whole life, to copy: nobody is connected to it."""
    database = Database(engine, LIFE, fresh_database(engine, template, LIFE))
    with opened(database) as ledger:
        live(lambda verb, key, **body: ledger.perform(verb, key, body))
        assert [check for check in ledger.verify_books().checks if not check.ok] == []
    return LIFE


@pytest.fixture
def life(engine: EmbeddedEngine, life_template: str) -> Iterator[Ledger]:
    """A copy of it for each test."""
    for database in a_database(engine, life_template):
        with opened(database) as ledger:
            yield ledger


def opened(database: Database) -> Ledger:
    return Ledger(database, LedgerLog(database, "main", actor="tester", client="local"))


def record(ledger: Ledger) -> None:
    """An account with an invoice, a payment, credit memos, applications, an unapply and refunds."""
    account = {"accountNumber": "ACME", "currency": "GBP"}
    item = {"chargeName": "Seats", "amount": "100.00", "taxItems": [{"name": "VAT", "taxAmount": "20.00"}]}
    dated = {"accountNumber": "ACME", "status": "Posted"}
    for do, key, body in [
        ("account.create", None, {"name": "Acme", **account}),
        (
            "invoice.create",
            None,
            {**dated, "number": "INV-1", "invoiceDate": "2026-01-01", "invoiceItems": [item, item]},
        ),
        (
            "payment.create",
            None,
            {
                **account,
                "number": "PAY-1",
                "amount": "150.00",
                "type": "External",
                "effectiveDate": "2026-01-02",
                "invoices": [{"invoiceNumber": "INV-1", "amount": "120.00"}],
            },
        ),
        ("payment.unapply", "PAY-1", {"invoices": [{"invoiceNumber": "INV-1", "amount": "50.00"}]}),
        ("payment.refund", "PAY-1", {"totalAmount": "30.00", "type": "External"}),
        (
            "credit-memo.create",
            None,
            {**dated, "number": "CM-1", "effectiveDate": "2026-01-03", "charges": [item]},
        ),
        ("credit-memo.apply", "CM-1", {"invoices": [{"invoiceNumber": "INV-1", "amount": "60.00"}]}),
        ("credit-memo.refund", "CM-1", {"totalAmount": "10.00", "type": "External"}),
        (
            "credit-memo.create-from-invoice",
            "INV-1",
            {
                "number": "CM-2",
                "effectiveDate": "2026-01-04",
                "items": [{"invoiceItemId": "INV-1#2", "amount": "5.00"}],
            },
        ),
    ]:
        ledger.perform(do, key, body)


@pytest.fixture
def superuser(books: Ledger) -> Iterator[psycopg.Connection]:
    """Somebody who may do what the ledger itself may not."""
    with psycopg.connect(books.conninfo(Role.OWNER), autocommit=True) as connection:
        for table in ("event", "command", "number", "identity"):
            connection.execute(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL")
        yield connection
