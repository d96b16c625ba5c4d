"""Lets one free query of a reader be about what was deleted: views of it stand in, in his own session."""

from pathlib import Path
from typing import Any

from psycopg import Connection

from settlebook.projecting.past.past_query import for_reader, only_read, require_tables
from settlebook.projecting.relations import own_views
from settlebook.statements import naming, statements

SQL = Path(__file__).parent / "sql"
BEGIN = statements(SQL / "begin_deleted.sql")
(TAKE_NAME,) = statements(SQL / "take_name.sql")
_KEPT, _DELETED = b"status <> 'Deleted'", b"status = 'Deleted'"


def put_deleted_before(connection: Connection[Any], timeout_seconds: int) -> None:
    """Begin a transaction in which names of documents, payments, refunds and items mean the deleted ones.

    What is never deleted, such as accounts, stays what it is. It has to be rolled back in the end; from
    here on it may only read. Raises NoTemporaryTables.
    """
    require_tables(connection)
    for statement in BEGIN:
        connection.execute(statement, {})
    views = [view for view in own_views().values() if _KEPT in view.statement]
    for view in views:
        connection.execute(for_reader(view).replace(_KEPT, _DELETED), {})
    for view in views:  # after all of them are made, as some read tables of these names
        connection.execute(naming(TAKE_NAME, shown=f"shown_{view.name}", name=view.name), {})
    only_read(connection, timeout_seconds)
