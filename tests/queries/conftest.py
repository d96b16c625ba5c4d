"""A story that most answers are asked of: one customer, every kind of object, everything partly settled."""

import pytest

from settlebook import Ledger
from tests.queries.books import SEATS, SETUP, account, against, invoice, memo, payment


@pytest.fixture
def books(ledger: Ledger) -> Ledger:
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
    return ledger
