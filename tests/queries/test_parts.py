"""Parts say how much of a source sits on a document now, part items on which rows; zero is not told."""

from uuid import uuid4

import pytest

from settlebook import Ledger, NotFound
from tests.queries.books import SEATS, account, against, amounts, invoice, memo, payment, pounds


def test_a_payment_has_a_part_for_each_document_and_last_what_is_unapplied(books: Ledger):
    parts = books.payment_parts("PAY-1")

    assert amounts(parts, "invoice_number", "debit_memo_number", "amount") == [
        ("INV-1", None, pounds("60")),
        (None, "DM-1", pounds("10")),
        (None, None, pounds("25")),
    ]
    assert parts[0].invoice_id == books.invoice("INV-1").id and parts[0].debit_memo_id is None
    assert parts[1].debit_memo_id == books.debit_memo("DM-1").id and parts[1].invoice_id is None
    assert parts[2].invoice_id is None and parts[2].debit_memo_id is None
    assert sum(part.amount for part in parts) + books.payment("PAY-1").refund_amount == pounds("100")


def test_a_tax_part_item_of_a_payment_is_told_with_the_item_it_belongs_to(books: Ledger):
    seats, _ = books.invoice_items("INV-1")
    on_invoice, on_debit_memo, unapplied = books.payment_parts("PAY-1")

    item, tax = books.payment_part_items("PAY-1", on_invoice.id)

    assert (item.item_number, item.invoice_item_id, item.tax_item_id) == ("INV-1#1", seats.id, None)
    assert (tax.item_number, tax.invoice_item_id, tax.tax_item_id) == (
        "INV-1#1.1",
        seats.id,
        seats.taxation_items[0].id,
    )
    assert (item.amount, tax.amount) == (pounds("50"), pounds("10"))
    (row,) = books.payment_part_items("PAY-1", on_debit_memo.id.hex)
    assert (row.debit_memo_item_id, row.invoice_item_id) == (books.debit_memo_items("DM-1")[0].id, None)
    assert books.payment_part_items("PAY-1", unapplied.id) == []
    assert books.payment_part_items("PAY-1") == [item, tax, row]


def test_the_parts_of_a_credit_memo_are_told_row_by_row_what_is_unapplied_too(books: Ledger):
    on_invoice, unapplied = books.credit_memo_parts("CM-1")

    pair = ("credit_item_number", "item_number", "amount")
    assert amounts([on_invoice, unapplied], "invoice_number", "amount") == [
        ("INV-1", pounds("24")),
        (None, pounds("90")),
    ]
    assert amounts(books.credit_memo_part_items("CM-1", on_invoice.id), *pair) == [
        ("CM-1#1.1", "INV-1#1.1", pounds("4")),
        ("CM-1#1", "INV-1#2", pounds("20")),
    ]
    assert amounts(books.credit_memo_part_items("CM-1", unapplied.id), *pair) == [
        ("CM-1#1", None, pounds("74")),
        ("CM-1#1.1", None, pounds("16")),
    ]
    assert len(books.credit_memo_part_items("CM-1")) == 4


def test_a_credit_memos_part_item_names_the_row_it_comes_from_and_the_row_it_settles(books: Ledger):
    (credit,), (seats, setup) = books.credit_memo_items("CM-1"), books.invoice_items("INV-1")

    tax, item, *_ = books.credit_memo_part_items("CM-1")

    assert (item.credit_memo_item_id, item.credit_tax_item_id) == (credit.id, None)
    assert (item.invoice_item_id, item.tax_item_id) == (setup.id, None)
    assert (tax.credit_memo_item_id, tax.credit_tax_item_id) == (None, credit.taxation_items[0].id)
    assert (tax.invoice_item_id, tax.tax_item_id) == (seats.id, seats.taxation_items[0].id)


def test_parts_and_part_items_that_come_to_zero_are_gone_and_keep_their_id_when_they_return(ledger: Ledger):
    account(ledger)
    invoice(ledger, "INV-1", SEATS)
    payment(ledger, "PAY-1", "120.00", **against("INV-1", "120.00"))
    ((part,), items) = ledger.payment_parts("PAY-1"), ledger.payment_part_items("PAY-1")

    ledger.perform("payment.unapply", "PAY-1", against("INV-1", "120.00"))

    (unapplied,) = ledger.payment_parts("PAY-1")
    assert (unapplied.invoice_id, unapplied.amount) == (None, pounds("120"))
    assert ledger.payment_part_items("PAY-1") == []
    with pytest.raises(NotFound):
        ledger.payment_part_items("PAY-1", part.id)
    ledger.perform("payment.apply", "PAY-1", against("INV-1", "120.00"))
    assert [row.id for row in ledger.payment_parts("PAY-1")] == [part.id]
    assert [row.id for row in ledger.payment_part_items("PAY-1")] == [row.id for row in items]


def test_a_memo_that_is_used_up_has_no_unapplied_part(ledger: Ledger):
    account(ledger)
    memo(ledger, "debit-memo", "DM-1", SEATS)
    memo(ledger, "credit-memo", "CM-1", SEATS)

    ledger.perform("credit-memo.apply", "CM-1", against("DM-1", "120.00"))

    assert amounts(ledger.credit_memo_parts("CM-1"), "debit_memo_number", "amount") == [
        ("DM-1", pounds("120"))
    ]
    assert all(row.debit_memo_item_id for row in ledger.credit_memo_part_items("CM-1"))


def test_a_refund_has_one_part_and_of_a_credit_memo_its_rows(books: Ledger):
    of_payment, of_memo = books.refunds()

    (part,) = books.refund_parts(of_payment.id)
    assert (part.payment_id, part.credit_memo_id, part.amount) == (
        books.payment("PAY-1").id,
        None,
        pounds("5"),
    )
    assert books.refund_part_items(of_payment.number) == []
    (part,) = books.refund_parts(of_memo.number)
    assert (part.payment_id, part.credit_memo_id) == (None, books.credit_memo("CM-1").id)
    (row,) = books.refund_part_items(of_memo.id, part.id)
    assert (row.credit_memo_item_id, row.item_number, row.amount) == (
        books.credit_memo_items("CM-1")[0].id,
        "CM-1#1",
        pounds("6"),
    )


@pytest.mark.parametrize("part", ["INV-1", "", "0" * 32])
def test_a_part_of_something_else_is_not_found(books: Ledger, part: str):
    with pytest.raises(NotFound):
        books.payment_part_items("PAY-1", part)
    with pytest.raises(NotFound):
        books.credit_memo_part_items("CM-1", books.payment_parts("PAY-1")[0].id)
    with pytest.raises(NotFound):
        books.refund_part_items("R-00000001", uuid4())


def test_what_settles_a_document_is_told_source_by_source(books: Ledger):
    assert amounts(
        books.invoice_applications("INV-1"), "payment_number", "credit_memo_number", "applied_amount"
    ) == [
        ("PAY-1", None, pounds("60")),
        (None, "CM-1", pounds("24")),
    ]
    (part,) = books.debit_memo_applications("DM-1")
    assert (part.payment_id, part.applied_amount) == (books.payment("PAY-1").id, pounds("10"))
