"""Discounts, derived taxes, memos applied by posting, debit memos from invoices, and batches."""

from datetime import date
from typing import Any

import pytest

from settlebook.domain.errors import (
    DiscountExceedsItem,
    ExceedsCreditable,
    ItemNotOfDocument,
    NotDraft,
    NotPosted,
)
from tests.builders import an_id
from tests.memory_books import MemoryBooks

FROM_INVOICE = "credit-memo.create-from-invoice"
APPLIES = {"autoPost": True, "autoApplyToInvoiceUponPosting": True}


def rows_of(books: MemoryBooks, number: str, kind: str = "invoice") -> dict[str, int]:
    document = books._find(kind, object, number)
    return {document.name_of(row.item_id): row.amount_minor for row in document.rows.values()}


def balances_of(books: MemoryBooks, number: str) -> dict[str, int]:
    document = books.invoice(number)
    return {document.name_of(item): document.open_minor(item) for item in document.rows}


def creates(books: MemoryBooks, *items: dict[str, Any], **body: Any) -> Any:
    said = {"accountNumber": "A-1", "number": "INV-9", "status": "Posted", "invoiceItems": list(items)}
    return books.do("invoice.create", **(said | body))


def test_discounts_stand_under_their_item_or_beside_it_by_id_or_name(books):
    seats = an_id("seats").hex
    tax = [{"name": "VAT", "taxAmount": "-1"}]
    creates(
        books,
        {"amount": "-3", "appliedToInvoiceItemId": seats, "sku": "beside"},
        {
            "id": seats,
            "amount": "100",
            "taxItems": [{"name": "VAT", "taxAmount": "10"}],
            "discountItems": [{"amount": "-10", "taxItems": tax}],
        },
        {"amount": "50"},
        {"amount": "-5", "appliedToItemId": "INV-9#2", "processingType": "Discount"},
    )

    assert balances_of(books, "INV-9") == {
        "INV-9#1": 87_00,
        "INV-9#1.1": 10_00,
        "INV-9#1d1": 0,
        "INV-9#1d1.1": -1_00,
        "INV-9#1d2": 0,
        "INV-9#2": 45_00,
        "INV-9#2d1": 0,
    }
    items = books.invoice("INV-9").items.values()
    said = {item.details["processingType"] for item in items if item.discounts is not None}
    assert said == {"Discount"}


def test_a_discount_lowers_an_item_of_its_own_invoice_by_no_more_than_its_amount(books):
    with pytest.raises(ItemNotOfDocument):
        creates(books, {"amount": "5"}, {"amount": "-1", "appliedToItemId": "INV-9#2"})
    with pytest.raises(ItemNotOfDocument):
        creates(books, {"amount": "5"}, {"amount": "-1", "appliedToItemId": an_id("elsewhere").hex})
    with pytest.raises(DiscountExceedsItem):
        creates(books, {"amount": "5", "discountItems": [{"amount": "-5.01"}]}, {"amount": "1"})


def test_a_document_may_be_in_any_currency_with_its_own_decimals(books):
    creates(books, {"amount": "1000"}, currency="JPY")

    assert books.invoice("INV-9").currency == "JPY"
    assert rows_of(books, "INV-9") == {"INV-9#1": 1000}


def test_tax_follows_from_what_is_credited_unless_it_is_named_or_not_wanted(invoiced):
    def makes(number, **item):
        extra = {"taxAutoCalculation": item.pop("auto")} if "auto" in item else {}
        invoiced.do(
            FROM_INVOICE, "INV-1", number=number, items=[{"invoiceItemId": "INV-1#1", **item}], **extra
        )
        return list(rows_of(invoiced, number, "credit_memo").values())

    assert makes("CM-1", amount="10") == [10_00, 2_50]
    assert makes("CM-2", amount="10", auto=True) == [10_00, 2_50]
    assert makes("CM-3", amount="10", auto=False) == [10_00]
    assert makes("CM-4", amount="10", taxItems=[{"taxName": "VAT", "amount": "0.01"}]) == [10_00, 1]
    assert makes("CM-5", amount="20", taxMode="TaxInclusive") == [12_01, 7_99]
    assert makes("CM-6", amount="27.99") == [27_99, 7_00]


def test_two_items_of_one_memo_share_the_tax_of_the_item_that_they_credit(invoiced):
    items = [{"invoiceItemId": "INV-1#1", "amount": amount} for amount in ("26.67", "26.67", "26.66")]

    invoiced.do(FROM_INVOICE, "INV-1", number="CM-1", items=items)

    taxes = [minor for name, minor in rows_of(invoiced, "CM-1", "credit_memo").items() if "." in name]
    assert taxes == [6_67, 6_67, 6_66] and sum(taxes) == 20_00
    memo, invoice = invoiced.credit_memo("CM-1"), invoiced.invoice("INV-1")
    assert {invoice.name_of(row.source_item_id) for row in memo.rows.values()} == {"INV-1#1", "INV-1#1.1"}


def test_a_debit_memo_charges_items_of_an_invoice_once_more_with_their_tax(invoiced):
    invoiced.do(
        "debit-memo.create-from-invoice",
        "INV-1",
        number="DM-1",
        debitMemoDate="2024-03-05",
        autoPost=True,
        items=[{"invoiceItemId": "INV-1#1", "amount": "160"}, {"invoiceItemId": "INV-1#2", "amount": "1"}],
    )

    memo = invoiced.debit_memo("DM-1")
    assert rows_of(invoiced, "DM-1", "debit_memo") == {"DM-1#1": 160_00, "DM-1#1.1": 40_00, "DM-1#2": 1_00}
    assert memo.header.referred_invoice_id == invoiced.invoice("INV-1").document_id
    assert (memo.header.due_date, memo.balance_minor) == (date(2024, 3, 5), 201_00)
    assert not invoiced.invoice("INV-1").credited


def test_nothing_is_charged_from_a_draft(books):
    creates(books, {"amount": "5"}, status="Draft")
    item = {"invoiceItemId": "INV-9#1", "amount": "1"}

    with pytest.raises(NotPosted):
        books.do("debit-memo.create-from-invoice", "INV-9", items=[item])


@pytest.mark.parametrize(("guard", "is_refused"), [("item", True), ("header", False), ("off", False)])
def test_how_far_an_item_is_credited_is_the_ledgers_choice(invoiced, guard, is_refused):
    invoiced.do("settings.change", overCrediting=guard)
    item = {"invoiceItemId": "INV-1#2", "amount": "50.01"}

    if is_refused:
        with pytest.raises(ExceedsCreditable):
            invoiced.do(FROM_INVOICE, "INV-1", items=[item])
    else:
        invoiced.do(FROM_INVOICE, "INV-1", items=[item])


def test_posting_applies_a_memo_to_the_rows_it_was_made_from(invoiced):
    outcome = invoiced.do(
        FROM_INVOICE, "INV-1", items=[{"invoiceItemId": "INV-1#1", "amount": "40"}], **APPLIES
    )

    (applied,) = outcome.applications
    assert [(line.item, line.amount_minor) for line in applied.lines] == [
        ("INV-1#1", 40_00),
        ("INV-1#1.1", 10_00),
    ]
    assert (outcome.policy.name, outcome.status) == ("source-item", "Posted")
    assert balances_of(invoiced, "INV-1") == {"INV-1#1": 40_00, "INV-1#1.1": 10_00, "INV-1#2": 50_00}


def test_where_its_rows_are_settled_already_the_policy_spreads_what_finds_room(paid):
    seats = {
        "invoiceNumber": "INV-1",
        "amount": "120",
        "items": [
            {"invoiceItemId": "INV-1#1", "amount": "80"},
            {"taxItemId": "INV-1#1.1", "amount": "10"},
            {"invoiceItemId": "INV-1#2", "amount": "30"},
        ],
    }
    paid.do("payment.apply", "P-1", invoices=[seats])

    outcome = paid.do(
        FROM_INVOICE, "INV-1", number="CM-1", items=[{"invoiceItemId": "INV-1#1", "amount": "40"}], **APPLIES
    )

    assert outcome.policy.name == "prorate-matrix"
    assert paid.invoice("INV-1").balance_minor == 0
    assert paid.credit_memo("CM-1").unapplied_minor == 20_00


def test_what_is_posted_later_is_applied_later_and_nothing_open_leaves_it_unapplied(paid):
    items = [{"invoiceItemId": "INV-1#2", "amount": "30"}]
    paid.do(FROM_INVOICE, "INV-1", number="CM-1", items=items, autoApplyUponPosting=True)
    paid.do(FROM_INVOICE, "INV-1", number="CM-2", items=[items[0] | {"amount": "5"}])
    paid.do("credit-memo.edit", "CM-2", autoApplyUponPosting=True)
    assert not paid.credit_memo("CM-1").lots

    first = paid.do("credit-memo.post", "CM-1")
    paid.do("payment.apply", "P-1", invoices=[{"invoiceNumber": "INV-1", "amount": "120"}])
    second = paid.do("credit-memo.post", "CM-2")

    assert [applied.amount_minor for applied in first.applications] == [30_00]
    assert second.applications == () and paid.credit_memo("CM-2").unapplied_minor == 5_00


def test_a_memo_that_is_not_to_be_applied_is_only_posted(invoiced):
    outcome = invoiced.do(
        FROM_INVOICE, "INV-1", items=[{"invoiceItemId": "INV-1#2", "amount": "1"}], autoPost=True
    )

    assert outcome.applications == ()


def test_a_refused_document_of_a_batch_leaves_nothing_and_the_others_are_recorded(books):
    good = {"accountNumber": "A-1", "invoiceItems": [{"amount": 5}]}

    outcome = books.do(
        "invoice.create-batch",
        invoices=[
            good | {"number": "INV-1", "status": "Posted"},
            good | {"number": "INV-1"},
            good | {"number": "INV-2", "invoiceItems": [{"amount": -1}]},
            good | {"number": "INV-2"},
        ],
    )

    assert [(each.number, each.status, each.code) for each in outcome.results] == [
        ("INV-1", "Posted", None),
        (None, None, "number_taken"),
        (None, None, "negative_total"),
        ("INV-2", "Draft", None),
    ]
    assert outcome.status == "PartlyDone"
    assert outcome.results[2].message.startswith("INV-2 adds up to -1.00 GBP")
    assert books.invoice("INV-2").total_minor == 5_00


def test_a_single_transaction_is_all_or_none(books):
    good = {"accountNumber": "A-1", "number": "INV-1", "invoiceItems": [{"amount": 5}]}
    before = list(books.facts)

    with pytest.raises(NotDraft):
        books.do("invoice.create-batch", useSingleTransaction=True, invoices=[good])
        books.do(
            "invoice.post-batch",
            useSingleTransaction=True,
            invoices=[{"id": "INV-1"}, {"invoiceNumber": "INV-1"}],
        )

    assert len(books.facts) == len(before) + 1


def test_invoices_are_posted_in_batches_each_on_its_day(books):
    for number in ("INV-1", "INV-2"):
        creates(books, {"amount": "5"}, number=number, status="Draft")

    outcome = books.do(
        "invoice.post-batch",
        invoices=[{"id": "INV-1", "invoiceDate": "2024-03-05"}, {"invoiceNumber": "INV-2"}, {"id": "INV-3"}],
    )

    assert [each.code for each in outcome.results] == [None, None, "not_found"]
    assert books.invoice("INV-1").own_day == date(2024, 3, 5)


def test_memos_are_made_and_edited_in_batches(invoiced):
    of_invoice = {"invoiceNumber": "INV-1", "items": [{"invoiceItemId": "INV-1#2", "amount": "5"}]}
    standalone = {"accountNumber": "A-1", "charges": [{"amount": "7"}]}
    for kind, number in (("credit-memo", "CM"), ("debit-memo", "DM")):
        made = invoiced.do(
            f"{kind}.create-batch",
            memos=[of_invoice | {"number": f"{number}-1"}, standalone | {"number": f"{number}-2"}],
        )
        edited = invoiced.do(
            f"{kind}.edit-batch",
            memos=[
                {"number": f"{number}-1", "reasonCode": "Late"},
                {"id": f"{number}-2", "items": [{"id": f"{number}-2#1", "amount": "8"}]},
                {"id": f"{number}-3", "reasonCode": "Late"},
            ],
        )
        assert [each.number for each in made.results] == [f"{number}-1", f"{number}-2"]
        assert [each.code for each in edited.results] == [None, None, "not_found"]
        assert rows_of(invoiced, f"{number}-2", kind.replace("-", "_")) == {f"{number}-2#1": 8_00}


def test_what_a_batch_applies_is_told_with_it(invoiced):
    memo = {"invoiceId": "INV-1", "items": [{"invoiceItemId": "INV-1#2", "amount": "5"}], **APPLIES}

    outcome = invoiced.do("credit-memo.create-batch", sourceType="Invoice", memos=[memo, memo])

    assert [applied.amount_minor for applied in outcome.applications] == [5_00, 5_00]


def test_invoices_are_edited_in_batches(books):
    creates(books, {"amount": "5"}, status="Draft")

    outcome = books.do("invoice.edit-batch", invoices=[{"invoiceNumber": "INV-9", "dueDate": "2024-04-01"}])

    assert outcome.status == "Done"
    assert books.invoice("INV-9").header.due_date == date(2024, 4, 1)
