"""Reads the whole log once, in its order: every event held against its place and its envelope."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.paging import pages
from settlebook.audit.report import Offence, briefly
from settlebook.domain.currency import shorten
from settlebook.domain.events import Event
from settlebook.ledger.errors import HeadLost
from settlebook.ledger.log.head import head_of
from settlebook.ledger.log.upcasting import UnknownTopic, UnreadableEvent
from settlebook.progress import Progress
from settlebook.projecting.journal.stored import Stored

Decode = Callable[[str, bytes], Event]
SENTENCES = {
    "log_positions": "The positions of the log count from 1 without holes, up to its head.",
    "log_topics": "Every topic is known, as a fact of today or by an upcaster.",
    "log_readable": "Every stored fact can be read by its topic, in whichever version it was written.",
    "log_envelopes": "Every event stands on the stream and the day that its fact tells, and at an instant.",
}


class _Row(NamedTuple):
    position: int
    stream_id: UUID
    topic: str
    state: bytes
    effective_on: date | None
    recorded_at: datetime | None
    command_id: UUID
    actor: str | None

    @property
    def lacking(self) -> list[str]:
        """What an event cannot be without; that an instant or a day is none in any calendar is told apart."""
        return [name for name in ("stream_id", "topic", "state", "command_id") if getattr(self, name) is None]


class LogReading:
    """Counts the events, and tells `findings` of those that are not as SENTENCES say."""

    def __init__(
        self, connection: Connection[Any], ledger_id: str, decode: Decode, findings: Findings
    ) -> None:
        self.events = 0
        self._last = 0
        self._connection = connection
        self._ledger_id = ledger_id
        self._decode = decode
        self._findings = findings

    def facts(self, head: int | None, progress: Progress) -> Iterator[tuple[Stored, int]]:
        """Every fact that can be read, with the bytes it is stored in; the log says it ends at `head`."""
        goal = head or 0
        for page in pages(self._connection, "log_events", self._ledger_id, _Row._fields.index("position")):
            for row in page:
                one = self._read(_Row(*row))
                if one is not None:
                    yield one, len(row[3])
            progress(min(self.events, goal), goal)
        progress(goal, goal)
        if head is None:
            self._offend("log_positions", None, "the end of the log", "a head that says where it is", "none")
        elif self._last != head and self._last == self.events:  # else the hole is the offence
            where = min(self._last, head) + 1
            self._offend("log_positions", where, "the end of the log", *_ends(head, self._last))

    def _read(self, row: _Row) -> Stored | None:
        self._count(row.position)
        if row.lacking:
            found = f"no {', no '.join(row.lacking)}"
            self._offend("log_readable", row.position, "the log", "an event that lacks nothing", found)
            return None
        fact = self._decoded(row)
        if fact is None:
            return None
        told, stored = (fact.stream_id, fact.effective_on), (row.stream_id, row.effective_on)
        if told != stored:
            self._offend("log_envelopes", row.position, fact.TOPIC, _shown(told), _shown(stored))
        if row.recorded_at is None:
            self._offend("log_envelopes", row.position, fact.TOPIC, "an instant", "none in any calendar")
            return None
        return Stored(self._ledger_id, row.position, row.recorded_at, row.command_id, row.actor, fact)

    def _decoded(self, row: _Row) -> Event | None:
        try:
            return self._decode(row.topic, row.state)
        except UnknownTopic:
            self._offend("log_topics", row.position, "the log", "a known topic", shorten(row.topic))
        except (UnreadableEvent, ValueError) as error:
            problem = briefly(error)
            self._offend("log_readable", row.position, shorten(row.topic), "a fact that can be read", problem)
        return None

    def _count(self, position: int) -> None:
        if position != self._last + 1:
            self._offend("log_positions", position, "the log", f"position {self._last + 1}", str(position))
        self.events += 1
        self._last = position

    def _offend(self, check: str, position: int | None, what: str, expected: str, found: str) -> None:
        self._findings.offend(check, Offence(position, what, expected, found))


def end_of(connection: Connection[Any], ledger_id: str) -> int | None:
    """Where the log says it ends; None where it does not."""
    try:
        return head_of(connection, ledger_id)
    except HeadLost:
        return None


def _ends(head: int, last: int) -> tuple[str, str]:
    return f"an end at position {head}", f"at {last}"


def _shown(values: tuple[Any, ...]) -> str:
    return " on ".join(value.hex if isinstance(value, UUID) else str(value) for value in values)
