"""Reads the records of a CSV file strictly, and knows a cut file or a lost quote when it meets one."""

import csv
from collections.abc import Iterator
from typing import NamedTuple

from settlebook.importing.errors import CutFile, UnclosedQuote
from settlebook.importing.source import Source

BOM = b"\xef\xbb\xbf"


class Record(NamedTuple):
    """A record and the number of its first line; `fields` is None where the line is no CSV."""

    line: int
    fields: list[str] | None
    raw: str  # the text of its lines; bytes that are no UTF-8 stand in it as lone surrogates


def records(source: Source) -> Iterator[Record]:
    """The records of the file, blank lines left out; a record may span lines within quotes.

    Refuses CutFile and UnclosedQuote: past a quote that is not closed, nobody knows where records begin.
    """
    lines = _Lines(source)
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
                yield Record(lines.first, fields, lines.raw)


def _malformed(source: Source, lines: "_Lines", error: csv.Error) -> Record:
    if lines.ended:
        raise CutFile(source.name, f"the quote opened in line {lines.first} is never closed")
    if lines.spanned > 1:
        raise UnclosedQuote(source.name, lines.first, str(error))
    return Record(lines.first, None, lines.raw)


def refuse_spanning(source: Source, record: Record) -> None:
    """Refuse a record of the wrong shape that swallowed lines which may be records themselves."""
    if "\n" in record.raw.rstrip("\r\n"):
        raise UnclosedQuote(source.name, record.line, "the record goes on over several lines")


class _Lines:
    """The decoded lines of the source, for the csv module; remembers those of the record being read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = iter(source)
        self.ended = False
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
        if not line.endswith(b"\n"):
            raise CutFile(self._source.name, f"line {number}, the last one, has no end of line")
        if number == 1:
            line = line.removeprefix(BOM)
        text = line.decode("utf-8", "surrogateescape")
        self.first = self.first or number
        self.spanned += 1
        self.raw += text
        return text
