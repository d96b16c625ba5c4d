"""Payments over HTTP: received, applied once under a key, and read as they are and as they were."""

from decimal import Decimal

import pytest

from tests.api.conftest import Api

APPLIED = {"invoices": [{"invoiceNumber": "INV-1", "amount": 60.00}], "effectiveDate": "2026-03-03"}


@pytest.fixture
def owed(api: Api) -> Api:
    """A customer owes 100.00 for two items of INV-1, and has paid 70.00."""
    api.ledger.perform("account.create", None, {"accountNumber": "A-1", "name": "Acme", "currency": "EUR"})
    items = [{"chargeName": "Seats", "amount": "60.00"}, {"chargeName": "Support", "amount": "40.00"}]
    invoice = {"accountNumber": "A-1", "invoiceNumber": "INV-1", "status": "Posted", "invoiceItems": items}
    api.ledger.perform("invoice.create", None, invoice | {"invoiceDate": "2026-03-01"})
    payment = {"accountNumber": "A-1", "number": "P-1", "amount": "70.00", "currency": "EUR"}
    api.ledger.perform("payment.create", None, payment | {"type": "External", "effectiveDate": "2026-03-02"})
    return api


def test_a_payment_is_applied_and_answered_with_what_is_left_as_numbers(owed: Api):
    answer = owed.send("PUT", "/v1/payments/P-1/apply", APPLIED)

    assert answer.status_code == 200
    assert '"unappliedAmount":10.00' in answer.text  # digit by digit
    assert answer.json()["settlement"]["applications"][0]["document"] == "INV-1"


def test_a_command_repeated_under_its_key_is_answered_as_it_was_though_more_has_happened(owed: Api):
    first = owed.send("PUT", "/v1/payments/P-1/apply", APPLIED, Idempotency_Key="k-1")
    owed.put("/v1/payments/P-1/unapply")

    again = owed.send("PUT", "/v1/payments/P-1/apply", APPLIED, Idempotency_Key="k-1")

    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["unappliedAmount"] == first.json()["unappliedAmount"] == 10
    assert owed.ledger.payment("P-1").unapplied_amount == Decimal("70.00")


def test_a_refusal_has_the_body_of_zuora_with_our_code_and_facts(owed: Api):
    body = {"invoices": [{"invoiceNumber": "INV-1", "amount": "70.01"}]}

    answer = owed.send("PUT", "/v1/payments/P-1/apply", body)

    assert answer.status_code == 400
    refused = answer.json()
    assert (refused["success"], refused["code"]) == (False, "exceeds_unapplied")
    assert refused["reasons"][0]["code"] == 50000030
    assert len(refused["processId"]) == 16


def test_what_cannot_be_read_points_to_the_field(owed: Api):
    body = {"invoices": [{"invoiceNumber": "INV-1", "amount": "-1.00"}]}

    refused = owed.send("PUT", "/v1/payments/P-1/apply", body).json()

    assert refused["code"] == "invalid_amount"
    assert refused["pointer"] == "/invoices/0/amount"
    assert refused["reasons"][0]["code"] == 50000020


def test_a_preview_changes_nothing(owed: Api):
    preview = owed.put("/v1/payments/P-1/apply?preview=true", APPLIED)

    assert preview["preview"] is True
    assert preview["applications"][0]["amount"] == 60
    assert owed.get("/v1/payments/P-1")["unappliedAmount"] == 70


def test_a_preview_that_is_spelled_otherwise_records_nothing_either(owed: Api):
    refused = owed.send("PUT", "/v1/payments/P-1/apply?preveiw=true", APPLIED)

    assert (refused.status_code, refused.json()["pointer"]) == (400, "/preveiw")
    assert owed.get("/v1/payments/P-1")["unappliedAmount"] == 70


def test_a_payment_is_read_as_it_was(owed: Api):
    owed.put("/v1/payments/P-1/apply", APPLIED)

    assert owed.get("/v1/payments/P-1?asOf=2026-03-02")["unappliedAmount"] == 70
    assert owed.get("/v1/payments/P-1")["unappliedAmount"] == 10


def test_a_route_that_nobody_serves_says_so(owed: Api):
    answer = owed.send("GET", "/v1/nonsense")

    assert answer.status_code == 404
    assert answer.json()["code"] == "no_such_route"
