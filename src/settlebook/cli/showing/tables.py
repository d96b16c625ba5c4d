"""Tables as rich draws them, but row by row by hand: rich takes a millisecond for each."""

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

GAP = 3  # characters between two columns
AT_ONCE = 500  # rows written together
# The first goes first.
SPARE = (
    "Part item",
    "Id",
    "Recorded",
    "Position",
    "Actor",
    "Part",
    "Application",
    "Status",
    "Date",
    "Credited",
)

_BETWEEN = " " * GAP
_END = "+"
_MARKED = box.ASCII2

Cells: TypeAlias = Sequence[Sequence[str]]


class Place(NamedTuple):
    """Where a column stands: which of a row it is, its width, and whether its texts end at the same place."""

    column: int
    width: int
    right: bool


def draw(
    console: Console, title: str | None, columns: Sequence[str], rows: Cells, right: Collection[str]
) -> None:
    """Rows of text that is safe to print, under their columns.

    Where the console is too narrow, columns of SPARE are left out, and only then texts folded.
    """
    widest = [max([cell_len(name), *map(_width, _column(rows, n))]) for n, name in enumerate(columns)]
    kept = _fitting(columns, widest, console.width)
    names, rightly = [columns[n] for n in kept], [columns[n] in right for n in kept]
    widths = [widest[n] for n in kept]
    if rows and _whole(widths) > console.width:
        widths = _folded(console, names, rightly, [_column(rows, n) for n in kept])
    if not rows or not widths or console.options.ascii_only or console.legacy_windows:
        console.print(_table(title, names, rightly, ([row[n] for n in kept] for row in rows)))
        return
    with console.capture() as empty:
        console.print(_table(title, names, rightly, widths=widths))
    *head, end = empty.get().splitlines(keepends=True)
    console.file.write("".join(head))
    places = [Place(*found) for found in zip(kept, widths, rightly, strict=True)]
    for first in range(0, len(rows), AT_ONCE):
        console.file.write("".join(_line(console, row, places) for row in rows[first : first + AT_ONCE]))
    console.file.write(end)


def _column(rows: Cells, index: int) -> list[str]:
    return [row[index] for row in rows]


def _width(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _whole(widths: Sequence[int]) -> int:
    return sum(width + GAP for width in widths) + 1


def _fitting(columns: Sequence[str], widest: Sequence[int], width: int) -> list[int]:
    kept = list(range(len(columns)))
    for spare in SPARE:
        if _whole([widest[index] for index in kept]) > width:
            kept = [index for index in kept if columns[index] != spare]
    return kept


def _table(
    title: str | None,
    names: Sequence[str],
    right: Sequence[bool],
    rows: Iterable[Sequence[str]] = (),
    *,
    widths: Sequence[int] | None = None,
    drawn_by: box.Box = box.SIMPLE,
) -> Table:
    table = Table(box=drawn_by, title=Text(title) if title else None, title_justify="left")
    for index, (name, rightly) in enumerate(zip(names, right, strict=True)):
        width = widths[index] if widths else None
        table.add_column(Text(name), justify=_justify(rightly), no_wrap=rightly, overflow="fold", width=width)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _justify(right: bool) -> JustifyMethod:
    return "right" if right else "left"


def _folded(
    console: Console, names: Sequence[str], right: Sequence[bool], cells: Sequence[Sequence[str]]
) -> list[int]:
    """How wide rich makes columns that do not fit: of each it counts the longest text and the longest word.

    They are read off a table of those alone, with a box that shows where columns end. None where that has no
    room for all columns.
    """
    telling = [(max(column, key=_width), max(column, key=_longest_word)) for column in cells]
    with console.capture() as drawn:
        console.print(_table(None, names, right, zip(*telling, strict=True), drawn_by=_MARKED))
    top, *_ = drawn.get().splitlines()
    widths = [len(between) - 2 for between in top.strip(_END).split(_END)]
    has_room = len(widths) == len(names) and min(widths) > 1 and _whole(widths) <= console.width
    return widths if has_room else []


def _longest_word(text: str) -> int:
    return max(map(_width, text.split()), default=0)


def _line(console: Console, row: Sequence[str], places: Sequence[Place]) -> str:
    """A row, with its end: one line, or several where a text of it is folded."""
    if all(_width(row[place.column]) <= place.width for place in places):
        return _joined([_placed(row[place.column], place) for place in places])
    folded = [_fold(console, row[place.column], place) for place in places]
    lines = zip_longest(*folded)
    return "".join(
        _joined(
            " " * place.width if text is None else text for text, place in zip(texts, places, strict=True)
        )
        for texts in lines
    )


def _joined(texts: Iterable[str]) -> str:
    return f"  {_BETWEEN.join(texts)}  \n"


def _fold(console: Console, text: str, place: Place) -> list[str]:
    justify = _justify(place.right)
    lines = Text(text).wrap(console, place.width, justify=justify, overflow="fold", no_wrap=place.right)
    return [line.plain for line in lines]


def _placed(text: str, place: Place) -> str:
    text = text.rstrip() if place.right else text
    room = " " * (place.width - _width(text))
    return room + text if place.right else text + room
