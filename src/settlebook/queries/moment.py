"""The moment that an answer is given for: an effective day, and what the ledger knew."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, TypedDict

from settlebook.domain.errors import InvalidRequest

# An aware instant, or a position of the log: what was recorded up to it, and with it.
KnownAt: TypeAlias = datetime | int


class When(TypedDict, total=False):
    """What every answer may be asked for; without either it is of now.

    as_of     an effective day: what takes effect later does not count. Days to come may be named.
    known_at  an instant or a position: what was recorded later does not count.
    """

    as_of: date | None
    known_at: KnownAt | None


@dataclass(frozen=True, slots=True)
class Moment:
    """What counts: what was recorded up to a position and, where a day is named, takes effect by its end.

    today   the day that aging counts to: that of the question, else that of the knowledge.
    spoken  the question in words for people: `as of 2026-03-31, as known at position 57`.
    """

    position: int
    day: date | None
    today: date
    spoken: str


def require_day(field: str, day: object) -> None:
    """A text is none: PostgreSQL would read it, in the order of day and month that the server is set to.

    Refuses: InvalidRequest.
    """
    if isinstance(day, datetime):
        raise InvalidRequest(field, "give a day without a time; an instant is what `known_at` takes")
    if not isinstance(day, date):
        raise InvalidRequest(field, f"give a day, such as date(2026, 3, 31); {day!r} is none")


def require_days(first: object, last: object) -> None:
    """Those of a range, each where it is given. Refuses: InvalidRequest."""
    for field, day in (("from", first), ("to", last)):
        if day is not None:
            require_day(field, day)
