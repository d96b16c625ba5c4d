"""Work that many threads want at once, done by one of them for all."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class _Abandoned(Exception):
    """Who was to do it was interrupted: another of those who wait does."""


class Together(Generic[T]):
    """A call gives what the work gave that began after the call; what it raises is raised to all who waited.

    While it is done, those who come wait for the next time, which is the same for all of them.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._begun = Lock()  # held while the work is done
        self._joining = Lock()
        self._next: Future[T] | None = None

    def __call__(self) -> T:
        while True:
            with suppress(_Abandoned):
                return self._joined().result()

    def _joined(self) -> "Future[T]":
        """The next time, done by this thread where no other is to do it."""
        mine: Future[T] = Future()
        try:
            with self._joining:
                turn = self._next = self._next or mine
            if turn is mine:
                with self._begun:
                    self._close(mine)
                    mine.set_result(self._work())
            return turn
        except BaseException as error:
            self._close(mine)
            if not mine.done():
                mine.set_exception(error if isinstance(error, Exception) else _Abandoned())
            if isinstance(error, Exception):
                return mine
            raise

    def _close(self, turn: "Future[T]") -> None:
        """Who comes from now on may be too late for it."""
        with self._joining:
            if self._next is turn:
                self._next = None
