"""Work that many threads want at once, done by one of them for all."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


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
        with self._joining:
            turn = self._next
            if turn is None:
                mine = self._next = Future()
        if turn is not None:
            return turn.result()
        self._lead(mine)
        return mine.result()

    def _lead(self, turn: "Future[T]") -> None:
        try:
            with self._begun:
                self._close(turn)
                turn.set_result(self._work())
        except BaseException as error:
            self._close(turn)  # one may be interrupted before it begins
            turn.set_exception(error)

    def _close(self, turn: "Future[T]") -> None:
        """Who comes from now on may be too late for it."""
        with self._joining:
            if self._next is turn:
                self._next = None
