"""Writes rows as the file of a Data Query: JSON lines or separated columns, packed or not, piece by piece."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import RawIOBase, StringIO
from typing import Any, Protocol
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from settlebook.api.data_query.asked import Compression, DataQuery, Format
from settlebook.exporting.spreadsheet import CsvFile
from settlebook.queries.free_query import Rows, unique_labels

PIECE = 1 << 20  # bytes that are handed over at once
Take = Callable[[bytes], None]
_GZIP = 16 + zlib.MAX_WBITS
_json = msgspec.json.Encoder(decimal_format="number")


class Sink(Protocol):
    """Takes the bytes of a file, one after another."""

    def write(self, content: bytes, /) -> object: ...


def write_rows(answer: Rows, asked: DataQuery, name: str, take: Take) -> int:
    """Hand the whole file to `take`, in pieces; how many rows it has. `name` is what a ZIP calls it."""
    lines = _json_lines if asked.format is Format.JSON else _columns
    count = 0
    with _packed(asked.compression, name, _Pieces(take)) as sink:
        for text, rows in lines(answer, asked):
            sink.write(text)
            count += rows
    return count


def _json_lines(answer: Rows, asked: DataQuery) -> Iterator[tuple[bytes, int]]:
    """An object a line, with each amount as a number, digit by digit."""
    labels = unique_labels(answer.labels)
    for row in answer.rows:
        yield _json.encode(dict(zip(labels, map(plain, row), strict=True))) + b"\n", 1


def _columns(answer: Rows, asked: DataQuery) -> Iterator[tuple[bytes, int]]:
    """A line of labels, then a line a row; nothing stands for null."""
    buffer = StringIO()
    table = CsvFile(buffer, raw=asked.raw, separator=asked.separator)
    table.write(unique_labels(answer.labels))
    yield _taken_from(buffer), 0
    for row in answer.rows:
        table.write([_cell(value) for value in row])
        yield _taken_from(buffer), 1


def _taken_from(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def plain(value: object) -> Any:
    """A value of PostgreSQL as JSON: numbers as numbers, ids as 32 hex, days and instants as ISO."""
    match value:
        case float() if value != value or value in (float("inf"), float("-inf")):
            return str(value)
        case Decimal() if not value.is_finite():
            return str(value)
        case None | bool() | int() | str() | float() | Decimal():
            return value
        case date():
            return value.isoformat()
        case UUID():
            return value.hex
        case bytes():
            return value.hex()
        case list() | tuple():
            return [plain(each) for each in value]
        case dict():
            return {str(name): plain(each) for name, each in value.items()}
    return str(value)


def _cell(value: object) -> object:
    """Numbers stay numbers: no spreadsheet takes them for a formula."""
    found = plain(value)
    if isinstance(found, bool | list | dict):
        return _json.encode(found).decode()
    return found


class _Pieces:
    """Gathers bytes until there is a piece of them."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._held = bytearray()

    def write(self, content: bytes) -> None:
        self._held += content
        while len(self._held) >= PIECE:
            self._take(bytes(self._held[:PIECE]))
            del self._held[:PIECE]

    def end(self) -> None:
        if self._held:
            self._take(bytes(self._held))


class _Gzip:
    """Packs what is written, in the format of gzip; without a time: the same rows are the same file."""

    def __init__(self, pieces: _Pieces) -> None:
        self._pieces = pieces
        self._packing = zlib.compressobj(wbits=_GZIP)

    def write(self, content: bytes) -> None:
        self._pieces.write(self._packing.compress(content))

    def end(self) -> None:
        self._pieces.write(self._packing.flush())


class _Stream(RawIOBase):
    """A file that can be written and nothing else, as ZIP archives are."""

    def __init__(self, pieces: _Pieces) -> None:
        self._pieces = pieces

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        self._pieces.write(bytes(content))
        return len(content)


@contextmanager
def _packed(compression: Compression, name: str, pieces: _Pieces) -> Iterator[Sink]:
    match compression:
        case Compression.NONE:
            yield pieces
        case Compression.GZIP:
            packing = _Gzip(pieces)
            yield packing
            packing.end()
        case Compression.ZIP:
            with (
                ZipFile(_Stream(pieces), "w", ZIP_DEFLATED) as archive,
                archive.open(name, "w", force_zip64=True) as file,
            ):
                yield file
    pieces.end()
