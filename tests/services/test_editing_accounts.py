"""An account is edited field by field; what is personal is kept beside the log as before."""

import pytest

from settlebook.domain.errors import AccountClosed, InvalidRequest, NotFound, ParentCircle
from tests.memory_books import MemoryBooks

EDIT = "account.edit"


def personal_of(books: MemoryBooks, number: str) -> object:
    ref = books.account(number).personal
    return dict(books.personal[ref.personal_id]) if ref else None


@pytest.fixture
def house(books: MemoryBooks) -> MemoryBooks:
    """A-1 above A-2 above A-3."""
    for number, parent in (("A-2", "A-1"), ("A-3", "A-2")):
        books.do(
            "account.create", name=number, currency="GBP", accountNumber=number, parentAccountNumber=parent
        )
    return books


def test_only_what_is_given_changes(books: MemoryBooks) -> None:
    books.do(EDIT, "A-1", notes="pays late", batch="Batch2", crmId="C-7", colour__c="red")

    books.do(EDIT, "A-1", billToContact={"firstName": "Ada"}, crmId=None, colour__c="blue")

    account = books.account("A-1")
    assert personal_of(books, "A-1") == {
        "name": "Ada",
        "notes": "pays late",
        "billToContact": {"firstName": "Ada"},
    }
    assert account.details == {"batch": "Batch2", "colour__c": "blue"}
    assert (account.number, account.currency, account.status) == ("A-1", "GBP", "Active")


def test_a_text_is_taken_away_by_null_but_a_name_is_not(books: MemoryBooks) -> None:
    books.do(EDIT, "A-1", notes="pays late", name="Ada Ltd")
    books.do(EDIT, "A-1", notes=None)

    with pytest.raises(InvalidRequest, match="name: an account has one"):
        books.do(EDIT, "A-1", name=None)
    with pytest.raises(InvalidRequest, match="status: an account has one"):
        books.do(EDIT, "A-1", status=None)
    with pytest.raises(InvalidRequest, match="give at least one field to change"):
        books.do(EDIT, "A-1")
    assert personal_of(books, "A-1") == {"name": "Ada Ltd"}


def test_no_account_is_above_itself(house: MemoryBooks) -> None:
    for parent in ("A-1", "A-2", "A-3"):
        with pytest.raises(ParentCircle, match=f"{parent} cannot be above A-1"):
            house.do(EDIT, "A-1", parentAccountNumber=parent)
    with pytest.raises(NotFound):
        house.do(EDIT, "A-1", parentId="A-9")

    house.do(EDIT, "A-3", parentId="A-1")
    house.do(EDIT, "A-2", parentAccountNumber=None)
    house.do(EDIT, "A-1", parentId="A-2", notes="now below")
    house.do(EDIT, "A-1", notes="still below")

    a_1, a_2, a_3 = (house.account(number) for number in ("A-1", "A-2", "A-3"))
    assert (a_1.parent_id, a_2.parent_id, a_3.parent_id) == (a_2.account_id, None, a_1.account_id)


def test_a_canceled_account_takes_nothing_new_and_settles_what_it_has(paid: MemoryBooks) -> None:
    paid.do(EDIT, "A-1", status="Canceled")

    with pytest.raises(AccountClosed):
        paid.do("payment.create", accountNumber="A-1", amount="1.00")
    outcome = paid.do("payment.apply", "P-1", invoices=[{"invoiceNumber": "INV-1", "amount": "1.00"}])

    assert outcome.applications[0].amount_minor == 1_00
    assert paid.do(EDIT, "A-1", status="Active").status == "Active"


def test_other_policies_of_an_account_stay_when_one_is_chosen(books: MemoryBooks) -> None:
    books.do(EDIT, "A-1", policies={"unapply": "fifo"}, negativeLines="net")
    books.do(EDIT, "A-1", policies={"refund": "prorate"})

    choices = books.account("A-1").choices
    assert (choices.unapply, choices.refund, choices.negative_lines) == ("fifo", "prorate", "net")
