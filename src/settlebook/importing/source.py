"""Opens a file, plain or gzip, and gives its lines one by one, holding never more than one of them."""

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from settlebook.importing.errors import CutFile, DamagedFile, FileInflates, LineTooLong, NotUtf8
from settlebook.progress import Advance, silent

GZIP_MAGIC = b"\x1f\x8b"
UTF_16 = b"\xff\xfe", b"\xfe\xff"  # what such a file begins with
BOM = b"\xef\xbb\xbf"  # what some programs write before the first character of a UTF-8 file
# Text of bills packs 5 to 40 times smaller, gzip at most a thousand times; the first megabytes are free,
# so that a small file of equal lines is no bomb.
MOST_RATIO = 100
FREE_BYTES = 16 * 1024 * 1024


class _Counted(io.RawIOBase):
    """Counts the bytes read from the file itself, packed or not: pipes have no position to ask for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self.count += len(chunk)
        return len(chunk)


class Source:
    """The lines of one file, each with its number and its end of line, if it has one."""

    def __init__(self, name: str, file: BinaryIO, longest: int, progress: Advance = silent) -> None:
        self.name = name
        self._longest = longest
        self._progress = progress
        self._size = _size_of(file)
        self._raw = _Counted(file)
        self._file, self._packed = _unpacked(io.BufferedReader(self._raw))

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        number = produced = 0
        while line := self._readline():
            number, produced = number + 1, produced + len(line)
            if number == 1 and line.startswith(UTF_16):
                raise NotUtf8(self.name)
            if len(line) > self._longest:
                raise LineTooLong(self.name, number, self._longest)
            if self._packed and produced > FREE_BYTES and produced > MOST_RATIO * self._raw.count:
                raise FileInflates(self.name, MOST_RATIO)
            if number % 256 == 0:
                self._progress(self._raw.count, self._size)
            yield number, line.removeprefix(BOM) if number == 1 else line
        self._progress(self._raw.count, self._size)

    def _readline(self) -> bytes:
        try:
            return self._file.readline(self._longest + 1)
        except EOFError:
            raise CutFile(self.name, "the gzip stream has no end") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise DamagedFile(self.name, str(error)) from None


def _size_of(file: BinaryIO) -> int | None:
    try:
        return os.fstat(file.fileno()).st_size or None
    except (OSError, io.UnsupportedOperation):
        return None


def _unpacked(file: io.BufferedReader) -> tuple[io.BufferedReader, bool]:
    if file.peek(2)[:2] != GZIP_MAGIC:
        return file, False
    return io.BufferedReader(gzip.GzipFile(fileobj=file)), True


@contextmanager
def opened(path: str, longest: int, progress: Advance = silent) -> Iterator[Source]:
    """The lines of the file at `path`, `-` for the standard input."""
    if path == "-":
        yield Source("standard input", sys.stdin.buffer, longest, progress)
        return
    with Path(path).open("rb") as file:
        yield Source(Path(path).name, file, longest, progress)
