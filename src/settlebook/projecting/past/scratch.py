"""Builds read models beside the live ones: in tables that only this session sees, and that end with it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import Connection

from settlebook.projecting.catalogue import ReadModel
from settlebook.projecting.folding import use_schemas
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
(SCRATCH_TABLES,) = statements(SQL / "scratch_tables.sql")
(DROP_SCRATCH,) = statements(SQL / "drop_scratch.sql")

# Temporary tables stand before the live ones of the same name; all else is the live one.
SCHEMAS = "pg_temp, added, read"


@contextmanager
def scratch(connection: Connection[Any], models: Iterable[ReadModel]) -> Iterator[tuple[str, ...]]:
    """Empty tables of the models beside the live ones, for as long as the block lasts; their names.

    Within it, a transaction that begins with `use_schemas(connection, SCHEMAS)` reads and folds them.
    """
    try:
        with connection.transaction():
            use_schemas(connection, SCHEMAS)
            for model in models:
                for statement in model.tables:
                    connection.execute(statement, {})
            tables = tuple(name for (name,) in connection.execute(SCRATCH_TABLES, {}))
        yield tables
    finally:
        if not connection.closed:
            with connection.transaction():
                connection.execute(DROP_SCRATCH, {})
