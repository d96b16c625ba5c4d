"""Reads the text of a filter as a value of the column that it is compared with, and writes it again."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from settlebook.domain.errors import InvalidRequest
from settlebook.domain.ids import as_id
from settlebook.domain.written_days import read_day, read_utc
from settlebook.queries.objects.shapes import Column, Type

_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?", re.ASCII)
_PLUS_LOST = re.compile(r"(.{16,40}) ([0-9]{2}:[0-9]{2})", re.ASCII)  # 2026-04-05T18:00:00 02:00
_TRUTHS = {"true": True, "false": False}
_LONGEST = 4_000


def read_value(column: Column, text: str, where: str) -> Any:
    """The value that a text means in a column. Refuses: InvalidRequest."""
    value = _read(column.type, text)
    if value is None:
        raise InvalidRequest(where, f"{column.name} is {_EXPECTED[column.type]}, and {text[:80]!r} is none")
    return value


def is_text(text: str) -> bool:
    """Whether the database can hold the text: no zero, and no half of a character."""
    return "\0" not in text and text.encode(errors="replace").decode() == text


def written(value: Any) -> str | None:
    """A value as a text that `read_value` reads."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else f"{Decimal(value):f}"


def _read(kind: Type, text: str) -> Any:
    match kind:
        case Type.TEXT:
            return text if len(text) <= _LONGEST and is_text(text) else None
        case Type.NUMBER | Type.COUNT:
            return _number(kind, text) if _NUMBER.fullmatch(text) else None
        case Type.TRUTH:
            return _TRUTHS.get(text.lower())
        case Type.ID:
            return as_id(text)
        case Type.DAY:
            return _day(text)
        case Type.INSTANT:
            return _instant(text)
        case Type.TEXTS:
            return None


def _number(kind: Type, text: str) -> Decimal | int:
    """A count as whole number, by which an index is asked."""
    found = Decimal(text)
    return int(found) if kind is Type.COUNT and found == found.to_integral_value() else found


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    """UTC where no offset is named; a day is its first instant. A plus that became a space is one again."""
    lost = _PLUS_LOST.fullmatch(text)
    try:
        return read_utc(f"{lost[1]}+{lost[2]}" if lost is not None else text)
    except ValueError:
        return None


_EXPECTED = {
    Type.TEXT: f"text of at most {_LONGEST} characters",
    Type.NUMBER: "a number",
    Type.COUNT: "a whole number",
    Type.TRUTH: "true or false",
    Type.ID: "an id of 32 hexadecimal characters",
    Type.DAY: "a day, yyyy-mm-dd",
    Type.TEXTS: "a list, which nothing can be compared with",
    Type.INSTANT: "an instant, yyyy-mm-ddThh:mm:ss with its offset, else in UTC; or a day",
}
