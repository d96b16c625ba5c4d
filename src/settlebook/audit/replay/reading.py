"""Reads events for a replay: stream by stream, or in the order of the log; a few at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from settlebook.audit.report import briefly
from settlebook.audit.statements import statement
from settlebook.domain.events import Event
from settlebook.ledger.log.upcasting import FactReader, UnreadableEvent

SQL = "replay/sql"
AT_ONCE = 50  # events fetched together: one may have 100,000 lines
Streams = Sequence[UUID] | None  # None: all there are


class Told(NamedTuple):
    """An event with its envelope; `fact` is None where no version of Settlebook known here can read it."""

    position: int
    stream_id: UUID
    version: int
    topic: str
    recorded_at: datetime
    command_id: UUID
    actor: str | None
    fact: Event | None
    problem: str = ""


class Log:
    """One ledger's log up to a position. `connection` is in a transaction."""

    def __init__(self, connection: Connection[Any], ledger_id: str, upto: int) -> None:
        self._connection = connection
        self._given = {"ledger": ledger_id, "upto": upto}
        self._read = FactReader().read

    def count(self, streams: Streams) -> int:
        asked = self._given | {"streams": _listed(streams)}
        row = self._connection.execute(statement(SQL, "count_events"), asked).fetchone()
        return int(row[0]) if row else 0

    def by_stream(self, streams: Streams) -> Iterator[Told]:
        return self._streamed("events_by_stream", streams)

    def in_order(self, streams: Streams) -> Iterator[Told]:
        return self._streamed("events_in_order", streams)

    def after(self, streams: Streams) -> Iterator[Told]:
        """What was recorded after that position."""
        return self._streamed("events_after", streams)

    def before(self, stream_id: UUID, version: int) -> Iterator[Told]:
        """What a stream told before one of its versions."""
        asked = self._given | {"stream": stream_id, "version": version}
        return map(self._told, self._connection.execute(statement(SQL, "events_before"), asked, binary=True))

    def _streamed(self, name: str, streams: Streams) -> Iterator[Told]:
        with self._connection.cursor(name, binary=True) as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(statement(SQL, name), self._given | {"streams": _listed(streams)})
            yield from map(self._told, cursor)

    def _told(self, row: tuple[Any, ...]) -> Told:
        position, stream_id, version, topic, state, recorded_at, command_id, actor = row
        fact, problem = None, ""
        try:
            fact = self._read(topic, state)
        except (UnreadableEvent, ValueError) as error:
            problem = briefly(error)
        return Told(position, stream_id, version, topic, recorded_at, command_id, actor, fact, problem)


def _listed(streams: Streams) -> list[UUID] | None:
    return None if streams is None else list(streams)
