"""Documents that are kept on a real ledger: batches, personal text, and books that verify all along."""

from typing import Any

import pytest

from settlebook import Ledger, Refusal
from settlebook.commands import CreateInvoices, parse_command
from settlebook.domain.errors import NotPosted

ITEM = {"chargeName": "Seats", "amount": "100.00", "taxItems": [{"name": "VAT", "taxAmount": "20.00"}]}


@pytest.fixture
def books(ledger: Ledger) -> Ledger:
    ledger.perform("account.create", None, {"name": "Ada", "currency": "GBP", "accountNumber": "A-1"})
    ledger.perform("account.create", None, {"name": "Bea", "currency": "GBP", "accountNumber": "A-2"})
    return ledger


def batch(*invoices: dict[str, Any], **body: Any) -> CreateInvoices:
    said = [{"accountNumber": "A-1", "invoiceItems": [ITEM]} | invoice for invoice in invoices]
    command = parse_command("invoice.create-batch", None, {"invoices": said, **body})
    assert isinstance(command, CreateInvoices)
    return command


def test_a_batch_is_one_request_with_one_answer_for_ever(books: Ledger):
    command = batch({"number": "INV-1", "comments": "one"}, {"number": "INV-1"}, {"comments": "three"})

    first = books.create_invoices(command, idempotency_key="b-1")
    again = books.create_invoices(command, idempotency_key="b-1")

    assert [result.code for result in first.results] == [None, "number_taken", None]
    assert again.results == first.results and again.replayed
    assert [invoice.comment for invoice in books.invoices("A-1")] == ["one", "three"]
    assert books.verify_books().ok


def test_a_number_that_was_taken_long_ago_refuses_its_document_only(books: Ledger):
    books.perform("invoice.create", None, {"accountNumber": "A-2", "number": "INV-1", "invoiceItems": [ITEM]})

    answer = books.create_invoices(batch({"number": "INV-0"}, {"number": "INV-1"}))

    assert [result.code for result in answer.results] == [None, "number_taken"]


def test_a_single_transaction_that_is_refused_leaves_nothing(books: Ledger):
    with pytest.raises(Refusal):
        books.create_invoices(batch({"number": "INV-1"}, {"number": "INV-1"}, useSingleTransaction=True))

    assert books.invoices("A-1") == []


def test_an_edited_comment_leaves_the_contact_and_both_are_forgotten_with_the_person(books: Ledger):
    contact = {"firstName": "Ada"}
    body = {"accountNumber": "A-1", "number": "INV-1", "invoiceItems": [ITEM], "billToContact": contact}
    books.perform("invoice.create", None, body)
    books.perform("invoice.edit", "INV-1", {"comments": "first"})
    books.perform("invoice.edit", "INV-1", {"comments": "second"})
    assert books.invoice("INV-1").comment == "second"

    books.erase_personal("A-1")
    books.perform("invoice.edit", "INV-1", {"paymentTerm": "Net 30"})

    assert books.invoice("INV-1").comment is None
    assert books.verify_books().ok


def test_documents_live_and_end_and_the_books_verify(books: Ledger):
    discounted = ITEM | {"discountItems": [{"amount": "-10.00", "taxItems": [{"taxAmount": "-2.00"}]}]}
    dated = {"accountNumber": "A-1", "invoiceDate": "2026-01-05", "invoiceItems": [discounted, ITEM]}
    for number in ("INV-1", "INV-2", "INV-3"):
        books.perform("invoice.create", None, dated | {"number": number})
    books.perform(
        "invoice.split", "INV-1", {"invoices": [{"splitPercentage": "30"}, {"splitPercentage": "70"}]}
    )
    books.perform("invoice.edit", "INV-2", {"items": [{"id": "INV-2#1d1", "delete": True}, {"amount": "5"}]})
    books.perform("invoice.post", "INV-2", {})
    made = {"items": [{"invoiceItemId": "INV-2#1", "amount": "33.33"}], "effectiveDate": "2026-01-06"}
    applied = {"autoPost": True, "autoApplyToInvoiceUponPosting": True, "number": "CM-1"}
    answer = books.perform("credit-memo.create-from-invoice", "INV-2", made | applied)
    books.perform("credit-memo.create-from-invoice", "INV-2", made | {"number": "CM-2"})
    books.perform("credit-memo.edit", "CM-2", {"items": [{"id": "CM-2#1", "amount": "11.11"}]})
    books.perform("credit-memo.cancel", "CM-2", {})
    books.perform("invoice.post", "INV-3", {})
    books.perform("invoice.unpost", "INV-3", {})
    books.perform("invoice.cancel", "INV-3", {})
    books.perform("invoice.delete", "INV-3", {})

    with pytest.raises(NotPosted):
        books.perform("invoice.unpost", "INV-3", {})
    assert [line.item for line in answer.applications[0].lines] == ["INV-2#1", "INV-2#1.1"]
    assert books.invoice("INV-2").balance is not None
    assert books.verify_books().ok
    assert books.rebuild()
