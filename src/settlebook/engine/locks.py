"""Locks that the kernel frees when their holder dies, so that nobody who is killed leaks anything."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def open_lock(path: Path) -> int:
    """A lock file is never deleted: two processes would lock two different files."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _try(fd: int, kind: int) -> bool:
    try:
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def mutex(path: Path, wait: Callable[[], None]) -> Iterator[int]:
    """Hold `path` alone, calling `wait` between attempts.

    Yields the descriptor, for a child that must hold the lock too: what it does may outlive us.
    """
    fd = open_lock(path)
    try:
        while not _try(fd, fcntl.LOCK_EX):
            wait()
        yield fd
    finally:
        os.close(fd)


def try_alone(path: Path) -> int | None:
    """A descriptor that holds `path` alone, to be closed by the caller, or None if anybody holds it."""
    fd = open_lock(path)
    if _try(fd, fcntl.LOCK_EX):
        return fd
    os.close(fd)
    return None


class UseCount:
    """One user among those who share the server; called under the mutex, but for `abandon`."""

    def __init__(self, path: Path) -> None:
        self._fd = open_lock(path)
        self._pid = os.getpid()
        fcntl.flock(self._fd, fcntl.LOCK_SH)

    @property
    def is_ours(self) -> bool:
        """False in a forked child, whose parent counts for both."""
        return os.getpid() == self._pid

    def is_last(self) -> bool:
        """True if nobody else uses the server. Gives up our own place either way: follow with `abandon`."""
        return _try(self._fd, fcntl.LOCK_EX)

    def abandon(self) -> None:
        """Only closes: unlocking would, in a forked child, take away the parent's place as well."""
        with suppress(OSError):
            os.close(self._fd)


def close(fd: int) -> None:
    """Give a lock back, unless a child holds it too: then it lasts as long as the child."""
    os.close(fd)
