"""Documents are edited, unposted, canceled, deleted and split: what becomes of items, mirrors and days."""

from datetime import date
from typing import Any

import pytest

from settlebook.domain.errors import (
    AlreadyReversed,
    ExceedsCreditable,
    ItemNotOfDocument,
    LineNamedTwice,
    NoItemLeft,
    NotCanceled,
    NotDraft,
    NotEditable,
    NotFound,
    NotMadeFromInvoice,
    NotPosted,
    PeriodIsClosed,
    StillApplied,
    StillCredited,
    StillRefunded,
    StillSettled,
    TooEarly,
    WrongKindOfItem,
)
from settlebook.domain.events import InvoiceEdited, InvoiceUnposted
from tests.memory_books import MemoryBooks


@pytest.fixture
def drafted(books: MemoryBooks) -> MemoryBooks:
    """INV-1, a draft over 150.00: seats 80.00 with tax of 20.00, support 50.00."""
    books.do(
        "invoice.create",
        accountNumber="A-1",
        number="INV-1",
        invoiceDate="2024-03-01",
        comments="hello",
        paymentTerm="Net 30",
        invoiceItems=[
            {"amount": "80.00", "sku": "seats", "taxItems": [{"name": "VAT", "taxAmount": "20.00"}]},
            {"amount": "50.00", "sku": "support"},
        ],
    )
    return books


def refuses(books: MemoryBooks, refusal: type[Exception], do: str, key: str, **body: Any) -> Any:
    before = list(books.facts)
    with pytest.raises(refusal) as caught:
        books.do(do, key, **body)
    assert books.facts == before
    return caught.value


def rows_of(books: MemoryBooks, number: str, kind: str = "invoice") -> dict[str, int]:
    document = books._find(kind, object, number)
    return {document.name_of(row.item_id): row.amount_minor for row in document.rows.values()}


def test_an_edit_changes_what_it_names_and_leaves_the_rest(drafted):
    drafted.do(
        "invoice.edit",
        "INV-1",
        dueDate="2024-04-01",
        paymentTerm=None,
        region__c="north",
        items=[{"id": "INV-1#1", "amount": "70", "taxItems": [{"id": "INV-1#1.1", "taxAmount": "17.50"}]}],
    )

    invoice = drafted.invoice("INV-1")
    assert rows_of(drafted, "INV-1") == {"INV-1#1": 70_00, "INV-1#1.1": 17_50, "INV-1#2": 50_00}
    assert invoice.header.details == {"region__c": "north"}
    assert invoice.header.due_date == date(2024, 4, 1)
    assert next(iter(invoice.items.values())).details == {"sku": "seats"}


def test_an_edit_of_personal_text_keeps_the_rest_of_what_is_kept(drafted):
    drafted.do("invoice.edit", "INV-1", billToContact={"firstName": "Ada"})
    drafted.do("invoice.edit", "INV-1", comments="goodbye")

    kept = drafted.kept_personal(drafted.invoice("INV-1").header.personal)
    assert kept == {"comments": "goodbye", "billToContact": {"firstName": "Ada"}}

    drafted.do("invoice.edit", "INV-1", comments="")
    after = drafted.invoice("INV-1").header.personal
    assert {k: v for k, v in drafted.kept_personal(after).items() if v} == {
        "billToContact": {"firstName": "Ada"}
    }


def test_lines_of_items_taxes_and_discounts_are_never_given_twice(drafted):
    drafted.do("invoice.edit", "INV-1", items=[{"id": "INV-1#2", "delete": True}])
    drafted.do(
        "invoice.edit",
        "INV-1",
        items=[
            {"amount": "5"},
            {
                "id": "INV-1#1",
                "taxItems": [{"id": "INV-1#1.1", "delete": True}],
                "discountItems": [{"amount": "-8", "taxItems": [{"taxAmount": "-2"}]}],
            },
        ],
    )
    drafted.do("invoice.edit", "INV-1", items=[{"id": "INV-1#1d1", "delete": True}])
    drafted.do(
        "invoice.edit",
        "INV-1",
        items=[{"id": "INV-1#1", "taxItems": [{"taxAmount": "1"}], "discountItems": [{"amount": "-1"}]}],
    )

    assert list(rows_of(drafted, "INV-1")) == ["INV-1#1", "INV-1#1.2", "INV-1#1d2", "INV-1#3"]


def test_an_item_goes_with_its_taxes_and_its_discounts(drafted):
    drafted.do(
        "invoice.edit",
        "INV-1",
        items=[{"id": "INV-1#1", "discountItems": [{"amount": "-8", "taxItems": [{"taxAmount": "-2"}]}]}],
    )
    drafted.do("invoice.edit", "INV-1", items=[{"id": "INV-1#1", "delete": True}])

    (fact,) = [fact for fact in drafted.facts[-1:] if isinstance(fact, InvoiceEdited)]
    assert len(fact.removed) == 4
    assert rows_of(drafted, "INV-1") == {"INV-1#2": 50_00}


def test_under_tax_inclusive_an_edited_amount_holds_its_tax(books):
    tax = {"taxAmount": "20.00"}
    books.do(
        "debit-memo.create",
        accountNumber="A-1",
        number="DM-1",
        charges=[{"amount": "120.00", "taxMode": "TaxInclusive", "taxItems": [tax]}],
    )

    books.do("debit-memo.edit", "DM-1", items=[{"id": "DM-1#1", "amount": "60"}])
    assert rows_of(books, "DM-1", "debit_memo") == {"DM-1#1": 40_00, "DM-1#1.1": 20_00}

    books.do(
        "debit-memo.edit", "DM-1", items=[{"id": "DM-1#1", "taxItems": [{"id": "DM-1#1.1", "amount": "10"}]}]
    )
    assert rows_of(books, "DM-1", "debit_memo") == {"DM-1#1": 50_00, "DM-1#1.1": 10_00}


def test_what_is_posted_says_other_words_and_keeps_its_items_and_its_date(invoiced):
    invoiced.do("invoice.edit", "INV-1", dueDate="2024-05-01", transferredToAccounting="Yes")

    header = invoiced.invoice("INV-1").header
    assert (header.status, header.due_date, header.details["transferredToAccounting"]) == (
        "Posted",
        date(2024, 5, 1),
        "Yes",
    )
    refuses(invoiced, NotDraft, "invoice.edit", "INV-1", items=[{"amount": 1}])
    refuses(invoiced, NotDraft, "invoice.edit", "INV-1", invoiceDate="2024-03-02")


def test_the_due_date_follows_a_date_that_would_be_later(drafted):
    drafted.do("invoice.edit", "INV-1", invoiceDate="2024-03-05")

    header = drafted.invoice("INV-1").header
    assert (header.document_date, header.due_date) == (date(2024, 3, 5), date(2024, 3, 5))


def test_what_is_canceled_deleted_or_split_is_edited_no_more(drafted):
    drafted.do("invoice.cancel", "INV-1")
    refusal = refuses(drafted, NotEditable, "invoice.edit", "INV-1", comments="x")
    assert refusal.status == "Canceled"

    drafted.do("invoice.delete", "INV-1")
    assert refuses(drafted, NotEditable, "invoice.edit", "INV-1", items=[{"amount": 1}]).status == "Deleted"


def test_an_edit_names_rows_of_its_own_document_once(drafted):
    do = "invoice.edit"
    refuses(drafted, ItemNotOfDocument, do, "INV-1", items=[{"id": "INV-1#3", "amount": 1}])
    refuses(drafted, ItemNotOfDocument, do, "INV-1", items=[{"id": "INV-2#1", "amount": 1}])
    refuses(drafted, WrongKindOfItem, do, "INV-1", items=[{"id": "INV-1#1.1", "amount": 1}])
    refuses(
        drafted,
        ItemNotOfDocument,
        do,
        "INV-1",
        items=[{"id": "INV-1#2", "taxItems": [{"id": "INV-1#1.1", "amount": 1}]}],
    )
    refuses(drafted, LineNamedTwice, do, "INV-1", items=[{"id": "INV-1#1", "amount": 1}] * 2)
    refuses(
        drafted,
        NoItemLeft,
        do,
        "INV-1",
        items=[{"id": "INV-1#1", "delete": True}, {"id": "INV-1#2", "delete": True}],
    )
    refuses(drafted, NotFound, do, "INV-2", comments="x")


def test_an_edited_memo_credits_of_its_invoice_what_it_says_then(invoiced):
    made = {"invoiceItemId": "INV-1#1", "amount": "8", "taxItems": [{"taxName": "VAT", "amount": "2"}]}
    invoiced.do("credit-memo.create-from-invoice", "INV-1", number="CM-1", items=[made])

    def credited():
        invoice = invoiced.invoice("INV-1")
        return {invoice.name_of(row): minor for row, minor in invoice.credited.items() if minor}

    invoiced.do(
        "credit-memo.edit",
        "CM-1",
        items=[{"id": "CM-1#1", "amount": "5"}, {"invoiceItemId": "INV-1#2", "amount": "50"}],
    )
    assert credited() == {"INV-1#1": 5_00, "INV-1#1.1": 2_00, "INV-1#2": 50_00}

    refuses(
        invoiced, ExceedsCreditable, "credit-memo.edit", "CM-1", items=[{"id": "CM-1#1", "amount": "80.01"}]
    )
    invoiced.do("credit-memo.edit", "CM-1", items=[{"id": "CM-1#1", "amount": "80"}])
    invoiced.do("credit-memo.edit", "CM-1", items=[{"id": "CM-1#2", "delete": True}])
    assert credited() == {"INV-1#1": 80_00, "INV-1#1.1": 2_00}

    invoiced.do("credit-memo.cancel", "CM-1")
    assert credited() == {} and not invoiced.invoice("INV-1").credited_by


def test_a_new_item_of_a_memo_has_the_tax_that_follows_from_all_that_is_credited(invoiced):
    invoiced.do(
        "credit-memo.create-from-invoice",
        "INV-1",
        number="CM-1",
        items=[{"invoiceItemId": "INV-1#1", "amount": "10"}],
    )
    invoiced.do("credit-memo.edit", "CM-1", items=[{"invoiceItemId": "INV-1#1", "amount": "70"}])

    assert rows_of(invoiced, "CM-1", "credit_memo") == {
        "CM-1#1": 10_00,
        "CM-1#1.1": 2_50,
        "CM-1#2": 70_00,
        "CM-1#2.1": 17_50,
    }


def test_only_a_memo_made_from_an_invoice_is_to_be_applied_by_posting(books):
    books.do("credit-memo.create", accountNumber="A-1", number="CM-1", charges=[{"amount": 1}])

    refuses(books, NotMadeFromInvoice, "credit-memo.edit", "CM-1", autoApplyUponPosting=True)


def test_what_is_unposted_was_never_owed_and_can_be_posted_again(invoiced):
    posted = invoiced.invoice("INV-1")

    outcome = invoiced.do("invoice.unpost", "INV-1")
    unposted = invoiced.facts[-1]
    invoiced.do("invoice.post", "INV-1")

    assert (outcome.status, outcome.effective_on) == ("Draft", posted.own_day)
    assert isinstance(unposted, InvoiceUnposted) and unposted.effective_on == posted.own_day
    assert invoiced.invoice("INV-1") == posted


def test_what_was_settled_in_between_is_unposted_from_the_day_when_nothing_is(paid):
    one = {"invoices": [{"invoiceNumber": "INV-1", "amount": "10"}]}
    paid.do("payment.edit", "P-1", comment="x")
    paid.do("payment.apply", "P-1", **one)
    paid.do("payment.unapply", "P-1", effectiveDate="2024-03-20")

    outcome = paid.do("invoice.unpost", "INV-1")

    assert outcome.effective_on == date(2024, 3, 20)
    refusal = refuses(paid, TooEarly, "invoice.post", "INV-1", effectiveDate="2024-03-19")
    assert refusal.first_day == date(2024, 3, 20)
    assert paid.do("invoice.post", "INV-1").effective_on == date(2024, 3, 20)


def test_what_was_unposted_is_canceled_and_deleted_when_its_money_is_out_of_the_books(paid):
    paid.do("payment.apply", "P-1", invoices=[{"invoiceNumber": "INV-1", "amount": "10"}])
    paid.do("payment.unapply", "P-1", effectiveDate="2024-03-20")
    paid.do("invoice.unpost", "INV-1")
    paid.do("invoice.cancel", "INV-1")
    paid.do("invoice.delete", "INV-1")
    assert {fact.effective_on for fact in paid.facts[-3:]} == {date(2024, 3, 20)}


def test_a_memo_that_was_applied_in_between_is_unposted_from_the_day_when_it_is_not(invoiced):
    invoiced.do(
        "credit-memo.create",
        accountNumber="A-1",
        number="CM-1",
        effectiveDate="2024-03-01",
        autoPost=True,
        charges=[{"amount": 5}],
    )
    one = {"invoices": [{"invoiceNumber": "INV-1", "amount": "5"}]}
    invoiced.do("credit-memo.apply", "CM-1", effectiveDate="2024-03-01", **one)
    refusal = refuses(invoiced, StillApplied, "credit-memo.unpost", "CM-1")
    assert refusal.applied.minor == 5_00
    invoiced.do("credit-memo.unapply", "CM-1", effectiveDate="2024-03-08")

    assert invoiced.do("credit-memo.unpost", "CM-1").effective_on == date(2024, 3, 8)
    assert invoiced.do("credit-memo.post", "CM-1").effective_on == date(2024, 3, 8)
    assert invoiced.credit_memo("CM-1").unapplied_minor == 5_00


def test_what_settles_a_document_or_is_made_from_it_keeps_it_posted(paid):
    paid.do("payment.apply", "P-1", invoices=[{"invoiceNumber": "INV-1", "amount": "10"}])
    paid.do(
        "credit-memo.create-from-invoice",
        "INV-1",
        number="CM-1",
        items=[{"invoiceItemId": "INV-1#2", "amount": 1}],
    )

    refusal = refuses(paid, StillSettled, "invoice.unpost", "INV-1")
    assert (refusal.sources, refusal.settled.minor) == ("P-1 (10.00)", 10_00)
    paid.do("payment.unapply", "P-1")
    assert refuses(paid, StillCredited, "invoice.unpost", "INV-1").memo == "CM-1"
    paid.do("credit-memo.cancel", "CM-1")
    paid.do("invoice.unpost", "INV-1")
    refuses(paid, NotPosted, "invoice.unpost", "INV-1")


def test_credit_that_was_paid_back_stays_posted(books):
    books.do("credit-memo.create", accountNumber="A-1", number="CM-1", autoPost=True, charges=[{"amount": 5}])
    books.do("credit-memo.refund", "CM-1", totalAmount=2)

    assert refuses(books, StillRefunded, "credit-memo.unpost", "CM-1").refunded.minor == 2_00


def test_what_was_reversed_is_neither_edited_nor_unposted(invoiced):
    invoiced.do("invoice.reverse", "INV-1")

    refuses(invoiced, AlreadyReversed, "invoice.edit", "INV-1", comments="x")
    refuses(invoiced, AlreadyReversed, "invoice.unpost", "INV-1")


def test_nothing_is_unposted_in_a_closed_period(invoiced):
    invoiced.do(
        "accounting-period.create", name="Q1", startDate="2024-01-01", endDate="2024-03-05", fiscalYear=2024
    )
    invoiced.do("accounting-period.close", "Q1")

    refuses(invoiced, PeriodIsClosed, "invoice.unpost", "INV-1")


@pytest.mark.parametrize(
    ("kind", "lines"), [("invoice", "invoiceItems"), ("debit-memo", "charges"), ("credit-memo", "charges")]
)
def test_drafts_of_every_kind_are_canceled_and_then_deleted(books, kind, lines):
    books.do(f"{kind}.create", accountNumber="A-1", number="X-1", **{lines: [{"amount": 1}]})

    refuses(books, NotCanceled, f"{kind}.delete", "X-1")
    assert books.do(f"{kind}.cancel", "X-1").status == "Canceled"
    refuses(books, NotDraft, f"{kind}.cancel", "X-1")
    refuses(books, NotDraft, f"{kind}.post", "X-1")
    assert books.do(f"{kind}.delete", "X-1").status == "Deleted"
    refuses(books, NotCanceled, f"{kind}.delete", "X-1")


def test_a_memo_is_not_posted_before_the_invoice_it_was_made_from(invoiced):
    item = {"invoiceItemId": "INV-1#2", "amount": 1}
    for do, number in (("credit-memo", "CM-1"), ("debit-memo", "DM-1")):
        invoiced.do(f"{do}.create-from-invoice", "INV-1", number=number, items=[item])

        refusal = refuses(invoiced, TooEarly, f"{do}.post", number, effectiveDate="2024-02-29")
        assert refusal.first_day == date(2024, 3, 1)
        assert invoiced.do(f"{do}.post", number, effectiveDate="2024-03-01").effective_on == date(2024, 3, 1)


def test_a_split_invoice_stands_as_its_parts(drafted):
    outcome = drafted.do(
        "invoice.split",
        "INV-1",
        invoices=[
            {"splitPercentage": "33.3", "invoiceNumber": "INV-1a"},
            {"splitPercentage": "66.7", "invoiceDate": "2024-04-01"},
        ],
    )

    first, second = (made.number for made in outcome.made)
    assert (outcome.status, first) == ("Split", "INV-1a")
    assert rows_of(drafted, first) == {"INV-1a#1": 26_64, "INV-1a#1.1": 6_66, "INV-1a#2": 16_65}
    assert list(rows_of(drafted, second).values()) == [53_36, 13_34, 33_35]
    part = drafted.invoice(second)
    assert part.header.split_from == drafted.invoice("INV-1").document_id
    assert (part.header.document_date, part.header.due_date) == (date(2024, 4, 1), date(2024, 4, 1))
    assert drafted.do("invoice.post", first).status == "Posted"
    refuses(drafted, NotDraft, "invoice.post", "INV-1")
    refuses(drafted, NotDraft, "invoice.split", "INV-1", invoices=[{"splitPercentage": "50"}] * 2)
    refuses(drafted, NotEditable, "invoice.edit", "INV-1", comments="x")


def test_a_posted_part_of_a_split_invoice_is_reversed_like_any(drafted):
    outcome = drafted.do("invoice.split", "INV-1", invoices=[{"splitPercentage": "50"}] * 2)
    first = outcome.made[0].number
    drafted.do("invoice.post", first)

    drafted.do("invoice.reverse", first)

    assert drafted.invoice(first).balance_minor == 0
