"""An amount is divided by weights, exact to the minor unit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain.portions import portions, rounded

WEIGHTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=8).filter(any)


@given(st.integers(-(10**15), 10**15), WEIGHTS)
def test_portions_add_up_and_are_off_by_less_than_one_minor_unit(amount, weights):
    found = portions(amount, weights)

    assert sum(found) == amount
    for portion, weight in zip(found, weights, strict=True):
        assert abs(portion - Fraction(amount * weight, sum(weights))) < 1


@given(st.integers(0, 10**6), WEIGHTS)
def test_what_is_taken_away_is_divided_as_what_is_given(amount, weights):
    assert portions(-amount, weights) == [-portion for portion in portions(amount, weights)]


@pytest.mark.parametrize(
    ("amount", "weights", "found"),
    [
        (10_00, [1, 1, 1], [3_34, 3_33, 3_33]),
        (1, [1, 1], [1, 0]),
        (-1, [1, 1], [-1, 0]),
        (0, [1, 2], [0, 0]),
        (5, [0, 1], [0, 5]),
        (100, [333, 667], [33, 67]),
    ],
)
def test_units_that_are_missing_go_to_the_largest_remainders_ties_to_the_first(amount, weights, found):
    assert portions(amount, weights) == found


@pytest.mark.parametrize(("amount", "share", "whole", "found"), [(1, 1, 2, 1), (1, 1, 3, 0), (2, 1, 3, 1)])
def test_halves_are_rounded_up(amount, share, whole, found):
    assert rounded(amount, share, whole) == found
