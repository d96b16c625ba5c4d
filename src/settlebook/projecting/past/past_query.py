"""Lets one free query of a reader be about the past: what it names stands in, in the reader's own session."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import Connection

from settlebook.domain.errors import InvalidRequest
from settlebook.engine import EngineError
from settlebook.projecting.catalogue import LIVE, READER_SEARCH_PATH
from settlebook.projecting.folding import Range
from settlebook.projecting.past.standing_in import Past
from settlebook.projecting.relations import Relation, all_relations, as_temporary, own_views
from settlebook.statements import naming, statements

DATA_QUERY = "data_query"
SQL = Path(__file__).parent / "sql"
BEGIN = statements(SQL / "begin_query.sql")
ASK, READ, DROP = statements(SQL / "what_is_read.sql")
ONLY_READ = statements(SQL / "only_read.sql")
(MAY_MAKE_TABLES,) = statements(SQL / "may_make_tables.sql")
(GIVE_WAY,) = statements(SQL / "give_way.sql")
(TAKE_NAME,) = statements(SQL / "take_name.sql")

_PERSONAL = (b"log.personal", b"read.shown_personal")  # a reader has no right on the log
OURS = {"data_query", "read", "added"}


class _Named(NamedTuple):
    schema: str
    name: str
    is_function: bool  # it reads whatever stands first under the names in it


class NoTemporaryTables(EngineError):
    """The reader's login may not make the tables that stand in for the past."""


def put_past_before(
    connection: Connection[Any], over: Range, today: date, query: str, timeout_seconds: int
) -> None:
    """Begin a transaction in which the unqualified names of a query mean what they meant at a moment.

    It has to be rolled back in the end. `connection` is a reader's, in no transaction; what it makes are
    temporary tables of its own, which from then on it may only read, like all else. Refuses InvalidRequest,
    for what is no query, and for a query that names live tables by their schema; NoTemporaryTables.
    """
    require_tables(connection)
    for statement in BEGIN:
        connection.execute(statement, {"today": today})
    known = all_relations(connection)
    named = _read_by(connection, query)
    past = Past(connection, over, known=known)
    past.require(sorted(each.name for each in named if each.schema != DATA_QUERY))
    shown = [view for each in sorted(named) if (view := _view(known, each)) is not None]
    for view in shown:
        past.require(sorted(view.reads))
        connection.execute(for_reader(view), {})
    for view in shown:
        if past.stands(view.name):
            connection.execute(naming(GIVE_WAY, name=view.name, kept=f"kept_{view.name}"), {})
        connection.execute(naming(TAKE_NAME, shown=f"shown_{view.name}", name=view.name), {})
    _require_past(_read_by(connection, query), known)
    only_read(connection, timeout_seconds)


def only_read(connection: Connection[Any], timeout_seconds: int) -> None:
    """What stands in is there: from here on the names are those of a free query, and nothing is written."""
    for statement in ONLY_READ:
        given = {"schemas": READER_SEARCH_PATH, "timeout": str(timeout_seconds * 1000)}
        connection.execute(statement, given)


def _view(known: Mapping[str, Relation], named: _Named) -> Relation | None:
    """What is shown under a name of the Data Query world; a table of the same name is another thing."""
    is_shown = named.schema == DATA_QUERY or (named.schema == LIVE and named.name not in known)
    return own_views().get(named.name) if is_shown else None


def for_reader(view: Relation) -> bytes:
    """The statement that makes a view for a reader's session, as `shown_...`."""
    return as_temporary(view, f"shown_{view.name}").replace(*_PERSONAL)


def _read_by(connection: Connection[Any], query: str) -> set[_Named]:
    """What the query reads. Refuses: InvalidRequest."""
    body = query.strip().rstrip(";").encode()
    try:
        connection.execute(ASK.replace(b':"query"', body.replace(b"%", b"%%")), {})
    except psycopg.Error as error:
        said = error.diag.message_primary or "it cannot stand in a view"
        raise InvalidRequest("QUERY", f"the past is told by queries alone: {said}") from None
    read = {_Named(*row) for row in connection.execute(READ, {})}
    connection.execute(DROP, {})
    return read


def _require_past(read: Iterable[_Named], known: Mapping[str, Relation]) -> None:
    """Refuses: InvalidRequest, where a table or view is still read as it is now."""
    for schema, name, is_function in sorted(read):
        if not is_function and schema in OURS and (name not in known or known[name].is_kept):
            raise InvalidRequest(
                "QUERY", f"{schema}.{name} is what is known now; for the past, name it without its schema"
            )


def require_tables(connection: Connection[Any]) -> None:
    """Raises NoTemporaryTables; afterwards the connection is in no transaction."""
    row = connection.execute(MAY_MAKE_TABLES, {}).fetchone()
    connection.rollback()
    if row is not None and not row[0]:
        _, database, login = row
        raise NoTemporaryTables(
            f"The past is told from temporary tables, and {login} may not make any in {database}.",
            f"Let its owner run: GRANT TEMPORARY ON DATABASE {database} TO {login}",
        )
