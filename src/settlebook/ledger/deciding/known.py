"""Looks up what was committed under idempotency keys."""

from collections.abc import Sequence

from settlebook.ledger.database.arrays import Texts
from settlebook.ledger.database.connections import Connections
from settlebook.ledger.database.statements import statement
from settlebook.ledger.deciding.decided import StoredCommand

Name = tuple[str, str]  # client and key


class LogOfCommands:
    """The commands of one ledger, with their outcomes."""

    def __init__(self, connections: Connections, ledger_id: str) -> None:
        self._connections = connections
        self._ledger_id = ledger_id

    def find(self, names: Sequence[Name]) -> dict[Name, StoredCommand]:
        """What was committed under these keys; nobody is asked where there are none."""
        if not names:
            return {}
        parameters = {
            "ledger_id": self._ledger_id,
            "clients": Texts.of(client for client, _ in names),
            "keys": Texts.of(key for _, key in names),
        }
        rows = self._connections.read(
            lambda connection: connection.execute(statement("find_commands"), parameters).fetchall()
        )
        return {command.name: command for command in (StoredCommand(*row) for row in rows)}
