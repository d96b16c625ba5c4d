"""Reads the parameters of an object query: `amount.GT:5`, `amount.DESC`, `invoiceitems.taxationitems`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from settlebook.domain.errors import InvalidRequest
from settlebook.queries.objects.catalogue import BY_NAME
from settlebook.queries.objects.question import AllOf, Compared, Expansion, Operator, Order
from settlebook.queries.objects.shapes import Column, Shape, Type
from settlebook.queries.objects.values import read_value

FILTER, SORT, EXPAND, FIELDS = "filter[]", "sort[]", "expand[]", "fields[]"
MOST_CONDITIONS = 200
MOST_ORDERS = 8
MOST_EXPANSIONS = 20
DEEPEST = 4
_CONDITION = re.compile(r"(\w+)\.([A-Za-z]{2}):(.*)", re.ASCII | re.DOTALL)
_EMPTY = "\x02\x03"  # how Zuora's filters spell a text of no characters
_ORDERED = {Type.TEXT, Type.NUMBER, Type.COUNT, Type.DAY, Type.INSTANT}


def read_conditions(shape: Shape, filters: Iterable[str]) -> AllOf:
    """All of them have to be met. Refuses: InvalidRequest."""
    conditions = tuple(_condition(shape, text) for text in filters if text)
    if len(conditions) > MOST_CONDITIONS:
        raise InvalidRequest(FILTER, f"give at most {MOST_CONDITIONS}")
    return AllOf(conditions)


def _condition(shape: Shape, text: str) -> Compared:
    found = _CONDITION.fullmatch(text)
    operator = _OPERATORS.get(found[2].upper()) if found is not None else None
    if found is None or operator is None:
        raise InvalidRequest(FILTER, f"{text[:80]!r} is not as in amount.GT:5, with {', '.join(_OPERATORS)}")
    return compared(shape.column(found[1], FILTER), operator, found[3], FILTER)


_OPERATORS = {each.value: each for each in Operator if each is not Operator.LIKE}


def compared(column: Column, operator: Operator, text: str, where: str) -> Compared:
    """A column set against what the text of a filter means there. Refuses: InvalidRequest."""
    if text == "null" and operator in (Operator.EQ, Operator.NE):
        return Compared(column, operator, None)
    return compared_with(column, operator, "" if text == _EMPTY else text, where)


def compared_with(column: Column, operator: Operator, text: str, where: str) -> Compared:
    """A column set against a value. Refuses: InvalidRequest."""
    if operator in (Operator.SW, Operator.LIKE) and column.type is not Type.TEXT:
        raise InvalidRequest(where, f"{operator} compares text, and {column.name} is none")
    if operator in _ORDERINGS and column.type not in _ORDERED:
        raise InvalidRequest(where, f"{column.name} has no order to compare by")
    if operator is Operator.IN:
        return Compared(column, operator, [read_value(column, each, where) for each in _listed(text)])
    return Compared(column, operator, read_value(column, text, where))


_ORDERINGS = {Operator.LT, Operator.LE, Operator.GT, Operator.GE}


def _listed(text: str) -> list[str]:
    inside = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    return [each.strip() for each in inside.split(",")]


def read_order(shape: Shape, sorts: Iterable[str]) -> tuple[Order, ...]:
    """Refuses: InvalidRequest."""
    orders = tuple(_order(shape, text) for text in words(sorts))
    if len(orders) > MOST_ORDERS:
        raise InvalidRequest(SORT, f"give at most {MOST_ORDERS}")
    return orders


def _order(shape: Shape, text: str) -> Order:
    name, _, direction = text.partition(".")
    if direction.upper() not in ("", "ASC", "DESC"):
        raise InvalidRequest(SORT, f"{text[:80]!r} is not as in amount.DESC or amount.ASC")
    return Order(shape.column(name, SORT), descends=direction.upper() == "DESC")


def words(texts: Iterable[str]) -> Iterator[str]:
    """What a list holds, whether it was given one by one or with commas."""
    for text in texts:
        yield from (word.strip() for word in text.split(",") if word.strip())


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer shows of the rows, and of the rows inside them."""

    fields: tuple[Column, ...] | None
    expansions: Mapping[str, Expansion]


def read_shown(shape: Shape, expand: Iterable[str], parameters: Iterable[tuple[str, str]]) -> Shown:
    """Of `fields[]`, `invoice.fields[]` and the like among all parameters, and of `expand[]`.

    Refuses: InvalidRequest.
    """
    paths = list(words(expand))
    if len(paths) > MOST_EXPANSIONS:
        raise InvalidRequest(EXPAND, f"give at most {MOST_EXPANSIONS}")
    chosen = _chosen(parameters)
    expansions: dict[str, Any] = {}
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise InvalidRequest(EXPAND, f"{path[:80]!r} leads further than {DEEPEST} steps")
        _lead(expansions, shape, steps, chosen)
    fields = chosen.get("")
    if fields is None and shape.singular not in expansions:
        fields = chosen.get(shape.singular)
    known = {"", shape.singular, *_names(expansions)}
    if unknown := sorted(chosen.keys() - known):
        raise InvalidRequest(f"{unknown[0]}.{FIELDS}", "it is neither what is asked for nor in expand[]")
    return Shown(_columns(shape, fields, FIELDS), expansions)


def _lead(
    into: dict[str, Expansion], shape: Shape, steps: list[str], chosen: Mapping[str, list[str]]
) -> None:
    relation = shape.relation(steps[0], EXPAND)
    name, to = relation.name.lower(), BY_NAME[relation.to]
    if name not in into:
        into[name] = Expansion(relation, to, _columns(to, chosen.get(name), f"{name}.{FIELDS}"))
    if len(steps) > 1:
        inside = dict(into[name].inside)
        _lead(inside, to, steps[1:], chosen)
        into[name] = replace(into[name], inside=inside)


def _names(expansions: Mapping[str, Expansion]) -> Iterator[str]:
    for name, expansion in expansions.items():
        yield name
        yield from _names(expansion.inside)


def _chosen(parameters: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The fields that are named for each object, "" for the one that is asked for."""
    chosen: dict[str, list[str]] = {}
    for name, value in parameters:
        if name == FIELDS or name.endswith(f".{FIELDS}"):
            chosen.setdefault(name.lower().removesuffix(FIELDS).rstrip("."), []).extend(words([value]))
    return chosen


def _columns(shape: Shape, names: Iterable[str] | None, where: str) -> tuple[Column, ...] | None:
    return None if names is None else tuple(shape.column(name, where) for name in names)
