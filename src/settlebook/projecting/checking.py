"""Looks whether a read model of a user can live beside the others, by making it where nothing stays."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.domain.errors import InvalidRequest
from settlebook.projecting.beside.tables import GreenTables, schema_beside
from settlebook.projecting.catalogue import ReadModel, require_free
from settlebook.projecting.folding import Range, fold
from settlebook.projecting.own_tables import ForeignTable, own_tables_only
from settlebook.projecting.poison import UNFOLDABLE_BY_ADDED, why
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql" / "install"
(MADE,) = statements(SQL / "made.sql")
(TAKEN,) = statements(SQL / "taken.sql")
(LEANING,) = statements(SQL / "leaning.sql")

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIRST_WORD = re.compile(rb"\w*")
_FOLDING = ("INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "SELECT")
_NO_SCHEMA = (  # what would reach beyond the transaction, or beyond what is looked at
    *("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE"),
    *("SET", "RESET", "DISCARD", "COPY", "VACUUM"),
    *("DROP", "TRUNCATE", "DELETE", "UPDATE"),  # an upgrade, which runs it again, would lose rows
)
_KEY = "ledger_id text NOT NULL, ..., PRIMARY KEY (ledger_id, ...)"


def require_fit(owner: Connection[Any], model: ReadModel) -> set[str]:
    """Within a transaction, of which nothing stays; the names of the tables, views and functions it makes.

    Refuses: InvalidRequest for its name, for what its files say, for what schema.sql makes, for a fold that
    reads or writes to what is not its own.
    """
    require_name(model.name)
    _require_words(model)
    green = GreenTables(schema_beside(f"trial_{model.name}"), (model,))
    with owner.transaction(force_rollback=True):
        names = _require_schema(owner, model, green)
        _require_fold(owner, model, green)
    return names


def require_name(name: str) -> None:
    """Refuses: InvalidRequest for a name that is none, or one of Settlebook's own."""
    if not _NAME.fullmatch(name):
        problem = "is no name of a read model: up to 40 of a-z, 0-9 and _, a letter first; rename its folder"
        raise InvalidRequest("folder", f"{name!r} {problem}")
    require_free("folder", name)


def require_untaken(owner: Connection[Any], model: ReadModel, names: Iterable[str]) -> None:
    """Refuses: InvalidRequest for a table, view or function that is Settlebook's or of another read model."""
    taken = owner.execute(TAKEN, {"names": list(names), "model": model.name}).fetchall()
    for name, whose in taken:
        belongs = f"belongs to {whose}" if whose else "is there already, and of no read model"
        raise _refusal(model, "schema.sql", f"{name} {belongs}; give it another name, also in fold.sql")


def _require_words(model: ReadModel) -> None:
    if not model.tables or not model.folds:
        raise _refusal(model, "fold.sql" if model.tables else "schema.sql", "there is no statement in it")
    for statement in model.tables:
        if (word := _first_word(statement)) in _NO_SCHEMA:
            raise _refusal(model, "schema.sql", f"{word} has no place there; it makes tables and views")
    for statement in model.folds:
        if (word := _first_word(statement)) not in _FOLDING:
            raise _refusal(model, "fold.sql", f"{word} has no place there; what has is {', '.join(_FOLDING)}")


def _first_word(statement: bytes) -> str:
    found = _FIRST_WORD.match(statement)
    return found[0].decode().upper() if found else ""


def _require_schema(owner: Connection[Any], model: ReadModel, green: GreenTables) -> set[str]:
    try:
        with own_tables_only(owner, model, green.schema, reads_all=True):
            green.make(owner)
    except (*UNFOLDABLE_BY_ADDED, psycopg.InternalError) as error:
        raise _refusal(model, "schema.sql", _short(error)) from error
    made = owner.execute(MADE, {"schema": green.schema}).fetchall()
    for name, kind, has_ledger, is_keyed in made:
        _require_kind(model, name, kind)
        if kind == "r" and not (has_ledger and is_keyed):
            missing = "ledger_id is not first in the primary key" if has_ledger else "there is no ledger_id"
            raise _refusal(model, "schema.sql", f"of table {name}: {missing}; write: {_KEY}")
    if not green.all():
        raise _refusal(model, "schema.sql", "it makes no table of its own; name its tables without a schema")
    names = {name for name, *_ in made}
    require_untaken(owner, model, names)
    for (name,) in owner.execute(LEANING, {"schema": green.schema}):
        problem = f"a table needs {name}, which cannot follow it when a rebuild moves it; do without"
        raise _refusal(model, "schema.sql", problem)
    _require_bearing_again(owner, model)
    return names


def _require_kind(model: ReadModel, name: str, kind: str) -> None:
    if kind in "pmf":
        problem = "is no plain table; partitioned, foreign and materialized ones cannot be rebuilt beside"
        raise _refusal(model, "schema.sql", f"{name} {problem}")


def _require_bearing_again(owner: Connection[Any], model: ReadModel) -> None:
    try:
        for statement in model.tables:
            owner.execute(statement, {})
    except psycopg.ProgrammingError as error:
        problem = "run a second time it fails, and every upgrade runs it again"
        remedy = "write CREATE TABLE IF NOT EXISTS, CREATE INDEX IF NOT EXISTS, CREATE OR REPLACE VIEW"
        raise _refusal(model, "schema.sql", f"{problem} ({_short(error)}); {remedy}") from error


def _require_fold(owner: Connection[Any], model: ReadModel, green: GreenTables) -> None:
    """Over no event at all, it has to run, and to keep to its own tables."""
    try:
        with own_tables_only(owner, model, green.schema):
            fold(owner, [model], Range("", 0, 0))
    except psycopg.DataError:
        return  # building names the event
    except (ForeignTable, psycopg.Error) as error:
        raise _refusal(model, "fold.sql", _short(error)) from error


def _short(error: Exception) -> str:
    return why(error).removesuffix(".")


def _refusal(model: ReadModel, file: str, problem: str) -> InvalidRequest:
    return InvalidRequest(f"{model.name}/{file}", f"{problem}. Nothing was added")
