"""A question about objects: which rows, in which order, with what of each, and what they lead to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from settlebook.queries.objects.shapes import Column, Relation, Shape

MOST_ROWS = 2_000  # of one page


class Operator(StrEnum):
    """How a column is compared, as filters spell it."""

    EQ = "EQ"
    NE = "NE"
    LT = "LT"
    LE = "LE"
    GT = "GT"
    GE = "GE"
    SW = "SW"  # the text begins so
    IN = "IN"
    LIKE = "LIKE"  # % stands for any text, _ for one character


@dataclass(frozen=True, slots=True)
class Compared:
    """A column set against a value of its type; None: against nothing recorded."""

    column: Column
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: "tuple[Condition, ...]" = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: "tuple[Condition, ...]" = ()


Condition: TypeAlias = Compared | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Order:
    """By a column; what has no value there comes last either way."""

    column: Column
    descends: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """What of another object is shown inside."""

    relation: Relation
    shape: Shape
    fields: tuple[Column, ...] | None = None  # None: all
    inside: "Mapping[str, Expansion]" = field(default_factory=dict)  # by name in lower case


@dataclass(frozen=True, slots=True)
class Question:
    """A page of one object's rows.

    account  whose alone is shown; what belongs to nobody is not.
    after    what the last row of the page before has in the columns of `order`, its id last.
    limit    rows of the page, at most MOST_ROWS.
    """

    shape: Shape
    condition: Condition = field(default_factory=AllOf)
    order: tuple[Order, ...] = ()
    fields: tuple[Column, ...] | None = None
    expansions: Mapping[str, Expansion] = field(default_factory=dict)
    account: UUID | None = None
    after: tuple[Any, ...] | None = None
    limit: int = MOST_ROWS


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as names and values; `after` goes into the question for the next page, and is None on the last."""

    rows: list[dict[str, Any]]
    after: tuple[Any, ...] | None
