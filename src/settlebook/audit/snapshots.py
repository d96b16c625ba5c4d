"""Holds the states that are kept of long streams against the events that they are said to be made of."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.log_reading import Decode
from settlebook.audit.report import Check, Offence
from settlebook.audit.statements import statement
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.ledger.states.snapshots import state_format, written
from settlebook.ledger.states.streams import State, evolve

CHECK = "log_snapshots"
SENTENCES = {CHECK: "Every state that is kept of a stream is what its events make, replayed from the first."}
_PAGE = 500  # events of a stream at a time


class _Replayed(NamedTuple):
    """A stream as far as it could be replayed."""

    state: State | None
    version: int
    position: int | None  # of the last event


def checked_snapshots(connection: Connection[Any], ledger_id: str, decode: Decode) -> tuple[Check, ...]:
    """Every kept state that would be read, made again; those of another format are never read."""
    findings = Findings(SENTENCES)
    asked = {"ledger": ledger_id, "format": state_format()}
    for stream_id, version, content in connection.execute(statement("sql", "snapshots"), asked).fetchall():
        replayed = _replayed(connection, ledger_id, stream_id, version, decode)
        if replayed.version != version or written(replayed.state) != content:
            expected = f"the state that its first {version} events make"
            found = "another state" if replayed.version == version else f"only {replayed.version} events"
            offence = Offence(replayed.position, f"the state kept of stream {stream_id.hex}", expected, found)
            findings.offend(CHECK, offence)
    return findings.checks()


def _replayed(
    connection: Connection[Any], ledger_id: str, stream_id: UUID, upto: int, decode: Decode
) -> _Replayed:
    """Up to a version, or to the last event before one that cannot be read: other checks tell of that."""
    found = _Replayed(None, 0, None)
    asked = {"ledger": ledger_id, "stream": stream_id, "upto": upto, "limit": _PAGE}
    for version, position, topic, content in _events(connection, asked):
        try:
            found = _Replayed(evolve(found.state, decode(topic, content)), version, position)
        except UnreadableEvent:
            break
    return found


def _events(connection: Connection[Any], asked: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    after: int | None = 0
    while after is not None:
        page = connection.execute(statement("sql", "events_of_stream"), {**asked, "after": after}).fetchall()
        yield from page
        after = page[-1][0] if len(page) == _PAGE else None
