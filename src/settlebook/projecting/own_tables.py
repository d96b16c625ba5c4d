"""Holds the folds of a user's read model to its own tables: whatever else they write to is undone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import Connection

from settlebook.projecting.catalogue import ADDED, ReadModel
from settlebook.statements import statements

(WRITTEN,) = statements(Path(__file__).parent / "sql" / "written.sql")
_ROUTINE = re.compile(rb"\b(FUNCTION|PROCEDURE|DO)\b", re.IGNORECASE)


class ForeignWrite(Exception):
    """A fold wrote to what is not its own; the transaction it did so in has to be rolled back."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(f"it writes to {', '.join(tables)}, and may write to its own tables only")


@contextmanager
def own_tables_only(connection: Connection[Any], model: ReadModel, schema: str) -> Iterator[None]:
    """Within a transaction, for one model; its tables are in the schema. Raises ForeignWrite at its end.

    Settlebook's own folds are not looked at: they are tested instead.
    """
    if model.schema != ADDED:
        yield
        return
    before = _written(connection, model, schema)
    yield
    if foreign := _written(connection, model, schema) - before:
        raise ForeignWrite(sorted(foreign))


def may_choose(model: ReadModel) -> bool:
    """Whether rows may decide what a model's folds write to: only functions of its own could do that.

    All others were seen when they were added: a statement locks what it writes to even where it finds no row.
    """
    return any(_ROUTINE.search(statement) for statement in model.tables)


def _written(connection: Connection[Any], model: ReadModel, schema: str) -> set[str]:
    asked = {"schema": schema, "model": model.name}
    return {table for (table,) in connection.execute(WRITTEN, asked, prepare=True)}
