"""Where things are printed: results on the standard output, everything else on the standard error."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from rich.console import Console
from rich.text import Text

from settlebook.cli.showing.safe_text import safe
from settlebook.cli.showing.tables import draw
from settlebook.domain.money import Money, to_decimal

# Where nobody looks at it, a table is as wide as it needs to be: no line of a pipe is folded or cut.
PIPED_WIDTH = 100_000


def results() -> Console:
    return _console(sys.stdout, stderr=False)


def notices() -> Console:
    return _console(sys.stderr, stderr=True)


def _console(file: IO[str], *, stderr: bool) -> Console:
    width = None if file.isatty() else PIPED_WIDTH
    return Console(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)


def notice(text: str) -> None:
    """Say something to the person in front of the screen that is no result."""
    notices().print(Text(text), soft_wrap=True)


def say(text: str) -> None:
    """Print a line of the result."""
    results().print(Text(text), soft_wrap=True)


def print_json(value: object) -> None:
    sys.stdout.write(as_json(value, indent=2) + "\n")


def as_json(value: object, *, indent: int | None = None) -> str:
    """JSON for programs: ids as 32 hex, days as ISO, decimals as text, never a float."""
    separators = None if indent else (",", ":")
    return json.dumps(value, default=_as_json, ensure_ascii=False, indent=indent, separators=separators)


def _as_json(value: object) -> Any:
    match value:
        case UUID():
            return value.hex
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case Money():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


def print_table(
    title: str | None, columns: Sequence[str], rows: Iterable[Sequence[object]], right: Iterable[str] = ()
) -> None:
    """Print rows under their columns; those named in `right`, amounts above all, end at the same place.

    Where a terminal is too narrow, columns of SPARE are left out rather than folded.
    """
    cells = [[shown(value) for value in row] for row in rows]
    draw(results(), safe(title) if title else None, columns, cells, frozenset(right))


def amount(minor: int, currency: str) -> str:
    """An amount with its currency, as people read it: 1,188.00 EUR."""
    return f"{to_decimal(minor, currency):,f} {currency}"


def counted(count: int, what: str) -> str:
    """1 line, 2,896 lines."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def shown(value: object) -> str:
    """A value as a cell of a table; nothing for None. Instants are UTC, to the second."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case UUID():
            return value.hex
        case Decimal():
            return f"{value:,f}"
        case Money():
            return f"{value.decimal:,f}"
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return safe(str(value))
