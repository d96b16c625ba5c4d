"""The kinds of value a command's fields hold: keys, numbers, days, texts and numbers, each read exactly."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    StrictBool,
    StrictInt,
    StrictStr,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from settlebook.domain.currency import digits, shorten
from settlebook.domain.ids import as_id, is_item_name, is_number
from settlebook.domain.money import Amount, InvalidAmount, Minor, PositiveAmount, parse_decimal
from settlebook.domain.written_days import DAY_FORM, read_day

FIRST_YEAR, LAST_YEAR = 1900, 2199  # a year beyond is a slip of the keyboard, not a day of business
DEEPEST = 8  # how far lists and objects of a custom field may be nested
LONGEST = 65_535  # characters of the longest text that is kept
LARGEST = 1_000_000  # characters of the largest list or object that is kept, as JSON

POLICY_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}", re.ASCII)
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)


def storable(text: str) -> str:
    """The text, if a database and a JSON document can hold it."""
    if "\0" in text or (not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)):
        raise ValueError("the text holds a character that cannot be stored (NUL or half of a surrogate pair)")
    return text


def canonical_id(value: Any) -> Any:
    """An id in its one spelling, so that the same request is the same however its ids are written."""
    if isinstance(value, UUID):
        return value.hex
    known = as_id(value) if isinstance(value, str) else None
    return value if known is None else known.hex


def _key(text: str) -> str:
    if as_id(text) is None and not is_number(text):
        raise ValueError(
            "give an id (32 hexadecimal digits) or a number (up to 32 of letters, digits, - and _)"
        )
    return text


def _key_or_none(text: str) -> str:
    return _key(text) if text else text


def _number(text: str) -> str:
    if not is_number(text):
        raise ValueError("a number is up to 32 of letters, digits, - and _, and does not look like an id")
    return text


def _only_id(text: str) -> str:
    if as_id(text) is None:
        raise ValueError("an id is 32 hexadecimal digits, with or without dashes")
    return text


def _item_key(text: str) -> str:
    if as_id(text) is None and not is_item_name(text):
        raise ValueError(
            "give an item's id, or its name such as INV-7#2, or INV-7#2.1 for its first tax item"
        )
    return text


def _currency(text: str) -> str:
    digits(text)
    return text


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return _sane(value)
    if not isinstance(value, str):
        raise ValueError(f"give a day as {DAY_FORM}")
    return _sane(read_day(value))


def _day_or_instant(value: Any) -> date:
    """Zuora writes a payment's day as an instant; the day counts."""
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return _sane(datetime.fromisoformat(value).date())
    return _day(value)


def _sane(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _policy(text: str) -> str:
    if not POLICY_NAME.fullmatch(text):
        raise ValueError("a policy is named by up to 32 of a-z, 0-9 and -, a letter first")
    return text


def _not_electronic(kind: str) -> str:
    if kind == "Electronic":  # no gateway is asked for money
        raise PydanticCustomError("not_offered", "not offered", {"value": kind})
    return kind


def _no_discount(kind: str) -> str:
    if kind == "Discount":  # it would have to be netted into the item it discounts
        raise PydanticCustomError("not_offered", "not offered", {"value": kind})
    return kind


@dataclass(eq=False)
class Negative(InvalidAmount):
    """The amount is below zero where only zero or more has a meaning."""

    @property
    def problem(self) -> str:
        return "it must not be below zero; a credit memo says by its kind that it takes away"


def _not_negative(amount: Decimal | Minor) -> Decimal | Minor:
    value = amount.value if isinstance(amount, Minor) else amount
    if value < 0:
        raise Negative(shorten(str(value)))
    return amount


def read_json_value(value: Any) -> Any:
    """A value of a custom field, made fit to be stored: text, numbers, flags, lists and objects."""
    read = _read_json(value)
    if isinstance(read, list | dict):
        size = len(json.dumps(read, ensure_ascii=False, separators=(",", ":"), default=str))
        if size > LARGEST:
            raise ValueError(f"it has {size:,} characters as JSON; a field keeps at most {LARGEST:,}")
    return read


def _read_json(value: Any, depth: int = 0) -> Any:
    match value:
        case None | bool():
            return value
        case str() if len(value) <= LONGEST:
            return storable(value)
        case int() | Decimal():
            number = parse_decimal(value)
            return value if isinstance(value, int) else number
        case list() | tuple() if depth < DEEPEST:
            return [_read_json(element, depth + 1) for element in value]
        case dict() if depth < DEEPEST:
            # null says nothing, here as everywhere in a request
            given = {storable(str(name)): element for name, element in value.items() if element is not None}
            return {name: _read_json(element, depth + 1) for name, element in given.items()}
    raise ValueError(
        f"give text of at most {LONGEST} characters, a number, true, false, or lists and objects of these, "
        f"at most {DEEPEST} deep"
    )


Element = TypeVar("Element")
# A list; an empty one says nothing and is refused.
Several = Annotated[tuple[Element, ...], Field(min_length=1)]

Key = Annotated[StrictStr, BeforeValidator(canonical_id), AfterValidator(_key)]
KeyOrNone = Annotated[StrictStr, BeforeValidator(canonical_id), AfterValidator(_key_or_none)]  # "": nobody
Id = Annotated[StrictStr, BeforeValidator(canonical_id), AfterValidator(_only_id)]
ItemKey = Annotated[StrictStr, BeforeValidator(canonical_id), AfterValidator(_item_key)]
Number = Annotated[StrictStr, AfterValidator(_number)]
CurrencyCode = Annotated[StrictStr, AfterValidator(_currency)]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
DayOrInstant = Annotated[date, PlainValidator(_day_or_instant), WithJsonSchema({"type": "string"})]
MoneyType = Annotated[Literal["External", "Electronic"], AfterValidator(_not_electronic)]
NonNegativeAmount = Annotated[Amount, AfterValidator(_not_negative)]
Decimals = Annotated[Decimal, PlainValidator(parse_decimal), WithJsonSchema({"type": "number"})]
Flag = StrictBool
PolicyWord = Annotated[StrictStr, AfterValidator(_policy)]  # which are offered, a ledger's program knows
NegativeLinesWord = Literal["skip", "net"]
Whole = Annotated[StrictInt, Field(ge=-(2**31), lt=2**31)]
Json = Annotated[Any, PlainValidator(read_json_value)]

Text = Annotated[StrictStr, Field(max_length=255), AfterValidator(storable)]
ProcessingType = Annotated[Text, AfterValidator(_no_discount)]
ShortText = Annotated[StrictStr, Field(max_length=100), AfterValidator(storable)]
LongText = Annotated[StrictStr, Field(max_length=LONGEST), AfterValidator(storable)]
Name = Annotated[StrictStr, Field(min_length=1, max_length=255), AfterValidator(storable)]

__all__ = [
    "Amount",
    "CurrencyCode",
    "Day",
    "DayOrInstant",
    "Decimals",
    "Flag",
    "Id",
    "ItemKey",
    "Json",
    "Key",
    "KeyOrNone",
    "LongText",
    "MoneyType",
    "Name",
    "NegativeLinesWord",
    "NonNegativeAmount",
    "Number",
    "PolicyWord",
    "PositiveAmount",
    "ProcessingType",
    "Several",
    "ShortText",
    "Text",
    "Whole",
    "read_json_value",
]
