"""Refusals of the ledger as a whole: its accounting periods."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from settlebook.domain.errors.base import Refused


@dataclass(eq=False)
class PeriodIsClosed(Refused):
    """Nothing that moves money is dated in a closed accounting period, nor before one."""

    code: ClassVar[str] = "period_closed"
    MESSAGE: ClassVar[str] = "{day} lies in a closed accounting period; the first open day is {first_open}"
    REMEDY: ClassVar[str] = "Choose an open day, or leave the day out to get one."
    day: date
    first_open: date
