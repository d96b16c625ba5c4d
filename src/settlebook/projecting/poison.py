"""An event that cannot be folded: whoever meets it stops before it and names it."""

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.domain.currency import shorten
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.projecting.catalogue import ADDED, SETTING, ReadModel
from settlebook.projecting.own_tables import ForeignTable
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
# And what the SQL of a user's read model can be.
UNFOLDABLE_BY_ADDED = (*UNFOLDABLE, ForeignTable, psycopg.ProgrammingError, psycopg.NotSupportedError)


NO_EVENT = ("no such event", "none")  # topic and stream, where the log has none


class PoisonEvent(UnreadableEvent):
    """An event of the log that the read models cannot take in; they end at the one before it.

    `why`  what the decoder or the database says.
    """

    def __init__(self, ledger_id: str, position: int, topic: str, stream: str, why: str) -> None:
        super().__init__()
        self.ledger_id = ledger_id
        self.position = position
        self.topic = topic
        self.stream = stream
        self.why = why

    def __str__(self) -> str:
        return self._said(f": {self.why}")

    @property
    def told(self) -> str:
        """Without the words of the database, which may quote the event."""
        return self._said("")

    def _said(self, why: str) -> str:
        return (
            f"Event {self.position} of ledger {self.ledger_id} ({self.topic}, stream {self.stream}) cannot "
            f"be folded{why}. The read models end before it, and nothing of them was changed by it. "
            "Install the version that wrote it, or see `settlebook verify log`."
        )


class AddedModelFails(PoisonEvent):
    """An event that a read model of a user's cannot take in; that one alone ends before it.

    `remedy`  what its user can do.
    """

    def __init__(
        self, model: str, remedy: str, ledger_id: str, position: int, topic: str, stream: str, why: str
    ) -> None:
        super().__init__(ledger_id, position, topic, stream, why)
        self.model = model
        self.remedy = remedy

    def _said(self, why: str) -> str:
        return (
            f"The read model {self.model} cannot fold event {self.position} of ledger {self.ledger_id} "
            f"({self.topic}, stream {self.stream}){why}. {self.remedy}"
        )


def unfoldable(models: Iterable[ReadModel]) -> tuple[type[Exception], ...]:
    """What their folds may raise where an event is to blame, or the SQL of a user."""
    return UNFOLDABLE_BY_ADDED if any(model.schema == ADDED for model in models) else UNFOLDABLE


def poison(
    connection: Connection[Any],
    ledger_id: str,
    position: int,
    error: Exception,
    model: ReadModel | None = None,
) -> PoisonEvent:
    """The error that names the event at that position, and the model where it is one that a user added."""
    asked = {"ledger": ledger_id, "position": position}
    topic, stream = connection.execute(EVENT_AT, asked).fetchone() or NO_EVENT
    event = (ledger_id, position, topic, stream, why(error))
    if model is None or model.schema != ADDED:
        return PoisonEvent(*event)
    return AddedModelFails(model.name, _remedy(model), *event)


def forsaken_at(connection: Connection[Any], ledger_id: str, name: str, position: int) -> AddedModelFails:
    """Of a read model that this program has no SQL of: the event it ends before."""
    asked = {"ledger": ledger_id, "position": position}
    topic, stream = connection.execute(EVENT_AT, asked).fetchone() or NO_EVENT
    reason = f"its folder is not named in {SETTING} here"
    remedy = f"Name it there, or take it away: settlebook projections remove {name}"
    return AddedModelFails(name, remedy, ledger_id, position, topic, stream, reason)


def _remedy(model: ReadModel) -> str:
    stands = "It ends before that event, and the others go on."
    if model.written is None:
        return f"{stands} Mend its SQL and run `settlebook migrate`, or take its folder out of {SETTING}."
    return (
        f"{stands} Mend its SQL and add it again (`settlebook projections add FOLDER`), or take it away: "
        f"`settlebook projections remove {model.name}`"
    )


def why(error: Exception) -> str:
    """What the decoder or the database says, in one line."""
    said = error.problem if isinstance(error, UnreadableEvent) else None
    said = error.diag.message_primary if isinstance(error, psycopg.Error) else said
    return shorten(" ".join((said or str(error) or type(error).__name__).split()), 200)
