"""The fields of a list: what kind of value each has, and how a request spells such a value."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from settlebook.domain.errors import InvalidRequest
from settlebook.domain.ids import as_id
from settlebook.domain.written_days import is_day_form, read_day, read_utc
from settlebook.queries.objects.values import is_text

LONGEST_TEXT = 500
_AMOUNT = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?", re.ASCII)

Value: TypeAlias = Any  # as psycopg takes it


class Is(NamedTuple):
    """What is asked of one column: how it compares, and to which value; `null` and `not null` need none."""

    how: str
    value: Value = None


class FieldKind(Enum):
    TEXT = "text"
    ID = "id"
    AMOUNT = "amount"
    NUMBER = "number"  # a plain quantity
    DAY = "day"
    INSTANT = "instant"
    FLAG = "flag"


COMPARISONS = {"": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
NULL = "null"


def asked(name: str, kind: FieldKind, comparison: str, text: str) -> list[Is]:
    """What `name=text` or `name.gte=text` asks for. Refuses: InvalidRequest."""
    how = COMPARISONS[comparison]
    if text == NULL:
        if how != "=":
            raise InvalidRequest(f"{name}.{comparison}", "null can be asked for by equality alone")
        return [Is("null")]
    if kind is FieldKind.FLAG and how != "=":
        raise InvalidRequest(f"{name}.{comparison}", "true and false can be asked for by equality alone")
    spelled = f"{name}.{comparison}" if comparison else name
    if kind is FieldKind.INSTANT and is_day_form(text):
        return _within(_day(spelled, text), how)
    return [Is(how, value_of(spelled, kind, text))]


def value_of(name: str, kind: FieldKind, text: str) -> Value:
    """The value that a text spells. Refuses: InvalidRequest."""
    return _READ[kind](name, text)


def spelled(value: Value) -> str:
    """A value as `value_of` reads it again."""
    match value:
        case bool():
            return str(value).lower()
        case datetime() | date():
            return value.isoformat()
    return str(value)


def _within(day: date, how: str) -> list[Is]:
    """A day asked of an instant means all of it, in UTC, as instants are shown."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    end = begin + timedelta(days=1) if day < date.max else datetime.max.replace(tzinfo=UTC)
    match how:
        case "=":
            return [Is(">=", begin), Is("<", end)]
        case ">":
            return [Is(">=", end)]
        case "<=":
            return [Is("<", end)]
    return [Is(how, begin)]


def _text(name: str, text: str) -> str:
    if len(text) > LONGEST_TEXT or not is_text(text):
        raise InvalidRequest(name, f"give text of at most {LONGEST_TEXT} characters")
    return text


def _id(name: str, text: str) -> Value:
    found = as_id(text)
    if found is None:
        raise InvalidRequest(name, "give an id: 32 hexadecimal digits")
    return found


def _amount(name: str, text: str) -> Decimal:
    try:
        if _AMOUNT.fullmatch(text):
            return Decimal(text)
    except InvalidOperation:
        pass
    raise InvalidRequest(name, "give a number such as 12.50")


def _day(name: str, text: str) -> date:
    try:
        # Zuora's client writes some days as instants.
        return read_day(text) if is_day_form(text) else _instant(name, text).date()
    except ValueError:
        pass
    raise InvalidRequest(name, "give a day: yyyy-mm-dd")


def _instant(name: str, text: str) -> datetime:
    try:
        return read_utc(text).replace(microsecond=0)
    except ValueError:
        pass
    raise InvalidRequest(name, "give an instant such as 2026-04-05T18:00:00Z, or a day")


def _flag(name: str, text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise InvalidRequest(name, "give true or false")
    return text.lower() == "true"


_READ: dict[FieldKind, Callable[[str, str], Value]] = {
    FieldKind.TEXT: _text,
    FieldKind.ID: _id,
    FieldKind.AMOUNT: _amount,
    FieldKind.NUMBER: _amount,
    FieldKind.DAY: _day,
    FieldKind.INSTANT: _instant,
    FieldKind.FLAG: _flag,
}
