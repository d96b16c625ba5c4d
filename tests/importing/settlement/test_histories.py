"""Histories of applications are imported as facts, item by item, once, and what is not proven is told."""

from decimal import Decimal
from pathlib import Path

from settlebook import Ledger
from settlebook.importing.settlement.doubts import Doubt
from settlebook.importing.settlement.importer import import_settlement
from settlebook.importing.settlement.report import Fate
from tests.builders import an_id
from tests.importing.settlement.exports import (
    DEBT_ITEM,
    INVOICE,
    MEMO,
    MEMO_ITEM,
    PAYMENT,
    REFUND,
    SEATS,
    SUPPORT,
    TAX,
    documents,
    export,
    payment,
)

APPLIED, RETURNED, CREDITED, PAID_BACK = (
    an_id(name).hex for name in ("applied", "returned", "credited", "paid back")
)


def files(folder: Path) -> Path:
    """A payment of 100.00: 70.00 on the seats and their tax, 30.00 on the support; 10.00 of that taken back.

    And a credit memo of 30.00: 25.00 to the debit memo, 5.00 paid back.
    """
    export(folder, "Payment", [payment()])
    _payment_applications(folder)
    _payment_application_items(folder)
    _credit_memo(folder)
    return folder


def _payment_applications(folder: Path) -> None:
    of = {"PaymentId": PAYMENT, "InvoiceId": INVOICE}
    rows = [
        {"ID": id, "ApplyAmount": amount, "EffectiveDate": day, "CreatedDate": f"{day}T09:00:00.000+00:00"}
        | of
        for id, amount, day in ((APPLIED, "100.00", "2024-01-10"), (RETURNED, "-10.00", "2024-02-01"))
    ]
    export(folder, "Payment Application", rows)


def _payment_application_items(folder: Path) -> None:
    own = "Payment Application Item: "
    rows = [
        {
            f"{own}ID": an_id(f"{name} of {of}").hex,
            "Payment Application: ID": of,
            f"{own}Amount": amount,
            f"{own}Invoice Item ID": row,
            f"{own}Taxation Item ID": tax,
        }
        for name, of, amount, row, tax in (
            ("seats", APPLIED, "50.00", SEATS, ""),
            ("tax", APPLIED, "20.00", SEATS, TAX),
            ("support", APPLIED, "30.00", SUPPORT, ""),
            ("support", RETURNED, "-10.00", SUPPORT, ""),
        )
    ]
    export(folder, "PaymentApplicationItem", rows)


def _credit_memo(folder: Path) -> None:
    taken = {"CreditMemoId": MEMO, "CreditMemoItemId": MEMO_ITEM}
    applied = {"Id": CREDITED, "CreditMemoApplicationId": CREDITED, "DebitMemoNumber": "DM-1"}
    applied |= {"DebitMemoItemId": DEBT_ITEM, "Amount": "25.00", "EffectiveDate": "2024-01-12"}
    export(folder, "CreditMemoApplicationItem", [applied | taken])
    refund = {"Id": REFUND, "RefundNumber": "R-00000009", "Amount": "5.00", "RefundDate": "2024-02-02"}
    export(folder, "Refund", [refund | {"MethodType": "Check", "Status": "Processed"}])
    paid = {"Id": PAID_BACK, "RefundApplicationId": PAID_BACK, "RefundId": REFUND}
    export(
        folder, "RefundApplicationItem", [paid | taken | {"Amount": "5.00", "EffectiveDate": "2024-02-02"}]
    )


def test_a_history_is_recorded_item_by_item_and_day_by_day(ledger: Ledger, tmp_path: Path):
    documents(ledger)

    report = import_settlement(ledger, [files(tmp_path)])

    assert report.rejected == []
    assert report.commands == 5
    seats, support = ledger.invoice_items("INV-1")
    (tax,) = seats.taxation_items
    assert (seats.balance, tax.balance, support.balance) == (Decimal("50.00"), Decimal(0), Decimal("30.00"))
    received = ledger.payment("P-00000077")
    assert received.unapplied_amount == Decimal("10.00")
    assert ledger.debit_memo("DM-1").balance == Decimal("15.00")
    assert ledger.credit_memo("CM-1").unapplied_amount == Decimal(0)
    assert ledger.refund("R-00000009").amount == Decimal("5.00")


def test_importing_twice_changes_nothing(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    import_settlement(ledger, [files(tmp_path)])
    before = ledger.position

    again = import_settlement(ledger, [files(tmp_path)])

    assert ledger.position == before
    assert again.commands == 0
    assert again.rows("PaymentApplicationItem", Fate.ALREADY_THERE) == 4


def test_an_application_without_items_is_spread_and_told(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    export(tmp_path, "Payment", [payment()])
    row = {"Id": APPLIED, "PaymentId": PAYMENT, "InvoiceId": INVOICE, "ApplyAmount": "30.00"}
    export(tmp_path, "PaymentApplication", [row | {"CreatedDate": "2024-01-11T00:00:00Z"}])

    report = import_settlement(ledger, [tmp_path])

    assert report.rejected == []
    assert set(report.doubts) == {Doubt.ITEMS_CHOSEN, Doubt.DAY_GUESSED}
    assert ledger.invoice_items("INV-1")[0].balance == Decimal("70.00")


def test_what_the_books_refuse_is_rejected_with_its_reason_and_the_rest_recorded(
    ledger: Ledger, tmp_path: Path
):
    documents(ledger)
    export(tmp_path, "Payment", [payment()])
    rows = [
        {
            "Id": an_id(f"row {amount}").hex,
            "PaymentId": PAYMENT,
            "InvoiceId": INVOICE,
            "ApplyAmount": amount,
            "EffectiveDate": "2024-01-10",
        }
        for amount in ("100.01", "1.005", "99.99")
    ]
    export(tmp_path, "PaymentApplication", rows)

    report = import_settlement(ledger, [tmp_path])

    assert {(each.place, each.code) for each in report.rejected} == {
        ("PaymentApplication.csv:2", "exceeds_unapplied"),
        ("PaymentApplication.csv:3", "too_many_decimals"),
    }
    assert ledger.payment("P-00000077").unapplied_amount == Decimal("0.01")


def test_a_payment_that_failed_is_told_and_left_out(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    export(tmp_path, "Payment", [payment(**{"Payment: Status": "Error"})])

    report = import_settlement(ledger, [tmp_path])

    assert list(report.doubts) == [Doubt.NOT_MONEY]
    assert ledger.payments() == []
