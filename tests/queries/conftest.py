"""A story that most answers are asked of: one customer, every kind of object, everything partly settled."""

from collections.abc import Iterator

import pytest

from settlebook import Ledger
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.opening import LedgerLog
from tests.conftest import Database, a_database, a_told_template
from tests.queries.books import SEATS, SETUP, account, against, invoice, memo, payment


@pytest.fixture(scope="session")
def books_template(engine: EmbeddedEngine, template: str) -> str:
    def tell(database: Database) -> None:
        with Ledger(database, LedgerLog(database, "main", actor="tester", client="local")) as ledger:
            tell_of_books(ledger)

    return a_told_template(engine, template, "template_of_books_to_query", tell)


@pytest.fixture
def database(request: pytest.FixtureRequest, engine: EmbeddedEngine, template: str) -> Iterator[Database]:
    """Of the test's own: empty, or a copy of the books for a test that begins with them."""
    told = "books" in request.fixturenames
    yield from a_database(engine, request.getfixturevalue("books_template") if told else template)


@pytest.fixture
def books(ledger: Ledger) -> Ledger:
    """A ledger in which `tell_of_books` was told."""
    return ledger


def tell_of_books(ledger: Ledger) -> None:
    """PAY-1 of 100.00 and CM-1 of 120.00 settle parts of INV-1 and DM-1, and are refunded in part."""
    account(ledger, notes="calls on Mondays", billToContact={"firstName": "Ada", "lastName": "Lovelace"})
    invoice(ledger, "INV-1", SEATS, SETUP, comments="as agreed", dueDate="2026-01-31", paymentTerm="Net 30")
    memo(ledger, "debit-memo", "DM-1", SETUP, comment="late fee")
    payment(ledger, "PAY-1", "100.00", comment="by wire", source="Bank", referenceId="REF-7")
    rows = {"invoiceItemId": "INV-1#1", "amount": "50.00"}, {"taxItemId": "INV-1#1.1", "amount": "10.00"}
    ledger.perform("payment.apply", "PAY-1", against("INV-1", "60.00", *rows))
    ledger.perform("payment.apply", "PAY-1", against("DM-1", "10.00"))
    ledger.perform("payment.refund", "PAY-1", {"totalAmount": "5.00", "type": "External", "comment": "cash"})
    memo(ledger, "credit-memo", "CM-1", SEATS, comment="goodwill", reasonCode="Service")
    pair = {"creditMemoItemId": "CM-1#1", "invoiceItemId": "INV-1#2", "amount": "20.00"}
    tax = {"creditTaxItemId": "CM-1#1.1", "taxItemId": "INV-1#1.1", "amount": "4.00"}
    ledger.perform("credit-memo.apply", "CM-1", against("INV-1", "24.00", pair, tax))
    refunded = [{"creditMemoItemId": "CM-1#1", "amount": "6.00"}]
    body = {"totalAmount": "6.00", "type": "External", "methodType": "Check", "items": refunded}
    ledger.perform("credit-memo.refund", "CM-1", body)
