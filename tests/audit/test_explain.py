"""A balance is explained by the events that made it, in order, summing to it."""

import pytest

from settlebook import Ledger
from settlebook.domain.errors import InvalidRequest, NotFound

POSTED = {"accountNumber": "ACME", "status": "Posted"}
ITEM = {"chargeName": "Seats", "amount": "100.00", "taxItems": [{"name": "VAT", "taxAmount": "20.00"}]}


@pytest.fixture
def books(ledger: Ledger) -> Ledger:
    ledger.perform("account.create", None, {"name": "Acme", "accountNumber": "ACME", "currency": "GBP"})
    invoice = {**POSTED, "number": "INV-1", "invoiceDate": "2026-01-01", "invoiceItems": [ITEM]}
    ledger.perform("invoice.create", None, invoice)
    memo = {**POSTED, "number": "CM-1", "effectiveDate": "2026-01-02", "charges": [ITEM]}
    ledger.perform("credit-memo.create", None, memo)
    pairs = [{"creditMemoItemId": "CM-1#1", "invoiceItemId": "INV-1#1", "amount": "60.00"}]
    applied = {"invoices": [{"invoiceNumber": "INV-1", "amount": "60.00", "items": pairs}]}
    ledger.perform("credit-memo.apply", "CM-1", {**applied, "effectiveDate": "2026-01-03"})
    ledger.perform(
        "credit-memo.unapply", "CM-1", {"invoices": [{"invoiceNumber": "INV-1", "amount": "25.00"}]}
    )
    return ledger


def test_an_invoice_item_is_explained_from_posting_to_balance(books: Ledger):
    explained = books.explain("INV-1#1")

    assert [(step.topic, str(step.moved), str(step.balance)) for step in explained.steps] == [
        ("invoice.posted.v1", "100.00", "100.00"),
        ("credit_memo.applied.v1", "-60.00", "40.00"),
        ("credit_memo.unapplied.v1", "25.00", "65.00"),
    ]
    assert str(explained.balance) == "65.00" and explained.item == "INV-1#1"


def test_each_step_says_who_and_when_and_by_which_policy_and_application(books: Ledger):
    posted, applied, taken_back = books.explain("INV-1#1").steps

    assert (posted.effective_on.isoformat(), posted.actor) == ("2026-01-01", "tester")
    assert (applied.effective_on.isoformat(), applied.counterpart) == ("2026-01-03", "CM-1#1")
    assert applied.policy is None  # the caller named the lines
    assert taken_back.undoes == applied.application_id
    assert taken_back.policy is not None and taken_back.policy.name == "latest-first"
    assert posted.recorded_at <= applied.recorded_at <= taken_back.recorded_at


def test_a_credit_memo_item_is_explained_by_what_is_unapplied_of_it(books: Ledger):
    explained = books.explain("CM-1#1")

    assert [str(step.moved) for step in explained.steps] == ["100.00", "-60.00", "25.00"]
    assert [step.counterpart for step in explained.steps] == [None, "INV-1#1", "INV-1#1"]


def test_rows_of_one_application_are_told_apart_by_the_items_on_the_other_side(books: Ledger):
    free = {"chargeName": "Goodwill", "amount": "5.00"}
    memo = {**POSTED, "number": "CM-2", "charges": [free, free]}
    books.perform("credit-memo.create", None, memo)
    pairs = [
        {"creditMemoItemId": f"CM-2#{line}", "invoiceItemId": "INV-1#1", "amount": "5.00"} for line in (1, 2)
    ]
    applied = {"invoices": [{"invoiceNumber": "INV-1", "amount": "10.00", "items": pairs}]}
    books.perform("credit-memo.apply", "CM-2", applied)

    rows = [(step.event, step.counterpart) for step in books.explain("INV-1#1").steps[-2:]]

    assert sorted(rows) == [("CreditApplied", "CM-2#1"), ("CreditApplied", "CM-2#2")]


def test_money_that_came_and_went_back_names_payment_and_refund(books: Ledger):
    paid = {"accountNumber": "ACME", "number": "P-1", "amount": "5.00"}
    books.perform(
        "payment.create", None, {**paid, "invoices": [{"invoiceNumber": "INV-1", "amount": "5.00"}]}
    )
    refunded = {
        "totalAmount": "1.00",
        "number": "R-1",
        "items": [{"creditMemoItemId": "CM-1#1", "amount": 1}],
    }
    books.perform("credit-memo.refund", "CM-1", refunded)

    assert books.explain("INV-1#1").steps[-1].counterpart == "P-1"
    assert books.explain("CM-1#1").steps[-1].counterpart == "R-1"


def test_a_tax_item_is_named_and_found_by_its_id_too(books: Ledger):
    explained = books.explain("INV-1#1.1")

    assert books.explain(explained.item_id.hex) == explained
    assert str(explained.balance) == "20.00"


@pytest.mark.parametrize("key", ["INV-1#2", "INV-9#1", "0" * 32])
def test_an_unknown_item_is_not_found(books: Ledger, key: str):
    with pytest.raises(NotFound):
        books.explain(key)


def test_a_key_that_names_no_item_is_told_what_one_looks_like(books: Ledger):
    with pytest.raises(InvalidRequest, match="INV-7#2"):
        books.explain("INV-1")
