"""A policy of the user's own is believed only where its answer can be settled to the minor unit."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain.allocation import Policy, Slot
from settlebook.domain.decisions.settling.spreading import Function, Rule, matrix, rule_of, shares
from settlebook.domain.errors import InvalidRequest, PolicyBroken

SLOTS = [Slot("seats", 60_00, "INV-1#1"), Slot("nothing", 0), Slot("tax", 12_00, "INV-1#1.1", is_tax=True)]


def a_rule(function: Function) -> Rule:
    return Rule(Policy(name="house", version=3), function)


def tax_first(amount: int, slots: Sequence[Slot[Any]]) -> Iterable[tuple[Any, int]]:
    """Taxes are settled before what they are on."""
    for slot in sorted(slots, key=lambda slot: not slot.is_tax):
        yield slot.key, min(amount, slot.open_minor)
        amount -= min(amount, slot.open_minor)


def answering(*answer: Any) -> Rule:
    return a_rule(lambda amount, slots: answer)


def test_a_policy_of_ones_own_sees_what_is_open_and_answers_in_any_order() -> None:
    assert shares(a_rule(tax_first), 15_00, SLOTS) == [("seats", 3_00), ("tax", 12_00)]


def test_a_policy_of_ones_own_fills_a_credit_memo_from_the_first_source_on() -> None:
    sources = [Slot("c1", 10_00), Slot("c2", 20_00)]

    cells = matrix(a_rule(tax_first), 15_00, sources, SLOTS)

    assert cells == [("c1", "seats", 3_00), ("c1", "tax", 7_00), ("c2", "tax", 5_00)]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ([("seats", 59_99)], "add up to 5999 minor units, not to 6000"),
        ([("seats", 60_00), ("tax", 1)], "add up to 6001 minor units, not to 6000"),
        ([("tax", 12_01), ("seats", 47_99)], "gave 1201 minor units to INV-1#1.1, which has 1200 open"),
        ([("tax", -1), ("seats", 60_01)], "gave 6001 minor units to INV-1#1, which has 6000 open"),
        ([("seats", 30_00), ("seats", 30_00)], "answered INV-1#1 twice"),
        ([("seats", 30_00), ("seats", 15_00), ("tax", 15_00)], "answered INV-1#1 twice"),
        ([("nothing", 0), ("seats", 60_00)], "'nothing'\", which is no key of an open slot"),
        ([([], 60_00)], "which is no key of an open slot"),
        ([("seats", 60_00.0)], "'6000.0', which is no whole number"),
        ([("seats", True)], "'True', which is no whole number"),
        ([("seats", 30_00, 30_00)], "which is no (key, minor units)"),
        (["seats"], "which is no (key, minor units)"),
    ],
)
def test_an_answer_that_cannot_be_settled_is_refused(answer: list[Any], problem: str) -> None:
    with pytest.raises(PolicyBroken) as refused:
        shares(answering(*answer), 60_00, SLOTS)

    assert problem in refused.value.message
    assert "the policy house is broken" in refused.value.message


def test_a_policy_that_fails_or_never_ends_is_refused() -> None:
    def fails(amount: int, slots: Sequence[Slot[Any]]) -> Iterable[tuple[Any, int]]:
        raise ZeroDivisionError("by zero")

    def never_ends(amount: int, slots: Sequence[Slot[Any]]) -> Iterable[tuple[Any, int]]:
        yield from (("seats", n) for n in count())

    with pytest.raises(PolicyBroken, match="it raised ZeroDivisionError: by zero"):
        shares(a_rule(fails), 60_00, SLOTS)
    with pytest.raises(PolicyBroken, match="answered INV-1#1 twice"):
        shares(a_rule(never_ends), 60_00, SLOTS)
    with pytest.raises(PolicyBroken, match="'NoneType' object is not iterable"):
        shares(a_rule(lambda amount, slots: None), 60_00, SLOTS)  # type: ignore[arg-type,return-value]


def test_a_policy_is_offered_or_refused_by_name() -> None:
    assert rule_of(None, ("prorate", "fifo")).policy == Policy(name="prorate", version=1)
    assert rule_of("fifo", ("prorate", "fifo")).name == "fifo"
    assert rule_of(a_rule(tax_first), ("fifo",)).policy.version == 3
    with pytest.raises(InvalidRequest, match="'prorate' is not offered here; choose fifo"):
        rule_of(Rule(Policy.current("prorate")), ("fifo",))


slots_of_any_size = st.lists(st.integers(0, 50), min_size=1, max_size=5).map(
    lambda sizes: [Slot(key, minor) for key, minor in enumerate(sizes)]
)
answers = st.lists(st.tuples(st.integers(0, 5), st.integers(-5, 60)), max_size=6)


@given(slots_of_any_size, st.integers(1, 60), answers)
def test_whatever_a_policy_answers_what_is_believed_is_exact_and_within_what_is_open(
    slots: list[Slot[int]], amount: int, answer: list[tuple[int, int]]
) -> None:
    rule = answering(*answer)
    try:
        chosen = shares(rule, amount, slots)
    except PolicyBroken:
        open_minor = {slot.key: slot.open_minor for slot in slots if slot.open_minor}
        is_right = (
            len(dict(answer)) == len(answer)
            and sum(minor for _, minor in answer) == amount
            and all(0 <= minor <= open_minor.get(key, -1) for key, minor in answer)
        )
        assert not is_right
        return
    assert sum(minor for _, minor in chosen) == amount
    assert all(0 < minor <= slots[key].open_minor for key, minor in chosen)
    assert chosen == sorted((key, minor) for key, minor in answer if minor)
