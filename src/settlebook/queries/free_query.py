"""Runs one free statement as the reader: the rights of that login are the guard, not the text."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.types.json import set_json_loads

from settlebook.domain.errors import InvalidRequest
from settlebook.nesting import json_of
from settlebook.projecting import READER_SEARCH_PATH, Range
from settlebook.projecting.past.deleted_query import put_deleted_before
from settlebook.projecting.past.past_query import put_past_before
from settlebook.queries.moment import Moment
from settlebook.queries.showing import spelled_out

CHUNK = 500  # rows that the server sends at once
NUMBERS = {
    psycopg.adapters.types[name].oid for name in ("int2", "int4", "int8", "numeric", "float4", "float8")
}
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a statement, row by row as the server gives it."""

    labels: list[str]  # as the statement has them: one may stand twice
    numeric: list[bool]
    rows: Iterator[Row]
    cancel: Callable[[], None]  # from another thread: the next row is an error of the database


@contextmanager
def answer(
    conninfo: str,
    ledger_id: str,
    statement: str,
    timeout_seconds: int,
    moment: Moment | None = None,
    *,
    deleted: bool = False,
) -> Iterator[Rows]:
    """The rows of the statement, now or at a moment, in a session and a transaction that only read.

    `deleted`: what can be deleted, and only what is, stands under its name. Custom fields may stand in the
    statement as columns, and SHOW TABLES and SHOW COLUMNS FROM a table are known. Refuses InvalidRequest
    where the statement gives no rows, or a custom field may be of several tables; several statements are an
    error of the database.
    """
    from settlebook.queries.custom_columns import with_custom_columns  # its parser is large

    statement = with_custom_columns(spelled_out(statement))
    settings = {
        "search_path": READER_SEARCH_PATH,
        "settlebook.ledger": ledger_id,
        "statement_timeout": str(timeout_seconds * 1000),
        "default_transaction_read_only": "off",  # what stands in for the past is written
        "datestyle": "ISO, YMD",
        "intervalstyle": "postgres",
        "timezone": "UTC",
    }
    with psycopg.connect(_with_settings(conninfo, settings), client_encoding="utf8") as connection:
        set_json_loads(_json, connection)
        labels, numeric = _columns(connection.pgconn, statement)
        if moment is None and not deleted:
            connection.read_only = True
        elif moment is None:
            put_deleted_before(connection, timeout_seconds)
        else:
            over = Range(ledger_id, 0, moment.position, moment.day)
            put_past_before(connection, over, moment.today, statement, timeout_seconds)
        # Closing the stream cancels the rest of the query; an open one would keep the connection open.
        with connection.cursor() as cursor, closing(_stream(cursor, statement)) as rows:
            yield Rows(labels, numeric, rows, connection.cancel_safe)
        connection.rollback()  # PostgreSQL 15 makes large objects even where a transaction only reads


def unique_labels(labels: Sequence[str]) -> list[str]:
    """The labels, a repeated one counted from 2: amount, amount_2."""
    found: list[str] = []
    taken = set(labels)
    for label in labels:
        found.append(label if label not in found else _free(label, taken))
        taken.add(found[-1])
    return found


def _free(label: str, taken: set[str]) -> str:
    return next(name for name in (f"{label}_{number}" for number in count(2)) if name not in taken)


def _json(text: str | bytes) -> Any:
    try:
        return json_of(text, parse_float=Decimal)
    except ValueError as error:  # PostgreSQL reads deeper than we do
        raise InvalidRequest("QUERY", f"a value of JSON cannot be shown, {error}: cast it to text") from None


def _stream(cursor: psycopg.Cursor[Row], statement: str) -> Generator[Row]:
    """Refuses InvalidRequest where it would write: the session is one that only reads."""
    try:
        yield from cursor.stream(statement.encode(), size=CHUNK)
    except psycopg.errors.ReadOnlySqlTransaction as error:
        raise InvalidRequest("QUERY", f"free queries only read: {error.diag.message_primary}") from None


def _columns(connection: PGconn, statement: str) -> tuple[list[str], list[bool]]:
    """What the statement will answer with, known before it runs; preparing takes one statement only."""
    prepared = connection.prepare(b"", statement.encode())
    if b"multiple commands" in (prepared.error_field(DiagnosticField.MESSAGE_PRIMARY) or b""):
        raise InvalidRequest("QUERY", "give one statement at a time")
    _require_done(prepared)
    described = connection.describe_prepared(b"")
    _require_done(described)
    if described.nparams:
        raise InvalidRequest("QUERY", "it asks for values by $1, and none are given: write them into it")
    columns = range(described.nfields)
    if not columns:
        raise InvalidRequest("QUERY", "it gives no rows; only queries can be asked here")
    labels = [(described.fname(column) or b"").decode() for column in columns]
    return labels, [described.ftype(column) in NUMBERS for column in columns]


def _require_done(result: PGresult) -> None:
    if result.status != ExecStatus.COMMAND_OK:
        raise psycopg.errors.error_from_result(result)


def _with_settings(conninfo: str, settings: dict[str, str]) -> str:
    given = str(conninfo_to_dict(conninfo).get("options") or "")
    added = (f"-c {name}={_escaped(value)}" for name, value in settings.items())
    return make_conninfo(conninfo, options=" ".join([given, *added]).strip())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(" ", "\\ ")
