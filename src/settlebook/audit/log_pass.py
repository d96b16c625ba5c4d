"""One pass over the whole log: every fact held against its envelope and its mirror."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.mirrors import uncredited, unmarked, unmatched
from settlebook.audit.report import Check, Offence
from settlebook.audit.statements import statement
from settlebook.domain.currency import shorten
from settlebook.domain.events import Event
from settlebook.ledger.upcasting import UnreadableEvent
from settlebook.projecting.stored import Stored

AT_ONCE = 50  # events fetched together: one may have 100,000 lines
Decode = Callable[[str, bytes], Event]
Keep = Callable[[Stored, int], None]  # a fact, and the bytes it is stored in
SENTENCES = {
    "log_positions": "The positions of the log count from 1 without holes, up to its head.",
    "log_readable": "Every stored fact can be read by its topic.",
    "log_envelopes": "Every event stands on the stream and the day that its fact tells.",
    "mirrors": "Source and mirror of every settlement agree, line by line.",
    "credited_mirrors": "Every credit memo made from an invoice is mirrored there, row by row.",
    "written_off_rows": "Every write-off marks what its memo settles, row by row.",
}


AGREE = "two records that agree", "one differs or is missing"


class _Row(NamedTuple):
    position: int
    stream_id: UUID
    topic: str
    state: bytes
    effective_on: Any
    recorded_at: Any
    command_id: UUID
    actor: str | None


class LogPass:
    """Counts the events, and hands every fact that can be read to `keep`."""

    def __init__(self, connection: Connection[Any], ledger_id: str, decode: Decode, keep: Keep) -> None:
        self.events = 0
        self._last = 0
        self._connection = connection
        self._ledger_id = ledger_id
        self._decode = decode
        self._keep = keep
        self._findings = Findings(SENTENCES)

    def run(self, head: int, progress: Callable[[int, int], None]) -> tuple[Check, ...]:
        """The checks, over all events there are; `head` is where the log says it ends."""
        for command in self._commands(head, progress):
            for position, application_id in unmatched(command):
                what = f"application {application_id.hex}"
                self._offend("mirrors", position, what, *AGREE)
            for position, number in uncredited(command):
                self._offend("credited_mirrors", position, number, *AGREE)
            for position, document_id in unmarked(command):
                self._offend("written_off_rows", position, document_id.hex, *AGREE)
        progress(head, head)
        if self._last != head:
            self._offend(
                "log_positions", min(self._last, head) + 1, "the end of the log", *_ends(head, self._last)
            )
        return self._findings.checks()

    def _commands(self, head: int, progress: Callable[[int, int], None]) -> Iterator[list[tuple[int, Event]]]:
        """The facts of each command, which stand one behind the other in the log."""
        for _, facts in groupby(self._facts(head, progress), key=lambda one: one.command_id):
            yield [(one.position, one.fact) for one in facts]

    def _facts(self, head: int, progress: Callable[[int, int], None]) -> Iterator[Stored]:
        with self._connection.cursor("log_pass", binary=True) as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(statement("sql", "log_events"), {"ledger": self._ledger_id})
            for row in cursor:
                one = self._read(_Row(*row))
                if one is not None:
                    yield one
                if self.events % AT_ONCE == 0:
                    progress(min(self.events, head), head)

    def _read(self, row: _Row) -> Stored | None:
        self._count(row.position)
        try:
            fact = self._decode(row.topic, row.state)
        except (UnreadableEvent, ValueError) as error:
            problem = shorten(" ".join(str(error).split()), 120)
            self._offend("log_readable", row.position, shorten(row.topic), "a fact that can be read", problem)
            return None
        told, stored = (fact.stream_id, fact.effective_on), (row.stream_id, row.effective_on)
        if told != stored:
            self._offend("log_envelopes", row.position, fact.TOPIC, _shown(told), _shown(stored))
        one = Stored(self._ledger_id, row.position, row.recorded_at, row.command_id, row.actor, fact)
        self._keep(one, len(row.state))
        return one

    def _count(self, position: int) -> None:
        if position != self._last + 1:
            self._offend("log_positions", position, "the log", f"position {self._last + 1}", str(position))
        self.events += 1
        self._last = position

    def _offend(self, check: str, position: int, what: str, expected: str, found: str) -> None:
        self._findings.offend(check, Offence(position, what, expected, found))


def _ends(head: int, last: int) -> tuple[str, str]:
    return f"an end at position {head}", f"at {last}"


def _shown(values: tuple[Any, ...]) -> str:
    return " on ".join(value.hex if isinstance(value, UUID) else str(value) for value in values)
