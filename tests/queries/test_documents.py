"""Invoices and memos say what they ask for or grant, item by item, and what became of it."""

from datetime import date
from decimal import Decimal

import pytest

from settlebook import Ledger, NotFound
from tests.queries.books import DAY, SEATS, SETUP, account, against, amounts, invoice, memo, payment, pounds


def test_an_invoice_tells_what_is_left_of_it_and_by_what_it_was_settled(books: Ledger):
    told = books.invoice("INV-1")

    assert (told.amount, told.amount_without_tax, told.tax_amount) == (
        pounds("150"),
        pounds("130"),
        pounds("20"),
    )
    assert (told.balance, told.payment_amount, told.credit_memo_amount) == (
        pounds("66"),
        pounds("60"),
        pounds("24"),
    )
    assert (told.status, told.account_number, told.currency) == ("Posted", "ACME", "GBP")
    assert (told.document_date, told.due_date) == (date(2026, 1, 1), date(2026, 1, 31))
    assert (told.created_by_id, told.posted_by_id) == ("tester", "tester")


def test_each_item_of_an_invoice_has_its_own_balance_and_so_has_its_tax(books: Ledger):
    told = books.invoice("INV-1")

    assert told.items is not None
    assert amounts(told.items, "item_number", "line_number", "charge_amount", "tax_amount", "balance") == [
        ("INV-1#1", 1, pounds("100"), pounds("20"), pounds("50")),
        ("INV-1#2", 2, pounds("30"), pounds("0"), pounds("10")),
    ]
    assert amounts(told.items[0].taxation_items, "item_number", "name", "tax_amount", "balance") == [
        ("INV-1#1.1", "VAT", pounds("20"), pounds("6"))
    ]
    assert told.items == books.invoice_items("INV-1")


def test_a_debit_memo_tells_what_is_left_of_it(books: Ledger):
    told = books.debit_memo("DM-1")

    assert (told.amount, told.balance, told.be_applied_amount) == (pounds("30"), pounds("20"), pounds("10"))
    assert told.items == books.debit_memo_items("DM-1")
    assert amounts(told.items, "item_number", "amount", "balance", "be_applied_amount") == [
        ("DM-1#1", pounds("30"), pounds("20"), pounds("10"))
    ]


def test_a_credit_memo_tells_where_its_credit_is_row_by_row(books: Ledger):
    told = books.credit_memo("CM-1")

    where = ("applied_amount", "unapplied_amount", "refund_amount")
    assert amounts([told], "amount", *where) == [
        (pounds("120"), pounds("24"), pounds("90"), pounds("6")),
    ]
    assert told.items is not None and told.items == books.credit_memo_items("CM-1")
    assert amounts(told.items, "amount", *where) == [(pounds("100"), pounds("20"), pounds("74"), pounds("6"))]
    assert amounts(told.items[0].taxation_items, "tax_amount", *where) == [
        (pounds("20"), pounds("4"), pounds("16"), pounds("0"))
    ]


def test_a_memo_made_from_an_invoice_names_what_it_credits_and_lowers_what_is_available(books: Ledger):
    taxes = [{"sourceTaxItemId": "INV-1#1.1", "amount": "2.00"}]
    items = [{"invoiceItemId": "INV-1#1", "amount": "10.00", "taxItems": taxes}]
    books.perform("credit-memo.create-from-invoice", "INV-1", {"number": "CM-2", "items": items})

    (made,), (credited, _) = books.credit_memo_items("CM-2"), books.invoice_items("INV-1")

    assert books.credit_memo("CM-2").referred_invoice_id == books.invoice("INV-1").id
    assert (made.source_item_id, made.credit_from_item_id) == (credited.id, credited.id)
    assert made.credit_from_item_source == "InvoiceItem"
    assert made.taxation_items[0].source_item_id == credited.taxation_items[0].id
    assert credited.available_to_credit_amount == pounds("90")
    assert credited.taxation_items[0].available_to_credit_amount == pounds("18")


def test_a_draft_has_amounts_and_no_balance(ledger: Ledger):
    account(ledger)
    invoice(ledger, "INV-1", SEATS, status="Draft")
    memo(ledger, "credit-memo", "CM-1", SEATS, status="Draft")

    drafted, granted = ledger.invoice("INV-1"), ledger.credit_memo("CM-1")

    assert (drafted.status, drafted.amount, drafted.balance) == ("Draft", pounds("120"), 0)
    assert drafted.posted_by_id is None and drafted.posted_date is None
    assert (granted.status, granted.amount, granted.unapplied_amount) == ("Draft", pounds("120"), 0)
    assert ledger.credit_memo_parts("CM-1") == [] and ledger.credit_memo_part_items("CM-1") == []


def test_a_memos_amount_holds_an_inclusive_tax_and_its_balance_never_does(ledger: Ledger):
    account(ledger)
    memo(ledger, "debit-memo", "DM-1", {**SEATS, "amount": "120.00", "taxMode": "TaxInclusive"})

    (item,) = ledger.debit_memo_items("DM-1")

    assert (item.amount, item.amount_without_tax, item.balance) == (
        pounds("120"),
        pounds("100"),
        pounds("100"),
    )


@pytest.mark.parametrize(
    ("currency", "amount", "zero"),
    [("GBP", "19.90", "0.00"), ("JPY", "1990", "0"), ("KWD", "1.990", "0.000")],
)
def test_amounts_have_exactly_the_decimals_of_their_currency(
    ledger: Ledger, currency: str, amount: str, zero: str
):
    account(ledger, currency=currency)
    invoice(ledger, "INV-1", {"chargeName": "Seats", "amount": amount})
    payment(ledger, "PAY-1", amount, currency=currency, **against("INV-1", amount))

    told = ledger.invoice("INV-1").as_json()

    assert (told["amount"], told["paymentAmount"], told["balance"]) == (amount, amount, zero)
    assert (told["items"][0]["chargeAmount"], told["items"][0]["balance"]) == (amount, zero)
    assert [part.as_json()["amount"] for part in ledger.payment_parts("PAY-1")] == [amount]
    assert [item.as_json()["amount"] for item in ledger.payment_part_items("PAY-1")] == [amount]
    assert ledger.account("ACME").metrics.as_json()["balance"] == zero


def test_the_largest_amount_is_told_to_the_penny(ledger: Ledger):
    account(ledger)
    invoice(ledger, "INV-1", {"chargeName": "Everything", "amount": "9999999999999.99"})

    assert ledger.invoice("INV-1").balance == Decimal("9999999999999.99")


def test_an_object_is_found_by_its_number_and_by_its_id_in_any_spelling(books: Ledger):
    id = books.invoice("INV-1").id

    assert (
        books.invoice(id) == books.invoice(id.hex) == books.invoice(str(id).upper()) == books.invoice("INV-1")
    )


@pytest.mark.parametrize("kind", ["account", "invoice", "debit_memo", "credit_memo", "payment", "refund"])
@pytest.mark.parametrize("key", ["NO-SUCH", "0" * 32, "", "INV-1#1", "x" * 40, "\x00"])
def test_what_is_not_there_is_refused_by_name(books: Ledger, kind: str, key: str):
    with pytest.raises(NotFound) as refused:
        getattr(books, kind)(key)

    assert (refused.value.kind, refused.value.key) == (kind.replace("_", " "), key)


def test_an_id_of_another_kind_is_not_found(books: Ledger):
    with pytest.raises(NotFound):
        books.debit_memo(books.invoice("INV-1").id)
    with pytest.raises(NotFound):
        books.payment("INV-1")


def test_an_answer_counts_what_was_recorded_a_moment_ago(books: Ledger):
    before = books.invoice("INV-1").balance

    payment(books, "PAY-2", "1.00", **against("INV-1", "1.00"))

    assert books.invoice("INV-1").balance == before - 1
    assert books.invoice("INV-1").document_date.isoformat() == DAY


def test_negative_lines_are_told_as_they_are(ledger: Ledger):
    account(ledger)
    invoice(ledger, "INV-1", SETUP, {"chargeName": "Discount", "amount": "-5.00"})

    _, discount = ledger.invoice_items("INV-1")

    assert (discount.charge_amount, discount.available_to_credit_amount) == (pounds("-5"), 0)
    assert ledger.invoice("INV-1").balance == pounds("25")
