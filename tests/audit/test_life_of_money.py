"""After everything that can become of payments and refunds, each check passes, live and rebuilt."""

from typing import Any

import pytest

from settlebook import Ledger
from settlebook.domain.errors import KeyReused

INVOICE = {
    "accountNumber": "A-1",
    "status": "Posted",
    "invoiceDate": "2026-01-01",
    "invoiceItems": [
        {"chargeName": "Seats", "amount": "60.00", "taxItems": [{"name": "VAT", "taxAmount": "12.00"}]},
        {"chargeName": "Unused days", "amount": "-5.00"},
        {"chargeName": "Set-up", "amount": "33.00"},
    ],
}


def on(number: str, amount: str) -> dict[str, Any]:
    return {"invoices": [{"invoiceNumber": number, "amount": amount}]}


A_2, GBP, DAY_4 = {"accountNumber": "A-2"}, {"currency": "GBP"}, {"effectiveDate": "2026-01-04"}
WRITTEN_OFF = {"writeOff": True, "writeOffOptions": {"comment": "lost"}}
STORY: list[tuple[str, str | None, dict[str, Any]]] = [
    ("payment.create", None, GBP | {"amount": "150.00", "number": "P-1", "effectiveDate": "2026-01-02"}),
    ("payment.transfer", "P-1", {"accountNumber": "A-1", "effectiveDate": "2026-01-03"}),
    ("payment.apply", "P-1", on("INV-1", "100.00") | DAY_4 | {"negativeLines": "net"}),
    ("payment.apply", "P-1", on("INV-2", "20.00") | DAY_4),
    ("payment.transfer", "P-1", A_2 | {"amount": "30.00", "number": "P-2"} | on("INV-2", "10.00")),
    ("payment.refund-with-unapply", "P-1", {"totalAmount": "105.00", "number": "R-1", "comment": "sent"}),
    ("refund.cancel", "R-1", {"reapply": True}),
    ("refund.edit", "R-1", {"comment": "it bounced", "reasonCode": "Bank"}),
    ("refund.delete", "R-1", {}),
    ("payment.refund-with-unapply", "P-1", on("INV-1", "50.00") | WRITTEN_OFF),
    ("payment.edit", "P-1", {"comment": "by wire", "referenceId": "77", "gatewayState": "Submitted"}),
    ("payment.cancel", "P-2", {}),
    ("payment.delete", "P-2", {}),
    ("payment.create", None, A_2 | {"amount": "9", "currency": "JPY", "number": "P-3", "standalone": True}),
    ("payment.refund", "P-3", {"totalAmount": "4", "number": "R-2"}),
    ("payment.create", None, A_2 | {"amount": "5.00", "number": "P-4", "prepayment": True}),
    ("payment.transfer", "P-4", {"accountId": None}),
]  # fmt: skip


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    for number in ("A-1", "A-2"):
        ledger.perform("account.create", None, {"name": number, "currency": "GBP", "accountNumber": number})
    for number in ("INV-1", "INV-2"):
        ledger.perform("invoice.create", None, {**INVOICE, "number": number})
    for do, key, body in STORY:
        ledger.perform(do, key, body)
    return ledger


def test_every_check_passes_and_a_rebuild_changes_nothing(told: Ledger):
    report = told.verify_books()

    assert [check for check in report.checks if not check.ok] == []
    assert {table.differing for table in told.rebuild().tables} == {0}


def test_the_answers_say_what_became_of_each_payment(told: Ledger):
    first, reserved = told.payment("P-1"), told.payment("P-4")

    assert (first.account_number, reserved.account_number) == ("A-1", None)
    assert [
        str(amount) for amount in (first.applied_amount, first.unapplied_amount, first.refund_amount)
    ] == [
        "60.00",
        "10.00",
        "50.00",
    ]
    assert (first.comment, first.reference_id, reserved.prepayment) == ("by wire", "77", True)
    assert [payment.number for payment in told.payments("A-2")] == ["P-3"]


def test_what_an_edit_said_of_a_person_is_erased_with_what_was_said_before(told: Ledger):
    told.erase_personal("A-1")

    assert told.payment("P-1").comment is None
    assert told.verify_books().ok


def test_an_edit_sent_again_is_known_and_another_one_under_its_key_is_not(told: Ledger):
    edit = {"referenceId": None, "comment": "twice"}
    first = told.perform("payment.edit", "P-1", edit, "k-1")

    again = told.perform("payment.edit", "P-1", edit, "k-1")

    assert (again.replayed, again.command_id) == (True, first.command_id)
    for other, field in (({"comment": "twice"}, "referenceId"), ({**edit, "comment": None}, "comment")):
        with pytest.raises(KeyReused) as refused:
            told.perform("payment.edit", "P-1", other, "k-1")
        assert refused.value.field == field
