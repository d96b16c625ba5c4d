"""One ledger that many reads are asked of, made once: two customers, and every kind of object."""

from collections.abc import Iterator

import pytest

from settlebook import Ledger
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.opening import LedgerLog
from tests.api.conftest import ADMIN, Api, Server
from tests.conftest import a_database
from tests.queries.books import SEATS, SETUP, account, against, invoice, memo, payment

PERIOD = {"name": "Jan 2026", "startDate": "2026-01-01", "endDate": "2026-01-31", "fiscalYear": 2026}
RUN = {"journalEntryDate": "2026-01-31", "targetStartDate": "2026-01-01", "targetEndDate": "2026-01-31"}


@pytest.fixture(scope="session")
def told(engine: EmbeddedEngine, template: str) -> Iterator[Ledger]:
    """ACME owes by INV-1 to INV-6 and DM-1, OTHER by INV-7; PAY-1 and CM-1 settle parts and are refunded."""
    for database in a_database(engine, template):
        with Ledger(database, LedgerLog(database, "main", actor="tester", client="local")) as ledger:
            _owe(ledger)
            _settle(ledger)
            ledger.perform("accounting-period.create", None, PERIOD)
            ledger.perform("accounting-code.create", None, {"name": "AR", "type": "AccountsReceivable"})
            ledger.perform(
                "journal-run.create", None, {**RUN, "transactionTypes": [{"type": "Invoice Item"}]}
            )
            yield ledger


def _owe(ledger: Ledger) -> None:
    account(ledger, notes="calls on Mondays", batch="Batch1", paymentTerm="Net 30")
    account(ledger, "OTHER")
    described = {**SEATS, "sku": "SEAT", "serviceStartDate": "2026-01-01", "quantity": "2", "unitPrice": "50"}
    discounted = {**SETUP, "discountItems": [{"amount": "-3.00", "chargeName": "Partner"}]}
    invoice(ledger, "INV-1", described, discounted, {"chargeName": "Credit line", "amount": "-1.00"})
    for number in range(2, 7):
        due = {"dueDate": f"2026-02-0{number}"} if number % 2 else {}
        priced = {"chargeName": "Usage", "amount": f"{10 * (number // 2)}.00"}
        invoice(ledger, f"INV-{number}", priced, invoiceDate=f"2026-01-0{number}", **due)
    invoice(ledger, "INV-7", SETUP, owner="OTHER")
    memo(ledger, "debit-memo", "DM-1", SEATS, SETUP, comment="late fee", reasonCode="Late")
    memo(ledger, "debit-memo", "DM-2", SETUP, owner="OTHER")
    memo(ledger, "credit-memo", "CM-1", SEATS, SETUP, reasonCode="Service", excludeFromAutoApplyRules=True)
    memo(ledger, "credit-memo", "CM-2", SETUP, owner="OTHER", targetDate="2026-01-09")


def _settle(ledger: Ledger) -> None:
    payment(ledger, "PAY-1", "100.00", source="Bank", sourceName="Import", secondPaymentReferenceId="2ND")
    payment(ledger, "PAY-2", "7.00", prepayment=True, referenceId="R-7")
    payment(ledger, "PAY-3", "7.00", effectiveDate="2026-01-05")
    payment(ledger, "PAY-4", "9.99", owner="OTHER")
    rows = {"invoiceItemId": "INV-1#1", "amount": "50.00"}, {"taxItemId": "INV-1#1.1", "amount": "10.00"}
    ledger.perform("payment.apply", "PAY-1", against("INV-1", "60.00", *rows))
    ledger.perform("payment.apply", "PAY-1", against("DM-1", "10.00"))
    ledger.perform("payment.unapply", "PAY-1", against("DM-1", "4.00"))
    ledger.perform("payment.refund", "PAY-1", {"totalAmount": "5.00", "type": "External", "comment": "cash"})
    pair = {"creditMemoItemId": "CM-1#1", "invoiceItemId": "INV-1#2", "amount": "20.00"}
    tax = {"creditTaxItemId": "CM-1#1.1", "taxItemId": "INV-1#1.1", "amount": "4.00"}
    ledger.perform("credit-memo.apply", "CM-1", against("INV-1", "24.00", pair, tax))
    refunded = [{"creditMemoItemId": "CM-1#1", "amount": "6.00"}]
    body = {"totalAmount": "6.00", "type": "External", "methodType": "Check", "items": refunded}
    ledger.perform("credit-memo.refund", "CM-1", body)


@pytest.fixture
def read(server: Server, told: Ledger) -> Api:
    """The server, serving that ledger."""
    server.app.state.ledger = told
    server.app.state.test_caller = ADMIN
    return Api(told, server.url, server.app)
