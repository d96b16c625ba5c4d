"""Arrays in PostgreSQL's binary format: a batch travels in a handful of them, faster than as text."""

import struct
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

import psycopg
from psycopg import pq
from psycopg.abc import Buffer
from psycopg.adapt import Dumper

_EMPTY = struct.Struct(">iii")
_HEADER = struct.Struct(">iiiii")
_LENGTH = struct.Struct(">i")
_SIZED_INT = struct.Struct(">ii")
_NULL = _LENGTH.pack(-1)
_UUID_LENGTH = _LENGTH.pack(16)
_EPOCH = date(2000, 1, 1).toordinal()  # PostgreSQL counts days from here


class Array(bytes):
    """An array ready to be sent; a subclass a type of element."""

    ELEMENT: ClassVar[int]  # the type's oid

    @classmethod
    def _of(cls, elements: list[bytes]) -> Self:
        """From elements that begin with their lengths."""
        if not elements:
            return cls(_EMPTY.pack(0, 0, cls.ELEMENT))
        has_null = _NULL in elements
        return cls(_HEADER.pack(1, has_null, cls.ELEMENT, len(elements), 1) + b"".join(elements))


class Uuids(Array):
    ELEMENT = 2950

    @classmethod
    def of(cls, values: Iterable[UUID]) -> Self:
        return cls._of([_UUID_LENGTH + value.bytes for value in values])


class Ints(Array):
    ELEMENT = 23

    @classmethod
    def of(cls, values: Iterable[int]) -> Self:
        return cls._of([_SIZED_INT.pack(4, value) for value in values])


class Days(Array):
    ELEMENT = 1082

    @classmethod
    def of(cls, values: Iterable[date]) -> Self:
        return cls._of([_SIZED_INT.pack(4, value.toordinal() - _EPOCH) for value in values])


class Bytes(Array):
    ELEMENT = 17

    @classmethod
    def of(cls, values: Iterable[bytes | None]) -> Self:
        return cls._of([_NULL if value is None else _LENGTH.pack(len(value)) + value for value in values])


class Texts(Array):
    ELEMENT = 25

    @classmethod
    def of(cls, values: Iterable[str | None]) -> Self:
        encoded = (None if value is None else value.encode() for value in values)
        return cls._of([_NULL if value is None else _LENGTH.pack(len(value)) + value for value in encoded])


class _ArrayDumper(Dumper):
    format = pq.Format.BINARY

    def dump(self, obj: Array) -> Buffer:
        return obj


def _dumper(of_array: int) -> type[Dumper]:
    return type("ArrayDumper", (_ArrayDumper,), {"oid": of_array})


for _array, _oid in ((Uuids, 2951), (Ints, 1007), (Days, 1182), (Bytes, 1001), (Texts, 1009)):
    psycopg.adapters.register_dumper(_array, _dumper(_oid))
