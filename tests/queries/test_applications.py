"""The history of a source: every application with its id, so that a person finds what to undo."""

from settlebook import Ledger
from tests.queries.books import SEATS, account, against, amounts, invoice, memo, payment, pounds


def test_a_payments_applications_and_refunds_are_told_in_the_order_of_recording(books: Ledger):
    told = books.payment_applications("PAY-1")

    assert amounts(told, "type", "document_number", "amount", "remaining", "policy") == [
        ("Apply", "INV-1", pounds("60"), pounds("60"), None),
        ("Apply", "DM-1", pounds("10"), pounds("10"), "prorate"),
        ("Refund", "R-00000001", pounds("5"), None, None),
    ]
    assert [line.item_number for line in told[0].lines] == ["INV-1#1", "INV-1#1.1"]
    assert told[2].refund_id == books.refund("R-00000001").id and told[2].lines == ()


def test_what_an_undo_can_still_take_is_told_and_its_id_undoes_it(ledger: Ledger):
    account(ledger)
    invoice(ledger, "INV-1", SEATS)
    payment(ledger, "PAY-1", "120.00", **against("INV-1", "120.00"))
    row = {"invoiceItemId": "INV-1#1", "amount": "30.00"}
    ledger.perform("payment.unapply", "PAY-1", against("INV-1", "30.00", row))

    applied, taken_back = ledger.payment_applications("PAY-1")

    assert (applied.amount, applied.remaining) == (pounds("120"), pounds("90"))
    assert amounts(list(applied.lines), "item_number", "amount", "remaining") == [
        ("INV-1#1", pounds("100"), pounds("70")),
        ("INV-1#1.1", pounds("20"), pounds("20")),
    ]
    assert (taken_back.type, taken_back.amount, taken_back.remaining) == ("Unapply", pounds("30"), None)
    assert [line.undoes for line in taken_back.lines] == [applied.id]
    ledger.perform("payment.unapply", "PAY-1", {"application": applied.id.hex})
    assert ledger.payment_applications("PAY-1")[0].remaining == 0


def test_a_credit_memos_applications_name_the_rows_of_both_sides(books: Ledger):
    applied, refunded = books.credit_memo_applications("CM-1")

    assert amounts(list(applied.lines), "credit_item_number", "item_number", "amount", "remaining") == [
        ("CM-1#1", "INV-1#2", pounds("20"), pounds("20")),
        ("CM-1#1.1", "INV-1#1.1", pounds("4"), pounds("4")),
    ]
    assert (refunded.type, refunded.document_number, refunded.amount) == ("Refund", "R-00000002", pounds("6"))
    assert amounts(list(refunded.lines), "credit_item_number", "item_number", "amount") == [
        ("CM-1#1", None, pounds("6"))
    ]


def test_what_one_command_applied_is_one_group(ledger: Ledger):
    account(ledger)
    invoice(ledger, "INV-1", SEATS)
    memo(ledger, "debit-memo", "DM-1", SEATS)
    body = against("INV-1", "30.00") | against("DM-1", "40.00")
    recorded = payment(ledger, "PAY-1", "100.00", **body)

    told = ledger.payment_applications("PAY-1")

    assert {row.application_group_id for row in told} == {recorded.command_id}
    assert {row.id for row in told} == {applied.id for applied in recorded.applications}
