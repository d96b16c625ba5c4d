"""Lists come in the order of recording, page by page, and of one account where one is named."""

import pytest

from settlebook import Ledger
from settlebook.domain.errors import InvalidRequest, NotFound
from tests.queries.books import SETUP, account, invoice, memo, payment

NUMBERS = ["C-9", "A-3", "B-7", "A-1", "D-0"]  # in an order that is no alphabet


@pytest.fixture
def listed(ledger: Ledger) -> Ledger:
    """Objects of every kind under the same five numbers; those beginning with A belong to another account."""
    for number in NUMBERS:
        account(ledger, number)
        owner = "A-3" if number.startswith("A") else "C-9"
        invoice(ledger, number, SETUP, owner=owner)
        memo(ledger, "debit-memo", number, SETUP, owner=owner)
        memo(ledger, "credit-memo", number, SETUP, owner=owner)
        payment(ledger, number, "10.00", owner=owner)
        ledger.perform(
            "payment.refund", number, {"totalAmount": "1.00", "type": "External", "number": number}
        )
    return ledger


LISTS = ["accounts", "invoices", "debit_memos", "credit_memos", "payments", "refunds"]


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_any_size_tell_every_object_once_in_the_order_of_recording(listed: Ledger, name: str):
    read = getattr(listed, name)

    for limit in (1, 2, 4, 5, 10**30):
        told, page = [], read(limit=limit)
        while page:
            assert len(page) <= limit
            told += [row.number for row in page]
            page = read(limit=limit, after=page[-1].id)
        assert told == NUMBERS
    assert [row.number for row in read(limit=2, after="A-3")] == ["B-7", "A-1"]


@pytest.mark.parametrize("name", LISTS[1:])
def test_a_list_of_one_account_tells_no_others(listed: Ledger, name: str):
    read = getattr(listed, name)

    assert [row.number for row in read("A-3")] == ["A-3", "A-1"]
    assert [row.number for row in read(listed.account("A-3").id, after="A-3")] == ["A-1"]
    assert read("D-0") == []


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_ledger_has_empty_lists(ledger: Ledger, name: str):
    assert getattr(ledger, name)() == []


@pytest.mark.parametrize("limit", [0, -1])
def test_a_page_of_nothing_is_refused(ledger: Ledger, limit: int):
    with pytest.raises(InvalidRequest):
        ledger.invoices(limit=limit)


def test_pages_after_or_of_what_is_not_there_are_refused(listed: Ledger):
    with pytest.raises(NotFound):
        listed.invoices(after="NO-SUCH")
    with pytest.raises(NotFound):
        listed.invoices("NO-SUCH")


def test_a_list_leaves_the_items_to_the_answer_about_one_document(listed: Ledger):
    (listed_one, *_) = listed.invoices()

    assert listed_one.items is None and "items" not in listed_one.as_json()
    assert listed.invoice(listed_one.number).model_copy(update={"items": None}) == listed_one
