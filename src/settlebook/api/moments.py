"""The moment that a request asks about: `asOf`, `knownAt`, both or neither."""

import re
from datetime import date

from settlebook import KnownAt, When
from settlebook.domain.errors import InvalidRequest
from settlebook.domain.written_days import DAY_FORM, read_day, read_instant


def when_of(as_of: str | None, known_at: str | None) -> When:
    """As a ledger takes it; of nothing, the present. Refuses: InvalidRequest."""
    when: When = {}
    if as_of is not None:
        when["as_of"] = _as_of(as_of)
    if known_at is not None:
        when["known_at"] = _known_at(known_at)
    return when


def _as_of(text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        raise InvalidRequest("asOf", f"give a day: {DAY_FORM}") from None


def _known_at(text: str) -> KnownAt:
    if re.fullmatch(r"[0-9]{1,18}", text, re.ASCII):
        return int(text)
    try:
        return read_instant(text)
    except ValueError:
        problem = (
            "give an instant with its offset (RFC 3339), as 2026-04-05T18:00:00Z, or a position of the log"
        )
        raise InvalidRequest("knownAt", problem) from None
