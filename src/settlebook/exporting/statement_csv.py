"""A statement as CSV: one table of balances, movements, and what is open and unapplied."""

from collections.abc import Iterator
from typing import IO

from settlebook.exporting.spreadsheet import CsvFile
from settlebook.exporting.statement import Section, Telling

FIELDS = (
    "account", "currency", "row", "day", "description", "sourceNumber", "documentNumber", "refundNumber",
    "item", "dueDate", "daysOverdue", "aging", "settled", "amount", "balance",
)  # fmt: skip
Line = dict[str, object]


def write_csv(file: IO[str], statement: Telling, *, raw: bool = False) -> None:
    table = CsvFile(file, raw=raw)
    table.write(FIELDS)
    for section in statement.currencies:
        known = {"account": statement.account_number, "currency": section.currency}
        for line in _lines(statement, section):
            line.update(known)
            table.write([line.get(name) for name in FIELDS])


def _lines(statement: Telling, section: Section) -> Iterator[Line]:
    yield {"row": "opening", "day": statement.first, "balance": section.opening}
    for moved in section.movements:
        yield {
            "row": "movement",
            "day": moved.day,
            "description": moved.description,
            "sourceNumber": moved.source_number,
            "documentNumber": moved.document_number,
            "refundNumber": moved.refund_number,
            "settled": moved.settled,
            "amount": moved.amount,
            "balance": moved.balance,
        }
    yield {"row": "closing", "day": statement.last, "balance": section.closing}
    for item in section.open_items:
        yield {
            "row": "open item",
            "day": item.document_date,
            "description": item.description,
            "documentNumber": item.document_number,
            "item": item.item_number,
            "dueDate": item.due_date,
            "daysOverdue": item.days_overdue,
            "aging": item.aging,
            "amount": item.amount,
            "balance": item.balance,
        }
    for source in section.unapplied:
        yield {"row": "unapplied", "sourceNumber": source.source_number, "balance": -source.unapplied}
    for aged in section.aging:
        yield {"row": "aging", "aging": aged.aging, "balance": aged.balance}
