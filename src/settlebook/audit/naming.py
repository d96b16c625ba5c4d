"""What an id stands for, as people name it: by the books that were made of the log alone."""

from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.audit.statements import statement


def name_of(connection: Connection[Any], ledger_id: str, id: UUID) -> str | None:
    row = connection.execute(statement("sql", "name_of"), {"ledger": ledger_id, "id": id}).fetchone()
    return str(row[0]) if row else None
