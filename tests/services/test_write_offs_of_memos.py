"""Debit memos and unapplied credit are given up as invoices are: by a memo of the same rows."""

import pytest

from settlebook.domain.errors import (
    ExceedsItemUnapplied,
    ExceedsOnDay,
    ExceedsUnapplied,
    NothingToWriteOff,
    TooEarly,
)
from settlebook.domain.events import CreditMemoCreated, DebitMemoCreated, ItemsCredited
from tests.memory_books import MemoryBooks
from tests.services.standing import made_by, open_of, unapplied_of


@pytest.fixture
def debited(books: MemoryBooks) -> MemoryBooks:
    """DM-1 over 12.00: 10.00 with tax of 2.00."""
    books.do(
        "debit-memo.create",
        accountNumber="A-1",
        number="DM-1",
        effectiveDate="2024-03-01",
        autoPost=True,
        charges=[{"amount": "10.00", "taxItems": [{"name": "VAT", "taxAmount": "2.00"}]}],
    )
    return books


def test_a_debit_memo_is_given_up_in_the_words_of_its_own_request(debited):
    items = [
        {
            "debitMemoItemId": "DM-1#1",
            "amountWithoutTax": "4.00",
            "taxationItems": [{"taxationItemId": "DM-1#1.1", "amount": "0.80"}],
        }
    ]

    debited.do("debit-memo.write-off", "DM-1", items=items, amount="4.80", revenueImpacting="Yes")

    assert open_of(debited, "DM-1", "debit_memo") == {"DM-1#1": 6_00, "DM-1#1.1": 1_20}
    (memo,) = made_by(debited, CreditMemoCreated)
    assert memo.header.referred_debit_memo_id == debited.debit_memo("DM-1").document_id
    assert memo.header.details["sourceType"] == "DebitMemo"
    assert memo.items[0].details["creditFromItemSource"] == "DebitMemoItem"
    assert memo.items[0].source_item_id in debited.debit_memo("DM-1").rows
    assert made_by(debited, ItemsCredited) == []


def test_a_debit_memo_is_given_up_as_a_whole(debited):
    debited.do("debit-memo.write-off", "DM-1")

    assert set(open_of(debited, "DM-1", "debit_memo").values()) == {0}


@pytest.fixture
def credited(books: MemoryBooks) -> MemoryBooks:
    """CM-1 over 12.00: 10.00 with tax of 2.00, all of it unapplied."""
    books.do(
        "credit-memo.create",
        accountNumber="A-1",
        number="CM-1",
        effectiveDate="2024-03-01",
        autoPost=True,
        charges=[{"amount": "10.00", "unitPrice": "-10", "taxItems": [{"name": "VAT", "taxAmount": "2.00"}]}],
    )
    return books


def test_unapplied_credit_is_given_up_by_a_debit_memo_of_the_same_rows(credited):
    outcome = credited.do("credit-memo.write-off", "CM-1", reasonCode="Goodwill ended")

    memo = credited.debit_memo(outcome.made[0].number)
    assert unapplied_of(credited, "CM-1") == {"CM-1#1": 0, "CM-1#1.1": 0}
    assert (memo.total_minor, memo.balance_minor) == (12_00, 0)
    assert memo.header.referred_credit_memo_id == credited.credit_memo("CM-1").document_id
    (made,) = made_by(credited, DebitMemoCreated)
    assert made.header.details == {"sourceType": "CreditMemo", "reasonCode": "Goodwill ended"}
    assert made.items[0].details == {"unitPrice": "10", "sourceItemType": "CreditMemoItem"}
    pairs = [(line.source, line.item) for line in outcome.applications[0].lines]
    assert pairs == [("CM-1#1", f"{memo.number}#1"), ("CM-1#1.1", f"{memo.number}#1.1")]


def test_a_part_of_unapplied_credit_may_be_given_up_after_some_was_applied(credited, invoiced):
    credited.do("credit-memo.apply", "CM-1", invoices=[{"invoiceId": "INV-1", "amount": "6.00"}])

    outcome = credited.do("credit-memo.write-off", "CM-1", amount="3.00")

    assert credited.credit_memo("CM-1").unapplied_minor == 3_00
    assert outcome.policy.name == "prorate"


def test_rows_of_a_credit_memo_may_be_named(credited):
    items = [{"creditTaxItemId": "CM-1#1.1", "amount": "1.99"}, {"creditMemoItemId": "CM-1#1", "amount": "1"}]

    credited.do("credit-memo.write-off", "CM-1", items=items)

    assert unapplied_of(credited, "CM-1") == {"CM-1#1": 9_00, "CM-1#1.1": 1}


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"amount": "12.01"}, ExceedsUnapplied),
        ({"items": [{"creditTaxItemId": "CM-1#1.1", "amount": "2.01"}]}, ExceedsItemUnapplied),
        ({"memoDate": "2024-02-29"}, TooEarly),
    ],
)
def test_credit_that_is_not_there_is_not_given_up(credited, fields, refusal):
    with pytest.raises(refusal):
        credited.do("credit-memo.write-off", "CM-1", **fields)


def test_credit_that_was_not_unapplied_on_the_day_is_refused(credited, invoiced):
    credited.do(
        "credit-memo.apply",
        "CM-1",
        invoices=[{"invoiceId": "INV-1", "amount": "12.00"}],
        effectiveDate="2024-03-01",
    )
    credited.do("credit-memo.unapply", "CM-1", effectiveDate="2024-03-09")

    with pytest.raises(ExceedsOnDay):
        credited.do("credit-memo.write-off", "CM-1", memoDate="2024-03-08")
    credited.do("credit-memo.write-off", "CM-1", memoDate="2024-03-09")
    with pytest.raises(NothingToWriteOff):
        credited.do("credit-memo.write-off", "CM-1")
