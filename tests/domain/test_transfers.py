"""Unapplied money goes to another account: a payment that is all unapplied goes itself, a part as its own."""

import pytest

from settlebook.domain import payment as state
from settlebook.domain.decisions.refunding import refund_keeping, refunds
from settlebook.domain.decisions.sources import payments, transfers
from settlebook.domain.decisions.sources.transfers import NewPayment
from settlebook.domain.errors import (
    AccountClosed,
    ExceedsOnDay,
    ExceedsUnapplied,
    NothingUnapplied,
    NotProcessed,
    PartlyUsed,
    SameAccount,
    Standalone,
    TooEarly,
)
from settlebook.domain.events import PaymentApplied, PaymentCanceled
from settlebook.domain.money import Money
from settlebook.domain.postings import Book, postings
from tests.builders import (
    ACCOUNT,
    MARCH_1,
    MARCH_2,
    MARCH_3,
    MARCH_31,
    PAYMENT,
    SEATS,
    a_payment,
    an_account,
    an_id,
    an_invoice,
    asked,
    evolved,
    new_ids,
)

OTHER = an_account(account_id=an_id("other"), number="A-2")
PART = NewPayment(an_id("part"), "P-2")


def whole(payment, to=OTHER, effective_on=None, today=MARCH_1):
    return transfers.whole(payment, to, effective_on=effective_on, today=today)


def part(payment, amount_minor=None, to=OTHER, effective_on=None, today=MARCH_1):
    return transfers.part(
        payment, to, PART, amount_minor=amount_minor, effective_on=effective_on, today=today
    )


def refunded(payment, amount_minor, day=MARCH_1):
    fact = refunds.of_payment(
        payment,
        amount_minor=amount_minor,
        refund_id=an_id("refund"),
        number="R-1",
        refund_date=day,
        today=day,
    )
    return evolved(state.evolve, payment, fact)


def applied(payment, minor, day, until=None):
    """The payment after it settled an invoice, until it was taken back on a day."""
    document = an_invoice({SEATS: 100_00})
    decided = payments.apply(
        payment, [asked(document, {SEATS: minor})], policy=None, effective_on=day, today=day, new_id=new_ids()
    )
    (fact,) = [fact for fact in decided.facts if isinstance(fact, PaymentApplied)]
    payment = evolved(state.evolve, payment, fact)
    if until is None:
        return payment
    back = payments.unapply(
        payment,
        None,
        {document.document_id: document},
        application=None,
        policy=None,
        effective_on=until,
        today=until,
        new_id=lambda: an_id("back"),
    )
    return evolved(state.evolve, payment, back.facts[0])


def test_a_whole_payment_stays_the_same_payment_on_another_account():
    payment = a_payment(100_00)

    fact = whole(payment)
    moved = evolved(state.evolve, payment, fact)

    assert (fact.to_payment_id, fact.amount_minor) == (PAYMENT, 100_00)
    assert (moved.account_id, moved.number, moved.unapplied_minor) == (OTHER.account_id, "P-1", 100_00)


def test_an_unassigned_payment_gets_its_account_and_may_lose_it_again():
    payment = a_payment(100_00, account_id=None)

    assigned = evolved(state.evolve, payment, whole(payment))
    lost = evolved(state.evolve, assigned, whole(assigned, to=None))

    assert (assigned.account_id, lost.account_id) == (OTHER.account_id, None)


def test_a_part_becomes_a_payment_of_its_own_that_says_what_the_payment_says():
    payment = a_payment(100_00, prepayment=True, details={"referenceId": "77", "sync__NS": "N-1", "x__c": 1})

    received, given = part(payment, 40_01)
    left = evolved(state.evolve, payment, given)
    new = evolved(state.evolve, None, received)

    assert (left.account_id, left.unapplied_minor, left.transferred) == (ACCOUNT, 59_99, 40_01)
    assert (new.account_id, new.unapplied_minor, new.transferred_from) == (OTHER.account_id, 40_01, PAYMENT)
    assert (new.number, new.is_prepayment, new.details) == ("P-2", True, {"referenceId": "77"})


def test_the_money_of_a_part_moves_once_from_payment_to_payment():
    received, given = part(a_payment(100_00), 40_00)

    (posting,) = [*postings(received), *postings(given)]

    assert (posting.debit.book, posting.credit.book) == (Book.UNAPPLIED_PAYMENT, Book.UNAPPLIED_PAYMENT)
    assert (posting.debit.document_id, posting.credit.document_id) == (PAYMENT, PART.payment_id)
    assert posting.amount_minor == 40_00


@pytest.mark.parametrize("amount_minor", [None, 100_00])
def test_all_of_an_unused_payment_is_the_payment_itself(amount_minor):
    assert transfers.is_whole(a_payment(100_00), amount_minor)


def test_less_than_all_or_of_a_payment_once_used_is_a_part():
    canceled = refunded(a_payment(100_00), 1)
    canceled = evolved(
        state.evolve,
        canceled,
        refund_keeping.cancel(
            canceled,
            canceled.refunds[an_id("refund")],
            reapplies=False,
            effective_on=None,
            today=MARCH_1,
        ),
    )

    assert not transfers.is_whole(a_payment(100_00), 99_99)
    assert not transfers.is_whole(refunded(a_payment(100_00), 1), None)
    assert transfers.is_whole(canceled, None)


def test_without_an_amount_a_used_payment_gives_what_it_has_unapplied():
    received, _ = part(refunded(a_payment(100_00), 30_00))

    assert received.amount_minor == 70_00


def test_a_payment_settles_for_its_account_from_the_day_of_its_transfer_on():
    payment = a_payment(100_00)
    moved = evolved(state.evolve, payment, whole(payment, effective_on=MARCH_3))
    document = an_invoice({SEATS: 100_00}, account_id=OTHER.account_id)

    with pytest.raises(TooEarly) as refused:
        payments.apply(
            moved,
            [asked(document, {SEATS: 1})],
            policy=None,
            effective_on=MARCH_2,
            today=MARCH_2,
            new_id=new_ids(),
        )
    with pytest.raises(TooEarly):
        whole(moved, to=None, effective_on=MARCH_2)

    assert refused.value.first_day == MARCH_3


def test_without_a_day_a_transfer_is_dated_today_or_on_the_payment_s_own_day():
    assert whole(a_payment(1), today=MARCH_3).effective_on == MARCH_3
    assert whole(a_payment(1, effective_on=MARCH_31), today=MARCH_3).effective_on == MARCH_31


def test_a_payment_is_not_given_away_on_a_day_before_it_came_in():
    with pytest.raises(TooEarly):
        whole(a_payment(1, effective_on=MARCH_2), effective_on=MARCH_1)


def test_money_that_was_used_on_a_later_day_is_not_given_away_before():
    payment = applied(a_payment(100_00), 30_00, MARCH_2, until=MARCH_3)

    with pytest.raises(ExceedsOnDay) as refused:
        whole(payment, effective_on=MARCH_2)
    with pytest.raises(ExceedsOnDay):
        part(payment, 70_01, effective_on=MARCH_1)
    received, _ = part(payment, 70_00, effective_on=MARCH_1)

    assert (refused.value.day, refused.value.available) == (MARCH_2, Money(70_00, "GBP"))
    assert received.effective_on == MARCH_1
    assert whole(payment, effective_on=MARCH_3).amount_minor == 100_00


def test_only_what_is_unapplied_is_given_away():
    payment = applied(a_payment(100_00), 30_00, MARCH_1)

    with pytest.raises(ExceedsUnapplied):
        part(payment, 70_01)
    with pytest.raises(NothingUnapplied):
        part(applied(payment, 70_00, MARCH_1))


def test_a_used_payment_is_unassigned_by_a_named_amount_only():
    payment = refunded(a_payment(100_00), 30_00)

    with pytest.raises(PartlyUsed) as refused:
        part(payment, to=None)
    received, given = part(payment, 70_00, to=None)

    assert (refused.value.asked, refused.value.available) == (Money(100_00, "GBP"), Money(70_00, "GBP"))
    assert (received.account_id, given.to_account_id) == (None, None)


CANCELED = PaymentCanceled(payment_id=PAYMENT, currency="GBP", amount_minor=1_00, effective_on=MARCH_1)
WRONGS = {
    NotProcessed: lambda payment, to: (state.evolve(payment, CANCELED), to),
    Standalone: lambda payment, to: (a_payment(1_00, standalone=True, account_id=payment.account_id), to),
    SameAccount: lambda payment, to: (payment, an_account(account_id=payment.account_id, status=to.status)),
    AccountClosed: lambda payment, to: (payment, an_account(account_id=to.account_id, status="Canceled")),
}


@pytest.mark.parametrize("wrong", WRONGS)
@pytest.mark.parametrize("give", [whole, lambda payment, to: part(payment, 2_00, to)])
def test_of_two_wrongs_of_a_transfer_the_one_documented_first_is_said(wrong, give):
    order = list(WRONGS)
    for later in order[order.index(wrong) :]:
        payment, to = WRONGS[wrong](*WRONGS[later](a_payment(1_00), OTHER))
        with pytest.raises(wrong):
            give(payment, to)


def test_an_unassigned_payment_is_not_unassigned_again():
    with pytest.raises(SameAccount, match="payment P-1 is unassigned already"):
        whole(a_payment(1, account_id=None), to=None)
