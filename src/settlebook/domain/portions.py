"""Dividing an amount by weights, exact to the minor unit, as splitting an invoice needs it."""

from collections.abc import Sequence


def portions(amount_minor: int, weights: Sequence[int]) -> list[int]:
    """A portion for each weight, in proportion; they add up to the amount, whatever its sign.

    Portions are rounded toward zero, and the units then missing go one each to the largest remainders, ties
    in the order given. Weights are not negative, and at least one is above zero.
    """
    total, size = sum(weights), abs(amount_minor)
    parts = [divmod(size * weight, total) for weight in weights]
    found = [part for part, _ in parts]
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index][1], reverse=True)
    for index in by_remainder[: size - sum(found)]:
        found[index] += 1
    return found if amount_minor >= 0 else [-part for part in found]


def rounded(amount_minor: int, share: int, whole: int) -> int:
    """The share of the whole that an amount has, rounded to the minor unit, halves up; `whole` is above 0."""
    return (2 * amount_minor * share + whole) // (2 * whole)
