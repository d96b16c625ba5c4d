"""What is decided about accounting periods: defined, edited, closed in order, reopened and deleted."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from settlebook.domain.calendar import Calendar, Period, PeriodStatus
from settlebook.domain.currency import shorten
from settlebook.domain.decisions.rules import describing
from settlebook.domain.errors import (
    InvalidRequest,
    NameTaken,
    PeriodHasStatus,
    PeriodNotContiguous,
    PeriodOutOfOrder,
)
from settlebook.domain.events import (
    PeriodCloseBegun,
    PeriodClosed,
    PeriodCreated,
    PeriodDeleted,
    PeriodEdited,
    PeriodReopened,
)
from settlebook.domain.events.base import Details

OPEN, CLOSED = PeriodStatus.OPEN, PeriodStatus.CLOSED
QUARTERS = range(1, 5)
_YEAR = re.compile(r"[1-9][0-9]{3}", re.ASCII)  # a number, or a text as Zuora has it


def create(
    calendar: Calendar,
    calendar_id: UUID,
    period_id: UUID,
    name: str,
    days: tuple[date, date],
    *,
    today: date,
    details: Details | None = None,
) -> PeriodCreated:
    """Define a period, open, right after the newest; the first one may begin on any day.

    Refuses, first match wins: InvalidRequest (a year or quarter that cannot be), NameTaken (the name),
    PeriodNotContiguous.
    """
    starts_on, ends_on = days
    _require_fiscal(details or {})
    _require_free(calendar, name)
    if calendar.periods:
        newest = calendar.periods[-1]
        first_day = newest.ends_on + timedelta(days=1)
        if starts_on != first_day:
            raise PeriodNotContiguous(name, newest.name, starts_on, first_day)
    return PeriodCreated(
        calendar_id=calendar_id,
        period_id=period_id,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        details=details or {},
        effective_on=today,
    )


def edit(
    calendar: Calendar,
    calendar_id: UUID,
    period: Period,
    *,
    name: str | None,
    changes: Mapping[str, Any],
    today: date,
) -> PeriodEdited:
    """Change a period's name and what it says of itself, whatever its status.

    Refuses, first match wins: InvalidRequest (a year or quarter that cannot be), NameTaken.
    """
    _require_fiscal(changes)
    if name is not None and name != period.name:
        _require_free(calendar, name)
    return PeriodEdited(
        calendar_id=calendar_id,
        period_id=period.period_id,
        name=name or period.name,
        details=describing.edited(period.details, changes),
        effective_on=today,
    )


def begin_close(calendar_id: UUID, period: Period, *, today: date) -> PeriodCloseBegun:
    """Refuses: PeriodHasStatus, unless it is open."""
    if period.status is not OPEN:
        raise PeriodHasStatus(period.name, period.status, "begin to be closed")
    return PeriodCloseBegun(calendar_id=calendar_id, period_id=period.period_id, effective_on=today)


def close(calendar: Calendar, calendar_id: UUID, period: Period, *, today: date) -> PeriodClosed:
    """Refuses, first match wins: PeriodHasStatus (it is closed), PeriodOutOfOrder (an earlier one is not)."""
    if period.status is CLOSED:
        raise PeriodHasStatus(period.name, period.status, "be closed")
    for earlier in calendar.periods:
        if earlier.starts_on < period.starts_on and earlier.status is not CLOSED:
            raise PeriodOutOfOrder(period.name, "be closed", earlier.name, earlier.status)
    return PeriodClosed(calendar_id=calendar_id, period_id=period.period_id, effective_on=today)


def reopen(calendar: Calendar, calendar_id: UUID, period: Period, *, today: date) -> PeriodReopened:
    """Refuses, first match wins: PeriodHasStatus (it is open), PeriodOutOfOrder (a later one is closed)."""
    if period.status is OPEN:
        raise PeriodHasStatus(period.name, period.status, "be reopened")
    for later in calendar.periods:
        if later.starts_on > period.starts_on and later.status is CLOSED:
            raise PeriodOutOfOrder(period.name, "be reopened", later.name, later.status)
    return PeriodReopened(calendar_id=calendar_id, period_id=period.period_id, effective_on=today)


def delete(calendar: Calendar, calendar_id: UUID, period: Period, *, today: date) -> PeriodDeleted:
    """Take the newest period away. What is dated in it stays: a period says only which days can be closed.

    Refuses, first match wins: PeriodHasStatus (it is not open), PeriodOutOfOrder (another follows it).
    """
    if period.status is not OPEN:
        raise PeriodHasStatus(period.name, period.status, "be deleted")
    newest = calendar.periods[-1]
    if newest.period_id != period.period_id:
        raise PeriodOutOfOrder(period.name, "be deleted", newest.name, newest.status)
    return PeriodDeleted(calendar_id=calendar_id, period_id=period.period_id, effective_on=today)


def _require_fiscal(said: Mapping[str, Any]) -> None:
    """Refuses: InvalidRequest for what is no year or no quarter; none, or an empty text, takes it away."""
    year, quarter = said.get("fiscalYear"), said.get("fiscalQuarter")
    if year not in (None, "") and not _YEAR.fullmatch(str(year)):
        raise InvalidRequest("fiscalYear", f"{shorten(str(year))!r} is no year of four digits, such as 2026")
    if quarter is not None and quarter not in QUARTERS:
        raise InvalidRequest("fiscalQuarter", f"a year has the quarters 1 to 4, and {quarter} was asked")


def _require_free(calendar: Calendar, name: str) -> None:
    if any(period.name == name for period in calendar.periods):
        raise NameTaken("accounting period", name)
