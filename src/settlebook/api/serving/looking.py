"""A look at what may not answer: all who ask meanwhile share it, and each waits for as long as he bears."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Look(Generic[T]):
    """One at a time, in a thread of its own: one that never ends keeps none of those that answer requests."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._under_way: Future[T] | None = None

    async def at(self, look: Callable[[], T], seconds: float) -> T:
        """What the look under way sees, or a new one. Raises TimeoutError, and what `look` raises."""
        return await asyncio.wait_for(asyncio.wrap_future(self._begun(look)), seconds)

    def _begun(self, look: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._under_way is None or self._under_way.done():
                begun: Future[T] = Future()
                begun.set_running_or_notify_cancel()  # who goes does not end it for others
                Thread(target=_carry_out, args=(look, begun), name="look", daemon=True).start()
                self._under_way = begun  # where no thread can begin, the next who asks tries again
            return self._under_way


def _carry_out(look: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(look())
    except BaseException as error:  # it is raised where somebody waits
        future.set_exception(error)
