"""Rows as COPY takes them in binary, packed column by column."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import repeat
from struct import Struct
from typing import Any, TypeAlias
from uuid import UUID

import msgspec

Pack: TypeAlias = Callable[[Sequence[Any]], Iterable[bytes]]

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
_COUNT, _LENGTH = Struct(">h"), Struct(">i")
_INT4, _INT8, _NUMERIC = Struct(">ii"), Struct(">iq"), Struct(">hhHH")
_DAY_ONE = date(2000, 1, 1).toordinal()
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_UUID = _LENGTH.pack(16)
_TRUE, _FALSE = _LENGTH.pack(1) + b"\1", _LENGTH.pack(1) + b"\0"
_bytes = int.to_bytes
_WEIGHT = 10_000  # a digit of numeric


class _Cells(dict[Any, bytes]):
    """Cells of one type: few of them are new, since kinds, days and amounts come again and again."""

    MOST = 10_000

    def __init__(self, pack: Callable[[Any], bytes]) -> None:
        super().__init__({None: NULL})
        self._pack = pack

    def __missing__(self, value: Any) -> bytes:
        cell = self._pack(value)
        if len(self) < self.MOST:
            self[value] = cell
        return cell

    def of(self, column: Sequence[Any]) -> Iterable[bytes]:
        return map(self.__getitem__, column)


def packed(types: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> bytes:
    """What COPY ... (FORMAT BINARY) reads: rows whose cells are of these types, in their order."""
    columns = zip(*rows, strict=True)
    cells = [PACKS[kind](column) for kind, column in zip(types, columns, strict=True)]
    begin = repeat(_COUNT.pack(len(types)))
    return b"".join((HEADER, *map(b"".join, zip(begin, *cells, strict=False)), TRAILER))


def joined(cells: Iterable[bytes]) -> bytes:
    """The same of cells that are packed already, row after row, each of which is `begun`."""
    return b"".join((HEADER, *cells, TRAILER))


def begun(columns: int, *cells: bytes) -> bytes:
    """What rows of so many columns begin with."""
    return b"".join((_COUNT.pack(columns), *cells))


def uuid(id: UUID | None) -> bytes:
    return NULL if id is None else _UUID + _bytes(id.int, 16)


def int8(number: int) -> bytes:
    return _INT8.pack(8, number)


def boolean(mark: bool) -> bytes:
    return _TRUE if mark else _FALSE


def _text(text: str) -> bytes:
    content = str(text).encode()
    return _LENGTH.pack(len(content)) + content


def _uuids(column: Sequence[UUID | None]) -> Iterable[bytes]:
    """Often several rows after one another tell of the same."""
    last, cell = None, NULL
    for id in column:
        if id is not last:
            last, cell = id, NULL if id is None else _UUID + _bytes(id.int, 16)
        yield cell


def _int8s(column: Sequence[int | None]) -> Iterable[bytes]:
    pack = _INT8.pack
    return [NULL if number is None else pack(8, number) for number in column]


def int4(number: int) -> bytes:
    return _INT4.pack(4, number)


def _day(day: date) -> bytes:
    return _INT4.pack(4, day.toordinal() - _DAY_ONE)


def _booleans(column: Sequence[bool | None]) -> Iterable[bytes]:
    return [NULL if mark is None else _TRUE if mark else _FALSE for mark in column]


def _instants(column: Sequence[datetime | None]) -> Iterable[bytes]:
    """Microseconds since 2000."""
    for instant in column:
        if instant is None:
            yield NULL
        else:
            since = instant - _BEGINNING
            yield _INT8.pack(8, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


def _numeric(number: int | Decimal) -> bytes:
    """A whole number, of any size."""
    digits = []
    rest = abs(int(number))
    while rest:
        rest, digit = divmod(rest, _WEIGHT)
        digits.append(digit)
    digits.reverse()
    weight, sign = len(digits) - 1 if digits else 0, 0x4000 if number < 0 else 0
    while digits and not digits[-1]:
        digits.pop()
    content = _NUMERIC.pack(len(digits), weight, sign, 0) + Struct(f">{len(digits)}h").pack(*digits)
    return _LENGTH.pack(len(content)) + content


def _json(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except (TypeError, ValueError, msgspec.MsgspecError):
        return json.dumps(value).encode()


def _documents(column: Sequence[Any]) -> Iterable[bytes]:
    """As jsonb, whose binary form is its text behind the number of its version."""
    for value in column:
        if value is None:
            yield NULL
        elif value == {}:
            yield _NOTHING
        else:
            content = b"\1" + _json(value)
            yield _LENGTH.pack(len(content)) + content


_NOTHING = _LENGTH.pack(3) + b"\1{}"
_TEXTS = _Cells(_text)
text, amount = _TEXTS.__getitem__, _Cells(int8).__getitem__
PACKS: Mapping[str, Pack] = {
    "text": _TEXTS.of,
    "uuid": _uuids,
    "int8": _int8s,
    "int4": _Cells(int4).of,
    "date": _Cells(_day).of,
    "bool": _booleans,
    "timestamptz": _instants,
    "numeric": _Cells(_numeric).of,
    "jsonb": _documents,
}
