"""The floor: what a command of ours writes, through psycopg alone; nothing is decided or looked up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from benchmarks.place import Database
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
(RECORD,) = statements(SQL / "floor_record.sql")
(ROWS_OF_ONE,) = statements(SQL / "rows_of_one.sql")


@dataclass(frozen=True)
class Rows:
    """What one application wrote into the log of ours: two events, the command, the application's id."""

    topics: tuple[str, str]
    states: tuple[bytes, bytes]
    kind: str
    request: str
    outcome: str


def rows_of_one(database: Database) -> Rows:
    """The rows of the application that ours recorded last."""
    with psycopg.connect(database.owner) as connection:
        row = connection.execute(ROWS_OF_ONE, {}).fetchone()
    if row is None:
        raise SystemExit("ours has recorded no application")
    topics, states, kind, request, outcome = row
    return Rows(tuple(topics), tuple(states), kind, request, outcome)


class Floor:
    """One connection a client, autocommit: a prepared statement and a commit per command."""

    def __init__(self, connections: list[psycopg.Connection[Any]], rows: Rows) -> None:
        self._connections = connections
        self._rows = rows

    def record(self, client: int, _: object) -> None:
        """Ids are new, or no index would grow as it does for ours."""
        rows, command_id = self._rows, uuid4()
        self._connections[client].execute(
            RECORD,
            {
                "command_id": command_id,
                "key": command_id.hex,
                "kind": rows.kind,
                "request": rows.request,
                "outcome": rows.outcome,
                "application_id": uuid4(),
                "payment_id": uuid4(),
                "invoice_id": uuid4(),
                "source_topic": rows.topics[0],
                "source_state": rows.states[0],
                "mirror_topic": rows.topics[1],
                "mirror_state": rows.states[1],
            },
            prepare=True,
            binary=True,
        )


@contextmanager
def floor(database: Database, rows: Rows, clients: int) -> Iterator[Floor]:
    with psycopg.connect(database.owner, autocommit=True) as connection:
        for statement in statements(SQL / "floor_tables.sql"):
            connection.execute(statement, {})
    connections = [psycopg.connect(database.owner, autocommit=True) for _ in range(clients)]
    try:
        yield Floor(connections, rows)
    finally:
        for connection in connections:
            connection.close()
