"""Sums by accounting day, for the rule that on no day anything is below zero or above its amount."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


def _day_of(entry: tuple[date, int]) -> date:
    return entry[0]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What changed on which accounting day, and what that adds up to.

    `entries` are (day, change in minor units, signed), sorted by day, one a day, none zero: few, as most
    items are settled on one to three days. Build it with `add` or `of`, not by hand.

    The sum of a day counts all changes on or before it. Changes may be added for any day, so a change
    in the past shows on every later day: check `lowest_from` and `peak_from` before it becomes a fact.
    """

    entries: tuple[tuple[date, int], ...] = ()

    @classmethod
    def of(cls, changes: Iterable[tuple[date, int]]) -> "Timeline":
        """Sum changes that come in any order, several a day."""
        by_day: dict[date, int] = {}
        for day, delta in changes:
            by_day[day] = by_day.get(day, 0) + delta
        return cls(tuple((day, by_day[day]) for day in sorted(by_day) if by_day[day]))

    def add(self, day: date, delta: int) -> "Timeline":
        """The timeline with one more change, in minor units, signed."""
        entries = self.entries
        if delta == 0:
            return self
        if not entries or entries[-1][0] < day:
            return Timeline((*entries, (day, delta)))
        index = bisect_left(entries, day, key=_day_of)
        before, after = entries[:index], entries[index:]
        if after and after[0][0] == day:
            delta += after[0][1]
            after = after[1:]
        return Timeline((*before, (day, delta), *after) if delta else before + after)

    @property
    def total(self) -> int:
        """All changes, those in the future too."""
        entries = self.entries
        return entries[0][1] if len(entries) == 1 else sum([delta for _, delta in entries])

    def at(self, day: date) -> int:
        """The sum at the end of that day."""
        return sum(delta for entry_day, delta in self.entries if entry_day <= day)

    def peak_from(self, day: date) -> int:
        """The largest sum on that day or any later one."""
        return self.total if self._ends_by(day) else max(total for _, total in self._sums_from(day))

    def lowest_from(self, day: date) -> int:
        """The smallest sum on that day or any later one."""
        return self.total if self._ends_by(day) else min(total for _, total in self._sums_from(day))

    def first_day_above(self, day: date, limit: int) -> date | None:
        """The first day, from that day on, whose sum is greater than the limit."""
        return next((found for found, total in self._sums_from(day) if total > limit), None)

    def first_day_below(self, day: date, limit: int) -> date | None:
        """The first day, from that day on, whose sum is less than the limit."""
        return next((found for found, total in self._sums_from(day) if total < limit), None)

    def _ends_by(self, day: date) -> bool:
        """Whether nothing changes after that day, as mostly: then one sum is all there is to know."""
        return not self.entries or self.entries[-1][0] <= day

    def _sums_from(self, day: date) -> Iterator[tuple[date, int]]:
        """That day with its sum, then every later day on which the sum changes."""
        total = self.at(day)
        yield day, total
        for later, delta in self.entries[bisect_right(self.entries, day, key=_day_of) :]:
            total += delta
            yield later, total
