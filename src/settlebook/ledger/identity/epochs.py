"""Epochs: which history a ledger tells; one that was put back may go on differently than before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from settlebook.domain.errors import AnotherEpoch
from settlebook.engine import Engine
from settlebook.ledger.database.connections import Connection, Connections
from settlebook.ledger.database.owning import as_owner
from settlebook.ledger.database.statements import statement


@dataclass(frozen=True, slots=True)
class Epoch:
    """A stretch of a ledger's life in one place.

    `reason`  created, or restored: from a file of the log, or from a backup.
    `after`   it began after this position; the events up to here are those of the epoch before.
    """

    number: int
    id: UUID
    reason: str
    after: int
    began_at: datetime


def epochs_of(connections: Connections, ledger_id: str) -> tuple[Epoch, ...]:
    """The epochs of a ledger, the present one last; the first use of a ledger begins the first."""
    return connections.read(
        lambda connection: _epochs(connection, ledger_id) or _begun(connection, ledger_id)
    )


def require_epoch(epochs: Sequence[Epoch], known: UUID) -> None:
    """Refuses AnotherEpoch where the one that a reader knows is not the present one."""
    present = epochs[-1]
    if known == present.id:
        return
    ended = [later.after for epoch, later in pairwise(epochs) if epoch.id == known]
    raise AnotherEpoch(known, present.id, ended[0] if ended else 0)


def begin_restored(engine: Engine, ledger_id: str) -> Epoch:
    """A new epoch for a ledger whose database was put back from a backup; as the owner."""
    with as_owner(engine) as connection:
        _begun(connection, ledger_id)
        connection.execute(statement("begin_restored_epoch"), {"ledger_id": ledger_id})
        return _epochs(connection, ledger_id)[-1]


def _begun(connection: Connection, ledger_id: str) -> tuple[Epoch, ...]:
    """The ledger's lock brings its head, and with that its first epoch."""
    connection.execute(statement("lock_head"), {"ledger_id": ledger_id})
    return _epochs(connection, ledger_id)


def _epochs(connection: Connection, ledger_id: str) -> tuple[Epoch, ...]:
    return tuple(Epoch(*row) for row in connection.execute(statement("epochs"), {"ledger_id": ledger_id}))
