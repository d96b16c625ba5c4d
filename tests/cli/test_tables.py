"""Tables look as rich draws them, whatever is in them or however narrow the terminal, but at once."""

from io import StringIO
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from settlebook.cli.showing import tables

NAMES = ("Item", "Description", "Amount", "日付")
TEXTS = ("", "x", "WHITE METAL LANTERN", "日本語", "é" * 25, "-12,345.67", " lead", "trail ", "👍🏽 " * 4)
ROWS = st.lists(st.tuples(*[st.lists(st.sampled_from(TEXTS), max_size=3).map(" ".join)] * 4), max_size=4)


@settings(max_examples=60)
@given(
    ROWS, st.sampled_from((30, 45, 80, 1000)), st.booleans(), st.sampled_from((None, "Open", "Open " * 12))
)
def test_a_table_is_what_rich_makes_of_it(
    rows: list[tuple[str, ...]], width: int, is_terminal: bool, title: str | None
):
    told, expected = StringIO(), StringIO()

    tables.draw(console(told, width, is_terminal), title, NAMES, rows, {"Amount"})

    console(expected, width, is_terminal).print(by_rich(title, rows))
    assert told.getvalue() == expected.getvalue()


@pytest.mark.parametrize("width", [60, 1000])
def test_thousands_of_rows_take_no_longer_than_what_they_tell(width: int):
    rows = [
        (f"536365#{n}", "WHITE HANGING HEART T-LIGHT HOLDER", "15.30", "2010-12-01") for n in range(5_000)
    ]
    begun = process_time()

    tables.draw(console(StringIO(), width, False), None, NAMES, rows, {"Amount"})

    assert process_time() - begun < 2  # rich alone takes a millisecond or two for each


def console(file: StringIO, width: int, is_terminal: bool) -> Console:
    color = "standard" if is_terminal else None
    return Console(file=file, width=width, force_terminal=is_terminal, color_system=color, markup=False)


def by_rich(title: str | None, rows: list[tuple[str, ...]]) -> Table:
    table = Table(box=box.SIMPLE, title=Text(title) if title else None, title_justify="left")
    for name in NAMES:
        right = name == "Amount"
        table.add_column(Text(name), justify="right" if right else "left", no_wrap=right, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table
