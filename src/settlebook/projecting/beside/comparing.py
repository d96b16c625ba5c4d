"""Holds live tables against those built beside, row by row and by digest, in a snapshot: nobody waits."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.sql import SQL as Composable
from psycopg.sql import Literal

from settlebook.projecting.beside.register import SQL, run_sql
from settlebook.statements import naming, statements

(COMPARE,) = statements(SQL / "compare.sql")
(COMPARE_ALL,) = statements(SQL / "compare_all.sql")
(COMPARE_TEXTS,) = statements(SQL / "compare_texts.sql")
(DIGEST,) = statements(SQL / "digest.sql")
SHARE = (SQL / "share_snapshot.sql").read_text("utf-8")
(DIFFERENCE,) = statements(SQL / "difference.sql")


@dataclass(frozen=True, slots=True)
class RebuiltTable:
    """One table, built again and held against the live one row by row.

    Digests  of all rows, whatever their order; the same on every version of PostgreSQL.
    Example  the key of the first row that differs; `position` of the event from which on it does. Where the
             columns of both are not the same, what the database says of that.
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
def frozen(owner: Connection[Any], snapshot: str | None = None) -> Iterator[str]:
    """One view of the database for all that the block asks on this session, which others may share."""
    with owner.transaction():
        run_sql(owner, "begin_snapshot")
        if snapshot is not None:
            owner.execute(Composable(SHARE).format(snapshot=Literal(snapshot)))
        run_sql(owner, "settle_snapshot")
        ((name,),) = run_sql(owner, "export_snapshot") if snapshot is None else [(snapshot,)]
        yield name


def compared(
    owner: Connection[Any], schema: str, beside: str, table: str, reached: Mapping[str, int]
) -> RebuiltTable:
    """Within a snapshot: the live table of a schema against the one beside; they may be one and the same.

    Both are folded up to where each ledger was `reached`.
    """
    try:
        with owner.transaction():
            rows, digest = _digest(owner, beside, table)
            wrong, missing = _differing(owner, schema, beside, table)
            live_digest = _digest(owner, schema, table)[1] if wrong or missing else digest
    except psycopg.ProgrammingError as error:  # a type without equality or hash, or other columns than these
        return _compared_as_texts(owner, schema, beside, table, error)
    if not wrong and not missing:
        return RebuiltTable(table, rows, wrong, missing, digest, live_digest)
    example, position = _first(owner, schema, beside, table, reached)
    return RebuiltTable(table, rows, wrong, missing, digest, live_digest, example, position)


def _compared_as_texts(
    owner: Connection[Any], schema: str, beside: str, table: str, why: psycopg.ProgrammingError
) -> RebuiltTable:
    """Whatever the columns of both are; of a live table that cannot be read at all no row is right."""
    places = {"schema": schema, "beside": beside, "table": table}
    try:
        with owner.transaction():
            row = owner.execute(naming(COMPARE_TEXTS, **places), {}).fetchone()
            assert row is not None
            found = RebuiltTable(table, *row)
    except psycopg.ProgrammingError as error:
        rows, digest = _digest(owner, beside, table)
        return RebuiltTable(table, rows, 1, rows, digest, example=error.diag.message_primary)
    if found.differing and isinstance(why, psycopg.errors.DatatypeMismatch):
        return replace(found, example=why.diag.message_primary)
    return found


def digest_of(connection: Connection[Any], schema: str, table: str, ledger_id: str | None = None) -> str:
    """The digest of a table, or of what a ledger has in it."""
    return _digest(connection, schema, table, ledger_id)[1]


def _digest(
    connection: Connection[Any], schema: str, table: str, ledger_id: str | None = None
) -> tuple[int, str]:
    statement = naming(DIGEST, schema=schema, table=table)
    rows, digest = connection.execute(statement, {"ledger": ledger_id}).fetchone() or (0, "")
    return int(rows), str(digest)


def _differing(owner: Connection[Any], schema: str, beside: str, table: str) -> tuple[int, int]:
    if schema == beside:
        return 0, 0
    key = run_sql(owner, "key_columns", schema=beside, table=table)
    places = {"schema": schema, "beside": beside, "table": table}
    if not key or any(may_be_null for _, may_be_null in key):
        statement = naming(COMPARE_ALL, **places)
    else:
        statement = naming(COMPARE, **places, key=[column for column, _ in key])
    wrong, missing = owner.execute(statement, {}).fetchone() or (0, 0)
    return int(wrong), int(missing)


def _first(
    owner: Connection[Any], schema: str, beside: str, table: str, reached: Mapping[str, int]
) -> tuple[str, int | None]:
    """Of the rows that differ the first by the event from which on it does: its key, and that event."""
    key = [column for column, _ in run_sql(owner, "key_columns", schema=beside, table=table)]
    statement = naming(DIFFERENCE, schema=schema, beside=beside, table=table)
    asked = {"key": key, "reached": json.dumps(dict(reached))}
    content, position = owner.execute(statement, asked).fetchone() or ({}, None)
    shown = ", ".join(f"{column} {content[column]}" for column in key or content if column in content)
    return shown, position
