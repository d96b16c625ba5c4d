"""Snapshots of parts are the source where there is no history, and a proof where there is one."""

from decimal import Decimal
from pathlib import Path

import pytest

from settlebook import Ledger
from settlebook.importing.settlement.doubts import Doubt
from settlebook.importing.settlement.importer import import_settlement
from tests.builders import an_id
from tests.importing.settlement.exports import (
    INVOICE,
    MEMO,
    MEMO_ITEM,
    PAYMENT,
    SEATS,
    SUPPORT,
    TAX,
    documents,
    export,
    payment,
)

PART, REST = an_id("part").hex, an_id("unapplied part").hex


def parts(folder: Path) -> None:
    export(
        folder,
        "PaymentPart",
        [
            {
                "Id": PART,
                "PaymentId": PAYMENT,
                "InvoiceId": INVOICE,
                "Amount": "60.00",
                "CreatedDate": "2024-01-15",
            },
            {
                "Id": REST,
                "PaymentId": PAYMENT,
                "InvoiceId": "",
                "Amount": "40.00",
                "CreatedDate": "2024-01-10",
            },
        ],
    )
    export(
        folder,
        "PaymentPartItem",
        [
            {
                "Id": an_id("part item 1").hex,
                "PaymentPartId": PART,
                "InvoiceItemId": SEATS,
                "TaxationItemId": "",
                "Amount": "45.00",
            },
            {
                "Id": an_id("part item 2").hex,
                "PaymentPartId": PART,
                "InvoiceItemId": "",
                "TaxationItemId": TAX,
                "Amount": "15.00",
            },
        ],
    )


def test_a_snapshot_alone_is_recorded_as_it_stands_and_its_lost_history_told(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    export(tmp_path, "Payment", [payment()])
    parts(tmp_path)

    report = import_settlement(ledger, [tmp_path])

    assert report.rejected == []
    assert report.doubts == {Doubt.HISTORY_UNKNOWN: 1, Doubt.DAY_GUESSED: 1}
    (on_invoice, rest) = ledger.payment_parts("P-00000077")
    assert (on_invoice.amount, rest.amount) == (Decimal("60.00"), Decimal("40.00"))
    seats, _ = ledger.invoice_items("INV-1")
    assert (seats.balance, seats.taxation_items[0].balance) == (Decimal("55.00"), Decimal("5.00"))


def test_a_credit_memos_snapshot_pairs_its_items_with_those_they_settle(ledger: Ledger, tmp_path: Path):
    documents(ledger)
    part = an_id("credit part").hex
    day = {"CreatedDate": "2024-01-15"}
    export(
        tmp_path,
        "CreditMemoPart",
        [{"Id": part, "CreditMemoId": MEMO, "InvoiceId": INVOICE, "Amount": "30.00"} | day],
    )
    item = {"CreditMemoItemId": MEMO_ITEM, "InvoiceItemId": SUPPORT, "Amount": "30.00"}
    export(tmp_path, "CreditMemoPartItem", [{"Id": an_id("pair").hex, "CreditMemoPartId": part} | item])

    report = import_settlement(ledger, [tmp_path])

    assert report.rejected == []
    assert ledger.invoice_items("INV-1")[1].balance == Decimal("20.00")


@pytest.mark.parametrize(("support", "differs"), [("15.00", True), ("0.00", False)])
def test_beside_a_history_the_snapshot_is_compared_with_what_the_books_say(
    ledger: Ledger, tmp_path: Path, support: str, differs: bool
):
    documents(ledger)
    export(tmp_path, "Payment", [payment()])
    parts(tmp_path)
    applied = an_id("one application").hex
    rows = [
        {
            "Id": an_id(f"item {number}").hex,
            "PaymentApplicationId": applied,
            "PaymentId": PAYMENT,
            "InvoiceId": INVOICE,
            "InvoiceItemId": item,
            "TaxationItemId": tax,
            "Amount": amount,
            "EffectiveDate": "2024-01-12",
        }
        for number, (item, tax, amount) in enumerate(
            ((SEATS, "", "45.00"), ("", TAX, "15.00"), (SUPPORT, "", support))
        )
        if amount != "0.00"
    ]
    export(tmp_path, "PaymentApplicationItem", rows)

    report = import_settlement(ledger, [tmp_path])

    assert report.rejected == []
    assert (Doubt.STATE_DIFFERS in report.doubts) is differs
    assert Doubt.HISTORY_UNKNOWN not in report.doubts


@pytest.mark.parametrize(("on_invoice", "differs"), [("55.00", True), ("60.00", False)])
def test_a_snapshot_of_parts_without_items_is_compared_document_by_document(
    ledger: Ledger, tmp_path: Path, on_invoice: str, differs: bool
):
    documents(ledger)
    export(tmp_path, "Payment", [payment()])
    applied = {"PaymentId": PAYMENT, "InvoiceId": INVOICE, "EffectiveDate": "2024-01-12"}
    export(tmp_path, "PaymentApplication", [{"Id": an_id("one").hex, "ApplyAmount": "60.00", **applied}])
    part = {"Id": PART, "PaymentId": PAYMENT, "InvoiceId": INVOICE, "Amount": on_invoice}
    export(tmp_path, "PaymentPart", [part, {"Id": REST, "PaymentId": PAYMENT, "Amount": "40.00"}])

    report = import_settlement(ledger, [tmp_path])

    assert report.rejected == []
    assert (Doubt.STATE_DIFFERS in report.doubts) is differs
