"""Reads exported files to rows with columns of one name; a row that cannot be used says why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from settlebook.domain.ids import as_id
from settlebook.domain.money import InvalidAmount, parse_decimal
from settlebook.importing.csv_records import records, refuse_spanning
from settlebook.importing.errors import LacksColumns
from settlebook.importing.json_lines import read_object
from settlebook.importing.settlement.objects import Object, column
from settlebook.importing.source import Source, opened

LONGEST = 1024 * 1024  # bytes of a line
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=$|[T ])", re.ASCII)
_NOTHING = {"", "null", "NULL"}


@dataclass(eq=False)
class Unusable(Exception):
    """A row that is rejected, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One exported row; `fields` by the columns' plain names, empty ones left out."""

    of: Object
    file: str
    line: int
    fields: dict[str, str]

    @property
    def id(self) -> str:
        return self.need("id")

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    def text(self, *names: str) -> str | None:
        """The first of these columns that says something."""
        return next((self.fields[name] for name in names if name in self.fields), None)

    def need(self, *names: str) -> str:
        found = self.text(*names)
        if found is None:
            raise Unusable("missing", f"{self.of.name} {' or '.join(names)} is empty")
        return found

    def amount(self, *names: str) -> Decimal:
        """Exact, signed. Refuses what is no decimal."""
        try:
            return parse_decimal(self.need(*names))
        except InvalidAmount as error:
            raise Unusable("bad_amount", str(error)) from None

    def day(self, *names: str) -> date:
        """The day of a day or an instant as exports write it."""
        text = self.need(*names)
        found = _DAY.match(text)
        try:
            if found is None:
                raise ValueError
            return date.fromisoformat(found.group())
        except ValueError:
            raise Unusable("bad_day", f"{text!r} is no day: give yyyy-mm-dd") from None

    @property
    def order(self) -> str:
        """When it was recorded, as text that sorts: the instant where the export has it, else the day."""
        return self.text("createddate", "effectivedate", "adjustmentdate", "refunddate") or ""


def as_key(text: str) -> str:
    """An id in the spelling that requests take; numbers as they are."""
    known = as_id(text)
    return known.hex if known else text


def read_file(path: Path, of: Object) -> Iterator[Row | tuple[str, Unusable]]:
    """The rows of a file of one object, or the place of a line with what is wrong with it.

    Refuses as the other formats do, before anything is recorded: CutFile, DamagedFile, UnclosedQuote,
    LineTooLong, and LacksColumns where a column that every row needs is not there.
    """
    name = path.name.removesuffix(".gz")
    with opened(str(path), LONGEST) as source:
        yield from _ndjson(source, of) if name.endswith((".ndjson", ".jsonl")) else _csv(source, of)


def _csv(source: Source, of: Object) -> Iterator[Row | tuple[str, Unusable]]:
    columns: list[str] | None = None
    for record in records(source):
        place = f"{source.name}:{record.line}"
        if columns is None:
            columns = [column(of, header) for header in record.fields or []]
            _require(source, of, columns)
            continue
        if record.fields is None or len(record.fields) != len(columns):
            refuse_spanning(source, record)
            yield place, Unusable("wrong_width", f"it has not the {len(columns)} fields of the first line")
            continue
        yield _row(of, source.name, record.line, dict(zip(columns, record.fields, strict=True)))


def _require(source: Source, of: Object, columns: list[str]) -> None:
    missing = [name for name in of.needs if name not in columns]
    if missing:
        shown = ", ".join(name[:30] for name in columns[:12])
        found = f"the columns {shown}" if shown.isprintable() and shown else "no columns that can be read"
        raise LacksColumns(source.name, found, ", ".join(missing))


def _ndjson(source: Source, of: Object) -> Iterator[Row | tuple[str, Unusable]]:
    for number, line in source:
        if not line.strip():
            continue
        try:
            found = read_object(line.strip())
        except Exception as refused:  # of a line of a file: it is told, and the others are read
            yield f"{source.name}:{number}", Unusable("no_json", str(refused))
            continue
        fields = {column(of, name): _text(value) for name, value in found.items()}
        yield _row(of, source.name, number, fields)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _row(of: Object, file: str, line: int, fields: dict[str, str]) -> Row:
    said = {name: value.strip() for name, value in fields.items()}
    return Row(of, file, line, {name: value for name, value in said.items() if value not in _NOTHING})
