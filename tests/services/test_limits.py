"""A strict ledger refuses requests as large as Zuora refuses, counted as Zuora counts; settings lift that."""

from typing import Any

import pytest

from settlebook.commands import parse_command
from settlebook.domain.errors import LimitExceeded, PaymentIsApplied, Refusal
from settlebook.services import decide
from settlebook.services.limiting import limits
from tests.memory_books import MemoryBooks

CHANGE = "settings.change"


def lower(books: MemoryBooks, **numbers: int) -> None:
    """Make limits small enough to be met by a few items: `payment_items=3`."""
    books.do(CHANGE, limitOf={name.replace("_", "-"): number for name, number in numbers.items()})


def exceeded(books: MemoryBooks, do: str, key: str | None = None, **body: Any) -> tuple[str, int, int]:
    with pytest.raises(LimitExceeded) as refused:
        books.do(do, key, **body)
    return refused.value.limit, refused.value.asked, refused.value.allowed


def an_invoice(books: MemoryBooks, number: str, items: list[dict[str, Any]], **body: Any) -> None:
    books.do(
        "invoice.create", accountNumber="A-1", number=number, status="Posted", invoiceItems=items, **body
    )


def items(count: int, amount: str = "1.00") -> list[dict[str, Any]]:
    return [{"amount": amount}] * count


def on(number: str, amount: str, *lines: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"invoiceNumber": number, "amount": amount}
    if lines:
        entry["items"] = [{"invoiceItemId": line, "amount": "1.00"} for line in lines]
    return entry


@pytest.fixture
def owed(books: MemoryBooks) -> MemoryBooks:
    """INV-1 of three items, a tax and an item of zero; INV-2 of two items; P-1 over 50.00."""
    taxed = {"amount": "10.00", "taxItems": [{"name": "VAT", "taxAmount": "2.00"}]}
    an_invoice(books, "INV-1", [taxed, *items(2), {"amount": "0.00"}], invoiceDate="2024-03-01")
    an_invoice(books, "INV-2", items(2), invoiceDate="2024-03-01")
    books.do("payment.create", accountNumber="A-1", number="P-1", amount="50.00")
    return books


def test_the_table_says_of_each_limit_what_it_counts_and_who_says_so() -> None:
    table = limits.table()

    assert (table["payment-items"].most, table["write-off-items"].most) == (15_000, 2_000)
    assert all(limit.most > 0 and limit.counts and limit.source for limit in table.values())


def test_an_invoice_of_1000_items_is_made_and_one_of_1001_is_not(books: MemoryBooks) -> None:
    an_invoice(books, "INV-1", items(1_000))

    assert exceeded(books, "invoice.create", accountNumber="A-1", invoiceItems=items(1_001)) == (
        "invoice-items",
        1_001,
        1_000,
    )


def test_lifted_limits_bind_nothing_and_single_ones_bind_what_they_say(books: MemoryBooks) -> None:
    books.do(CHANGE, limits="lifted")
    an_invoice(books, "INV-1", items(1_001))
    lower(books, invoice_items=2)

    found = exceeded(books, "invoice.create", accountNumber="A-1", invoiceItems=items(3))

    assert found == ("invoice-items", 3, 2)


def test_the_refusal_names_the_limit_and_says_how_to_lift_it(books: MemoryBooks) -> None:
    lower(books, invoice_items=2)

    with pytest.raises(LimitExceeded) as refused:
        books.do("invoice.create", accountNumber="A-1", invoiceItems=items(3))

    assert refused.value.message == (
        "3 items of an invoice in one request, as many as are given: the limit invoice-items is 2. Split the "
        "request, or lift the limit with settings.change: its number under limitOf, or limits lifted for all "
        "of them."
    )


def test_what_is_moved_in_from_elsewhere_is_not_limited(books: MemoryBooks) -> None:
    lower(books, invoice_items=2)
    command = parse_command("invoice.create", None, {"accountNumber": "A-1", "invoiceItems": items(3)})

    outcome = decide(books, command, limited=False)  # type: ignore[arg-type]

    assert outcome.status == "Draft"


def test_taxes_and_discounts_of_an_item_are_counted_as_they_are_given(books: MemoryBooks) -> None:
    taxes = [{"name": f"T{n}", "taxAmount": "0.00"} for n in range(6)]
    discounts = [{"amount": "-0.01"}] * 11

    of_taxes, of_discounts = (
        exceeded(books, "invoice.create", accountNumber="A-1", invoiceItems=[{"amount": "1.00", **more}])
        for more in ({"taxItems": taxes}, {"discountItems": discounts})
    )

    assert (of_taxes, of_discounts) == (("taxes-of-item", 6, 5), ("discounts-of-item", 11, 10))


def test_edits_are_counted_as_what_they_edit_was(books: MemoryBooks) -> None:
    books.do("invoice.create", accountNumber="A-1", number="INV-1", invoiceItems=items(1))
    books.do("credit-memo.create", accountNumber="A-1", number="CM-1", charges=items(1))
    taxes = {"id": "INV-1#1", "taxItems": [{"name": f"T{n}", "taxAmount": "0.00"} for n in range(6)]}
    discounts = {"id": "INV-1#1", "discountItems": [{"amount": "-0.01"}] * 11}
    lower(books, memo_charges=1)

    assert exceeded(books, "invoice.edit", "INV-1", items=[taxes]) == ("taxes-of-item", 6, 5)
    assert exceeded(books, "invoice.edit", "INV-1", items=[discounts]) == ("discounts-of-item", 11, 10)
    assert exceeded(books, "credit-memo.edit", "CM-1", items=items(2)) == ("memo-charges", 2, 1)


def test_a_refund_that_unapplies_whatever_there_is_counts_all_of_it(owed: MemoryBooks) -> None:
    owed.do("payment.apply", "P-1", invoices=[on("INV-1", "5.00"), on("INV-2", "1.00")])
    lower(owed, payment_items=5)

    assert exceeded(owed, "payment.refund-with-unapply", "P-1") == ("payment-items", 6, 5)


def test_a_memo_from_an_invoice_counts_taxes_and_no_zero_amounts(owed: MemoryBooks) -> None:
    lower(owed, memo_from_invoice_items=2)
    tax = {"taxName": "VAT", "taxAmount": "1.00"}
    asked = [
        {"invoiceItemId": "INV-1#1", "amount": "1.00", "taxItems": [tax]},
        {"invoiceItemId": "INV-1#2", "amount": "0.00"},
    ]

    owed.do("credit-memo.create-from-invoice", "INV-1", items=asked)
    asked[1]["amount"] = "0.01"

    assert exceeded(owed, "credit-memo.create-from-invoice", "INV-1", items=asked) == (
        "memo-from-invoice-items",
        3,
        2,
    )


@pytest.mark.parametrize("kind", ["credit-memo", "debit-memo"])
def test_a_memo_from_an_invoice_counts_the_taxes_that_follow_from_its_amounts(
    owed: MemoryBooks, kind: str
) -> None:
    asked = [{"invoiceItemId": "INV-1#1", "amount": "5.00"}]
    lower(owed, memo_from_invoice_items=1)

    found = exceeded(owed, f"{kind}.create-from-invoice", "INV-1", items=asked)
    owed.do(f"{kind}.create-from-invoice", "INV-1", items=asked, taxAutoCalculation=False)

    assert found == ("memo-from-invoice-items", 2, 1)


def test_a_cancel_that_unapplies_first_counts_like_an_unapply_of_everything(owed: MemoryBooks) -> None:
    owed.do("payment.apply", "P-1", invoices=[on("INV-1", "5.00"), on("INV-2", "1.00")])
    lower(owed, payment_items=5)

    said = exceeded(owed, "payment.cancel", "P-1", unapplyFirst=True)
    with pytest.raises(PaymentIsApplied):
        owed.do("payment.cancel", "P-1", unapplyFirst=False)
    owed.do(CHANGE, cancelUnapplies=True)
    chosen = exceeded(owed, "payment.cancel", "P-1")
    lower(owed, payment_items=6)

    assert said == chosen == ("payment-items", 6, 5)
    assert owed.do("payment.cancel", "P-1").status == "Canceled"


@pytest.mark.parametrize("do", ["payment.create", "payment.apply", "payment.unapply"])
def test_requests_of_payments_count_documents_named_items_and_all_items_where_none_are_named(
    owed: MemoryBooks, do: str
) -> None:
    """INV-1 counts four: three items and a tax, without the item of zero."""
    key = None if do == "payment.create" else "P-1"
    body: dict[str, Any] = {"accountNumber": "A-1", "amount": "9.00"} if key is None else {}
    both = body | {"invoices": [on("INV-1", "1.00"), on("INV-2", "2.00", "INV-2#1", "INV-2#2")]}

    lower(owed, payment_documents=1, payment_items_of_document=1, payment_items=5)
    documents = exceeded(owed, do, key, **both)
    lower(owed, payment_documents=2)
    named = exceeded(owed, do, key, **both)
    lower(owed, payment_items_of_document=2)
    touched = exceeded(owed, do, key, **both)

    assert documents == ("payment-documents", 2, 1)
    assert named == ("payment-items-of-document", 2, 1)
    assert touched == ("payment-items", 6, 5)


def test_all_of_the_documents_count_where_an_unapply_names_none(owed: MemoryBooks) -> None:
    first = owed.do("payment.apply", "P-1", invoices=[on("INV-1", "1.00", "INV-1#2")])
    owed.do("payment.apply", "P-1", invoices=[on("INV-2", "1.00", "INV-2#1")])
    lower(owed, payment_items=4)

    everything = exceeded(owed, "payment.unapply", "P-1")
    owed.do("payment.unapply", "P-1", application=first.applications[0].id.hex)

    assert everything == ("payment-items", 6, 4)
    owed.do("payment.unapply", "P-1")


@pytest.fixture
def credited(owed: MemoryBooks) -> MemoryBooks:
    """CM-1 of two items and one of zero."""
    charges = [*items(2, "3.00"), {"amount": "0.00"}]
    owed.do("credit-memo.create", accountNumber="A-1", number="CM-1", status="Posted",
            effectiveDate="2024-03-01", charges=charges)  # fmt: skip
    return owed


def pairs(number: str, *pairs: tuple[str, str]) -> dict[str, Any]:
    lines = [
        {"creditMemoItemId": source, "invoiceItemId": target, "amount": "1.00"} for source, target in pairs
    ]
    return {"invoiceNumber": number, "amount": f"{len(lines)}.00", "items": lines}


def test_requests_of_credit_memos_count_both_sides(credited: MemoryBooks) -> None:
    one_pair = pairs("INV-2", ("CM-1#1", "INV-2#1"))
    lower(credited, credit_items=6)

    none_named = exceeded(credited, "credit-memo.apply", "CM-1", invoices=[on("INV-1", "1.00"), one_pair])
    lower(credited, credit_items=1)
    all_named = exceeded(credited, "credit-memo.apply", "CM-1", invoices=[one_pair])
    lower(credited, credit_items=2)
    credited.do("credit-memo.apply", "CM-1", invoices=[one_pair])
    everything = exceeded(credited, "credit-memo.unapply", "CM-1")

    assert none_named == ("credit-items", 2 + 4 + 1, 6)
    assert all_named == ("credit-items", 2, 1)
    assert everything == ("credit-items", 4, 2)


def test_named_items_of_a_memo_are_counted_once_each(credited: MemoryBooks) -> None:
    two = pairs("INV-2", ("CM-1#1", "INV-2#1"), ("CM-1#1", "INV-2#2"))
    lower(credited, credit_items_named=1, credit_items_of_document=1)

    of_document = exceeded(credited, "credit-memo.apply", "CM-1", invoices=[two])
    lower(credited, credit_items_of_document=2)
    credited.do("credit-memo.apply", "CM-1", invoices=[two])

    assert of_document == ("credit-items-of-document", 2, 1)


def test_a_refund_counts_what_it_names_else_all_items_of_the_memo(credited: MemoryBooks) -> None:
    named = [{"creditMemoItemId": f"CM-1#{line}", "amount": "1.00"} for line in (1, 2)]
    lower(credited, credit_refund_items=1, credit_refund_items_named=1)

    of_named = exceeded(credited, "credit-memo.refund", "CM-1", totalAmount="2.00", items=named)
    of_all = exceeded(credited, "credit-memo.refund", "CM-1", totalAmount="2.00")

    assert of_named == ("credit-refund-items-named", 2, 1)
    assert of_all == ("credit-refund-items", 2, 1)


def test_beyond_the_product_of_proration_fifo_runs_and_the_answer_says_so(credited: MemoryBooks) -> None:
    """Two items of the memo times four of INV-1 are eight."""
    lower(credited, credit_prorate_product=7)

    switched = credited.do("credit-memo.apply", "CM-1", invoices=[on("INV-1", "2.00")])
    lower(credited, credit_prorate_product=8)
    kept = credited.do("credit-memo.apply", "CM-1", invoices=[on("INV-1", "2.00")])

    assert (switched.policy.name, switched.instead_of.name) == ("fifo", "prorate-matrix")
    assert (kept.policy.name, kept.instead_of) == ("prorate-matrix", None)


def test_a_payment_is_prorated_over_as_many_items_as_its_limit(owed: MemoryBooks) -> None:
    lower(owed, payment_prorate_product=3)

    switched = owed.do("payment.apply", "P-1", invoices=[on("INV-1", "2.00")])
    other = owed.do("payment.apply", "P-1", invoices=[on("INV-2", "2.00")])

    assert (switched.policy.name, switched.instead_of.name) == ("fifo", "prorate")
    assert (other.policy.name, other.instead_of) == ("prorate", None)


def test_what_is_not_there_is_refused_as_such_and_not_counted(owed: MemoryBooks) -> None:
    lower(owed, payment_items=1)

    with pytest.raises(Refusal) as refused:
        owed.do("payment.apply", "P-9", invoices=[on("INV-9", "1.00")])

    assert refused.value.message.startswith("there is no payment P-9")


def test_a_batch_and_a_split_are_counted(owed: MemoryBooks) -> None:
    lower(owed, batch_documents=1, split_parts=1)
    one = {"accountNumber": "A-1", "invoiceItems": items(1)}

    of_batch = exceeded(owed, "invoice.create-batch", invoices=[one, one])
    lower(owed, batch_documents=2, batch_items=1)
    of_items = exceeded(owed, "invoice.create-batch", invoices=[one, one])
    halves = [{"splitPercentage": "50"}] * 2
    of_split = exceeded(owed, "invoice.split", "INV-1", invoices=halves)

    assert of_batch == ("batch-documents", 2, 1)
    assert of_items == ("batch-items", 2, 1)
    assert of_split == ("split-parts", 2, 1)
