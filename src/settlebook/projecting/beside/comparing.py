"""Holds live tables against those built beside, row by row and by digest, in a snapshot: nobody waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from settlebook.projecting.beside.register import SQL, run_sql
from settlebook.statements import naming, statements

(COMPARE,) = statements(SQL / "compare.sql")
(DIFFERENCE,) = statements(SQL / "difference.sql")


@dataclass(frozen=True, slots=True)
class RebuiltTable:
    """One table, built again and held against the live one row by row.

    Digests  of all rows, whatever their order; the same on every version of PostgreSQL.
    Example  the key of the first row that differs; `position` of the event it goes back to, if it tells.
    """

    name: str
    rows: int
    wrong: int  # live rows that are not among the rebuilt
    missing: int  # rebuilt rows that were not live
    digest: str = ""
    live_digest: str = ""
    example: str | None = None
    position: int | None = None

    @property
    def differing(self) -> int:
        """A changed row is wrong and missing at once."""
        return max(self.wrong, self.missing)


@contextmanager
def frozen(owner: Connection[Any]) -> Iterator[None]:
    """One view of the database for all that the block asks on this session."""
    with owner.transaction():
        run_sql(owner, "begin_snapshot")
        yield


def compared(owner: Connection[Any], schema: str, beside: str, table: str) -> RebuiltTable:
    """Within a snapshot: the live table of a schema against the one beside."""
    places = {"schema": schema, "beside": beside, "table": table}
    row = owner.execute(naming(COMPARE, **places), {"ledger": None}).fetchone()
    assert row is not None
    rows, wrong, missing, digest, live_digest = row
    if not wrong and not missing:
        return RebuiltTable(table, rows, wrong, missing, digest, live_digest)
    content, _, position = owner.execute(naming(DIFFERENCE, **places), {}).fetchone() or ({}, False, None)
    key = [column for (column,) in run_sql(owner, "key_columns", schema=schema, table=table)]
    example = ", ".join(f"{column} {content[column]}" for column in key or content if column in content)
    return RebuiltTable(table, rows, wrong, missing, digest, live_digest, example, position)


def digest_of(connection: Connection[Any], schema: str, table: str, ledger_id: str | None = None) -> str:
    """The digest of a table, or of what a ledger has in it."""
    with frozen(connection):
        statement = naming(COMPARE, schema=schema, beside=schema, table=table)
        row = connection.execute(statement, {"ledger": ledger_id}).fetchone()
    assert row is not None
    return str(row[-1])
