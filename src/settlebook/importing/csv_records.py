"""Reads the records of a CSV file strictly, and knows a cut file or a lost quote when it meets one."""

import csv
from collections.abc import Iterator
from typing import NamedTuple

from settlebook.importing.errors import CutFile, UnclosedQuote
from settlebook.importing.source import Source


class Record(NamedTuple):
    """A record and the number of its first line; `fields` is None where the line is no CSV."""

    line: int
    fields: list[str] | None
    raw: str  # the text of its lines; bytes that are no UTF-8 stand in it as lone surrogates


def records(source: Source) -> Iterator[Record]:
    """The records of the file, blank lines left out; a record may span lines within quotes.

    Refuses CutFile and UnclosedQuote: past a quote that is not closed, nobody knows where records begin. The
    last line needs no end of line, but it must be whole.
    """
    lines, endings = _Lines(source), _Endings()
    reader = csv.reader(lines, strict=True)
    while True:
        lines.start_record()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _malformed(source, lines, error)
        else:
            if fields:
                if lines.unended and endings.are_cut(fields):
                    raise CutFile(source.name, f"line {lines.first}, the last one, ends too early")
                endings.note(fields)
                yield Record(lines.first, fields, lines.raw)


def _malformed(source: Source, lines: "_Lines", error: csv.Error) -> Record:
    if lines.ended or lines.unended:
        raise CutFile(source.name, f"the quote opened in line {lines.first} is never closed")
    if lines.spanned > 1:
        raise UnclosedQuote(source.name, lines.first, str(error))
    return Record(lines.first, None, lines.raw)


def refuse_spanning(source: Source, record: Record) -> None:
    """Refuse a record of the wrong shape that swallowed lines which may be records themselves."""
    if "\n" in record.raw.rstrip("\r\n"):
        raise UnclosedQuote(source.name, record.line, "the record goes on over several lines")


class _Endings:
    """How records end, to tell a file whose last line is not ended from one cut in its last field."""

    MOST = 10_000  # values of the last column that are remembered

    def __init__(self) -> None:
        self._width = 0
        self._values: set[str] = set()

    def note(self, fields: list[str]) -> None:
        self._width = self._width or len(fields)
        if len(self._values) < self.MOST:
            self._values.add(fields[-1])

    def are_cut(self, fields: list[str]) -> bool:
        """Too few fields, or the last one is only the beginning of what other records have there."""
        last = fields[-1]
        begun = any(value != last and value.startswith(last) for value in self._values)
        return len(fields) < self._width or (begun and last not in self._values)


class _Lines:
    """The decoded lines of the source, for the csv module; remembers those of the record being read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = iter(source)
        self.ended = self.unended = False
        self.start_record()

    def start_record(self) -> None:
        self.first = self.spanned = 0
        self.raw = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            number, line = next(self._lines)
        except StopIteration:
            self.ended = True
            raise
        self.unended = not line.endswith(b"\n")  # the last line of a file may be
        text = line.decode("utf-8", "surrogateescape")
        self.first = self.first or number
        self.spanned += 1
        self.raw += text
        return text
