"""What is asked of a list: which rows, sorted by what, and which page of them."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from settlebook.domain.errors import InvalidRequest, UnknownField
from settlebook.nesting import json_of
from settlebook.queries.listing.fields import COMPARISONS, FieldKind, Is, Value, asked, spelled, value_of

MOST_SORTED = 2  # fields to sort by, as in Zuora
MOST_ON_PAGE = 40


class Condition(NamedTuple):
    column: str
    test: Is


class Order(NamedTuple):
    column: str
    ascending: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be asked for, as projections/<model>/queries/<question>.sql tells its columns.

    fields   by which it can be narrowed and sorted: each is a column of that name.
    order    how it is sorted where nobody says.
    unique   the column that no two rows share; it makes every order one.
    account  the column of whose it is, where it holds rows of many accounts.
    """

    model: str
    question: str
    fields: Mapping[str, FieldKind]
    order: Order
    unique: str = "number"
    account: str | None = "accountId"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list: so many, after so many others; or after the row that a cursor remembers."""

    size: int = 20
    number: int = 1
    cursor: str | None = None

    @property
    def offset(self) -> int:
        return 0 if self.cursor is not None else (self.number - 1) * self.size


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of a list; `account` is the only one whose rows may be shown, if any."""

    conditions: tuple[Condition, ...] = ()
    sort: tuple[Order, ...] = ()
    page: Page = field(default_factory=Page)
    account: UUID | None = None


def conditions_of(listing: Listing, given: Sequence[tuple[str, str]]) -> tuple[Condition, ...]:
    """What `field=text` and `field.gte=text` ask for. Refuses: UnknownField, InvalidRequest."""
    found: list[Condition] = []
    seen: set[str] = set()
    for name, text in given:
        column, _, comparison = name.partition(".")
        if column not in listing.fields or comparison not in COMPARISONS or name.endswith("."):
            raise UnknownField(name, "this list", ", ".join(sorted(listing.fields)))
        if name in seen:
            raise InvalidRequest(name, "give it once")
        seen.add(name)
        tests = asked(column, listing.fields[column], comparison, text)
        found += [Condition(column, test) for test in tests]
    return tuple(found)


def sort_of(listing: Listing, text: str | None) -> tuple[Order, ...]:
    """What `sort` asks for, by Zuora's signs: `-` ascends, `+` or none descends. Refuses: InvalidRequest."""
    if not text:
        return (listing.order,)
    orders = [_order(listing, part) for part in text.split(",")]
    if len(orders) > MOST_SORTED:
        raise InvalidRequest("sort", f"give at most {MOST_SORTED} fields")
    if len({order.column for order in orders}) < len(orders):
        raise InvalidRequest("sort", "give each field once")
    return tuple(orders)


def _order(listing: Listing, text: str) -> Order:
    ascending = text.startswith("-")
    column = text[1:] if text[:1] in ("-", "+", " ") else text  # a + that nobody encoded arrives as a space
    if column not in listing.fields:
        known = ", ".join(sorted(listing.fields))
        raise InvalidRequest("sort", f"{column or 'nothing'} is no field to sort by; these are: {known}")
    return Order(column, ascending)


def whole_order(listing: Listing, sort: Sequence[Order]) -> tuple[Order, ...]:
    """The order in which no two rows are alike."""
    columns = [order.column for order in sort]
    if listing.unique in columns:
        return tuple(sort[: columns.index(listing.unique) + 1])
    return (*sort, Order(listing.unique, ascending=True))


def cursor_of(order: Sequence[Order], values: Sequence[Value]) -> str:
    """A cursor that remembers the last row of a page, and in which order it stands."""
    kept = {
        "by": [f"{'-' if each.ascending else '+'}{each.column}" for each in order],
        "after": [None if value is None else spelled(value) for value in values],
    }
    return base64.urlsafe_b64encode(json.dumps(kept, separators=(",", ":")).encode()).decode().rstrip("=")


def values_of(listing: Listing, order: Sequence[Order], cursor: str) -> list[Value]:
    """What a cursor remembers. Refuses: InvalidRequest, for one of another list or order."""
    wanted = [f"{'-' if each.ascending else '+'}{each.column}" for each in order]
    problem = InvalidRequest("cursor", "it is none of this list in this order; begin at the first page again")
    try:
        kept = json_of(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        if kept["by"] != wanted or len(kept["after"]) != len(wanted):
            raise problem
        after = [None if text is None else str(text) for text in kept["after"]]
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise problem from None
    kinds = [_kind(listing, each.column) for each in order]
    return [
        None if text is None else value_of("cursor", kind, text)
        for kind, text in zip(kinds, after, strict=True)
    ]


def _kind(listing: Listing, column: str) -> FieldKind:
    """What makes an order whole need be no field: it is an id, or the place in a document."""
    return listing.fields.get(column, FieldKind.ID if column == "id" else FieldKind.NUMBER)
