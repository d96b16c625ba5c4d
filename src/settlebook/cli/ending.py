"""A program that is asked to end closes its ledger first: the last one out stops the embedded server."""

import atexit
import os
import signal
import sys
from contextlib import suppress
from types import FrameType

ASKING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class AskedToEnd(KeyboardInterrupt):
    """The system, a supervisor or a terminal that closed asked the program to end."""


def end_in_order() -> None:
    """Have such a signal end the program as Ctrl-C does; it dies of it in the end, as who sent it expects.

    A second one ends it at once. One that was ignored, as `nohup` has it, stays so.
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
    for number in ASKING:
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, ask)
