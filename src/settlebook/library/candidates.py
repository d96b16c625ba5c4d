"""Finds what of an account may be open: the read models are the index by account that the log lacks."""

from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.ledger.opening import LedgerLog
from settlebook.projecting import Projector
from settlebook.statements import statements

(OPEN,) = statements(Path(__file__).parent / "sql" / "settleable_of_account.sql")


class ReadCandidates:
    """Asks the read models, brought up to date; only commands that choose documents by themselves do ask."""

    def __init__(self, log: LedgerLog) -> None:
        self._log = log

    def __call__(self, account_id: UUID) -> list[UUID]:
        parameters = {"ledger": self._log.ledger_id, "account": account_id}

        def found(connection: Connection[Any]) -> list[UUID]:
            Projector(connection, self._log.ledger_id).catch_up()
            return [stream_id for (stream_id,) in connection.execute(OPEN, parameters)]

        return self._log.connections.read(found)
