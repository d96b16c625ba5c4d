"""Ids, numbers and item names: how everything in a ledger is called, and how derived ids are made."""

import re
from collections.abc import Callable
from hashlib import sha1
from typing import NamedTuple
from uuid import UUID, SafeUUID

# Stored ids are derived under this namespace: it must never change.
NAMESPACE = UUID("5e771eb0-0c00-5000-8000-000000000001")
_NAMESPACE = NAMESPACE.bytes
_new, _set = UUID.__new__, object.__setattr__
_UNKNOWN = SafeUUID.unknown  # a name of an enumeration is slow to look up
_STAMP, _NOT_STAMPED = 5 << 76 | 2 << 62, ~(15 << 76 | 3 << 62)  # version 5 and the variant of RFC 9562
NUMBER = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)
_HEX = re.compile(r"[0-9a-fA-F]{32}", re.ASCII)
_DASHED = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_COUNT = "[1-9][0-9]{0,8}"
_ITEM = re.compile(rf"([A-Za-z0-9_-]{{1,32}})#({_COUNT})(?:d({_COUNT}))?(?:\.({_COUNT}))?", re.ASCII)


class ItemName(NamedTuple):
    """An item as people name it: `INV-7#2`, its tax item `INV-7#2.1`, its discount `INV-7#2d1` and the
    discount's tax item `INV-7#2d1.1` (lines count from 1).
    """

    number: str
    line: int
    tax_line: int | None
    discount_line: int | None = None

    def __str__(self) -> str:
        return item_name(self.number, self.line, self.tax_line, self.discount_line)


def as_id(text: str) -> UUID | None:
    """The id that the text spells in 32 hexadecimal digits, with or without dashes; else None."""
    length = len(text)  # most texts that are asked about are numbers: their length tells
    if length == 32:
        return UUID(text) if _HEX.fullmatch(text) else None
    return UUID(text) if length == 36 and _DASHED.fullmatch(text) else None


def is_number(text: str) -> bool:
    """Whether a caller may give the text as a number: 1 to 32 of letters, digits, - and _, but no id."""
    return NUMBER.fullmatch(text) is not None and as_id(text) is None


def is_item_name(text: str) -> bool:
    """Whether the text is spelled as the name of an item."""
    return _ITEM.fullmatch(text) is not None


def as_item_name(text: str) -> ItemName | None:
    """The item that `NUMBER#LINE`, maybe with `dN` and `.N` behind it, names; else None."""
    found = _ITEM.fullmatch(text)
    if found is None:
        return None
    number, line, discount_line, tax_line = found.groups()
    return ItemName(
        number,
        int(line),
        int(tax_line) if tax_line else None,
        int(discount_line) if discount_line else None,
    )


def item_name(number: str, line: int, tax_line: int | None = None, discount_line: int | None = None) -> str:
    if tax_line is None and discount_line is None:  # as most
        return f"{number}#{line}"
    discount = "" if discount_line is None else f"d{discount_line}"
    tax = "" if tax_line is None else f".{tax_line}"
    return f"{number}#{line}{discount}{tax}"


def derived_id(ledger_id: str, *parts: object) -> UUID:
    """The id of what others fully name, such as a part by (source, document): always the same.

    It is `uuid5(NAMESPACE, "LEDGER/PART/...")`, ids in 32 digits; written out, as replay makes millions.
    """
    name = "/".join([ledger_id, *[part.hex if type(part) is UUID else str(part) for part in parts]])
    return _id_of_digest(sha1(_NAMESPACE + name.encode(), usedforsecurity=False).digest())


def deriving(ledger_id: str, *parts: object) -> Callable[[str], UUID]:
    """Derives the ids of many that begin alike: what it gives for "A/B" is `derived_id(..., "A", "B")`."""
    begin = "/".join([ledger_id, *[part.hex if type(part) is UUID else str(part) for part in parts]])
    begun = sha1(_NAMESPACE + begin.encode() + b"/", usedforsecurity=False)

    def derive(rest: str) -> UUID:
        name = begun.copy()
        name.update(rest.encode())
        return _id_of_digest(name.digest())

    return derive


def _id_of_digest(digest: bytes) -> UUID:
    """As `UUID(int=...)`, which looks first at everything else that it might be given."""
    id = _new(UUID)
    _set(id, "int", int.from_bytes(digest[:16]) & _NOT_STAMPED | _STAMP)
    _set(id, "is_safe", _UNKNOWN)
    return id
