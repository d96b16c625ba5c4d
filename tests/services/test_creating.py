"""Requests become accounts and documents: numbers, ids, dates, amounts and what is kept."""

from datetime import date

import pytest

from settlebook.domain.errors import (
    AmountOutOfRange,
    IdTaken,
    ItemNotOfDocument,
    KeysDisagree,
    NegativeTotal,
    NoSuchTax,
    NotDraft,
    NotFound,
    NumberTaken,
    TaxExceedsAmount,
    TooManyDecimalsForCurrency,
)
from settlebook.domain.ids import derived_id
from tests.builders import an_id

TODAY = date(2024, 3, 10)
ONE_ITEM = [{"amount": "10.00"}]


def refuses(books, refusal, do, key=None, **body):
    """The command is refused, and nothing changed."""
    before = list(books.facts), dict(books.numbers)
    with pytest.raises(refusal) as caught:
        books.do(do, key, **body)
    assert (books.facts, books.numbers) == before
    return caught.value


def test_an_account_keeps_its_person_beside_the_log(books):
    outcome = books.do(
        "account.create", name="Bea", currency="EUR", notes="calls", crmId="C-1", accountNumber="A-2"
    )

    (fact,) = books.facts[-1:]
    assert (outcome.number, outcome.status, outcome.effective_on) == ("A-2", "Active", TODAY)
    assert books.personal[fact.personal.personal_id] == {"name": "Bea", "notes": "calls"}
    assert fact.details == {"crmId": "C-1"}
    assert "Bea" not in fact.model_dump_json()


def test_an_account_may_have_a_parent_by_number_or_id(books):
    parent = books.account("A-1").account_id

    books.do(
        "account.create",
        name="B",
        currency="GBP",
        number="A-2",
        parentId=parent.hex,
        parentAccountNumber="A-1",
    )

    assert books.account("A-2").parent_id == parent
    refuses(books, NotFound, "account.create", name="C", currency="GBP", parentId="A-9")


def test_an_invoice_takes_its_currency_from_its_account_and_its_dates_from_today(books):
    outcome = books.do("invoice.create", accountId="A-1", invoiceItems=ONE_ITEM)

    header = books.invoice(outcome.number).header
    assert (outcome.status, header.currency) == ("Draft", "GBP")
    assert (header.document_date, header.due_date) == (TODAY, TODAY)


def test_an_invoice_is_due_on_its_own_date_unless_it_says_otherwise(books):
    body = {"accountId": "A-1", "invoiceItems": ONE_ITEM, "invoiceDate": "2024-02-01"}

    books.do("invoice.create", number="INV-1", **body)
    books.do("invoice.create", number="INV-2", dueDate="2024-03-02", **body)

    due = [books.invoice(number).header.due_date for number in ("INV-1", "INV-2")]
    assert due == [date(2024, 2, 1), date(2024, 3, 2)]


def test_items_count_from_one_in_the_order_of_the_request_and_their_ids_are_derived_from_that(invoiced):
    invoice = invoiced.invoice("INV-1")

    names = {invoice.name_of(item_id): item_id for item_id in invoice.rows}
    assert list(names) == ["INV-1#1", "INV-1#1.1", "INV-1#2"]
    assert names["INV-1#1.1"] == derived_id("main", "item", invoice.document_id, 1, 1)


def test_the_caller_may_give_the_ids_of_document_items_and_taxes(books):
    document, item, tax = (an_id(name) for name in ("document", "item", "tax"))
    items = [{"id": item.hex, "amount": 1, "taxItems": [{"id": str(tax), "taxAmount": 1}]}]

    outcome = books.do("invoice.create", accountId="A-1", id=document.hex, invoiceItems=items)

    assert outcome.id == document
    assert list(books.invoice(document.hex).rows) == [item, tax]


def test_an_id_is_used_once_even_within_one_request(books):
    item = an_id("item").hex
    twice = [{"id": item, "amount": 1}, {"id": item, "amount": 2}]

    refuses(books, IdTaken, "invoice.create", accountId="A-1", invoiceItems=twice)
    refuses(
        books,
        IdTaken,
        "invoice.create",
        accountId="A-1",
        id=books.account("A-1").account_id.hex,
        invoiceItems=ONE_ITEM,
    )


def test_a_number_is_used_once_per_kind(invoiced):
    refusal = refuses(
        invoiced, NumberTaken, "invoice.create", accountId="A-1", number="INV-1", invoiceItems=ONE_ITEM
    )

    assert refusal.message.startswith("invoice INV-1 already exists")
    invoiced.do("debit-memo.create", accountId="A-1", number="INV-1", charges=ONE_ITEM)


def test_two_keys_of_an_account_name_the_same_one(books):
    books.do("account.create", name="Bea", currency="GBP", accountNumber="A-2")
    body = {"accountId": "A-1", "invoiceItems": ONE_ITEM}

    books.do("invoice.create", accountNumber="A-1", **body)

    refuses(books, KeysDisagree, "invoice.create", accountNumber="A-2", **body)
    refuses(books, NotFound, "invoice.create", accountNumber="A-9", **body)


@pytest.mark.parametrize("do", ["debit-memo.create", "credit-memo.create"])
def test_a_tax_inclusive_amount_holds_its_tax(books, do):
    charges = [{"amount": "120.00", "taxMode": "TaxInclusive", "taxItems": [{"taxAmount": "20.00"}]}]

    outcome = books.do(do, accountId="A-1", charges=charges, autoPost=True)

    document = books.states[outcome.id]
    assert [row.amount_minor for row in document.rows.values()] == [100_00, 20_00]
    assert document.is_posted


def test_a_tax_is_not_more_than_the_amount_that_includes_it(books):
    charges = [{"amount": "10.00", "taxMode": "TaxInclusive", "taxItems": [{"taxAmount": "10.01"}]}]

    refusal = refuses(
        books, TaxExceedsAmount, "credit-memo.create", accountId="A-1", number="CM-1", charges=charges
    )

    assert refusal.item == "CM-1#1"


@pytest.mark.parametrize(("currency", "amount"), [("GBP", "0.001"), ("JPY", "0.5"), ("KWD", "0.0001")])
def test_an_amount_has_no_more_decimals_than_its_currency(books, currency, amount):
    books.do("account.create", name="B", currency=currency, accountNumber="A-2")

    for items in ([{"amount": amount}], [{"amount": 1, "taxItems": [{"taxAmount": amount}]}]):
        refuses(books, TooManyDecimalsForCurrency, "invoice.create", accountId="A-2", invoiceItems=items)
    refuses(books, TooManyDecimalsForCurrency, "payment.create", accountId="A-2", amount=amount)


def test_an_amount_that_no_ledger_holds_is_refused_with_the_largest_one(books):
    refusal = refuses(books, AmountOutOfRange, "payment.create", accountId="A-1", amount="10000000000000.01")

    assert str(refusal.available) == "10000000000000.00"


def test_an_invoice_below_zero_is_refused(books):
    refuses(books, NegativeTotal, "invoice.create", accountId="A-1", invoiceItems=[{"amount": "-0.01"}])


def test_a_draft_is_posted_once_on_its_own_date_or_on_the_day_that_is_named(books):
    for number in ("INV-1", "INV-2", "INV-3"):
        books.do(
            "invoice.create", accountId="A-1", number=number, invoiceDate="2024-03-01", invoiceItems=ONE_ITEM
        )

    own = books.do("invoice.post", "INV-1")
    named = books.do("invoice.post", "INV-2", effectiveDate="2024-03-05")
    dated = books.do("invoice.post", "INV-3", invoiceDate="2024-03-06")

    assert [outcome.effective_on.day for outcome in (own, named, dated)] == [1, 5, 6]
    assert [books.invoice(number).header.document_date.day for number in ("INV-2", "INV-3")] == [1, 6]
    refuses(books, NotDraft, "invoice.post", "INV-1")
    refuses(books, NotFound, "debit-memo.post", "INV-1")


def test_memos_are_posted_by_their_own_acts(books):
    for kind in ("debit-memo", "credit-memo"):
        outcome = books.do(f"{kind}.create", accountId="A-1", effectiveDate="2024-03-02", charges=ONE_ITEM)

        posted = books.do(f"{kind}.post", outcome.number)

        assert (posted.status, posted.effective_on) == ("Posted", date(2024, 3, 2))


def test_a_memo_from_an_invoice_names_items_and_taxes_by_name_id_or_word(invoiced):
    seats = next(iter(invoiced.invoice("INV-1").rows)).hex
    items = [
        {"invoiceItemId": seats, "amount": "8", "taxItems": [{"taxName": "VAT", "amount": "2"}]},
        {
            "invoiceItemId": "INV-1#1",
            "amount": "8",
            "taxItems": [{"sourceTaxItemId": "INV-1#1.1", "taxAmount": "2"}],
        },
        {"invoiceItemId": "INV-1#2", "amount": "5", "skuName": "support"},
    ]

    outcome = invoiced.do(
        "credit-memo.create-from-invoice", "INV-1", number="CM-1", items=items, comment="sorry"
    )

    memo, invoice = invoiced.credit_memo("CM-1"), invoiced.invoice("INV-1")
    assert [invoice.name_of(row.source_item_id) for row in memo.rows.values()] == [
        "INV-1#1", "INV-1#1.1", "INV-1#1", "INV-1#1.1", "INV-1#2",
    ]  # fmt: skip
    assert {row.tax_identity[0] for row in memo.rows.values() if row.tax_identity} == {"VAT"}
    assert memo.header.referred_invoice_id == invoice.document_id
    assert (outcome.status, sum(invoice.credited.values())) == ("Draft", 25_00)


def test_a_memo_from_an_invoice_credits_only_what_is_on_it(invoiced):
    do, one = "credit-memo.create-from-invoice", {"amount": "1"}

    def crediting(**item):
        return {"items": [one | item]}

    refuses(invoiced, ItemNotOfDocument, do, "INV-1", **crediting(invoiceItemId="INV-1#3"))
    refuses(invoiced, ItemNotOfDocument, do, "INV-1", **crediting(invoiceItemId="INV-2#1"))
    refuses(invoiced, ItemNotOfDocument, do, "INV-1", **crediting(invoiceItemId=an_id("x").hex))
    wrong_tax = [{"sourceTaxItemId": "INV-1#1.1", "amount": 1}]
    refuses(
        invoiced, ItemNotOfDocument, do, "INV-1", **crediting(invoiceItemId="INV-1#2", taxItems=wrong_tax)
    )
    no_tax = [{"taxName": "GST", "amount": 1}]
    refuses(invoiced, NoSuchTax, do, "INV-1", **crediting(invoiceItemId="INV-1#1", taxItems=no_tax))


def test_a_memo_from_an_invoice_under_tax_inclusive_credits_the_items_own_part(invoiced):
    taxes = [{"taxName": "VAT", "amount": "2"}]
    item = {"invoiceItemId": "INV-1#1", "amount": "10", "taxMode": "TaxInclusive", "taxItems": taxes}

    invoiced.do("credit-memo.create-from-invoice", "INV-1", number="CM-1", items=[item], autoPost=True)

    memo = invoiced.credit_memo("CM-1")
    assert [row.amount_minor for row in memo.rows.values()] == [8_00, 2_00]
    assert memo.unapplied_minor == 10_00
