"""Amounts of requests as minor units, once their currency is known."""

from decimal import Decimal

from settlebook.domain.errors import AmountOutOfRange, TooManyDecimalsForCurrency
from settlebook.domain.money import (
    MAX_MINOR,
    AmountTooLarge,
    Minor,
    Money,
    TooManyDecimals,
    to_minor,
)


def minor_of(amount: Decimal | Minor, currency: str) -> int:
    """Whole minor units. Refuses, first match wins: TooManyDecimalsForCurrency, AmountOutOfRange."""
    try:
        return to_minor(amount, currency)
    except TooManyDecimals as error:
        raise TooManyDecimalsForCurrency(error.asked, currency, error.digits) from None
    except AmountTooLarge as error:
        raise AmountOutOfRange(error.asked, Money(MAX_MINOR, currency)) from None
