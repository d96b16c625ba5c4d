"""One pass over the whole log for the books: every event in its place, every fact held against its mirror."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.log_reading import SENTENCES, Decode, LogReading
from settlebook.audit.mirrors import uncredited, unmarked, unmatched
from settlebook.audit.report import Check, Offence
from settlebook.domain.events import Event
from settlebook.progress import Progress
from settlebook.projecting.journal.stored import Stored

Keep = Callable[[Stored, int], None]  # a fact, and the bytes it is stored in
MIRRORED = {
    "mirrors": "Source and mirror of every settlement agree, line by line.",
    "credited_mirrors": "Every credit memo made from an invoice is mirrored there, row by row.",
    "written_off_rows": "Every write-off marks what its memo settles, row by row.",
}
AGREE = "two records that agree", "one differs or is missing"


class LogPass:
    """Counts the events, and hands every fact that can be read to `keep`."""

    def __init__(self, connection: Connection[Any], ledger_id: str, decode: Decode, keep: Keep) -> None:
        self._findings = Findings({**SENTENCES, **MIRRORED})
        self._reading = LogReading(connection, ledger_id, decode, self._findings)
        self._keep = keep

    @property
    def events(self) -> int:
        return self._reading.events

    def run(self, head: int | None, progress: Progress) -> tuple[Check, ...]:
        """The checks, over all events there are; `head` is where the log says it ends, if it does."""
        for command in self._commands(head, progress):
            for position, application_id in unmatched(command):
                self._offend("mirrors", position, f"application {application_id.hex}")
            for position, number in uncredited(command):
                self._offend("credited_mirrors", position, number)
            for position, document_id in unmarked(command):
                self._offend("written_off_rows", position, document_id.hex)
        return self._findings.checks()

    def _commands(self, head: int | None, progress: Progress) -> Iterator[list[tuple[int, Event]]]:
        """The facts of each command, which stand one behind the other in the log."""
        for _, facts in groupby(self._kept(head, progress), key=lambda one: one.command_id):
            yield [(one.position, one.fact) for one in facts]

    def _kept(self, head: int | None, progress: Progress) -> Iterator[Stored]:
        for one, size in self._reading.facts(head, progress):
            self._keep(one, size)
            yield one

    def _offend(self, check: str, position: int, what: str) -> None:
        self._findings.offend(check, Offence(position, what, *AGREE))
