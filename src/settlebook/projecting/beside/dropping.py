"""Drops what rebuilds keep."""

from typing import Any

import psycopg
from psycopg import Connection

from settlebook.projecting.beside.register import SQL, prepare, run_sql
from settlebook.projecting.beside.swapping import NotSwapped
from settlebook.statements import naming, statements

(DROP,) = statements(SQL / "drop_kept.sql")


def drop_kept(owner: Connection[Any], of: str | None = None) -> list[str]:
    """Drop the old tables that rebuilds replaced, of one read model or of all; their names.

    Raises NotSwapped where a view needs one.
    """
    prepare(owner)
    dropped = []
    for schema, table, model, *_ in run_sql(owner, "kept"):
        if of not in (None, model):
            continue
        try:
            with owner.transaction():
                owner.execute(naming(DROP, kept=f"{schema}_kept", table=table), {})
                run_sql(owner, "forget_kept", schema=schema, name=table)
        except psycopg.errors.DependentObjectsStillExist as error:
            raise NotSwapped(
                f"The old table {schema}_kept.{table} is still used: {error.diag.message_detail}",
                "Drop what uses it first.",
            ) from error
        dropped.append(table)
    return dropped
