"""What was measured: one row a name, printed as a table and written as JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


@dataclass(frozen=True)
class Result:
    """A figure of ours beside the stock library's and the floor's, in one unit; None where there is none.

    `vs_stock` and `vs_floor` are always ours divided by theirs: of what a second makes, more is better; of
    what takes time, less is.
    """

    name: str
    ours: float | None
    unit: str
    stock: float | None = None
    floor: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)  # what else was seen, such as peak memory
    goal: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "ours": _rounded(self.ours),
            "stock": _rounded(self.stock),
            "floor": _rounded(self.floor),
            "unit": self.unit,
            "vs_stock": _ratio(self.ours, self.stock),
            "vs_floor": _ratio(self.ours, self.floor),
        }


def write(path: Path, results: Iterable[Result], about: Mapping[str, Any]) -> None:
    """The list by itself, and beside it what it was measured on and what else was seen."""
    path.write_text(json.dumps([result.as_json() for result in results], indent=2) + "\n")
    more = {result.name: dict(result.more) for result in results if result.more}
    beside = path.with_name(f"{path.stem}.about.json")
    beside.write_text(json.dumps({**about, "more": more}, indent=2, default=str) + "\n")


def write_into(document: Path, results: Iterable[Result], about: Mapping[str, Any]) -> None:
    """Put the figures and what they were measured on between the marks of a document."""
    text = document.read_text()
    before, found, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise SystemExit(f"{document} has no place for figures, between {BEGIN} and {END}")
    several = list(results)
    machine = "\n".join(f"- {name.replace('_', ' ')}: {value}" for name, value in about.items())
    beside = "\n".join(f"- `{result.name}`: {_beside(result)}" for result in several if _beside(result))
    figures = "\n\n".join((BEGIN, table(several), beside, "Measured on:", machine, END))
    document.write_text(before + figures + after)


def _beside(result: Result) -> str:
    """What else was seen, single figures only."""
    return ", ".join(
        f"{name.replace('_', ' ')} {_shown(value)}"
        for name, value in result.more.items()
        if isinstance(value, int | float)
    )


def table(results: Iterable[Result]) -> str:
    """In Markdown, which is also how a terminal shows it."""
    rows = [("name", "ours", "stock", "floor", "unit", "vs stock", "vs floor", "to reach")]
    for result in results:
        found = result.as_json()
        rows.append(
            (
                result.name,
                _shown(result.ours),
                _shown(result.stock),
                _shown(result.floor),
                result.unit,
                _shown(found["vs_stock"]),
                _shown(found["vs_floor"]),
                result.goal,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_line(row, widths) for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    numbers = range(1, 4), range(5, 7)
    cells = [
        cell.rjust(width) if any(column in some for some in numbers) else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return f"| {' | '.join(cells)} |"


def _ratio(ours: float | None, other: float | None) -> float | None:
    return None if ours is None or not other else _rounded(ours / other)


def _rounded(value: float | None) -> float | None:
    """Three digits that count."""
    return None if value is None else float(f"{value:.3g}")


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
