"""Ctrl-C while a file of commands runs: what was read is finished and answered before the program ends."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from threading import current_thread, main_thread
from typing import Any, Self, TypeVar

T = TypeVar("T")
ASKED = b"\nInterrupted: no line more is read. Ctrl-C again ends at once.\n"


class Interruption:
    """The first Ctrl-C ends the reading of lines, the second the program.

    Where Ctrl-C means something else already, or nothing, that stays so.
    """

    def __init__(self) -> None:
        self.cut_off = False  # lines were left unread
        self._is_asked = False
        self._is_reading = False
        self._listens = False

    def __enter__(self) -> Self:
        is_free = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        self._listens = is_free and current_thread() is main_thread()
        if self._listens:
            signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        if self._listens:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def lines(self, source: Iterable[T], *, is_whole: bool) -> Iterator[T]:
        """The lines until the end is asked for; where they count as a whole or not at all, that is raised."""
        lines = iter(source)
        try:
            while not self._is_asked:
                self._is_reading = True  # which may last: for who waits for input that does not come
                line = next(lines, None)
                self._is_reading = False
                if line is None:
                    return
                yield line
        except KeyboardInterrupt:
            if not self._is_asked:
                raise
        finally:
            self._is_reading = False
        self.cut_off = True
        if is_whole:
            raise KeyboardInterrupt

    def _ask(self, *_: Any) -> None:
        self._is_asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, ASKED)  # no buffer: it may be in use
        if self._is_reading:
            raise KeyboardInterrupt
