"""Read models as of a day or a position: the same folds, over less of the journal, into tables beside."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection

from settlebook.projecting.catalogue import find
from settlebook.projecting.folding import Range, fold, use_schemas
from settlebook.projecting.past.scratch import SCHEMAS, scratch


@contextmanager
def folded_over(connection: Connection[Any], names: Iterable[str], over: Range) -> Iterator[None]:
    """The named read models as they are over that range, for as long as the block lasts.

    Within the block it is these tables that unqualified names mean; live ones and views stay as they are.
    `connection` is the app's, autocommit. Refuses: NotFound.
    """
    models = [find(name, connection) for name in names]
    with scratch(connection, models), connection.transaction():
        use_schemas(connection, SCHEMAS)
        fold(connection, models, over)
        yield
