"""Writes journal entries to files: CSV that is safe to open in a spreadsheet, or one JSON object a line."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any

from settlebook.exporting.spreadsheet import CsvFile
from settlebook.queries.finance import JournalEntryRow, JournalSummaryRow

Line = Mapping[str, object]

LINE_FIELDS = (
    "journalRun", "journalEntryDate", "journalEntryNumber", "journalEntryId", "effectiveDate",
    "accountingPeriod", "transactionType", "subtype", "side", "accountingCode", "accountingCodeType",
    "glAccountName", "glAccountNumber", "debit", "credit", "currency", "accountNumber", "documentNumber",
    "item", "applicationItemId", "applicationGroupId",
)  # fmt: skip
SUMMARY_FIELDS = (
    "journalRun", "journalEntryDate", "accountingPeriod", "accountingCode", "accountingCodeType",
    "glAccountName", "glAccountNumber", "debit", "credit", "currency", "itemCount",
)  # fmt: skip


class FileFormat(StrEnum):
    CSV = "csv"
    NDJSON = "ndjson"


def entry_lines(entries: Iterable[JournalEntryRow]) -> Iterator[Line]:
    """Two lines an entry, its debit and its credit, of the same amount."""
    for entry in entries:
        yield _line(entry, "debit")
        yield _line(entry, "credit")


def summary_lines(rows: Iterable[JournalSummaryRow]) -> Iterator[Line]:
    for row in rows:
        yield {
            "journalRun": row.journal_run_number,
            "journalEntryDate": row.journal_entry_date,
            "accountingPeriod": row.accounting_period_name,
            "accountingCode": row.accounting_code,
            "accountingCodeType": row.accounting_code_type,
            "glAccountName": row.gl_account_name,
            "glAccountNumber": row.gl_account_number,
            "debit": row.debit,
            "credit": row.credit,
            "currency": row.currency,
            "itemCount": row.item_count,
        }


def write_lines(
    file: IO[str], lines: Iterable[Line], fields: Sequence[str], format: FileFormat, *, raw: bool = False
) -> int:
    """How many lines were written, the head of a CSV file not counted; `raw` as `CsvFile` has it."""
    count = 0
    table = CsvFile(file, raw=raw)
    if format is FileFormat.CSV:
        table.write(fields)
    for count, line in enumerate(lines, 1):  # noqa: B007 -- the last one is how many there were
        if format is FileFormat.CSV:
            table.write([line[field] for field in fields])
        else:
            given = {field: _plain(line[field]) for field in fields if line[field] is not None}
            file.write(json.dumps(given, ensure_ascii=False, separators=(",", ":")) + "\n")
    return count


def _line(entry: JournalEntryRow, side: str) -> Line:
    def of(field: str) -> Any:
        return getattr(entry, f"{side}_{field}")

    return {
        "journalRun": entry.journal_run_number,
        "journalEntryDate": entry.journal_entry_date,
        "journalEntryNumber": entry.number,
        "journalEntryId": entry.id.hex,
        "effectiveDate": entry.effective_on,
        "accountingPeriod": entry.accounting_period_name,
        "transactionType": entry.transaction_type,
        "subtype": _subtype(entry, side),
        "side": side.capitalize(),
        "accountingCode": of("accounting_code"),
        "accountingCodeType": of("accounting_code_type"),
        "glAccountName": of("gl_account_name"),
        "glAccountNumber": of("gl_account_number"),
        "debit": entry.amount if side == "debit" else None,
        "credit": entry.amount if side == "credit" else None,
        "currency": entry.currency,
        "accountNumber": of("account_number"),
        "documentNumber": of("document_number"),
        "item": of("item"),
        "applicationItemId": entry.application_item_id.hex if entry.application_item_id else None,
        "applicationGroupId": entry.application_group_id.hex,
    }


def _subtype(entry: JournalEntryRow, side: str) -> str:
    """A transfer's two lines have a name each."""
    if "Transferred" not in entry.subtype:
        return entry.subtype
    return f"Payment: Transferred {'From' if side == 'debit' else 'To'}"


def _plain(value: object) -> object:
    """A decimal as its exact text, a day as ISO."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, str | int) or value is None else str(value)
