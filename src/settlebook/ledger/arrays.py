"""Arrays in PostgreSQL's binary format: a batch travels in a handful of them, faster than as text."""

import struct
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self, cast
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
    OID: ClassVar[int]  # of the array
    EMPTY: ClassVar["Array"]  # of the same class

    def __init_subclass__(cls) -> None:
        cls.EMPTY = cls(_EMPTY.pack(0, 0, cls.ELEMENT))

    @classmethod
    def _of(cls, elements: list[bytes]) -> Self:
        """From elements that begin with their lengths."""
        if not elements:
            return cast(Self, cls.EMPTY)
        has_null = _NULL in elements
        return cls(_HEADER.pack(1, has_null, cls.ELEMENT, len(elements), 1) + b"".join(elements))


class Uuids(Array):
    ELEMENT, OID = 2950, 2951

    @classmethod
    def of(cls, values: Iterable[UUID]) -> Self:
        return cls._of([_UUID_LENGTH + value.bytes for value in values])


class Ints(Array):
    ELEMENT, OID = 23, 1007

    @classmethod
    def of(cls, values: Iterable[int]) -> Self:
        return cls._of([_SIZED_INT.pack(4, value) for value in values])


class Days(Array):
    ELEMENT, OID = 1082, 1182

    @classmethod
    def of(cls, values: Iterable[date]) -> Self:
        return cls._of([_SIZED_INT.pack(4, value.toordinal() - _EPOCH) for value in values])


class Bytes(Array):
    ELEMENT, OID = 17, 1001

    @classmethod
    def of(cls, values: Iterable[bytes | None]) -> Self:
        return cls._of([_NULL if value is None else _LENGTH.pack(len(value)) + value for value in values])


class Texts(Array):
    ELEMENT, OID = 25, 1009

    @classmethod
    def of(cls, values: Iterable[str | None]) -> Self:
        elements: list[bytes] = []
        for value in values:
            if value is None:
                elements.append(_NULL)
            else:
                encoded = value.encode()
                elements.append(_LENGTH.pack(len(encoded)) + encoded)
        return cls._of(elements)


class _ArrayDumper(Dumper):
    format = pq.Format.BINARY

    def dump(self, obj: Array) -> Buffer:
        return obj


def _dumper(of_array: int) -> type[Dumper]:
    return type("ArrayDumper", (_ArrayDumper,), {"oid": of_array})


for _array in (Uuids, Ints, Days, Bytes, Texts):
    psycopg.adapters.register_dumper(_array, _dumper(_array.OID))
