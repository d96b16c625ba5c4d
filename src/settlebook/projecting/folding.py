"""Runs the folds of read models over a range of the journal, in the schema that the search path names."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.projecting.catalogue import ReadModel
from settlebook.projecting.journal.packing import packed
from settlebook.projecting.journal.tables import JournalPage
from settlebook.statements import naming, statements

SQL = Path(__file__).parent / "sql"
(COPY,) = statements(SQL / "copy.sql")
(COLUMN_TYPES,) = statements(SQL / "column_types.sql")
(USE_SCHEMAS,) = statements(SQL / "use_schemas.sql")

EDITED_ROWS = "edited_rows"  # of the journal, beside its tables: rows of documents that were edited
_READ = re.compile(rb"(?<!DELETE )\b(?:FROM|JOIN|USING)\s+([a-z_]+)")
_VIEWS = {"posting_leg": "journal_posting", "settlement_line": "journal_posting"}
_JOURNAL = frozenset({*JournalPage.__slots__, EDITED_ROWS})


@dataclass(frozen=True, slots=True)
class Range:
    """What a fold takes in: positions after one and up to another; maybe to a day, of one account."""

    ledger_id: str
    after: int
    upto: int
    day: date | None = None
    account_id: UUID | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "ledger": self.ledger_id,
            "after": self.after,
            "upto": self.upto,
            "day": self.day,
            "account": self.account_id,
        }


def use_schemas(connection: Connection[Any], schemas: str) -> None:
    """Until the end of the transaction, names mean the tables of these schemas, in their order."""
    connection.execute(USE_SCHEMAS, {"schemas": schemas})


def copy_rows(connection: Connection[Any], page: JournalPage) -> set[str]:
    """Add the rows of a page of events to the journal; what of it has new rows."""
    filled = copy_tables(connection, page)
    if any(row.changes_rows for row in page.journal_document):
        filled.add(EDITED_ROWS)
    return filled


def copy_tables(connection: Connection[Any], page: Any) -> set[str]:
    """Add rows to the tables that the slots of a page are named after; those that have new rows."""
    filled = {table for table in page.__slots__ if getattr(page, table)}
    for table in page.__slots__:
        if table in filled:
            _copy(connection, table, getattr(page, table))
    return filled


def fold(
    connection: Connection[Any],
    models: Iterable[ReadModel],
    over: Range,
    filled: Collection[str] | None = None,
) -> None:
    """Add a range of the journal to the models' tables; one round trip, since the statements don't wait.

    `filled` is what of the journal has rows in the range: statements that read nothing of it are left out,
    which makes small pages fast. None: nobody knows.
    """
    with connection.pipeline():
        for model in models:
            for statement in model.folds:
                if filled is None or _has_work(statement, filled):
                    connection.execute(statement, over.parameters, prepare=True)


def _has_work(statement: bytes, filled: Collection[str]) -> bool:
    """Whether a statement may read what is new; one that reads more than the journal always may."""
    read = _relations(statement)
    return not read or not read <= _JOURNAL or not read.isdisjoint(filled)


@cache
def _relations(statement: bytes) -> frozenset[str]:
    """What a statement reads, views on the journal as the table behind them."""
    names = (found.decode() for found in _READ.findall(statement))
    return frozenset(_VIEWS.get(name, name) for name in names)


def _copy(connection: Connection[Any], table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    types = [name for (name,) in connection.execute(COLUMN_TYPES, {"table": table})]
    copy_content(connection, table, packed(types, rows))


def copy_content(connection: Connection[Any], table: str, content: bytes) -> None:
    """Add rows to a table, packed as COPY takes them."""
    with connection.cursor() as cursor, cursor.copy(naming(COPY, table=table)) as copy:
        copy.write(content)
