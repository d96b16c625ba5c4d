"""Waits at the end of the log for all readers of a server at once, and wakes them when more is there."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any

import psycopg

from settlebook import EngineError, Ledger

POLL = 0.1  # seconds between looks for what other programs recorded
BREATH = 0.005  # seconds in which batches are gathered: a burst wakes nobody for each


@dataclass(eq=False)
class _Waiter:
    """A reader who sleeps on an event loop until the log goes on after a position."""

    position: int
    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        self.loop.call_soon_threadsafe(self.woken.set)


class Tail:
    """One thread a ledger, which runs only while somebody waits; waiting itself takes no thread."""

    def __init__(self, ledger: Ledger, stopping: Event) -> None:
        self.ledger = ledger
        self._stopping = stopping
        self._lock = Lock()
        self._waiting: set[_Waiter] = set()
        self._thread: Thread | None = None
        self._head = 0

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def is_stopping(self) -> bool:
        """Whether the server was asked to end, and readers with it."""
        return self._stopping.is_set()

    async def beyond(self, position: int, seconds: float) -> bool:
        """Until something is recorded after the position or the server stops, and True; or the time is up."""
        waiter = _Waiter(position, asyncio.get_running_loop())
        with self._lock:
            if self.is_stopping or self._head > position:
                return self._head > position
            self._waiting.add(waiter)
            self._begin()
        try:
            async with asyncio.timeout(seconds):
                await waiter.woken.wait()
            return True
        except TimeoutError:
            return False
        finally:
            with self._lock:
                self._waiting.discard(waiter)

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._watch, name="settlebook-tail", daemon=True)
            self._thread.start()

    def _watch(self) -> None:
        seen = self.ledger.batches
        while self._is_wanted():
            self._look()
            seen = self.ledger.wait_for_batch(seen, POLL)
            time.sleep(BREATH)

    def _look(self) -> None:
        try:
            self._head = head = self.ledger.position
        except (EngineError, psycopg.Error):  # each reader meets it himself, and is answered so
            self._wake(lambda waiter: True)
        else:
            self._wake(lambda waiter: head > waiter.position or self.is_stopping)

    def _is_wanted(self) -> bool:
        with self._lock:
            if not self._waiting:
                self._thread = None
            return bool(self._waiting)

    def _wake(self, concerns: Callable[[_Waiter], bool]) -> None:
        with self._lock:
            concerned = [waiter for waiter in self._waiting if concerns(waiter)]
            self._waiting.difference_update(concerned)
        for waiter in concerned:
            waiter.wake()


def tail_of(state: Any) -> Tail:
    """The tail of the ledger that an app serves, of its `state`; on the app's event loop."""
    tail: Tail | None = getattr(state, "tail", None)
    if tail is None or tail.ledger is not state.ledger:
        state.tail = tail = Tail(state.ledger, state.stopping)
    return tail
