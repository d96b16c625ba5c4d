"""What a verification found: checks, each with a sentence and, where it failed, its first offence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from settlebook.domain.currency import shorten


def briefly(said: object) -> str:
    """What an offence found, as others told it: in one line, and a short one."""
    return shorten(" ".join(str(said).split()), 120)


@dataclass(frozen=True, slots=True)
class Offence:
    """Where a check failed.

    `position`  of the first event concerned; None where the log has no event to blame.
    `what`      the thing concerned, named as people do.
    """

    position: int | None
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        where = "no event" if self.position is None else f"event {self.position}"
        return f"{where}: {self.what}: expected {self.expected}, found {self.found}"


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    sentence: str
    offences: int
    first: Offence | None

    @property
    def ok(self) -> bool:
        return self.offences == 0


@dataclass(frozen=True, slots=True)
class Report:
    """Every check that ran, over the log up to `position` (`events` of them).

    `notes`  what the checks cannot find, in sentences: that they hold says nothing of it.
    """

    position: int
    events: int
    checks: tuple[Check, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    @property
    def first_offence(self) -> Offence | None:
        return first_of(check.first for check in self.checks)


@dataclass(frozen=True, slots=True)
class Verified:
    """Several verifications, one after another: each report by the name of what was verified."""

    reports: Mapping[str, Report]

    @property
    def ok(self) -> bool:
        return all(report.ok for report in self.reports.values())

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(name for name, report in self.reports.items() if not report.ok)

    @property
    def first_offence(self) -> Offence | None:
        return first_of(report.first_offence for report in self.reports.values())


def first_of(offences: Iterable[Offence | None]) -> Offence | None:
    """The offence with the lowest position; those without a position come last."""
    found = [offence for offence in offences if offence is not None]
    return min(found, key=lambda one: (one.position is None, one.position or 0), default=None)
