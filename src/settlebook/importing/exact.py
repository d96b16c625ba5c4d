"""Arithmetic on decimals without rounding."""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact

from settlebook.domain.currency import digits
from settlebook.domain.money import Money

# Amounts are at most 64 characters long. Should a sum ever need more digits, it fails and is not rounded.
_EXACT = Context(prec=200, traps=[Inexact])


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount)
    return total


def money(total: Decimal, currency: str) -> Money:
    """A sum of amounts of the currency, each of which is whole in its minor units."""
    numerator, denominator = total.as_integer_ratio()
    return Money(numerator * 10 ** digits(currency) // denominator, currency)
