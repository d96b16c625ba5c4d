"""What the log itself can be asked: a page of its events, in which epoch it is, how far it has come."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from settlebook.domain.errors import InvalidRequest
from settlebook.ledger.identity import settings
from settlebook.ledger.identity.epochs import Epoch, begin_restored, epochs_of, require_epoch
from settlebook.ledger.log.mapper import Envelope
from settlebook.ledger.opening import LedgerLog
from settlebook.projecting.journal.stored import END_OF_PAGE, PAGE_BYTES
from settlebook.sealing.sealer import standing
from settlebook.statements import statements

MOST = 1_000  # events of a page
SQL = Path(__file__).parent / "sql"
(COMMAND,) = statements(SQL / "command_by_id.sql")
(KINDS,) = statements(SQL / "kinds_of_documents.sql")
(OWNER,) = statements(SQL / "owner_of_id.sql")
(STREAM_HEAD,) = statements(SQL / "stream_head.sql")


@dataclass(frozen=True, slots=True)
class LogPage:
    """Events in the order of the log, and the epoch in which they were told."""

    epoch: Epoch
    events: tuple[Envelope, ...]


@dataclass(frozen=True, slots=True)
class LogStatus:
    """How far the log has come.

    `position`     of the last event; 0 where there is none.
    `recorded_at`  when something was last recorded, a refusal too; None where nothing ever was.
    `commands`     that were answered for good, refused ones too.
    `sealed_upto`  every event up to this position is sealed; 0 where nothing ever was.
    """

    ledger_id: str
    position: int
    recorded_at: datetime | None
    commands: int
    sealed_upto: int
    time_zone: str
    epochs: tuple[Epoch, ...]

    @property
    def epoch(self) -> Epoch:
        return self.epochs[-1]


class StreamHead(NamedTuple):
    """How many facts a stream has, and where in the log the last of them is."""

    version: int
    position: int


class DoneCommand(NamedTuple):
    """A command that was carried out: what it did, to what."""

    kind: str
    id: UUID | None
    number: str | None


class LogAnswers:
    """Answers from the log alone; read models have no part in them."""

    _log: LedgerLog

    @property
    def epoch(self) -> Epoch:
        """The present epoch: who follows the log keeps its id with the position."""
        return self.epochs()[-1]

    def epochs(self) -> tuple[Epoch, ...]:
        """Every epoch of the ledger, the present one last."""
        return epochs_of(self._log.connections, self._log.ledger_id)

    def events(self, after: int = 0, *, epoch: UUID | None = None, limit: int = MOST) -> LogPage:
        """The events after a position, in the order in which they were recorded: a page, empty at the end.

        epoch  the one that the reader knows, if any.
        limit  most events of a page; it has fewer where they are large, and one at least.
        Refuses: InvalidRequest where these are no places; AnotherEpoch; InvalidRequest where the log of that
        epoch has not come so far.
        """
        if after < 0:
            raise InvalidRequest("after", f"a position or 0 is expected, {after} was asked")
        if limit < 1:  # an empty page would say that this is the end
            raise InvalidRequest("limit", f"at least 1 is expected, {limit} was asked")
        found = self._page(after, limit)
        epochs = self.epochs()  # after the events: had the log been imported meanwhile, the epoch would tell
        if epoch is not None:
            require_epoch(epochs, epoch)
        if not found and epoch is not None and after > (head := self._log.head):
            raise InvalidRequest(
                "after",
                f"the log ends at position {head}, and {after} was asked; if the database was put back from "
                "a backup, `settlebook log restored` says so to those who read it",
            )
        return LogPage(epochs[-1], tuple(found))

    def _page(self, after: int, limit: int) -> list[Envelope]:
        """Positions have no gaps, so a page of so many events ends so many positions on, or before."""
        asked = {"ledger": self._log.ledger_id, "after": after, "upto": after + limit, "bytes": PAGE_BYTES}
        row = self._log.connections.read(lambda open: open.execute(END_OF_PAGE, asked).fetchone())
        return self._log.facts(after, row[0], limit) if row and row[0] is not None else []

    def stream_head(self, id: UUID) -> StreamHead | None:
        """How far the stream has come that tells of an id; of a refund or an item it is its owner's."""
        asked = {"ledger": self._log.ledger_id, "id": id}
        row = self._log.connections.read(lambda open: open.execute(STREAM_HEAD, asked).fetchone())
        return StreamHead(*row) if row is not None else None

    def owner_of(self, id: UUID) -> UUID | None:
        """Of an item, a tax item or a refund: the document or payment that it is part of."""
        asked = {"ledger": self._log.ledger_id, "id": id}
        row = self._log.connections.read(lambda open: open.execute(OWNER, asked).fetchone())
        return row[0] if row is not None else None

    def kinds_of(self, numbers: Sequence[str]) -> dict[UUID, str]:
        """The invoices and debit memos of these numbers, by their ids: `invoice` or `debit_memo`."""
        asked = {"ledger": self._log.ledger_id, "numbers": list(numbers)}
        found = self._log.connections.read(lambda open: open.execute(KINDS, asked).fetchall())
        return {id: kind for id, kind in found}

    def command(self, command_id: UUID) -> DoneCommand | None:
        """What a command was and what it is about, if it was carried out."""
        asked = {"ledger": self._log.ledger_id, "command": command_id}
        row = self._log.connections.read(lambda open: open.execute(COMMAND, asked).fetchone())
        done = json.loads(row[1]).get("done") if row is not None else None
        if row is None or done is None:
            return None
        return DoneCommand(row[0], UUID(done["id"]) if done.get("id") else None, done.get("number"))

    def log_status(self) -> LogStatus:
        """Where the log stands, and in which epoch."""
        epochs = self.epochs()
        position, recorded_at, commands = self._log.recorder.standing()
        zone = settings.time_zone(self._log.connections, self._log.ledger_id)
        last = self._log.connections.read(lambda connection: standing(connection, self._log.ledger_id)).last
        sealed = last.last_position if last else 0
        return LogStatus(self._log.ledger_id, position, recorded_at, commands, sealed, zone, epochs)

    def begin_restored_epoch(self) -> Epoch:
        """Say that the database was put back from a backup: readers of the log will see it. Needs the owner.

        Raises RoleMissing where the login may not act as the owner.
        """
        return begin_restored(self._log.engine, self._log.ledger_id)
