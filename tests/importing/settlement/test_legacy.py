"""Rows of the older model become payments by item, memos and refunds; what had to be chosen is told."""

from decimal import Decimal
from pathlib import Path

from settlebook import Ledger
from settlebook.importing.settlement.doubts import Doubt
from settlebook.importing.settlement.importer import import_settlement
from tests.builders import an_id
from tests.importing.settlement.exports import (
    INVOICE,
    PAYMENT,
    REFUND,
    SEATS,
    TAX,
    documents,
    export,
    payment,
)

PAID = an_id("invoice payment").hex


def test_a_header_payment_is_spread_in_canonical_order(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    export(tmp_path, "Payment", [payment()])
    row = {"Id": PAID, "PaymentId": PAYMENT, "InvoiceId": INVOICE, "Amount": "100.00"}
    export(tmp_path, "InvoicePayment", [row | {"CreatedDate": "2024-01-10T10:00:00Z"}])

    report = import_settlement(ledger, [tmp_path])

    assert report.rejected == []
    assert report.doubts == {Doubt.ITEMS_CHOSEN: 1}
    seats, support = ledger.invoice_items("INV-1")
    assert (seats.balance, seats.taxation_items[0].balance) == (Decimal(0), Decimal("20.00"))
    assert support.balance == Decimal("50.00")


def test_its_refund_is_unapplied_and_then_paid_back(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    export(tmp_path, "Payment", [payment()])
    row = {"Id": PAID, "PaymentId": PAYMENT, "InvoiceId": INVOICE, "Amount": "100.00"}
    export(tmp_path, "InvoicePayment", [row | {"CreatedDate": "2024-01-10T10:00:00Z"}])
    refund = {"Id": REFUND, "RefundNumber": "R-1", "Amount": "40.00", "RefundDate": "2024-03-01"}
    export(tmp_path, "Refund", [refund | {"Status": "Processed"}])
    back = {"Id": an_id("back").hex, "RefundId": REFUND, "InvoicePaymentId": PAID, "RefundAmount": "40.00"}
    export(tmp_path, "RefundInvoicePayment", [back | {"CreatedDate": "2024-03-01T10:00:00Z"}])

    report = import_settlement(ledger, [tmp_path])

    assert report.rejected == []
    received = ledger.payment("P-00000077")
    assert (received.applied_amount, received.refund_amount) == (Decimal("60.00"), Decimal("40.00"))
    assert ledger.refund("R-1").amount == Decimal("40.00")
    assert ledger.invoice("INV-1").balance == Decimal("110.00")


def test_a_credit_adjustment_becomes_a_credit_memo_on_its_item_and_a_charge_a_debit_memo(
    ledger: Ledger, tmp_path: Path
):
    documents(ledger)
    common = {"InvoiceId": INVOICE, "AdjustmentDate": "2024-02-01", "Status": "Processed"}
    export(
        tmp_path,
        "InvoiceItemAdjustment",
        [
            {
                "Id": an_id("a1").hex,
                "AdjustmentNumber": "IIA-1",
                "AccountNumber": "ACME",
                "Type": "Credit",
                "SourceType": "InvoiceDetail",
                "SourceId": SEATS,
                "Amount": "30.00",
            }
            | common,
            {
                "Id": an_id("a2").hex,
                "AdjustmentNumber": "IIA-2",
                "AccountNumber": "ACME",
                "Type": "Credit",
                "SourceType": "Tax",
                "SourceId": TAX,
                "Amount": "6.00",
            }
            | common,
            {
                "Id": an_id("a3").hex,
                "AdjustmentNumber": "IIA-3",
                "AccountNumber": "ACME",
                "Type": "Charge",
                "SourceType": "InvoiceDetail",
                "SourceId": SEATS,
                "Amount": "7.00",
            }
            | common,
        ],
    )

    report = import_settlement(ledger, [tmp_path])

    assert report.rejected == []
    seats, _ = ledger.invoice_items("INV-1")
    assert (seats.balance, seats.taxation_items[0].balance) == (Decimal("70.00"), Decimal("14.00"))
    assert ledger.credit_memo("IIA-1").unapplied_amount == Decimal(0)
    assert ledger.debit_memo("IIA-3").balance == Decimal("7.00")


def test_a_charge_without_an_account_is_charged_to_the_account_of_its_invoice(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    row = {
        "Type": "Charge",
        "SourceType": "InvoiceDetail",
        "SourceId": SEATS,
        "Amount": "7.00",
        "AdjustmentDate": "2024-02-01",
    }
    named = [
        {"Id": an_id(name).hex, "AdjustmentNumber": name, "InvoiceId": invoice} | row
        for name, invoice in (("IIA-3", INVOICE), ("IIA-4", "INV-99"))
    ]
    export(tmp_path, "InvoiceItemAdjustment", named)

    report = import_settlement(ledger, [tmp_path])

    assert ledger.debit_memo("IIA-3").account_number == "ACME"
    assert [(each.place, each.code) for each in report.rejected] == [
        ("InvoiceItemAdjustment.csv:3", "no_such_invoice")
    ]
    assert {found.place for found in report.findings} == {"InvoiceItemAdjustment.csv:2"}


def test_a_credit_balance_becomes_a_credit_memo_and_its_use_is_applied(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    common = {"AccountId": ledger.account("ACME").id.hex, "Status": "Processed"}
    export(
        tmp_path,
        "CreditBalanceAdjustment",
        [
            {
                "Id": an_id("up").hex,
                "AdjustmentNumber": "CBA-1",
                "Type": "Increase",
                "Amount": "60.00",
                "AdjustmentDate": "2024-01-20",
                "SourceTransactionType": "Invoice",
                "SourceTransactionId": "",
            }
            | common,
            {
                "Id": an_id("down").hex,
                "AdjustmentNumber": "CBA-2",
                "Type": "Decrease",
                "Amount": "45.00",
                "AdjustmentDate": "2024-01-25",
                "SourceTransactionType": "Invoice",
                "SourceTransactionId": INVOICE,
            }
            | common,
            {
                "Id": an_id("too much").hex,
                "AdjustmentNumber": "CBA-3",
                "Type": "Decrease",
                "Amount": "15.01",
                "AdjustmentDate": "2024-01-26",
                "SourceTransactionType": "Invoice",
                "SourceTransactionId": INVOICE,
            }
            | common,
        ],
    )

    report = import_settlement(ledger, [tmp_path])

    assert [each.code for each in report.rejected] == ["no_credit"]
    assert ledger.credit_memo("CBA-1").unapplied_amount == Decimal("15.00")
    assert ledger.invoice("INV-1").balance == Decimal("125.00")


def test_what_a_payment_brought_to_the_credit_balance_stays_unapplied_on_it(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    export(tmp_path, "Payment", [payment()])
    common = {"AccountId": ledger.account("ACME").id.hex, "Status": "Processed"}
    export(
        tmp_path,
        "CreditBalanceAdjustment",
        [
            {
                "Id": an_id("up").hex,
                "Type": "Increase",
                "Amount": "100.00",
                "AdjustmentDate": "2024-01-20",
                "SourceTransactionType": "Payment",
                "SourceTransactionId": PAYMENT,
            }
            | common,
            {
                "Id": an_id("down").hex,
                "Type": "Decrease",
                "Amount": "45.00",
                "AdjustmentDate": "2024-01-25",
                "SourceTransactionType": "Invoice",
                "SourceTransactionId": INVOICE,
            }
            | common,
        ],
    )

    report = import_settlement(ledger, [tmp_path])

    assert report.rejected == []
    assert ledger.payment("P-00000077").unapplied_amount == Decimal("55.00")
    assert [memo.number for memo in ledger.credit_memos()] == ["CM-1"]
