"""Shows rows of answers: as tables for people, with the names of the wire as JSON for programs."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from settlebook.cli.showing.output import notice, print_json, print_table, say, shown
from settlebook.queries.row import Row


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
    rows: Iterable[Row], shape: Sequence[Column], *, as_json: bool, title: str | None = None
) -> None:
    if as_json:
        print_json([row.as_json() for row in rows])
    else:
        print_cells(rows, shape, title)


def print_cells(rows: Iterable[object], shape: Sequence[Column], title: str | None = None) -> None:
    cells = [[each.value(row) for each in shape] for row in rows]
    numbers = {each.title for index, each in enumerate(shape) if any(_is_number(row[index]) for row in cells)}
    print_table(title, [each.title for each in shape], cells, numbers)


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)


def print_page(rows: Sequence[Row], shape: Sequence[Column], limit: int, *, as_json: bool) -> None:
    """A page of a list; that there is more is said beside it."""
    print_rows(rows[:limit], shape, as_json=as_json)
    say_more(rows, limit)


def say_more(rows: Sequence[Row], limit: int) -> None:
    if len(rows) > limit:
        last = getattr(rows[limit - 1], "number", "")
        notice(f"There is more: --after {last} shows the next page, --limit a longer one.")


def print_one(row: Row, shape: Sequence[Column], *, as_json: bool) -> None:
    if as_json:
        print_json(row.as_json())
    else:
        print_fields(row, shape)


def print_fields(row: Row, shape: Sequence[Column]) -> None:
    """One object, a field a line; what is not known is left out."""
    known = [(each.title, shown(each.value(row))) for each in shape]
    width = max(len(title) for title, _ in known)
    for title, text in known:
        if text:
            say(f"{title:<{width}}  {text}")
