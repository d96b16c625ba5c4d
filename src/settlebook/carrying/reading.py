"""Reads a file of the log line by line, and refuses one that is cut off, changed, or something else."""

import gzip
import zlib
from collections.abc import Iterator
from hashlib import sha256
from io import BufferedReader
from typing import Any, BinaryIO, cast

from settlebook.carrying.form import SECTIONS, VERSION, Section, Value
from settlebook.domain.currency import shorten
from settlebook.ledger.errors import LogFileRefused
from settlebook.nesting import json_of

GZIP = b"\x1f\x8b"
LONGEST_HEADER = 1 << 16
LONGEST = 1 << 30  # bytes of a line: PostgreSQL holds no larger value
Row = list[Value]
AGAIN = "Export the ledger again, or take another copy of the file."


class LogFile:
    """The sections of a file, each once and in its order. Raises LogFileRefused, naming the line."""

    def __init__(self, file: BinaryIO) -> None:
        buffered = file if isinstance(file, BufferedReader) else BufferedReader(file)  # type: ignore[type-var]
        packed = buffered.peek(len(GZIP))[: len(GZIP)] == GZIP
        self._file = cast(BinaryIO, gzip.GzipFile(fileobj=buffered)) if packed else buffered
        self._digest = sha256()  # of all lines before the last, which does not hash itself
        self._last = b""
        self._line = 0
        self._waiting: Any = None  # a line that was read and belongs to the next section
        self.rows = {section.name: 0 for section in SECTIONS}
        self.ledger_id, self.position, self.has_personal = self._header()

    def sections(self) -> Iterator[tuple[Section, Iterator[Row]]]:
        """All of them, and then the end, which has to agree: believe nothing before it came."""
        self._waiting = self._next()
        for section in SECTIONS:
            if self._waiting != section.heading:
                raise self._wrong(f"the section {section.name} was expected")
            yield section, self._rows(section)
        self._end()

    def _rows(self, section: Section) -> Iterator[Row]:
        while isinstance(line := self._next(), list):
            try:
                row = section.read(line)
            except ValueError as error:
                raise self._wrong(str(error)) from error
            self.rows[section.name] += 1
            yield row
        self._waiting = line

    def _header(self) -> tuple[str, int, bool]:
        match self._opening():
            case {"format": "settlebook-log", "version": int(version)} if version > VERSION:
                raise LogFileRefused(
                    f"The file has version {version} of its form; this Settlebook knows {VERSION}.",
                    "Import it with a newer version.",
                )
            case {
                "format": "settlebook-log",
                "version": 1,
                "ledger": str(ledger),
                "position": int(position),
                "personal": bool(personal),
            }:
                return ledger, position, personal
        raise LogFileRefused("This is no file of the log.", "Give one that `settlebook log export` wrote.")

    def _opening(self) -> Any:
        self._last = self._read(LONGEST_HEADER)
        self._line = 1
        try:
            return json_of(self._last)
        except ValueError:
            return None

    def _end(self) -> None:
        told = self._waiting.get("end") if isinstance(self._waiting, dict) else None
        if told != {"rows": self.rows, "sha256": self._digest.hexdigest()}:
            raise LogFileRefused("The file was changed: it does not hold what its last line says.", AGAIN)
        if self._read(1):
            raise self._wrong("the file goes on after its end")

    def _next(self) -> Any:
        self._digest.update(self._last)
        self._last = self._read(LONGEST)
        if not self._last.endswith(b"\n"):
            raise LogFileRefused(f"The file is cut off after line {self._line}.", AGAIN)
        self._line += 1
        try:
            return json_of(self._last)
        except ValueError as error:
            raise self._wrong(f"it is no JSON, {error}") from error

    def _read(self, most: int) -> bytes:
        try:
            return self._file.readline(most)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise LogFileRefused(
                f"The file is cut off or damaged after line {self._line}: {error}.", AGAIN
            ) from error

    def _wrong(self, problem: str) -> LogFileRefused:
        return LogFileRefused(f"Line {self._line} of the file is wrong: {shorten(problem, 200)}.", AGAIN)
