"""The format online-retail: a CSV line for each item of an invoice, as in the UCI data set of that name."""

import json
from collections.abc import Iterator
from typing import ClassVar, TextIO

from settlebook.domain.currency import digits, shorten
from settlebook.exporting.spreadsheet import CsvFile, restored
from settlebook.importing import retail_document
from settlebook.importing.csv_records import Record, records, refuse_spanning
from settlebook.importing.errors import EndlessDocument, OtherColumns
from settlebook.importing.formats import Incoming, Rejection, Unfit
from settlebook.importing.gathering import Gathering, Line
from settlebook.importing.retail_line import COLUMNS, BadLine, read_line
from settlebook.importing.source import Source

# One command saves a whole document, so a document is held in memory; no real one comes near this.
MOST_LINES = 200_000
REJECTS_COLUMNS = (*COLUMNS, "reason")


class OnlineRetail:
    """Invoices and, under numbers that begin with C, credit memos; amounts are Quantity x UnitPrice."""

    name: ClassVar[str] = "online-retail"
    longest_line: ClassVar[int] = 1024 * 1024
    creates_accounts: ClassVar[bool] = True
    rejects_suffix: ClassVar[str] = "csv"

    def __init__(self, currency: str) -> None:
        """Refuses UnknownCurrency."""
        digits(currency)
        self._currency = currency

    def gather(self, source: Source, gathering: Gathering) -> int:
        read = 0
        found = records(source)
        if _is_of_rejects(source, next(found, None)):
            found = map(_as_it_was, found)
        look_at = 2 * MOST_LINES
        for read, record in enumerate(found, 1):
            if record.fields is None or len(record.fields) != len(COLUMNS):
                refuse_spanning(source, record)
            gathering.add(_number_of(record), record.line, _packed(record))
            if read == look_at:  # a bomb of equal lines ends here, and looking costs at most one look more
                _refuse_endless(source, gathering)
                look_at *= 2
        _refuse_endless(source, gathering)
        return read

    def document(self, rank: int, number: str, lines: Iterator[Line]) -> Incoming | Unfit:
        return retail_document.document_of(
            rank, number, self._currency, ((line.number, _unpacked(line)) for line in lines)
        )

    def fault_of(self, line: Line) -> Rejection | None:
        try:
            read_line(_unpacked(line), self._currency)
        except BadLine as bad:
            return bad.rejection
        return None

    def start_rejects(self, file: TextIO) -> None:
        CsvFile(file).write(REJECTS_COLUMNS)

    def write_reject(self, file: TextIO, line: Line, rejection: Rejection) -> None:
        CsvFile(file).write([*_columns_of(_unpacked(line)), rejection.reason])


def _is_of_rejects(source: Source, header: Record | None) -> bool:
    """Whether it is a rejects file, mended and with its reasons still there. Refuses OtherColumns."""
    found = header.fields if header and header.fields else []
    if tuple(found) not in (COLUMNS, REJECTS_COLUMNS):
        shown = ", ".join(name[:30] for name in found[:12])
        raise OtherColumns(
            source.name,
            f"the columns {shown}" if shown.isprintable() and shown else "no columns that can be read",
            ", ".join(COLUMNS),
        )
    return tuple(found) == REJECTS_COLUMNS


def _as_it_was(record: Record) -> Record:
    """A line of a rejects file without its reason, its texts as they were before they were made harmless."""
    if record.fields is None or len(record.fields) != len(REJECTS_COLUMNS):
        return record
    return record._replace(fields=[restored(field) for field in record.fields[:-1]])


def _refuse_endless(source: Source, gathering: Gathering) -> None:
    number = gathering.longer_than(MOST_LINES)
    if number is not None:
        raise EndlessDocument(source.name, shorten(number), MOST_LINES)


def _number_of(record: Record) -> str:
    """The document a record belongs to, as far as it can be told, so that it is not posted without it."""
    return record.fields[0] if record.fields else record.raw.partition(",")[0].strip()


def _packed(record: Record) -> str:
    return json.dumps(record.fields if record.fields is not None else record.raw)


def _unpacked(line: Line) -> list[str] | str:
    fields: list[str] | str = json.loads(line.record)
    return fields


def _columns_of(fields: list[str] | str) -> list[str]:
    """The fields under the columns of the format, whatever was wrong with their number: nothing is lost."""
    if isinstance(fields, str):
        return [fields.rstrip("\r\n"), *[""] * (len(COLUMNS) - 1)]
    last = len(COLUMNS) - 1
    return [*fields[:last], *[""] * (last - len(fields)), ",".join(fields[last:])]
