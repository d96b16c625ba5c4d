"""A program that is asked to end closes its ledger first: the last one out stops the embedded server."""

import atexit
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ASKING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class AskedToEnd(KeyboardInterrupt):
    """The system, a supervisor or a terminal that closed asked the program to end."""


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Have such a signal end the block as Ctrl-C does; the program dies of it then, as who sent it expects.

    A second one ends it at once, and so does one after the block. One that was ignored, as `nohup` has it,
    stays so.
    """
    pid = os.getpid()
    asked: list[int] = []

    def ask(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        asked.append(number)
        raise AskedToEnd

    def die() -> None:
        if asked and os.getpid() == pid:
            with suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
            os.kill(pid, asked[0])

    atexit.register(die)  # the first to be registered is the last to be called
    listened_to = [number for number in ASKING if signal.getsignal(number) == signal.SIG_DFL]
    for number in listened_to:
        signal.signal(number, ask)
    try:
        yield
    finally:
        for number in listened_to:
            signal.signal(number, signal.SIG_DFL)
