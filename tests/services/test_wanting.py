"""What a command names is known from the request alone, so that it is read for many commands at once."""

import pytest

from settlebook.commands import parse_command
from settlebook.services.wanting import wanted_by

DAY = "2026-03-01"
APPLIED = {
    "invoices": [{"invoiceNumber": "INV-1", "amount": "1"}],
    "debitMemos": [{"debitMemoNumber": "DM-1", "amount": "2"}],
}
EDITED = {"invoices": [{"invoiceNumber": "INV-1", "comments": "Late"}]}
CREDITED = {"items": [{"invoiceItemId": "INV-1#1", "amount": "1"}]}
INVOICE = {
    "accountNumber": "A-1",
    "invoiceDate": DAY,
    "invoiceItems": [{"chargeName": "Seats", "amount": "1"}],
}


@pytest.mark.parametrize(
    ("do", "key", "body", "wanted"),
    [
        ("payment.apply", "P-1", APPLIED, {("payment", "P-1"), ("invoice", "INV-1"), ("debit_memo", "DM-1")}),
        ("credit-memo.unapply", "CM-1", {}, {("credit_memo", "CM-1")}),
        ("invoice.create", None, INVOICE, {("account", "A-1")}),
        ("invoice.create-batch", None, {"invoices": [INVOICE]}, {("account", "A-1")}),
        ("account.settle", "A-1", {"documents": ["Invoice"]}, {("account", "A-1")}),
        ("invoice.edit-batch", None, EDITED, {("invoice", "INV-1")}),
        ("debit-memo.edit", "DM-1", {"comment": "Late"}, {("debit_memo", "DM-1")}),
        ("refund.delete", "R-1", {}, set()),
    ],
)
def test_a_command_names_its_key_its_documents_and_its_account(do, key, body, wanted):
    assert set(wanted_by(parse_command(do, key, body))) == wanted


def test_the_key_of_a_memo_from_an_invoice_is_the_invoices():
    command = parse_command("credit-memo.create-from-invoice", "INV-1", CREDITED)

    assert ("invoice", "INV-1") in set(wanted_by(command))
