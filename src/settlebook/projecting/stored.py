"""Events as the log stores them, read page by page, each with what its envelope says."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.domain.events import Event
from settlebook.ledger.upcasting import FactReader
from settlebook.projecting.statements import statements

SQL = Path(__file__).parent / "sql"
(READ_PAGE,) = statements(SQL / "read_page.sql")


@dataclass(frozen=True, slots=True)
class Stored:
    """A fact and its envelope."""

    ledger_id: str
    position: int
    recorded_at: datetime
    command_id: UUID
    actor: str | None
    fact: Event


def read_page(connection: Connection[Any], ledger_id: str, after: int, upto: int) -> list[Stored]:
    """The events after one position and up to another, in order, old ones as today's facts."""
    read = FactReader().read
    rows = connection.execute(READ_PAGE, {"ledger": ledger_id, "after": after, "upto": upto}, binary=True)
    return [
        Stored(ledger_id, position, recorded_at, command_id, actor, read(topic, state))
        for position, topic, state, recorded_at, command_id, actor in rows
    ]
