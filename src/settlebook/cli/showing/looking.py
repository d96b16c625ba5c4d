"""Shows rows of answers: as tables for people, with the names of the wire as JSON for programs."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from settlebook.cli.showing.output import notice, print_json, print_table, say, shown
from settlebook.queries.row import Row

Spread: TypeAlias = Callable[[Iterable[Any]], Iterable[object]]


class Column(NamedTuple):
    """One column of a table: its title, and what of a row stands in it."""

    title: str
    value: Callable[[Any], object]


def column(title: str, field: str) -> Column:
    return Column(title, attrgetter(field))


def columns(**fields: str) -> tuple[Column, ...]:
    """Columns by field, each with its title."""
    return tuple(column(title, field) for field, title in fields.items())


def print_rows(
    rows: Iterable[Row],
    shape: Sequence[Column],
    *,
    as_json: bool,
    title: str | None = None,
    spread: Spread = iter,
) -> None:
    """Rows of an answer; `spread` where people see several lines of one."""
    if as_json:
        print_json([row.as_json() for row in rows])
    else:
        print_cells(spread(rows), shape, title)


def print_cells(rows: Iterable[object], shape: Sequence[Column], title: str | None = None) -> None:
    cells = [[each.value(row) for each in shape] for row in rows]
    numbers = {each.title for index, each in enumerate(shape) if any(_is_number(row[index]) for row in cells)}
    print_table(title, [each.title for each in shape], cells, numbers)


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)


def print_page(
    rows: Sequence[Row], shape: Sequence[Column], limit: int, *, as_json: bool, spread: Spread = iter
) -> None:
    """A page of a list; that there is more is said beside it."""
    print_rows(rows[:limit], shape, as_json=as_json, spread=spread)
    if len(rows) > limit:
        last = getattr(rows[limit - 1], "number", "")
        notice(f"There is more: --after {last} shows the next page, --limit a longer one.")


def print_one(
    row: Any,
    shape: Sequence[Column],
    *,
    as_json: bool,
    inside: tuple[Iterable[object], Sequence[Column]] | None = None,
    wire: Callable[[Any], object] = Row.as_json,
) -> None:
    """One object; below its fields people see the table of what is `inside`, which is part of its JSON."""
    if as_json:
        print_json(wire(row))
        return
    _print_fields(row, shape)
    if inside:
        print_cells(*inside)


def _print_fields(row: Row, shape: Sequence[Column]) -> None:
    """A field a line; what is not known is left out."""
    known = [(each.title, shown(each.value(row))) for each in shape]
    width = max(len(title) for title, _ in known)
    for title, text in known:
        if text:
            say(f"{title:<{width}}  {text}")
