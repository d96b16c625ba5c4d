"""Holds the folds of a user's read model to the journal and its own tables: all else they do is undone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from psycopg import Connection

from settlebook.projecting.catalogue import ADDED, LIVE, ReadModel
from settlebook.projecting.relations import Kind, own_relations
from settlebook.statements import statements

(TOUCHED,) = statements(Path(__file__).parent / "sql" / "touched.sql")
_ROUTINE = rb"FUNCTION|PROCEDURE|DO"
_COPY = rb"VIEW|SELECT|LIKE"  # made of other tables, which making it locks already
_UNSEEN = re.compile(rb"\b(" + _ROUTINE + rb"|" + _COPY + rb")\b", re.IGNORECASE)


class ForeignTable(Exception):
    """A fold read or wrote to what is not its own; the transaction it did so in has to be rolled back."""


@contextmanager
def own_tables_only(
    connection: Connection[Any], model: ReadModel, schema: str, *, reads_all: bool = False
) -> Iterator[None]:
    """Within a transaction, for one model; its tables are in the schema. Raises ForeignTable at its end.

    reads_all  its views may show anything; its folds read the journal, which is made of the log alone.
    Settlebook's own folds are not looked at: they are tested instead.
    """
    if model.schema != ADDED:
        yield
        return
    written_before, read_before = _touched(connection, model, schema)
    yield
    written, read = _touched(connection, model, schema)
    if foreign := written - written_before:
        raise ForeignTable(f"it writes to {_names(foreign)}, and may write to its own tables only")
    if (foreign := read - read_before - _same_whenever_read()) and not reads_all:
        may = "may read the journal and its own tables only: else it would be another when it is rebuilt"
        raise ForeignTable(f"it reads {_names(foreign)}, and {may}")


def may_stray(model: ReadModel) -> bool:
    """Whether a model's folds may read and write what was not seen when it was added.

    By functions of its own rows may choose; and what its views show was locked already by making them, before
    its folds were tried. All else was seen: a statement locks what it names even where it finds no row.
    """
    return any(_UNSEEN.search(statement) for statement in model.tables)


def _touched(connection: Connection[Any], model: ReadModel, schema: str) -> tuple[set[str], set[str]]:
    """What is written to, and what is read."""
    asked = {"schema": schema, "model": model.name}
    rows = connection.execute(TOUCHED, asked, prepare=True).fetchall()
    return {name for name, is_written in rows if is_written}, {name for name, _ in rows}


@cache
def _same_whenever_read() -> frozenset[str]:
    """The tables of the journal, those that no event changes, and the note of which are a model's own."""
    tables = [found for found in own_relations().values() if found.kind is Kind.TABLE]
    same = {f"{LIVE}.{found.name}" for found in tables if found.is_journal or not found.is_kept}
    return frozenset({*same, f"{ADDED}.installed"})


def _names(tables: set[str]) -> str:
    return ", ".join(sorted(tables))
