"""The allocation rules once more, by fractions and one unit at a time, to hold the real ones against."""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
Slots = dict[str, int]  # name to what is open of it, in canonical order


def fifo(amount: int, slots: dict[Name, int]) -> dict[Name, int]:
    given: dict[Name, int] = {}
    for name, left in slots.items():
        share = min(amount - sum(given.values()), max(left, 0))
        if share > 0:
            given[name] = share
    return given


def prorate(amount: int, slots: dict[Name, int]) -> dict[Name, int]:
    positive = {name: left for name, left in slots.items() if left > 0}
    total = sum(positive.values())
    exact = {name: Fraction(amount * left, total) for name, left in positive.items()}
    given = {name: int(share) for name, share in exact.items()}
    ranked = sorted(positive, key=lambda name: exact[name] - given[name], reverse=True)
    while sum(given.values()) < amount:
        given[ranked.pop(0)] += 1
    return {name: share for name, share in given.items() if share}


def prorate_matrix(amount: int, sources: Slots, targets: Slots) -> dict[tuple[str, str], int]:
    lacking = prorate(amount, targets)
    cells: dict[tuple[str, str], int] = {}
    for source, row in prorate(amount, sources).items():
        for target, share in prorate(row, lacking).items():
            cells[source, target] = share
            lacking[target] -= share
    return cells


def fifo_matrix(amount: int, sources: Slots, targets: Slots) -> dict[tuple[str, str], int]:
    cells: dict[tuple[str, str], int] = {}
    lacking = fifo(amount, targets)
    for source, row in fifo(amount, sources).items():
        for target, share in fifo(row, lacking).items():
            cells[source, target] = share
            lacking[target] -= share
    return cells


def portions(amount: int, weights: Sequence[int]) -> list[int]:
    """In proportion to the weights, rounded toward zero, then a unit each to the largest remainders."""
    size, total = abs(amount), sum(weights)
    exact = [Fraction(size * weight, total) for weight in weights]
    given = [int(share) for share in exact]
    ranked = sorted(range(len(weights)), key=lambda place: exact[place] - given[place], reverse=True)
    while sum(given) < size:
        given[ranked.pop(0)] += 1
    return given if amount >= 0 else [-share for share in given]
