"""Money as whole minor units of a currency, and the only ways in from and out to decimals, all exact."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from settlebook.domain.currency import digits, shorten

# The largest amount of one line, document or payment, in minor units: ten million million pounds. A signed
# integer of 64 bits holds more than nine thousand of them, so that no sum of real books comes near its end.
MAX_MINOR = 10**15
MAX_CHARACTERS = 64  # of an amount as text: bounds the work that a hostile text can ask for

# A JSON number, or one with leading zeros; an exponent of more than two digits (1e400) is no amount of money.
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")


@dataclass(eq=False)
class InvalidAmount(ValueError):
    """What was given cannot be an amount of money.

    `asked` is what was given, shortened to 40 characters; `problem` says what is possible.
    """

    asked: str

    @property
    def problem(self) -> str:
        return (
            "give an exact decimal number such as 19.99; "
            "blanks, separators, a leading + and exponents above 99 are refused"
        )

    def __str__(self) -> str:
        return f"{self.asked!r} is no possible amount: {self.problem}"


@dataclass(eq=False)
class BinaryFraction(InvalidAmount):
    """A Python caller gave a float, which is not the decimal that it looks like."""

    @property
    def problem(self) -> str:
        return "a float is not exact: give a text, such as '19.99', or a Decimal"


@dataclass(eq=False)
class TooManyDecimals(InvalidAmount):
    """The amount is not a whole number of minor units; it would have to be rounded, and never is."""

    currency: str
    digits: int

    @property
    def problem(self) -> str:
        return f"{self.currency} has {self.digits} decimals, and amounts are never rounded"


@dataclass(eq=False)
class AmountTooLarge(InvalidAmount):
    """The amount is beyond MAX_MINOR, on either side of zero.

    `currency` is None where the amount was read before its currency was known.
    """

    currency: str | None = None

    @property
    def problem(self) -> str:
        most = f"{MAX_MINOR} minor units"
        if self.currency is not None:
            most = f"{format_minor(MAX_MINOR, self.currency)} {self.currency}"
        return f"one amount is at most {most}"


@dataclass(eq=False)
class NotPositive(InvalidAmount):
    """The amount is zero or negative where only more than zero has a meaning."""

    @property
    def problem(self) -> str:
        return "it must be greater than zero"


@dataclass(frozen=True, slots=True)
class Minor:
    """An amount that a Python caller gives in minor units: Minor(1999) is 19.99 GBP or 1999 JPY."""

    value: int

    def __post_init__(self) -> None:
        _require_whole(self.value)


@dataclass(frozen=True, slots=True)
class Money:
    """Minor units, signed, of one currency. Not bounded by MAX_MINOR, since it may be a sum."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        _require_whole(self.minor)
        digits(self.currency)

    @property
    def decimal(self) -> Decimal:
        return to_decimal(self.minor, self.currency)

    def __str__(self) -> str:
        return format_minor(self.minor, self.currency)


def parse_decimal(value: str | int | Decimal) -> Decimal:
    """Read an amount in major units, exactly as given.

    Refuses, first match wins: BinaryFraction, for floats; InvalidAmount, for booleans, NaN, infinities and
    texts that are no decimal number of at most 64 characters; AmountTooLarge, for what no currency holds.
    """
    text = _text_of(value)
    if len(text) > MAX_CHARACTERS or not _DECIMAL.fullmatch(text):
        raise InvalidAmount(_shown(value))
    amount = Decimal(text)
    if amount.copy_abs() > MAX_MINOR:
        raise AmountTooLarge(_shown(value))
    return amount


def to_minor(amount: Decimal | Minor, currency: str) -> int:
    """Whole minor units of an amount, signed. Its value counts, not its spelling: 1.500 GBP is 150.

    Refuses, first match wins: UnknownCurrency, InvalidAmount, TooManyDecimals, AmountTooLarge.
    """
    places = digits(currency)
    minor = _spelled_minor(amount, places)
    if minor is not None:
        return minor
    if isinstance(amount, Minor):
        minor, rest = amount.value, 0
    else:
        # Integers, because arithmetic on Decimal rounds to the precision of the caller's context.
        numerator, denominator = _bounded(amount).as_integer_ratio()
        minor, rest = divmod(numerator * 10**places, denominator)
    if rest:
        raise TooManyDecimals(_shown(amount), currency, places)
    if abs(minor) > MAX_MINOR:
        raise AmountTooLarge(_shown(amount), currency)
    return minor


def _spelled_minor(amount: Decimal | Minor, places: int) -> int | None:
    """Of an amount with all its decimals written out and few digits, as most are: these digits."""
    text = str(amount) if type(amount) is Decimal else ""
    whole, point, fraction = text.partition(".")
    if point and len(fraction) == places and len(text) <= 15 and fraction.isdecimal():
        return int(whole + fraction)
    return None


def _bounded(amount: Decimal) -> Decimal:
    """The amount, if it is one: what is clearly within all bounds is not read again as a text."""
    if type(amount) is Decimal and amount.is_finite() and -16 <= amount.adjusted() < 15:
        return amount if len(str(amount)) < 32 else parse_decimal(amount)
    return parse_decimal(amount)


def format_minor(minor: int, currency: str) -> str:
    """The decimal text with exactly the currency's digits: '-5.00' GBP, '1000' JPY, '0.005' KWD."""
    places = digits(currency)
    text = str(abs(minor)).rjust(places + 1, "0")
    if places:
        text = f"{text[:-places]}.{text[-places:]}"
    return f"-{text}" if minor < 0 else text


def to_decimal(minor: int, currency: str) -> Decimal:
    """Minor units as a decimal with exactly the currency's digits; exact in any decimal context."""
    return Decimal(format_minor(minor, currency))


def _require_whole(value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidAmount(_shown(value))


def _text_of(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, float):
        raise BinaryFraction(_shown(value))
    _require_whole(value)
    if isinstance(value, int) and abs(value) > MAX_MINOR:
        raise AmountTooLarge(_shown(value))  # before its text, which is slow for huge integers
    return str(value)


def _shown(value: object) -> str:
    match value:
        case str():
            return shorten(value)
        case Minor():
            return f"{_shown(value.value)} minor units"
        case int() if value.bit_length() > 128:
            return f"a number of {value.bit_length()} bits"
        case int() | float() | Decimal() | None:
            return shorten(str(value))
        case _:
            return f"a value of type {shorten(type(value).__name__)}"


def _amount(value: Any) -> Decimal | Minor:
    return value if isinstance(value, Minor) else parse_decimal(value)


def _positive_amount(value: Any) -> Decimal | Minor:
    amount = _amount(value)
    if (amount.value if isinstance(amount, Minor) else amount) <= 0:
        raise NotPositive(_shown(value))
    return amount


def _written(amount: Decimal | Minor) -> str | dict[str, int]:
    return {"minor": amount.value} if isinstance(amount, Minor) else f"{amount:f}"


_SERIALIZER = PlainSerializer(_written, when_used="json")
_SCHEMA = {"anyOf": [{"type": "string", "maxLength": MAX_CHARACTERS}, {"type": "number"}]}

# An amount of a command, before its currency is known: decimals in major units as text, int or Decimal,
# or Minor. Read JSON with parse_float=Decimal, since floats are refused. Written to JSON as text in
# major units, a Minor as {"minor": 1999}.
Amount = Annotated[
    Decimal | Minor, PlainValidator(_amount), _SERIALIZER, WithJsonSchema({**_SCHEMA, "title": "Amount"})
]
PositiveAmount = Annotated[
    Decimal | Minor,
    PlainValidator(_positive_amount),
    _SERIALIZER,
    WithJsonSchema({**_SCHEMA, "title": "PositiveAmount"}),
]
