"""What an embedded server says of itself: one file that it adds to, cut when it has grown too long."""

import os
from contextlib import suppress
from pathlib import Path

LONGEST = 10_000_000  # bytes; as many of the end are kept beside it, as server.log.old
_PIECE = 1 << 20


def opened(path: Path) -> int:
    """The file, for a server to add to."""
    return _open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def cut(path: Path) -> None:
    """Begin it anew where it is too long, also while a server writes: that one adds to whatever is there.

    Lines that are written at the same moment may be lost. Only one program at a time may do it. What cannot
    be cut, as on a full disk, stays as it is: a log keeps nobody from his ledger.
    """
    with suppress(OSError):
        log = _open(path, os.O_RDWR)
        try:
            if os.fstat(log).st_size > LONGEST:
                _keep_end(log, path.with_name(f"{path.name}.old"))
                os.truncate(log, 0)
        finally:
            os.close(log)


def _keep_end(log: int, old: Path) -> None:
    os.lseek(log, -LONGEST, os.SEEK_END)
    kept = _open(old, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    with os.fdopen(kept, "wb") as stream:
        while piece := os.read(log, _PIECE):
            stream.write(piece)


def _open(path: Path, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
