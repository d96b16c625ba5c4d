"""A refund that was never paid out gives the money back; what it says can be edited; canceled, it can go."""

import pytest

from settlebook.domain import credit_memo as memo_state
from settlebook.domain import payment as state
from settlebook.domain.decisions.refunding import refund_keeping, refunds
from settlebook.domain.errors import (
    AlreadyDeleted,
    NotCanceled,
    NothingToReapply,
    RefundNotProcessed,
    TooEarly,
)
from settlebook.domain.events import SourceKind
from tests.builders import (
    MARCH_1,
    MARCH_2,
    MARCH_3,
    SEATS,
    SUPPORT,
    a_credit_memo,
    a_payment,
    an_id,
    evolved,
)

REFUND = an_id("refund")


def a_refunded_payment(minor=40_00, day=MARCH_2):
    payment = a_payment(100_00)
    fact = refunds.of_payment(
        payment, amount_minor=minor, refund_id=REFUND, number="R-1", refund_date=day, today=day
    )
    return evolved(state.evolve, payment, fact)


def a_refunded_memo():
    memo = a_credit_memo({SEATS: 10_00, SUPPORT: 5_00})
    fact = refunds.of_credit_memo(
        memo,
        amount_minor=12_00,
        lines=None,
        policy=None,
        refund_id=REFUND,
        number="R-1",
        refund_date=MARCH_2,
        today=MARCH_2,
    )
    return evolved(memo_state.evolve, memo, fact)


def canceled(source, reapplies=False, effective_on=None, today=MARCH_1):
    return refund_keeping.cancel(
        source, source.refunds[REFUND], reapplies=reapplies, effective_on=effective_on, today=today
    )


def test_the_money_of_a_canceled_refund_is_unapplied_again_on_every_day_since():
    payment = a_refunded_payment()

    after = evolved(state.evolve, payment, canceled(payment))

    assert (after.unapplied_minor, after.refunded_minor) == (100_00, 0)
    assert after.refunds[REFUND].status == "Canceled"
    assert [after.unapplied.at(day) for day in (MARCH_1, MARCH_2)] == [100_00, 100_00]


def test_a_memo_s_rows_get_back_what_was_paid_out_of_them():
    memo = a_refunded_memo()

    fact = canceled(memo)
    after = evolved(memo_state.evolve, memo, fact)

    assert (fact.source_kind, fact.account_id) == (SourceKind.CREDIT_MEMO, memo.account_id)
    assert [(line.source_item_id, line.amount_minor) for line in fact.lines] == [
        (SEATS, 10_00),
        (SUPPORT, 2_00),
    ]
    assert (after.unapplied_of(SEATS).total, after.unapplied_of(SUPPORT).total) == (10_00, 5_00)


def test_a_refund_is_canceled_on_its_own_day_or_later():
    payment = a_refunded_payment()

    with pytest.raises(TooEarly) as refused:
        canceled(payment, effective_on=MARCH_1)

    assert refused.value.facts() == {"number": "R-1", "asked": MARCH_1, "first_day": MARCH_2}
    assert canceled(payment, today=MARCH_1).effective_on == MARCH_2
    assert canceled(payment, today=MARCH_3).effective_on == MARCH_3


def test_a_refund_of_unapplied_money_has_nothing_to_put_back():
    payment = a_refunded_payment()

    with pytest.raises(NothingToReapply):
        canceled(payment, reapplies=True, effective_on=MARCH_1)


@pytest.mark.parametrize("reapplies", [False, True])
def test_a_refund_is_canceled_once(reapplies):
    payment = a_refunded_payment()
    after = evolved(state.evolve, payment, canceled(payment))

    with pytest.raises(RefundNotProcessed):
        canceled(after, reapplies=reapplies, effective_on=MARCH_1)


@pytest.mark.parametrize("source", [a_refunded_payment(), a_refunded_memo()])
def test_only_a_canceled_refund_is_deleted_and_then_nothing_more_is_said_of_it(source):
    evolve = state.evolve if source.number == "P-1" else memo_state.evolve
    with pytest.raises(NotCanceled):
        refund_keeping.delete(source, source.refunds[REFUND], today=MARCH_2)
    source = evolve(source, canceled(source))
    edited = refund_keeping.edit(
        source, source.refunds[REFUND], {"reasonCode": "Bank"}, personal=None, today=MARCH_2
    )
    source = evolve(source, edited)
    source = evolve(source, refund_keeping.delete(source, source.refunds[REFUND], today=MARCH_3))

    with pytest.raises(AlreadyDeleted):
        refund_keeping.edit(source, source.refunds[REFUND], {}, personal=None, today=MARCH_3)
    with pytest.raises(NotCanceled):
        refund_keeping.delete(source, source.refunds[REFUND], today=MARCH_3)

    refund = source.refunds[REFUND]
    assert (refund.status, refund.number, refund.details) == ("Deleted", "R-1", {"reasonCode": "Bank"})
