"""Ctrl-C ends the program `settlebook` without a trace-back even while its modules are read."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130  # the exit code, as shells have it


def leave_when_interrupted() -> None:
    """As long as nothing was begun; in the program alone, since other programs have Ctrl-C for themselves."""
    script = getattr(sys.modules.get("__main__"), "__file__", None) or ""  # its own processes have none
    is_program = os.path.splitext(os.path.basename(script))[0] == "settlebook"
    if is_program and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def _leave(_: int, __: FrameType | None) -> None:
    os._exit(INTERRUPTED)  # an exception would be told, or lost, by whatever module is being read


@contextmanager
def interruptible() -> Iterator[None]:
    """A block that Ctrl-C ends as an exception, since there is something to put in order."""
    leaves = signal.getsignal(signal.SIGINT) is _leave
    if leaves:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        if leaves:
            signal.signal(signal.SIGINT, _leave)
