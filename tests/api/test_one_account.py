"""Clients that are kept to one account learn nothing of others, by whatever they ask or try."""

from dataclasses import replace

import pytest

from tests.api.conftest import ADMIN, Api

ACCOUNT = {"accountNumber": "A-1", "name": "Acme", "currency": "EUR"}
TAX = {"name": "VAT", "taxAmount": 10, "taxCode": "V", "taxDate": "2026-03-01", "taxMode": "TaxExclusive"}
ITEMS = [{"chargeName": "Seats", "amount": 60.00, "serviceStartDate": "2026-03-01", "taxItems": [TAX]}]
INVOICE = {"accountNumber": "A-1", "invoiceDate": "2026-03-01", "invoiceItems": ITEMS, "autoPay": False}
PAYMENT = {"accountNumber": "A-1", "number": "P-1", "amount": 70, "currency": "EUR", "type": "External"}
ON_INVOICE = {"invoices": [{"invoiceNumber": "INV-1", "amount": 60}], "effectiveDate": "2026-03-03"}


@pytest.fixture
def owed(api: Api) -> Api:
    """A-1 owes 70.00 for INV-1, and has paid 70.00 as P-1; A-2 owes nothing."""
    api.post("/v1/accounts", ACCOUNT)
    api.post("/v1/accounts", ACCOUNT | {"accountNumber": "A-2"})
    api.post("/v1/invoices", INVOICE | {"invoiceNumber": "INV-1", "status": "Posted"})
    api.post("/v1/payments", PAYMENT | {"effectiveDate": "2026-03-02"})
    return api


def test_tax_items_of_others_tell_nothing_of_their_documents(owed: Api):
    draft = owed.post("/v1/invoices", INVOICE | {"invoiceNumber": "INV-2"})["id"]
    item = owed.ledger.invoice_items(draft)[0]
    tax = item.taxation_items[0].id.hex
    owed.app.state.test_caller = replace(ADMIN, account=owed.ledger.account("A-2").id)

    answers = [
        owed.send("PUT", f"/v1/taxation-items/{tax}", {"taxAmount": 1}),
        owed.send("DELETE", f"/v1/taxation-items/{tax}"),
        owed.send("POST", "/v1/object/taxation-item", {"InvoiceItemId": item.id.hex, "TaxAmount": 1}),
    ]

    assert [answer.json()["facts"]["kind"] for answer in answers] == ["tax item", "tax item", "invoice item"]
    assert not any(draft in answer.text for answer in answers)


def test_a_payment_from_another_account_tells_nothing_of_where_it_was(owed: Api):
    position = owed.put("/v1/payments/P-1/apply", ON_INVOICE)["settlement"]["position"]
    owed.put("/v1/payments/P-1/unapply")
    own = owed.ledger.account("A-2").id
    owed.put("/v1/payments/P-1/transfer", {"accountId": own.hex})
    paths = [
        f"?knownAt={position}",
        f"/parts?knownAt={position}",
        "/history",
        "/explain",
        "/applications",
        "/parts",
    ]

    everywhere = [owed.send("GET", f"/v1/payments/P-1{path}").status_code for path in paths]
    owed.app.state.test_caller = replace(ADMIN, account=own)
    of_one = [owed.send("GET", f"/v1/payments/P-1{path}") for path in paths]

    assert everywhere == [200] * 6
    assert [answer.status_code for answer in of_one] == [400, 400, 403, 403, 403, 200]
    assert not any("INV-1" in answer.text for answer in of_one)
