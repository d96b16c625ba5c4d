"""Anchors in a file: a line for every block, appended and flushed to the disk."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from settlebook.sealing.anchors.lines import FORMAT, Anchor, anchor_line, anchor_of
from settlebook.sealing.anchors.unkept import Chain
from settlebook.sealing.errors import AnchorFailed, AnchorRefused

_BACKWARDS = 1 << 16  # bytes read at once while the last line is looked for
_UNREADABLE = (ValueError, KeyError, TypeError)
_BEGINNING = f'{{"format":"{FORMAT}",'.encode()  # of every line


class FileAnchors:
    """Keeps every block since the last one in the file, however many rounds failed before."""

    def __init__(self, file: Path) -> None:
        self._file = file
        if sys.platform == "win32":
            raise AnchorRefused(
                "Files of anchors need locks that Windows lacks.", "Give an http:// or https:// URL."
            )
        if file.is_dir():
            raise AnchorRefused(f"{file} is a folder.", f"Name a file in it, or git:{file} for a repository.")
        if not file.absolute().parent.is_dir():
            raise AnchorRefused(f"{file} is in a folder that does not exist.", "Make the folder first.")

    @property
    def description(self) -> str:
        return str(self._file)

    def kept(self, ledger_id: str) -> Anchor | None:
        """The last block of a ledger that the file keeps. Raises AnchorFailed, OSError."""
        if not self._file.exists():
            return None
        with self._file.open("rb") as file:
            return self._last(file, ledger_id)

    def keep(self, chain: Chain) -> int:
        """Append what the file lacks; how many lines that is. Raises AnchorFailed, ChainBroken, OSError.

        A file that holds something else is left as it is.
        """
        with _locked(self._file) as file:
            known = self._last(file, chain.ledger_id)
            _mend_the_end(file)
            if known is not None:
                chain.require(known, self.description)
            lines = 0
            for stored in chain.after(known.block if known else 0):
                file.write(anchor_line(stored).encode() + b"\n")
                lines += 1
            file.flush()
            os.fsync(file.fileno())
        return lines

    def _last(self, file: BinaryIO, ledger_id: str) -> Anchor | None:
        try:
            return _last_anchor(file, ledger_id)
        except _UNREADABLE:
            raise AnchorFailed(
                f"{self._file} has lines that are no anchors: nothing was written to it.",
                "Name a file for anchors alone, or take those lines out.",
            ) from None


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """The file, to append to; programs that anchor at once take turns."""
    import fcntl  # Windows lacks it

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
    if _is_cut_off(last):
        file.truncate(size - len(last))
    else:
        file.write(b"\n")


def _last_anchor(file: BinaryIO, ledger_id: str) -> Anchor | None:
    """Raises one of _UNREADABLE where a line after it is no anchor."""
    for line in _lines_backwards(file):
        if line.strip() and not _is_cut_off(line):
            anchor = anchor_of(line)
            if anchor.ledger_id == ledger_id:
                return anchor
    return None


def _is_cut_off(line: bytes) -> bool:
    """Whether it is the beginning of an anchor: such a line has no end either."""
    if line.endswith(b"\n") or not (line.startswith(_BEGINNING) or _BEGINNING.startswith(line)):
        return False
    try:
        anchor_of(line)
    except _UNREADABLE:
        return True
    return False


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
