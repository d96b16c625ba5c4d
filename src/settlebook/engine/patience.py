"""Waiting that ends when there was no sign of life for too long, and tells people what it waits for."""

import time
from collections.abc import Callable

from settlebook.engine.errors import NotStarted

FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.25
TELL_EVERY = 5.0


class Patience:
    """Counts the seconds without a sign of life, over one start of the server."""

    def __init__(
        self, limit: float, notice: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._notice = notice
        self._clock = clock
        self._began = self._told = self._last_sign = clock()
        self._pause = FIRST_PAUSE

    def wait(self, reason: str, *, sign_of_life: bool = False) -> None:
        """Sleep a little; a server that says it is starting up may take as long as it needs."""
        now = self._clock()
        if sign_of_life:
            self._last_sign = now
        if now - self._last_sign > self._limit:
            raise NotStarted(
                f"The embedded server gave no sign of life for {self._limit:g} s: {reason}.",
                "Try again; if it stays so, look at server.log in the ledger's folder.",
            )
        self._tell(now, reason)
        time.sleep(self._pause)
        self._pause = min(self._pause * 1.5, LONGEST_PAUSE)

    def _tell(self, now: float, reason: str) -> None:
        if now - self._told >= TELL_EVERY:
            self._told = now
            self._notice(f"Still waiting after {now - self._began:.0f} s: {reason}.")
