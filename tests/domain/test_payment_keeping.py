"""A payment says something else, or never came in, or is shown no longer: what was done with it decides."""

import pytest

from settlebook.domain import payment as state
from settlebook.domain.decisions.refunding import refunds
from settlebook.domain.decisions.rules import describing
from settlebook.domain.decisions.sources import payment_keeping, transfers
from settlebook.domain.errors import (
    AccountClosed,
    AlreadyDeleted,
    ExceedsOnDay,
    NotCanceled,
    NotProcessed,
    PaymentIsApplied,
    PaymentIsRefunded,
    SettledAtGateway,
    TooEarly,
    TransferredAway,
)
from settlebook.domain.money import Money
from settlebook.domain.postings import Book, postings
from tests.builders import (
    MARCH_1,
    MARCH_2,
    MARCH_3,
    SEATS,
    a_payment,
    an_account,
    an_id,
    evolved,
)
from tests.domain.test_transfers import applied

ACTIVE = an_account()
SETTLED = {"gatewayState": "Settled"}


def canceled(payment, account=ACTIVE, effective_on=None, today=MARCH_1):
    return payment_keeping.cancel(payment, account, effective_on=effective_on, today=today)


def refunded(payment, minor=1_00):
    fact = refunds.of_payment(
        payment, amount_minor=minor, refund_id=an_id("r"), number="R-1", refund_date=None, today=MARCH_1
    )
    return evolved(state.evolve, payment, fact)


def given_away(payment, minor=1_00):
    new = transfers.NewPayment(an_id("part"), "P-2")
    _, fact = transfers.part(payment, None, new, amount_minor=minor, effective_on=None, today=MARCH_1)
    return evolved(state.evolve, payment, fact)


def test_a_canceled_payment_has_left_the_books_whole():
    payment = a_payment(100_00)

    fact = canceled(payment)
    after = evolved(state.evolve, payment, fact)
    (posting,) = postings(fact)

    assert (after.status, after.unapplied_minor) == ("Canceled", 0)
    assert (posting.debit.book, posting.credit.book, posting.amount_minor) == (
        Book.UNAPPLIED_PAYMENT,
        Book.BANK,
        100_00,
    )


def test_an_unassigned_or_a_standalone_payment_can_be_canceled():
    assert canceled(a_payment(1, account_id=None), None).account_id is None
    assert canceled(a_payment(1, standalone=True)).amount_minor == 1


def test_without_a_day_a_payment_is_canceled_once_all_of_it_is_unapplied():
    payment = applied(a_payment(100_00), 30_00, MARCH_2, until=MARCH_3)

    fact = canceled(payment)
    with pytest.raises(ExceedsOnDay) as refused:
        canceled(payment, effective_on=MARCH_2)

    assert fact.effective_on == MARCH_3
    assert (refused.value.day, refused.value.available) == (MARCH_2, Money(70_00, "GBP"))


def test_a_payment_is_not_canceled_before_it_came_in():
    with pytest.raises(TooEarly):
        canceled(a_payment(1, effective_on=MARCH_2), effective_on=MARCH_1)


def test_what_stands_in_the_way_of_canceling_is_said_with_its_amount():
    payment = applied(a_payment(100_00), 60_00, MARCH_1)

    with pytest.raises(PaymentIsApplied) as is_applied:
        canceled(payment)
    with pytest.raises(PaymentIsRefunded) as is_refunded:
        canceled(refunded(payment, 39_99))
    with pytest.raises(TransferredAway) as is_away:
        canceled(given_away(payment, 40_00))

    assert is_applied.value.available == Money(60_00, "GBP")
    assert (is_refunded.value.refund, is_refunded.value.available) == ("R-1", Money(39_99, "GBP"))
    assert is_away.value.available == Money(40_00, "GBP")


WRONGS = {
    NotProcessed: lambda payment: evolved(state.evolve, payment, canceled(a_payment(10_00))),
    AccountClosed: lambda payment: payment,
    SettledAtGateway: lambda payment: evolved(
        state.evolve, payment, payment_keeping.edit(payment, SETTLED, personal=None, today=MARCH_1)
    ),
    PaymentIsRefunded: refunded,
    TransferredAway: given_away,
    PaymentIsApplied: lambda payment: applied(payment, 1_00, MARCH_1),
}


@pytest.mark.parametrize("first", WRONGS)
def test_of_all_that_forbids_canceling_the_one_documented_first_is_said(first):
    order = list(WRONGS)
    payment = a_payment(10_00)
    for wrong in reversed(order[order.index(first) :]):
        payment = WRONGS[wrong](payment)
    closed = order.index(first) <= order.index(AccountClosed)
    account = an_account(status="Canceled") if closed else ACTIVE

    with pytest.raises(first):
        canceled(payment, account, effective_on=MARCH_1)


def test_only_a_canceled_payment_is_deleted_and_only_once():
    payment = a_payment(1)
    after = evolved(state.evolve, payment, canceled(payment))
    gone = evolved(state.evolve, after, payment_keeping.delete(after, today=MARCH_1))

    for wrong in (payment, gone):
        with pytest.raises(NotCanceled):
            payment_keeping.delete(wrong, today=MARCH_1)

    assert (gone.status, gone.number) == ("Deleted", "P-1")


def test_a_canceled_payment_can_be_edited_and_a_deleted_one_not():
    payment = a_payment(1)
    after = evolved(state.evolve, payment, canceled(payment))
    edited = payment_keeping.edit(after, {"x__c": 1}, personal=None, today=MARCH_2)
    gone = evolved(state.evolve, after, edited, payment_keeping.delete(after, today=MARCH_2))

    with pytest.raises(AlreadyDeleted):
        payment_keeping.edit(gone, {"x__c": 1}, personal=None, today=MARCH_2)

    assert (edited.details, edited.effective_on) == ({"x__c": 1}, MARCH_2)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({"referenceId": "78"}, {"referenceId": "78", "financeInformation": {"a": "1", "b": "2"}}),
        ({"referenceId": None}, {"financeInformation": {"a": "1", "b": "2"}}),
        ({"referenceId": ""}, {"financeInformation": {"a": "1", "b": "2"}}),
        (
            {"financeInformation": {"b": None, "c": "3"}},
            {"referenceId": "77", "financeInformation": {"a": "1", "c": "3"}},
        ),
        ({"financeInformation": {"a": None, "b": ""}}, {"referenceId": "77"}),
        ({"financeInformation": None, "gone__c": None}, {"referenceId": "77"}),
        (
            {"flag__c": False},
            {"referenceId": "77", "financeInformation": {"a": "1", "b": "2"}, "flag__c": False},
        ),
    ],
)
def test_an_edit_changes_what_it_names_and_takes_away_what_it_names_empty(changes, after):
    known = {"referenceId": "77", "financeInformation": {"a": "1", "b": "2"}}

    assert describing.edited(known, changes) == after


def test_what_was_kept_empty_stays_so_where_an_edit_does_not_name_it():
    assert describing.edited({"x__c": None}, {"y__c": 1}) == {"x__c": None, "y__c": 1}


def test_a_price_of_seats_is_unchanged_by_what_is_said_of_a_payment():
    payment = applied(a_payment(5_00), 5_00, MARCH_1)

    after = evolved(
        state.evolve, payment, payment_keeping.edit(payment, SETTLED, personal=None, today=MARCH_1)
    )

    assert (after.lots, after.unapplied) == (payment.lots, payment.unapplied)
    assert after.lots[next(iter(after.lots))].remaining == {(None, SEATS): 5_00}
