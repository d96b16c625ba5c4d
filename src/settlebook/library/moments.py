"""Finds the moment that is meant by a day, an instant or a position."""

from bisect import bisect_right
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from psycopg import Connection

from settlebook.domain.errors import InvalidRequest
from settlebook.ledger.errors import EventMissing
from settlebook.ledger.identity.settings import day_of
from settlebook.queries.moment import KnownAt, Moment, require_day
from settlebook.statements import statements

(RECORDED_AT,) = statements(Path(__file__).parent / "sql" / "recorded_at.sql")


class Now(NamedTuple):
    """Where the log stands, and which day it is in the ledger's time zone."""

    head: int
    today: date


def moment_of(
    connection: Connection[Any],
    ledger_id: str,
    now: Now,
    *,
    as_of: date | None = None,
    known_at: KnownAt | None = None,
) -> Moment | None:
    """What counts for a question; None for one of now.

    Refuses: InvalidRequest for what is no day; for what is neither a position nor an instant, a position
    outside the log, and an instant without an offset, or that has not come yet.
    """
    if as_of is None and known_at is None:
        return None
    if as_of is not None:
        require_day("as_of", as_of)
    spoken = [f"as of {as_of}"] if as_of is not None else []
    position, today = now.head, as_of or now.today
    if known_at is not None:
        position, instant = _known(connection, ledger_id, now.head, known_at)
        if as_of is None and instant is not None:
            today = day_of(connection, ledger_id, instant)
        spoken.append(f"as known at {_spoken(known_at)}")
    return Moment(position, as_of, today, ", ".join(spoken))


def _known(
    connection: Connection[Any], ledger_id: str, head: int, known_at: KnownAt
) -> tuple[int, datetime | None]:
    """The last position that was known then, and the instant; none for before the first."""

    def recorded_at(position: int) -> datetime:
        asked = {"ledger": ledger_id, "position": position}
        (instant,) = connection.execute(RECORDED_AT, asked).fetchone() or (None,)
        if not isinstance(instant, datetime):
            raise EventMissing(
                f"The log of ledger {ledger_id} stands at {head} and lacks event {position} or its instant.",
                "It was changed past Settlebook. `settlebook verify log` tells what else.",
            )
        return instant

    if isinstance(known_at, bool) or not isinstance(known_at, int | datetime):
        raise InvalidRequest(
            "known_at", f"give a position of the log, or an instant; {known_at!r} is neither"
        )
    if isinstance(known_at, int):
        if not 0 <= known_at <= head:
            raise InvalidRequest("known_at", f"the log stands at position {head}; give one from 0 to {head}")
        return known_at, recorded_at(known_at) if known_at else None
    if known_at.tzinfo is None:
        raise InvalidRequest("known_at", f"say in which time zone: {known_at.isoformat()}Z, or an offset")
    if known_at > datetime.now(UTC) and (head == 0 or known_at > recorded_at(head)):
        raise InvalidRequest(
            "known_at", "that instant is still to come; without it, all that is known counts"
        )
    position = bisect_right(range(1, head + 1), known_at, key=recorded_at)
    return position, known_at if position else None


def _spoken(known_at: KnownAt) -> str:
    return f"position {known_at}" if isinstance(known_at, int) else known_at.isoformat()
