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


class Array:
    """An array ready to be sent; a subclass a type of element."""

    __slots__ = ("content",)
    ELEMENT: ClassVar[int]  # the type's oid
    OID: ClassVar[int]  # of the array
    EMPTY: ClassVar["Array"]  # of the same class

    def __init__(self, content: bytes | bytearray) -> None:
        self.content = content

    def __init_subclass__(cls) -> None:
        cls.EMPTY = cls(_EMPTY.pack(0, 0, cls.ELEMENT))

    @classmethod
    def _of(cls, elements: list[bytes]) -> Self:
        """From elements that begin with their lengths."""
        if not elements:
            return cast(Self, cls.EMPTY)
        header = _HEADER.pack(1, _NULL in elements, cls.ELEMENT, len(elements), 1)
        return cls(b"".join((header, *elements)))


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
        """Values may be huge, and are asked for one by one: there is one copy of what came already."""
        content, count, has_null = bytearray(_HEADER.size), 0, False
        for value in values:
            count += 1
            if value is None:
                has_null = True
                content += _NULL
            else:
                content += _LENGTH.pack(len(value))
                content += value
        if not count:
            return cast(Self, cls.EMPTY)
        _HEADER.pack_into(content, 0, 1, has_null, cls.ELEMENT, count, 1)
        return cls(content)


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
        return obj.content


def _dumper(of_array: int) -> type[Dumper]:
    return type("ArrayDumper", (_ArrayDumper,), {"oid": of_array})


for _array in (Uuids, Ints, Days, Bytes, Texts):
    psycopg.adapters.register_dumper(_array, _dumper(_array.OID))
