"""Allocation rules: the worked examples to the cent, and what must hold for any numbers."""

import time
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from settlebook.domain.allocation import (
    POLICIES,
    NotEnough,
    Policy,
    Slot,
    fifo,
    fifo_matrix,
    latest_first,
    prorate,
    prorate_matrix,
)

# The positive lines of the worked invoice of 116.11, and its negative one.
SETUP, ANNUAL, STATE_TAX, CITY_TAX, UNUSED_DAYS = "1", "2", "2t1", "2t2", "3"
INVOICE = [
    Slot(SETUP, 20_00),
    Slot(ANNUAL, 90_00),
    Slot("2d", 0),
    Slot(STATE_TAX, 9_00),
    Slot(CITY_TAX, 2_11),
    Slot(UNUSED_DAYS, -5_00),
]
CREDIT_MEMO = [Slot("c1", 30_00), Slot("c1t", 3_00)]
TARGETS = [Slot("X", 40_00), Slot("Xt", 4_00), Slot("Y", 20_00)]


def test_a_payment_of_70_is_prorated_to_the_cent() -> None:
    shares = prorate(70_00, INVOICE)

    assert shares == [(SETUP, 11_56), (ANNUAL, 52_02), (STATE_TAX, 5_20), (CITY_TAX, 1_22)]


def test_a_payment_of_70_fills_the_first_items_first() -> None:
    shares = fifo(70_00, INVOICE)

    assert shares == [(SETUP, 20_00), (ANNUAL, 50_00)]


def test_the_balances_of_the_worked_invoice_follow() -> None:
    prorated, filled = dict(prorate(70_00, INVOICE)), dict(fifo(70_00, INVOICE))

    left = [(slot.open_minor - prorated.get(slot.key, 0)) for slot in INVOICE]
    left_by_fifo = [(slot.open_minor - filled.get(slot.key, 0)) for slot in INVOICE]

    assert (left, sum(left)) == ([8_44, 37_98, 0, 3_80, 89, -5_00], 46_11)
    assert (left_by_fifo, sum(left_by_fifo)) == ([0, 40_00, 0, 9_00, 2_11, -5_00], 46_11)


def test_paying_the_whole_balance_leaves_the_negative_line_and_as_much_open() -> None:
    shares = prorate(116_11, INVOICE)

    assert shares == [(SETUP, 19_17), (ANNUAL, 86_29), (STATE_TAX, 8_63), (CITY_TAX, 2_02)]
    assert sum(slot.open_minor for slot in INVOICE if slot.open_minor > 0) - 116_11 == 5_00


def test_strict_unapply_takes_back_in_the_order_of_the_items() -> None:
    part_items = [Slot(key, minor) for key, minor in prorate(70_00, INVOICE)]

    taken = fifo(20_00, part_items)

    assert taken == [(SETUP, 11_56), (ANNUAL, 8_44)]


def test_the_latest_application_is_taken_back_first() -> None:
    january = [Slot("jan-1", 10_00), Slot("jan-2", 5_00)]
    february = [Slot("feb-1", 3_00), Slot("feb-2", 4_00)]

    taken = latest_first(9_00, [january, february])

    assert taken == [("feb-1", 3_00), ("feb-2", 4_00), ("jan-1", 2_00)]


def test_yen_are_prorated_without_decimals() -> None:
    shares = prorate(1000, [Slot("a", 333), Slot("b", 333), Slot("c", 400)])

    assert shares == [("a", 313), ("b", 312), ("c", 375)]


def test_a_credit_memo_is_spread_over_a_matrix_to_the_cent() -> None:
    cells = prorate_matrix(33_00, CREDIT_MEMO, TARGETS)

    assert cells == [
        ("c1", "X", 18_76),
        ("c1", "Xt", 1_87),
        ("c1", "Y", 9_37),
        ("c1t", "X", 1_87),
        ("c1t", "Xt", 19),
        ("c1t", "Y", 94),
    ]


def test_the_balances_of_the_worked_matrix_follow() -> None:
    settled: Counter[str] = Counter()
    for _, target, minor in prorate_matrix(33_00, CREDIT_MEMO, TARGETS):
        settled[target] += minor

    assert [slot.open_minor - settled[slot.key] for slot in TARGETS] == [19_37, 1_94, 9_69]


def test_a_credit_memo_first_in_first_out_uses_two_pointers() -> None:
    assert fifo_matrix(33_00, CREDIT_MEMO, TARGETS) == [("c1", "X", 30_00), ("c1t", "X", 3_00)]


def test_a_source_reaches_over_several_targets_and_a_target_takes_several_sources() -> None:
    sources = [Slot("a", 5), Slot("b", 0), Slot("c", 7)]
    targets = [Slot("x", 2), Slot("y", -4), Slot("z", 20)]

    assert fifo_matrix(11, sources, targets) == [("a", "x", 2), ("a", "z", 3), ("c", "z", 6)]


def test_ties_go_to_the_first_in_order() -> None:
    thirds = [Slot("b", 1_00), Slot("a", 1_00), Slot("c", 1_00)]

    assert prorate(1_00, thirds) == [("b", 34), ("a", 33), ("c", 33)]


def test_shares_of_nothing_are_left_out() -> None:
    assert prorate(1, [Slot("a", 1), Slot("b", 100)]) == [("b", 1)]
    assert fifo(0, INVOICE) == prorate(0, INVOICE) == []
    assert fifo_matrix(0, CREDIT_MEMO, TARGETS) == prorate_matrix(0, CREDIT_MEMO, []) == []


@pytest.mark.parametrize("rule", [fifo, prorate])
def test_more_than_is_open_is_refused_with_both_numbers(rule: Any) -> None:
    with pytest.raises(NotEnough) as refusal:
        rule(121_12, INVOICE)

    assert (refusal.value.asked, refusal.value.available) == (121_12, 121_11)


@pytest.mark.parametrize("rule", [fifo_matrix, prorate_matrix])
def test_a_matrix_refuses_for_its_sources_before_its_targets(rule: Any) -> None:
    with pytest.raises(NotEnough) as short_of_sources:
        rule(33_01, CREDIT_MEMO, [])
    with pytest.raises(NotEnough) as short_of_targets:
        rule(33_00, CREDIT_MEMO, [Slot("X", 32_99)])

    assert short_of_sources.value.available == 33_00
    assert short_of_targets.value.available == 32_99


@pytest.mark.parametrize("rule", [fifo, prorate])
def test_a_negative_amount_is_never_spread(rule: Any) -> None:
    with pytest.raises(ValueError, match="not negative"):
        rule(-1, INVOICE)


def test_every_rule_has_a_version_that_an_event_can_keep() -> None:
    kept = [Policy.current(name).model_dump_json() for name in POLICIES]

    assert kept[2] == '{"name":"prorate-matrix","version":1}'
    assert [Policy.model_validate_json(text).name for text in kept] == list(POLICIES)


@pytest.mark.parametrize(
    "stored", [{"name": "", "version": 1}, {"name": "fifo", "version": 0}, {"name": "fifo", "version": True}]
)
def test_a_policy_without_name_or_version_is_no_policy(stored: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Policy.model_validate(stored)


@pytest.mark.parametrize("rule", [fifo, prorate])
def test_a_hundred_thousand_items_take_no_time_to_speak_of(rule: Any) -> None:
    slots = [Slot(number, 1 + number * 7919 % 10_007) for number in range(100_000)]
    amount = sum(slot.open_minor for slot in slots) - 12_345

    started = time.process_time()
    shares = rule(amount, slots)

    assert time.process_time() - started < 1
    assert sum(minor for _, minor in shares) == amount


balances = st.one_of(st.integers(-5, 20), st.integers(-(10**6), 10**6), st.integers(0, 10**15))
slot_lists = st.lists(balances, max_size=12).map(
    lambda numbers: [Slot(index, number) for index, number in enumerate(numbers)]
)


def available(slots: list[Slot[int]]) -> int:
    return sum(max(slot.open_minor, 0) for slot in slots)


@st.composite
def amounts_and_slots(draw: st.DrawFn) -> tuple[int, list[Slot[int]]]:
    slots = draw(slot_lists)
    return draw(st.integers(0, available(slots))), slots


@st.composite
def matrices(draw: st.DrawFn) -> tuple[int, list[Slot[int]], list[Slot[int]]]:
    sources, targets = draw(slot_lists), draw(slot_lists)
    return draw(st.integers(0, min(available(sources), available(targets)))), sources, targets


@pytest.mark.parametrize("rule", [fifo, prorate])
@given(case=amounts_and_slots())
def test_shares_sum_to_the_amount_in_order_and_within_the_balances(rule: Any, case: Any) -> None:
    amount, slots = case

    shares = rule(amount, slots)

    assert sum(minor for _, minor in shares) == amount
    assert all(0 < minor <= slots[key].open_minor for key, minor in shares)
    assert [key for key, _ in shares] == sorted({key for key, _ in shares})
    assert rule(amount, list(slots)) == shares


@pytest.mark.parametrize("rule", [fifo, prorate])
@given(slots=slot_lists)
def test_full_payment_gives_each_its_balance(rule: Any, slots: list[Slot[int]]) -> None:
    shares = rule(available(slots), slots)

    assert shares == [(slot.key, slot.open_minor) for slot in slots if slot.open_minor > 0]


@given(amounts_and_slots())
def test_prorated_shares_are_those_of_exact_fractions(case: tuple[int, list[Slot[int]]]) -> None:
    amount, slots = case
    open_slots = [slot for slot in slots if slot.open_minor > 0]
    exact = {slot.key: Fraction(amount * slot.open_minor, available(slots)) for slot in open_slots}

    expected = {key: int(share) for key, share in exact.items()}
    missing = amount - sum(expected.values())
    for key in sorted(exact, key=lambda key: (int(exact[key]) - exact[key], key))[:missing]:
        expected[key] += 1

    assert dict(prorate(amount, slots)) == {key: share for key, share in expected.items() if share}


@given(amounts_and_slots())
def test_a_larger_balance_never_gets_a_smaller_prorated_share(case: tuple[int, list[Slot[int]]]) -> None:
    amount, slots = case

    shares = dict(prorate(amount, slots))

    by_balance = sorted(slots, key=lambda slot: (slot.open_minor, -slot.key))
    ordered = [shares.get(slot.key, 0) for slot in by_balance]
    assert ordered == sorted(ordered)


@given(amounts_and_slots(), st.randoms())
def test_without_ties_the_order_does_not_matter_to_proration(
    case: tuple[int, list[Slot[int]]], random: Any
) -> None:
    amount, slots = case
    total = available(slots)
    remainders = [amount * slot.open_minor % total for slot in slots if slot.open_minor > 0]
    assume(len(set(remainders)) == len(remainders))

    shuffled = random.sample(slots, len(slots))

    assert dict(prorate(amount, shuffled)) == dict(prorate(amount, slots))


@given(amounts_and_slots(), st.integers(0, 10**6))
def test_a_larger_amount_takes_no_share_back_first_in_first_out(
    case: tuple[int, list[Slot[int]]], more: int
) -> None:
    amount, slots = case
    larger = min(amount + more, available(slots))

    shares, larger_shares = dict(fifo(amount, slots)), dict(fifo(larger, slots))

    assert all(larger_shares[key] >= minor for key, minor in shares.items())


@given(matrices())
def test_matrix_rows_and_columns_are_those_of_proration(case: Any) -> None:
    amount, sources, targets = case
    rows: Counter[int] = Counter()
    columns: Counter[int] = Counter()

    for source, target, minor in prorate_matrix(amount, sources, targets):
        assert minor > 0
        rows[source] += minor
        columns[target] += minor

    assert rows == dict(prorate(amount, sources))
    assert columns == dict(prorate(amount, targets))
    assert all(minor <= sources[key].open_minor for key, minor in rows.items())
    assert all(minor <= targets[key].open_minor for key, minor in columns.items())


@given(matrices())
def test_fifo_matrix_rows_and_columns_are_those_of_fifo_in_few_cells(case: Any) -> None:
    amount, sources, targets = case
    rows: Counter[int] = Counter()
    columns: Counter[int] = Counter()

    cells = fifo_matrix(amount, sources, targets)
    for source, target, minor in cells:
        assert minor > 0
        rows[source] += minor
        columns[target] += minor

    assert rows == dict(fifo(amount, sources))
    assert columns == dict(fifo(amount, targets))
    assert len(cells) <= max(len(rows) + len(columns) - 1, 0)
    assert cells == sorted(cells)


@pytest.mark.parametrize("rule", [fifo_matrix, prorate_matrix])
@given(case=matrices())
def test_no_cell_is_named_twice(rule: Any, case: Any) -> None:
    cells = rule(*case)

    assert len({(source, target) for source, target, _ in cells}) == len(cells)
