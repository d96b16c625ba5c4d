"""One pass over the whole log: every fact held against its envelope, its mirror and its journal rows."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from settlebook.audit.mirrors import unmatched
from settlebook.audit.report import Check, Offence
from settlebook.audit.statements import statement
from settlebook.domain.currency import shorten
from settlebook.domain.events import Event
from settlebook.domain.postings import Posting, postings
from settlebook.ledger.upcasting import UnreadableEvent

PAGE = 2_000
Decode = Callable[[str, bytes], Event]
SENTENCES = {
    "log_positions": "The positions of the log count from 1 without holes.",
    "log_readable": "Every stored fact can be read by its topic.",
    "log_envelopes": "Every event stands on the stream and the day that its fact tells.",
    "mirrors": "Source and mirror of every settlement agree, line by line.",
    "journal": "The journal holds the postings of every fact, and no others.",
}


class Stored(NamedTuple):
    position: int
    stream_id: UUID
    stream_version: int
    effective_on: Any
    command_id: UUID
    fact: Event


class LogPass:
    """Collects the offences of each check, and keeps the first of each."""

    def __init__(self, connection: Connection[Any], ledger_id: str, decode: Decode) -> None:
        self.events = 0
        self._connection = connection
        self._ledger_id = ledger_id
        self._decode = decode
        self._counts = dict.fromkeys(SENTENCES, 0)
        self._first: dict[str, Offence] = {}

    def run(self, upto: int, progress: Callable[[int, int], None]) -> tuple[Check, ...]:
        for command in self._commands(upto, progress):
            for position, application_id in unmatched((one.position, one.fact) for one in command):
                what = f"application {application_id.hex}"
                self._offend("mirrors", position, what, "two records that agree", "one differs or is missing")
        if self.events != upto:
            self._offend("log_positions", upto, "the end of the log", f"{upto} events", f"{self.events}")
        return tuple(
            Check(name, sentence, self._counts[name], self._first.get(name))
            for name, sentence in SENTENCES.items()
        )

    def _commands(self, upto: int, progress: Callable[[int, int], None]) -> Iterator[list[Stored]]:
        """The facts of each command, which stand one behind the other in the log."""
        for _, facts in groupby(self._facts(upto, progress), key=lambda one: one.command_id):
            yield list(facts)

    def _facts(self, upto: int, progress: Callable[[int, int], None]) -> Iterator[Stored]:
        after = 0
        while page := self._page("log_page", after, upto):
            last = page[-1][0]
            journal = self._postings_by_position(after, last)
            for row in page:
                rows_of_fact = journal.pop(row[0], [])
                if (one := self._read(row)) is not None:
                    self._look_at(one, rows_of_fact)
                    yield one
            for position in journal:
                self._offend("journal", position, "a posting", "an event", "no event at this position")
            after = last
            progress(after, upto)

    def _page(self, name: str, after: int, upto: int) -> list[tuple[Any, ...]]:
        given = {"ledger": self._ledger_id, "after": after, "upto": upto, "size": PAGE}
        return self._connection.execute(statement("sql", name), given).fetchall()

    def _postings_by_position(self, after: int, upto: int) -> dict[int, list[tuple[Any, ...]]]:
        rows: dict[int, list[tuple[Any, ...]]] = {}
        for row in self._page("postings_of_page", after, upto):
            rows.setdefault(row[0], []).append(row[1:])
        return rows

    def _read(self, row: tuple[Any, ...]) -> Stored | None:
        position, stream_id, version, topic, state, effective_on, command_id = row
        self._count(position)
        try:
            fact = self._decode(topic, bytes(state))
        except UnreadableEvent as error:
            problem = shorten(" ".join(str(error).split()), 120)
            self._offend("log_readable", position, shorten(topic), "a fact that can be read", problem)
            return None
        return Stored(position, stream_id, version, effective_on, command_id, fact)

    def _count(self, position: int) -> None:
        self.events += 1
        if position != self.events:
            self._offend("log_positions", position, "the log", f"position {self.events}", str(position))
            self.events = position

    def _look_at(self, one: Stored, journal: list[tuple[Any, ...]]) -> None:
        told, stored = (one.fact.stream_id, one.fact.effective_on), (one.stream_id, one.effective_on)
        if told != stored:
            self._offend("log_envelopes", one.position, one.fact.TOPIC, _shown(told), _shown(stored))
        expected = [_row(one.fact, posting) for posting in postings(one.fact)]
        found = [(row[0], *row[2:]) for row in journal]
        if expected != found:
            self._offend("journal", one.position, one.fact.TOPIC, _amounts(expected), _amounts(found))

    def _offend(self, check: str, position: int, what: str, expected: str, found: str) -> None:
        self._counts[check] += 1
        self._first.setdefault(check, Offence(position, what, expected, found))


def _row(fact: Event, posting: Posting) -> tuple[Any, ...]:
    debit, credit = posting.debit, posting.credit
    return (
        fact.effective_on,
        posting.amount_minor,
        str(debit.book),
        debit.document_id,
        debit.item_id,
        str(credit.book),
        credit.document_id,
        credit.item_id,
    )


def _shown(values: tuple[Any, ...]) -> str:
    return " on ".join(value.hex if isinstance(value, UUID) else str(value) for value in values)


def _amounts(rows: list[tuple[Any, ...]]) -> str:
    return f"{len(rows)} postings of {sum(row[1] for row in rows)} minor units"
