"""The accounting periods of a ledger: contiguous, closed in order, and what a closed one refuses."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from settlebook.domain.events import (
    Event,
    PeriodCloseBegun,
    PeriodClosed,
    PeriodCreated,
    PeriodDeleted,
    PeriodEdited,
    PeriodReopened,
)


class PeriodStatus(StrEnum):
    OPEN = "Open"
    PENDING_CLOSE = "PendingClose"
    CLOSED = "Closed"


@dataclass(frozen=True, slots=True)
class Period:
    period_id: UUID
    name: str
    starts_on: date
    ends_on: date
    status: PeriodStatus = PeriodStatus.OPEN
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Periods from the oldest to the newest; those that are closed come first."""

    periods: tuple[Period, ...] = ()

    @property
    def closed_through(self) -> date | None:
        """The last day that is closed, and with it every day before; None while nothing is."""
        if not self.periods:  # as in most ledgers
            return None
        return max(
            (each.ends_on for each in self.periods if each.status is PeriodStatus.CLOSED), default=None
        )

    def is_closed(self, day: date) -> bool:
        closed = self.closed_through
        return closed is not None and day <= closed

    def open_from(self, day: date) -> date:
        """The day itself if it is open, else the first day that is."""
        closed = self.closed_through
        return day if closed is None or day > closed else closed + timedelta(days=1)


def evolve(calendar: Calendar | None, event: Event) -> Calendar:
    known = calendar or Calendar()
    match event:
        case PeriodCreated():
            period = Period(
                event.period_id, event.name, event.starts_on, event.ends_on, details=event.details
            )
            return Calendar((*known.periods, period))
        case PeriodEdited():
            return _changed(known, event.period_id, name=event.name, details=event.details)
        case PeriodCloseBegun():
            return _changed(known, event.period_id, status=PeriodStatus.PENDING_CLOSE)
        case PeriodClosed():
            return _changed(known, event.period_id, status=PeriodStatus.CLOSED)
        case PeriodReopened():
            return _changed(known, event.period_id, status=PeriodStatus.OPEN)
        case PeriodDeleted():
            return Calendar(tuple(each for each in known.periods if each.period_id != event.period_id))
        case _:
            raise AssertionError(f"a calendar has no {type(event).__name__}")


def _changed(calendar: Calendar, period_id: UUID, **changes: Any) -> Calendar:
    return Calendar(
        tuple(replace(each, **changes) if each.period_id == period_id else each for each in calendar.periods)
    )
