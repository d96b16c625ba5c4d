"""Prints the rows of a free query as a table, as JSON or as CSV."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from settlebook.cli.showing.output import as_json, print_table
from settlebook.exporting.spreadsheet import CsvFile
from settlebook.queries.free_query import Row, Rows, unique_labels


def print_as_json(answer: Rows, rows: Iterator[Row]) -> None:
    """One array of objects, a row a line."""
    labels = unique_labels(answer.labels)
    separator = "["
    for row in rows:
        sys.stdout.write(f"{separator}\n{as_json(dict(zip(labels, map(plain, row), strict=True)))}")
        separator = ","
    sys.stdout.write("[]\n" if separator == "[" else "\n]\n")


def print_as_csv(answer: Rows, rows: Iterator[Row], *, raw: bool = False) -> None:
    table = CsvFile(sys.stdout, raw=raw)
    table.write(unique_labels(answer.labels))
    table.write_all([_cell(value) for value in row] for row in rows)


def print_as_table(answer: Rows, rows: Iterator[Row]) -> None:
    labels = unique_labels(answer.labels)
    right = [label for label, numeric in zip(labels, answer.numeric, strict=True) if numeric]
    print_table(None, labels, ([_text(value) for value in row] for row in rows), right)


PRINTERS: dict[str, Callable[[Rows, Iterator[Row]], None]] = {
    "table": print_as_table,
    "json": print_as_json,
}


def plain(value: object) -> Any:
    """A value of PostgreSQL as JSON: integers as numbers, all other numbers as text, ids as 32 hex."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case UUID() | bytes():
            return value.hex if isinstance(value, UUID) else value.hex()
        case list() | tuple():
            return [plain(element) for element in value]
        case dict():
            return {name: plain(element) for name, element in value.items()}
    return str(value)


def _cell(value: object) -> object:
    """Numbers stay numbers: no spreadsheet takes them for a formula."""
    return value if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else _text(value)


def _text(value: object) -> str:
    found = plain(value)
    if found is None:
        return ""
    return found if isinstance(found, str) else as_json(found)
