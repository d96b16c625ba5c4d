"""Only unapplied money is paid back, of a payment or of a memo's items, on a day that can bear it."""

import pytest

from settlebook.domain.allocation import Policy
from settlebook.domain.errors import (
    ExceedsItemUnapplied,
    ExceedsOnDay,
    ExceedsUnapplied,
    InvalidRequest,
    ItemNotOfDocument,
    LineNamedTwice,
    LinesDoNotAddUp,
    NotPosted,
    TooEarly,
)
from settlebook.domain.events import RefundIssued, SourceKind
from tests.model.builders import (
    TODAY,
    a_credit_memo,
    a_document,
    a_ledger,
    a_payment,
    credit,
    gbp,
    invoice,
    lines,
    march,
    pairs,
    part_items_of,
    parts_of,
    pay,
    refusal_of,
    taxed,
)
from tests.model.commands import Refund, Unapply
from tests.model.memory import Memory, id_of
from tests.model.snapshot import Source
from tests.model.standing import snapshot_of


def a_taxed_memo() -> Memory:
    ledger = a_ledger()
    a_credit_memo(ledger, "CM-1", [taxed(10_00, 1_00), 20_00], day=march(3))
    return ledger


def back(amount_minor: int, **given: object) -> Refund:
    return Refund("credit_memo", "CM-1", "R-1", amount_minor, **given)  # type: ignore[arg-type]


def test_the_rest_of_a_payment_is_paid_back_and_its_unapplied_part_is_gone() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [70_00])
    a_payment(ledger, "P-1", 100_00)
    ledger.do(pay(invoice("INV-1", 50_00)))

    refund = ledger.do(Refund("payment", "P-1", "R-1", 50_00))

    assert parts_of(ledger, "P-1") == {"INV-1": 50_00}
    assert snapshot_of(ledger).payments == {"P-1": Source(applied=50_00, unapplied=0, refunded=50_00)}
    assert isinstance(refund, RefundIssued)
    assert (refund.source_kind, refund.effective_on) == (SourceKind.PAYMENT, TODAY)
    assert [(line.amount_minor, line.source_item_id) for line in refund.lines] == [(50_00, None)]


def test_a_source_paid_back_whole_has_no_part() -> None:
    ledger = a_taxed_memo()
    a_payment(ledger, "P-1", 1_00)

    ledger.do(Refund("payment", "P-1", "R-1", 1_00))
    ledger.do(Refund("credit_memo", "CM-1", "R-2", 31_00))

    assert (parts_of(ledger, "P-1"), parts_of(ledger, "CM-1")) == ({}, {})


def test_applied_money_of_a_payment_is_not_paid_back() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [70_00])
    a_payment(ledger, "P-1", 100_00)
    ledger.do(pay(invoice("INV-1", 70_00)))

    refusal = refusal_of(ledger, Refund("payment", "P-1", "R-1", 30_01))

    assert isinstance(refusal, ExceedsUnapplied)
    assert refusal.facts() == {"number": "P-1", "asked": gbp(30_01), "available": gbp(30_00)}


def test_a_refund_without_items_takes_the_memo_s_rows_one_after_the_other() -> None:
    ledger = a_taxed_memo()

    refund = ledger.do(back(10_50))

    assert part_items_of(ledger, "CM-1", None) == {("CM-1#1.1", None): 50, ("CM-1#2", None): 20_00}
    assert isinstance(refund, RefundIssued)
    assert refund.policy == Policy(name="fifo", version=1)
    assert [(line.source_item_id, line.amount_minor) for line in refund.lines] == [
        (id_of("CM-1#1"), 10_00),
        (id_of("CM-1#1.1"), 50),
    ]


def test_a_refund_takes_the_rows_it_names() -> None:
    ledger = a_taxed_memo()

    refund = ledger.do(back(5_50, lines=lines({"CM-1#2": 5_00, "CM-1#1.1": 50})))

    assert isinstance(refund, RefundIssued)
    assert refund.policy is None
    assert [(line.source_item_id, line.amount_minor) for line in refund.lines] == [
        (id_of("CM-1#1.1"), 50),
        (id_of("CM-1#2"), 5_00),
    ]
    assert parts_of(ledger, "CM-1") == {None: 25_50}


def test_without_a_day_a_refund_is_dated_today_or_on_the_source_s_own_day() -> None:
    ledger = a_ledger()
    a_payment(ledger, "P-1", 2_00, day=march(20))

    refund = ledger.do(Refund("payment", "P-1", "R-1", 1_00))

    assert isinstance(refund, RefundIssued)
    assert refund.effective_on == march(20)


def test_no_refund_is_dated_before_its_source() -> None:
    ledger = a_taxed_memo()
    a_payment(ledger, "P-1", 2_00, day=march(5))

    payment = refusal_of(ledger, Refund("payment", "P-1", "R-1", 1_00, day=march(4)))
    memo = refusal_of(ledger, back(1_00, day=march(2)))

    assert isinstance(payment, TooEarly)
    assert payment.facts() == {"number": "P-1", "asked": march(4), "first_day": march(5)}
    assert isinstance(memo, TooEarly)
    assert memo.facts() == {"number": "CM-1", "asked": march(2), "first_day": march(3)}


def test_money_that_was_applied_on_a_later_day_is_not_paid_back_before_it() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [70_00])
    a_payment(ledger, "P-1", 100_00)
    ledger.do(pay(invoice("INV-1", 70_00), day=march(10)))
    ledger.do(Unapply("payment", "P-1", day=march(12)))

    refusal = refusal_of(ledger, Refund("payment", "P-1", "R-1", 40_00, day=march(9)))
    ledger.do(Refund("payment", "P-1", "R-1", 30_00, day=march(9)))

    assert isinstance(refusal, ExceedsOnDay)
    assert (refusal.what, refusal.day, refusal.available) == ("P-1", march(10), gbp(30_00))


def test_a_row_that_was_applied_on_a_later_day_is_not_paid_back_before_it() -> None:
    ledger = a_taxed_memo()
    a_document(ledger, "INV-1", [10_00])
    named = pairs({("CM-1#1", "INV-1#1"): 10_00})
    ledger.do(credit(invoice("INV-1", 10_00, named), day=march(10)))
    ledger.do(Unapply("credit_memo", "CM-1", day=march(12)))

    row = refusal_of(ledger, back(1, lines=lines({"CM-1#1": 1}), day=march(9)))
    memo = refusal_of(ledger, back(21_01, day=march(9)))
    chosen = ledger.do(back(2_00, day=march(9)))

    assert isinstance(row, ExceedsOnDay)
    assert (row.what, row.day, row.available) == ("CM-1#1", march(10), gbp(0))
    assert isinstance(memo, ExceedsOnDay)
    assert (memo.what, memo.day, memo.available) == ("CM-1", march(10), gbp(21_00))
    assert isinstance(chosen, RefundIssued)
    assert [line.source_item_id for line in chosen.lines] == [id_of("CM-1#1.1"), id_of("CM-1#2")]


@pytest.mark.parametrize("policy", ["source-item", "prorate-matrix", "random"])
def test_a_policy_that_refunds_do_not_offer_is_refused(policy: str) -> None:
    ledger = a_taxed_memo()

    refusal = refusal_of(ledger, back(1_00, policy=policy))

    assert isinstance(refusal, InvalidRequest)
    assert refusal.field == "policy"


def test_refusals_of_a_memo_s_refund_come_in_their_order() -> None:
    ledger = a_taxed_memo()
    a_document(ledger, "CM-2", [1_00], "credit_memo", draft=True)
    foreign, twice = lines({"CM-2#1": 1}), lines({"CM-1#1": 1}) * 2
    much = lines({"CM-1#1": 10_01})
    early = march(1)

    refusals = [
        refusal_of(ledger, Refund("credit_memo", "CM-2", "R-1", 9_00, foreign, "random", early)),
        refusal_of(ledger, Refund("credit_memo", "CM-2", "R-1", 9_00, foreign, day=early)),
        refusal_of(ledger, back(31_01, lines=foreign + twice, day=early)),
        refusal_of(ledger, back(31_00, lines=foreign + twice, day=early)),
        refusal_of(ledger, back(31_00, lines=foreign + much, day=early)),
        refusal_of(ledger, back(31_00, lines=much, day=early)),
        refusal_of(ledger, back(10_01, lines=much, day=early)),
        refusal_of(ledger, back(10_00, day=early)),
    ]

    assert [type(refusal) for refusal in refusals] == [
        InvalidRequest,
        NotPosted,
        ExceedsUnapplied,
        LineNamedTwice,
        ItemNotOfDocument,
        LinesDoNotAddUp,
        ExceedsItemUnapplied,
        TooEarly,
    ]
