"""An event that cannot be folded: whoever meets it stops before it and names it."""

import struct
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.domain.currency import shorten
from settlebook.ledger.upcasting import UnreadableEvent
from settlebook.statements import statements

(EVENT_AT,) = statements(Path(__file__).parent / "sql" / "event_at.sql")

# What a fact can be that no table takes. A lost connection, or a table that is missing, is something else.
UNFOLDABLE = (
    UnreadableEvent,
    psycopg.DataError,
    psycopg.IntegrityError,
    psycopg.errors.ProgramLimitExceeded,  # a text that no index takes
    psycopg.errors.StatementTooComplex,
    OverflowError,
    ValueError,
    struct.error,
)


class PoisonEvent(UnreadableEvent):
    """An event of the log that the read models cannot take in; they end at the one before it.

    `why`  what the decoder or the database says.
    """

    def __init__(self, ledger_id: str, position: int, topic: str, stream: str, why: str) -> None:
        super().__init__(
            f"Event {position} of ledger {ledger_id} ({topic}, stream {stream}) cannot be folded: {why}. "
            "The read models end before it, and nothing of them was changed by it. "
            "Install the version that wrote it, or see `settlebook verify books`."
        )
        self.ledger_id = ledger_id
        self.position = position
        self.topic = topic
        self.stream = stream
        self.why = why


def poison(connection: Connection[Any], ledger_id: str, position: int, error: Exception) -> PoisonEvent:
    """The error that names the event at that position."""
    asked = {"ledger": ledger_id, "position": position}
    topic, stream = connection.execute(EVENT_AT, asked).fetchone() or ("no such event", "none")
    return PoisonEvent(ledger_id, position, topic, stream, _why(error))


def _why(error: Exception) -> str:
    said = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    return shorten(" ".join((said or str(error) or type(error).__name__).split()), 200)
