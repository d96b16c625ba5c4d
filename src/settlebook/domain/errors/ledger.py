"""Refusals of the ledger as a whole: its accounting periods, and which history it tells."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from settlebook.domain.errors.base import Refused


@dataclass(eq=False)
class PeriodIsClosed(Refused):
    """Nothing that moves money is dated in a closed accounting period, nor before one."""

    code: ClassVar[str] = "period_closed"
    MESSAGE: ClassVar[str] = "{day} lies in a closed accounting period; the first open day is {first_open}"
    REMEDY: ClassVar[str] = "Choose an open day, or leave the day out to get one."
    day: date
    first_open: date


@dataclass(eq=False)
class LimitExceeded(Refused):
    """A request is larger than a limit of the ledger; strict ledgers have those of Zuora."""

    code: ClassVar[str] = "limit_exceeded"
    MESSAGE: ClassVar[str] = "{asked} {what}: the limit {limit} is {allowed}"
    REMEDY: ClassVar[str] = (
        "Split the request, or lift the limit with settings.change: its number under limitOf, "
        "or limits lifted for all of them."
    )
    limit: str
    what: str
    asked: int
    allowed: int


@dataclass(eq=False)
class PeriodNotContiguous(Refused):
    """An accounting period begins on the day after the one before it."""

    code: ClassVar[str] = "period_not_contiguous"
    MESSAGE: ClassVar[str] = "{name} begins on {asked}, but the day after {before} is {first_day}"
    REMEDY: ClassVar[str] = "Begin it on that day: periods leave no day out, and share none."
    name: str
    before: str
    asked: date
    first_day: date


@dataclass(eq=False)
class PeriodHasStatus(Refused):
    """What is asked of an accounting period does not follow from the status it has."""

    code: ClassVar[str] = "period_has_status"
    MESSAGE: ClassVar[str] = "accounting period {name} is {status}: it cannot {verb}"
    REMEDY: ClassVar[str] = "Open periods are closed, at once or after a pending close; others are reopened."
    name: str
    status: str
    verb: str


@dataclass(eq=False)
class PeriodOutOfOrder(Refused):
    """Periods are closed from the oldest on, and reopened and deleted from the newest on."""

    code: ClassVar[str] = "period_out_of_order"
    MESSAGE: ClassVar[str] = "accounting period {name} cannot {verb} while {other} is {status}"
    REMEDY: ClassVar[str] = (
        "Close periods from the oldest on, reopen the last one that is closed, delete the newest."
    )
    name: str
    verb: str
    other: str
    status: str


@dataclass(eq=False)
class AnotherEpoch(Refused):
    """The ledger was put back since: who reads its log may know another history than the one it tells now.

    `shared_upto` is the last position that both histories have in common, where the known epoch is an older
    one of this ledger; else 0.
    """

    code: ClassVar[str] = "another_epoch"
    MESSAGE: ClassVar[str] = (
        "this ledger is in the epoch {current}, and {known} was asked: they tell the same up to position "
        "{shared_upto}"
    )
    REMEDY: ClassVar[str] = "Forget what was read after that position, and read on from there in this epoch."
    known: UUID
    current: UUID
    shared_upto: int
