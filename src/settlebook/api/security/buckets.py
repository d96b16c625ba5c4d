"""How often somebody may do something: buckets that fill up again by themselves."""

import math
import time
from collections.abc import Callable
from typing import NamedTuple

MOST_KEPT = 10_000  # buckets; those that are full again are the same as none


class Left(NamedTuple):
    """What is left in a bucket: `wait` is 0 where something was, else the seconds until something is."""

    remaining: int
    wait: int


class Buckets:
    """One bucket for each key, of `size` drops, of which `per_second` come back."""

    def __init__(self, size: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.size = size
        self._per_second = per_second
        self._clock = clock
        self._kept: dict[str, tuple[float, float]] = {}  # by key how much there was, and when

    def take(self, key: str) -> Left:
        """Take one drop, if there is one."""
        level = self._level(key)
        if level < 1:
            return Left(0, self._wait(level))
        self._keep(key, level - 1)
        return Left(int(level - 1), 0)

    def wait(self, key: str) -> int:
        """The seconds until there is something to take; nothing is taken."""
        level = self._level(key)
        return 0 if level >= 1 else self._wait(level)

    def _wait(self, level: float) -> int:
        return max(1, math.ceil((1 - level) / self._per_second))

    def _level(self, key: str) -> float:
        kept = self._kept.get(key)
        if kept is None:
            return float(self.size)
        return min(float(self.size), kept[0] + (self._clock() - kept[1]) * self._per_second)

    def _keep(self, key: str, level: float) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept = {each: kept for each, kept in self._kept.items() if self._level(each) < self.size}
            if len(self._kept) >= MOST_KEPT:  # somebody makes up keys: who came first is let go
                self._kept.clear()
        self._kept[key] = (level, self._clock())


def buckets_of(per_minute: int) -> Buckets | None:
    """So many a minute, all at once if somebody likes; None where there is no limit."""
    return Buckets(per_minute, per_minute / 60) if per_minute else None
