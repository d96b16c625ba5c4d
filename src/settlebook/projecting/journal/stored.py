"""Events as the log stores them, read page by page, each with what its envelope says."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from psycopg import Connection

from settlebook.domain.events import Event
from settlebook.ledger.log.upcasting import FactReader
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
(END_OF_PAGE,) = statements(SQL / "end_of_page.sql")
(READ_PAGE,) = statements(SQL / "read_page.sql")

PAGE_BYTES = 16 * 2**20


class Stored(NamedTuple):
    """A fact and its envelope."""

    ledger_id: str
    position: int
    recorded_at: datetime
    command_id: UUID
    actor: str | None
    fact: Event


Read: TypeAlias = Callable[[str, bytes], Event]  # topic and state


def read_pages(
    connection: Connection[Any],
    ledger_id: str,
    after: int,
    upto: int,
    size_bytes: int = PAGE_BYTES,
    read: Read | None = None,
) -> Iterator[list[Stored]]:
    """The events after one position and up to another, in order, old ones as today's facts.

    A page holds so many bytes at most, or one event: events may have 100,000 lines, and memory is bounded.
    """
    for begin, end in page_ends(connection, ledger_id, after, upto, size_bytes):
        span = {"ledger": ledger_id, "after": begin, "upto": end}
        yield _read_page(connection, span, read or FactReader().read)


def page_ends(
    connection: Connection[Any], ledger_id: str, after: int, upto: int, size_bytes: int = PAGE_BYTES
) -> Iterator[tuple[int, int]]:
    """The pages of a range: after which position each begins, and with which it ends."""
    while after < upto:
        span = {"ledger": ledger_id, "after": after, "upto": upto}
        found = connection.execute(END_OF_PAGE, {**span, "bytes": size_bytes}).fetchone()
        if found is None or found[0] is None:
            return
        yield after, found[0]
        (after,) = found


def _read_page(connection: Connection[Any], span: dict[str, Any], read: Read) -> list[Stored]:
    ledger_id = span["ledger"]
    rows = connection.execute(READ_PAGE, span, binary=True)
    return [
        Stored(ledger_id, position, recorded_at, command_id, actor, read(topic, state))
        for position, topic, state, recorded_at, command_id, actor in rows
    ]
