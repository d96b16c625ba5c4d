"""Reads a table of the log page by page: a few rows at a time, however large they are."""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from settlebook.audit.statements import statement

MOST_ROWS = 512  # of a page
MOST_BYTES = 8 * 2**20  # of its large columns, the last row's excepted


def pages(connection: Connection[Any], name: str, ledger_id: str, place: int) -> Iterator[list[Any]]:
    """The pages of `sql/NAME.sql`, each read after the value that the last row has at `place`."""
    asked: dict[str, Any] = {"ledger": ledger_id, "after": None, "most": MOST_ROWS, "bytes": MOST_BYTES}
    while rows := connection.execute(statement("sql", name), asked, binary=True).fetchall():
        yield rows
        asked["after"] = rows[-1][place]
