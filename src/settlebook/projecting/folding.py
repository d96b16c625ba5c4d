"""Runs the folds of read models over a range of the journal, in the schema that the search path names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.projecting.catalogue import ReadModel
from settlebook.projecting.journal import JournalPage
from settlebook.statements import naming, statements

SQL = Path(__file__).parent / "sql"
(COPY,) = statements(SQL / "copy.sql")
(COLUMN_TYPES,) = statements(SQL / "column_types.sql")
(USE_SCHEMAS,) = statements(SQL / "use_schemas.sql")


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


def copy_rows(connection: Connection[Any], page: JournalPage) -> None:
    """Add the rows of a page of events to the journal."""
    for table in page.__slots__:
        rows = getattr(page, table)
        if rows:
            _copy(connection, table, rows)


def fold(connection: Connection[Any], models: Iterable[ReadModel], over: Range) -> None:
    """Add a range of the journal to the models' tables; one round trip, since the statements don't wait."""
    with connection.pipeline():
        for model in models:
            for statement in model.folds:
                connection.execute(statement, over.parameters, prepare=True)


def _copy(connection: Connection[Any], table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    types = [oid for (oid,) in connection.execute(COLUMN_TYPES, {"table": table})]
    with connection.cursor() as cursor, cursor.copy(naming(COPY, table=table)) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
