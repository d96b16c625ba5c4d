"""Anchors in a file: a line for every block, appended and flushed to the disk."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from settlebook.sealing.anchors.lines import Anchor, anchor_line, anchor_of
from settlebook.sealing.anchors.unkept import Chain
from settlebook.sealing.errors import AnchorRefused

_BACKWARDS = 1 << 16  # bytes read at once while the last line is looked for
_UNREADABLE = (ValueError, KeyError, TypeError, RecursionError)


class FileAnchors:
    """Keeps every block since the last one in the file, however many rounds failed before."""

    def __init__(self, file: Path) -> None:
        self._file = file
        if file.is_dir():
            raise AnchorRefused(f"{file} is a folder.", f"Name a file in it, or git:{file} for a repository.")
        if not file.absolute().parent.is_dir():
            raise AnchorRefused(f"{file} is in a folder that does not exist.", "Make the folder first.")

    @property
    def description(self) -> str:
        return str(self._file)

    def keep(self, chain: Chain) -> int:
        """Append what the file lacks; how many lines that is. Raises ChainBroken, OSError."""
        with _locked(self._file) as file:
            _mend_the_end(file)
            known = _last_anchor(file, chain.ledger_id)
            if known is not None:
                chain.require(known, self.description)
            lines = 0
            for stored in chain.after(known.block if known else 0):
                file.write(anchor_line(stored).encode() + b"\n")
                lines += 1
            file.flush()
            os.fsync(file.fileno())
        return lines


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """The file, to append to; programs that anchor at once take turns."""
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if file.seek(0, os.SEEK_END) == 0:
            _sync_folder(path.absolute().parent)
        yield file


def _sync_folder(folder: Path) -> None:
    """A new file is there after a power cut only if its folder says so."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mend_the_end(file: BinaryIO) -> None:
    """A line that a crash cut off was never acknowledged: it is written again, whole."""
    size = file.seek(0, os.SEEK_END)
    last = next(_lines_backwards(file), b"")
    if size == 0 or last.endswith(b"\n"):
        return
    try:
        anchor_of(last)
        file.write(b"\n")
    except _UNREADABLE:
        file.truncate(size - len(last))


def _last_anchor(file: BinaryIO, ledger_id: str) -> Anchor | None:
    for line in _lines_backwards(file):
        try:
            anchor = anchor_of(line)
        except _UNREADABLE:
            continue  # not ours; a verification says so
        if anchor.ledger_id == ledger_id:
            return anchor
    return None


def _lines_backwards(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file with their ends, the last one first."""
    at, rest = file.seek(0, os.SEEK_END), b""
    while at > 0:
        step = min(_BACKWARDS, at)
        at -= step
        file.seek(at)
        rest, *lines = (file.read(step) + rest).splitlines(keepends=True)
        yield from reversed(lines)
    if rest:
        yield rest
