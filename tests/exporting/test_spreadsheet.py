"""No text of a ledger becomes a formula in a spreadsheet, and no number becomes a text."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.exporting.spreadsheet import CsvFile, neutral, restored

DANGEROUS = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\uff1d1",
    "\xa0=1",
)
HARMLESS = ("", "Ada", "-5.00", "+441632960000", "-1", "a=b", "'quoted'", "INV-7#2", "10,000.00")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_would_run_stands_behind_an_apostrophe(text: str):
    assert neutral(text)[0] == "'"
    assert restored(neutral(text)) == text


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; =1+1", "a;' =1+1"),
        ('a;"=1+1"', 'a;\'"=1+1"'),
        ("a\t@SUM(A1)\t-2", "a\t'@SUM(A1)\t'-2"),
        ("a\n=1;b=2;c", "a\n'=1;b=2;c"),
        ("a,=1+1", "a,=1+1"),
    ],
)
def test_what_would_run_where_semicolons_or_tabs_separate_is_marked_there(text: str, harmless: str):
    assert neutral(text) == harmless


def test_a_file_by_tabs_is_safe_by_commas():
    file = StringIO()

    CsvFile(file, separator="\t").write(["a,=1", "b;=1", "c\t=1"])

    assert file.getvalue() == "a,'=1\tb;'=1\t\"c\t=1\"\n"


@pytest.mark.parametrize("text", HARMLESS)
def test_a_number_and_any_other_text_stay_as_they_are(text: str):
    assert neutral(text) == text


@given(st.text(alphabet="'=+-@ \t\r\n1.a\uff1d;,\"", max_size=8), st.sampled_from(",;\t|"))
def test_what_was_made_harmless_is_restored_exactly(text: str, separator: str):
    assert restored(neutral(text, separator), separator) == text


@given(
    st.lists(st.text(alphabet="'=+-@ \t\r\na;,\"", max_size=8), min_size=1, max_size=4),
    st.sampled_from(",;\t|"),
)
def test_no_cell_runs_for_who_separates_otherwise(cells: list[str], separator: str):
    file = StringIO()
    CsvFile(file, separator=separator).write(cells)

    for other in {",", ";", "\t"} - {separator}:
        for row in csv.reader(StringIO(file.getvalue(), newline=""), delimiter=other):
            assert [cell for cell in row if cell.lstrip()[:1] in {"=", "+", "-", "@"}] == []


@given(st.lists(st.text(max_size=20) | st.sampled_from(DANGEROUS), min_size=1, max_size=4))
def test_no_cell_of_a_file_begins_like_a_formula_unless_it_is_a_number(cells: list[str]):
    file = StringIO()
    CsvFile(file).write(cells)

    (row,) = csv.reader(StringIO(file.getvalue(), newline=""))
    assert [restored(cell) for cell in row] == cells
    for cell in row:
        assert cell.lstrip()[:1] not in {"=", "@", "\uff1d"}
        assert cell[:1] not in {"\t", "\r", "\n"}


def test_amounts_days_and_nothing_are_written_exactly():
    file = StringIO()

    CsvFile(file).write([Decimal("-0.500"), Decimal("1E+3"), -7, date(2026, 3, 31), None, "-x"])

    assert file.getvalue() == "-0.500,1000,-7,2026-03-31,,'-x\n"


def test_raw_leaves_every_text_as_it_is():
    file = StringIO()

    CsvFile(file, raw=True).write(["=1+1", "'=1", "-x"])

    assert file.getvalue() == "=1+1,'=1,-x\n"
