"""What was applied is taken back: by application, by document, by item, or all of it; the latest first."""

import time

from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain.allocation import Policy
from settlebook.domain.decisions.rules.asked import Decided
from settlebook.domain.errors import (
    DocumentNamedTwice,
    ExceedsApplied,
    ExceedsItemApplied,
    InvalidRequest,
    ItemNotOfDocument,
    LineNamedTwice,
    LinesDoNotAddUp,
    NotFound,
    NothingApplied,
    TooEarly,
)
from settlebook.domain.events import CreditUnapplied, ItemsUnsettled, PaymentUnapplied
from settlebook.domain.money import Money
from tests.model.builders import (
    TODAY,
    a_credit_memo,
    a_document,
    a_ledger,
    a_payment,
    credit,
    debit_memo,
    gbp,
    invoice,
    lines,
    march,
    open_of,
    pairs,
    part_items_of,
    parts_of,
    pay,
    refusal_of,
    taxed,
)
from tests.model.commands import ApplicationRef, Line, Refund, Share, Unapply
from tests.model.memory import Memory, id_of
from tests.model.snapshot import Source
from tests.model.standing import snapshot_of


def back(*shares: Share, **given: object) -> Unapply:
    return Unapply("payment", "P-1", shares, **given)  # type: ignore[arg-type]


def credit_back(*shares: Share, **given: object) -> Unapply:
    return Unapply("credit_memo", "CM-1", shares, **given)  # type: ignore[arg-type]


def applied_twice() -> Memory:
    """Place 1 applied 6.00 to the first item on 5 March, place 2 2.00 and 3.00 to both items on 8 March."""
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00, 10_00])
    a_payment(ledger, "P-1", 20_00)
    ledger.do(pay(invoice("INV-1", 6_00, lines({"INV-1#1": 6_00})), day=march(5)), 1)
    both = lines({"INV-1#1": 2_00, "INV-1#2": 3_00})
    ledger.do(pay(invoice("INV-1", 5_00, both), day=march(8)), 2)
    return ledger


def consumed(decided: object, ledger: Memory) -> list[tuple[int, str, int]]:
    """The lines of an unapply: place of the application, item, amount."""
    assert isinstance(decided, Decided)
    places = {application: ref.command for ref, application in ledger.applications.items()}
    items = {id_of(item): item for item in ("INV-1#1", "INV-1#2")}
    return [
        (places[line.undoes], items[line.item_id], line.amount_minor)
        for fact in decided.facts
        if isinstance(fact, PaymentUnapplied | CreditUnapplied)
        for line in fact.lines
    ]


def test_the_worked_example_is_taken_back_in_order_of_items_and_then_paid_back() -> None:
    ledger = a_ledger("USD")
    a_document(ledger, "INV-1", [20_00, taxed(90_00, 9_00, 2_11), 0, -5_00])
    a_payment(ledger, "P-1", 100_00)
    ledger.do(pay(invoice("INV-1", 70_00)))

    ledger.do(back(invoice("INV-1", 20_00), policy="fifo"))

    assert part_items_of(ledger, "P-1", "INV-1") == {
        (None, "INV-1#2"): 43_58,
        (None, "INV-1#2.1"): 5_20,
        (None, "INV-1#2.2"): 1_22,
    }
    assert parts_of(ledger, "P-1") == {"INV-1": 50_00, None: 50_00}
    assert (open_of(ledger, "INV-1")["INV-1#1"], open_of(ledger, "INV-1")["INV-1#2"]) == (20_00, 46_42)
    assert snapshot_of(ledger).documents == {"INV-1": 66_11}

    ledger.do(Refund("payment", "P-1", "R-1", 50_00))

    assert parts_of(ledger, "P-1") == {"INV-1": 50_00}
    assert snapshot_of(ledger).payments == {"P-1": Source(applied=50_00, unapplied=0, refunded=50_00)}


def test_without_items_the_latest_application_is_taken_back_first() -> None:
    ledger = applied_twice()

    decided = ledger.do(back(invoice("INV-1", 7_00)))

    expected = [(2, "INV-1#1", 2_00), (2, "INV-1#2", 3_00), (1, "INV-1#1", 2_00)]
    assert consumed(decided, ledger) == expected
    assert isinstance(decided, Decided)
    unapplied, mirror = decided.facts
    assert isinstance(unapplied, PaymentUnapplied)
    assert unapplied.policy == Policy(name="latest-first", version=1)
    assert isinstance(mirror, ItemsUnsettled)  # one line an item, whatever lots it came from
    assert [line.amount_minor for line in mirror.lines] == [4_00, 3_00]
    assert mirror.application_id == unapplied.application_id


def test_the_latest_application_is_the_one_recorded_last_whatever_its_day() -> None:
    ledger = applied_twice()
    ledger.do(pay(invoice("INV-1", 1_00, lines({"INV-1#2": 1_00})), day=march(2)), 3)

    decided = ledger.do(back(invoice("INV-1", 2_00)))

    assert consumed(decided, ledger) == [(3, "INV-1#2", 1_00), (2, "INV-1#1", 1_00)]


def test_first_in_first_out_takes_items_in_their_order_and_of_each_the_latest_first() -> None:
    ledger = applied_twice()

    decided = ledger.do(back(invoice("INV-1", 9_00), policy="fifo"))

    assert sorted(consumed(decided, ledger)) == [
        (1, "INV-1#1", 6_00),
        (2, "INV-1#1", 2_00),
        (2, "INV-1#2", 1_00),
    ]


def test_named_items_are_taken_back_from_the_latest_application_first() -> None:
    ledger = applied_twice()

    decided = ledger.do(back(invoice("INV-1", 4_00, lines({"INV-1#1": 3_00, "INV-1#2": 1_00}))))

    expected = [(2, "INV-1#1", 2_00), (2, "INV-1#2", 1_00), (1, "INV-1#1", 1_00)]
    assert consumed(decided, ledger) == expected
    assert isinstance(decided, Decided)
    assert isinstance(decided.facts[0], PaymentUnapplied)
    assert decided.facts[0].policy is None


def test_an_application_is_undone_exactly() -> None:
    ledger = applied_twice()

    decided = ledger.do(back(application=ApplicationRef(1, "INV-1")))

    assert consumed(decided, ledger) == [(1, "INV-1#1", 6_00)]
    assert isinstance(decided, Decided)
    assert not decided.partly_undone


def test_undo_of_a_partly_consumed_application_takes_its_remainder_and_says_so() -> None:
    ledger = applied_twice()
    ledger.do(back(invoice("INV-1", 4_00)))

    decided = ledger.do(back(application=ApplicationRef(2, "INV-1")))

    assert consumed(decided, ledger) == [(2, "INV-1#2", 1_00)]
    assert isinstance(decided, Decided)
    assert decided.partly_undone


def test_undo_of_an_empty_or_unknown_application_is_refused() -> None:
    ledger = applied_twice()
    ledger.do(back(application=ApplicationRef(1, "INV-1")))

    empty = refusal_of(ledger, back(application=ApplicationRef(1, "INV-1")))
    unknown = refusal_of(ledger, back(application=ApplicationRef(9, "INV-1")))

    assert isinstance(empty, NothingApplied)
    assert isinstance(unknown, NotFound)
    assert unknown.kind == "application"


def test_without_documents_everything_is_taken_back() -> None:
    ledger = applied_twice()
    a_document(ledger, "DM-1", [4_00], "debit_memo")
    ledger.do(pay(debit_memo("DM-1", 4_00)), 3)

    decided = ledger.do(back())

    assert parts_of(ledger, "P-1") == {None: 20_00}
    assert snapshot_of(ledger).documents == {"INV-1": 20_00, "DM-1": 4_00}
    assert isinstance(decided, Decided)
    assert [type(fact) for fact in decided.facts] == [PaymentUnapplied, ItemsUnsettled] * 2
    assert isinstance(refusal_of(ledger, back()), NothingApplied)


def test_a_memo_gives_back_pair_by_pair() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00, 10_00])
    a_credit_memo(ledger, "CM-1", [6_00, 8_00])
    ledger.do(credit(invoice("INV-1", 12_00), policy="fifo"), 1)

    ledger.do(credit_back(invoice("INV-1", 3_00, pairs({("CM-1#2", "INV-1#1"): 3_00}))))

    assert part_items_of(ledger, "CM-1", "INV-1") == {
        ("CM-1#1", "INV-1#1"): 6_00,
        ("CM-1#2", "INV-1#1"): 1_00,
        ("CM-1#2", "INV-1#2"): 2_00,
    }
    assert part_items_of(ledger, "CM-1", None) == {("CM-1#2", None): 5_00}


def test_pairs_that_a_policy_crossed_between_item_and_tax_can_be_named_to_take_them_back() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [taxed(10_00, 5_00)])
    a_credit_memo(ledger, "CM-1", [15_00])
    ledger.do(credit(invoice("INV-1", 15_00)))

    ledger.do(credit_back(invoice("INV-1", 5_00, pairs({("CM-1#1", "INV-1#1.1"): 5_00}))))

    assert open_of(ledger, "INV-1") == {"INV-1#1": 0, "INV-1#1.1": 5_00}


def test_without_a_day_what_is_dated_later_is_taken_back_on_its_own_day() -> None:
    ledger = applied_twice()
    ledger.do(pay(invoice("INV-1", 1_00), day=march(20)), 3)

    today = ledger.do(back(application=ApplicationRef(2, "INV-1")))
    later = ledger.do(back(invoice("INV-1", 2_00)))

    assert isinstance(today, Decided)
    assert isinstance(later, Decided)
    assert (today.facts[0].effective_on, later.facts[0].effective_on) == (TODAY, march(20))


def test_what_is_applied_later_is_not_taken_back_earlier() -> None:
    ledger = applied_twice()

    decided = ledger.do(back(invoice("INV-1", 1_00), day=march(6)))
    refusal = refusal_of(ledger, back(invoice("INV-1", 5_01), day=march(6)))
    item = refusal_of(ledger, back(invoice("INV-1", 1, lines({"INV-1#2": 1})), day=march(6)))

    assert consumed(decided, ledger) == [(1, "INV-1#1", 1_00)]
    assert isinstance(refusal, ExceedsApplied)
    assert refusal.facts() == {
        "number": "P-1",
        "document": "INV-1",
        "asked": gbp(5_01),
        "available": gbp(5_00),
    }
    assert isinstance(item, ExceedsItemApplied)
    assert item.facts() == {"number": "P-1", "item": "INV-1#2", "asked": gbp(1), "available": gbp(0)}


def test_no_unapply_is_dated_before_what_it_takes_back() -> None:
    ledger = applied_twice()

    application = refusal_of(ledger, back(application=ApplicationRef(2, "INV-1"), day=march(7)))
    document = refusal_of(ledger, back(invoice("INV-1", 1_00), day=march(4)))
    everything = refusal_of(ledger, back(day=march(7)))

    assert isinstance(application, TooEarly)
    assert application.facts() == {"number": "INV-1", "asked": march(7), "first_day": march(8)}
    assert isinstance(document, TooEarly)
    assert document.facts() == {"number": "INV-1", "asked": march(4), "first_day": march(5)}
    assert isinstance(everything, TooEarly)  # not all of it can be taken back on that day
    assert everything.facts() == {"number": "P-1", "asked": march(7), "first_day": march(8)}


def test_refusals_of_amounts_by_document_come_in_their_order() -> None:
    ledger = applied_twice()
    a_document(ledger, "INV-2", [1_00])
    foreign, twice = lines({"INV-2#1": 1_00}), lines({"INV-1#1": 1_00}) * 2
    much = lines({"INV-1#1": 8_01})
    above = invoice("INV-1", 11_01, foreign + twice)
    early = march(4)

    refusals = [
        refusal_of(ledger, back(above, above, policy="random", day=early)),
        refusal_of(ledger, back(above, application=ApplicationRef(9, "INV-1"))),
        refusal_of(ledger, back(above, above, day=early)),
        refusal_of(ledger, back(above, day=early)),
        refusal_of(ledger, back(above)),
        refusal_of(ledger, back(invoice("INV-1", 11_00, foreign + twice))),
        refusal_of(ledger, back(invoice("INV-1", 11_00, foreign + much))),
        refusal_of(ledger, back(invoice("INV-1", 11_00, much))),
        refusal_of(ledger, back(invoice("INV-1", 8_01, much))),
    ]

    assert [type(refusal) for refusal in refusals] == [
        InvalidRequest,
        InvalidRequest,
        DocumentNamedTwice,
        TooEarly,
        ExceedsApplied,
        LineNamedTwice,
        ItemNotOfDocument,
        LinesDoNotAddUp,
        ExceedsItemApplied,
    ]


@given(
    first=st.lists(st.integers(1, 9_999), min_size=1, max_size=6),
    second=st.integers(1, 9_999),
    prorated=st.booleans(),
)
def test_apply_and_then_unapply_of_the_same_amount_changes_nothing(
    first: list[int], second: int, prorated: bool
) -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", first)
    a_payment(ledger, "P-1", 100_000_00)
    ledger.do(pay(invoice("INV-1", 1 + sum(first) // 3)))
    before = snapshot_of(ledger)
    left = sum(open_of(ledger, "INV-1").values())
    amount = min(second, left)

    if amount:
        ledger.do(pay(invoice("INV-1", amount), policy="prorate" if prorated else "fifo"))
        ledger.do(back(invoice("INV-1", amount)))

    assert snapshot_of(ledger) == before


def test_a_document_of_many_items_is_settled_and_taken_back_without_quadratic_work() -> None:
    count = 20_000
    ledger = a_ledger()
    a_document(ledger, "INV-1", [2] * count)
    a_payment(ledger, "P-1", 4 * count)
    named = tuple(Line(f"INV-1#{line}", 1) for line in range(1, count + 1))
    started = time.monotonic()

    ledger.do(pay(invoice("INV-1", count)))
    ledger.do(pay(invoice("INV-1", count, named)))
    ledger.do(back(invoice("INV-1", count, named)))
    ledger.do(back(invoice("INV-1", count // 2), policy="fifo"))
    ledger.do(back())

    assert ledger.state("P-1").unapplied_minor == 4 * count
    assert time.monotonic() - started < 30  # about 2 seconds; quadratic work would take many minutes


def test_amounts_are_told_in_the_currency_of_the_source() -> None:
    ledger = a_ledger("JPY")
    a_document(ledger, "INV-1", [1000])
    a_payment(ledger, "P-1", 1000)
    ledger.do(pay(invoice("INV-1", 600)))

    refusal = refusal_of(ledger, back(invoice("INV-1", 601)))

    assert isinstance(refusal, ExceedsApplied)
    assert refusal.available == Money(600, "JPY")
    assert "P-1 settles 600 JPY of INV-1, 601 JPY was asked back" in str(refusal)
