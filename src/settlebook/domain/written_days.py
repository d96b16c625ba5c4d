"""How people and programs write a day (yyyy-mm-dd) and an instant (RFC 3339; seconds may be left out).

Python reads more: 20260331, and 2026-W14-2, which is a day of a week. Nobody who means a day in books writes
so, and what is taken for another day than was meant moves money.
"""

import re
from datetime import UTC, date, datetime

DAY_FORM = "yyyy-mm-dd"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_INSTANT = re.compile(
    _DAY.pattern + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII
)


def is_day_form(text: str) -> bool:
    """Whether it is written as a day is; the calendar may not have it."""
    return _DAY.fullmatch(text) is not None


def read_day(text: str) -> date:
    """A day. Raises ValueError."""
    if not is_day_form(text):
        raise ValueError(f"give a day as {DAY_FORM}")
    return date.fromisoformat(text)


def read_instant(text: str) -> datetime:
    """An instant; naive where the offset, which RFC 3339 asks for, was left out. Raises ValueError."""
    upper = text.upper()  # RFC 3339 takes t and z as well
    if not _INSTANT.fullmatch(upper):
        raise ValueError("give an instant as yyyy-mm-ddThh:mm:ssZ, or with an offset such as +02:00")
    return datetime.fromisoformat(upper)


def read_utc(text: str) -> datetime:
    """An instant in UTC, which it is in where no offset is named; of a day the first. Raises ValueError."""
    found = read_instant(f"{text}T00:00" if is_day_form(text) else text)
    try:
        return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise ValueError("that instant is in no year that UTC has") from None
