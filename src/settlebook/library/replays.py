"""What a ledger makes of its history: replayed, between two points, and under another policy."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Unpack

from psycopg import Connection

from settlebook.audit.replay.replaying import Progress, replay
from settlebook.audit.replay.selecting import Selected, Selection, selected
from settlebook.audit.replay.stepping import Step, Steps
from settlebook.audit.report import Report
from settlebook.audit.second_books import UNFIT
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.upcasting import UnreadableEvent
from settlebook.library.moments import Now, moment_of
from settlebook.projecting import Projector
from settlebook.queries.moment import Moment, When


def silent(done: int, of: int) -> None:
    """Tells nobody."""


class Replays:
    """All of it reads: nothing that is stored changes."""

    def __init__(self, log: LedgerLog) -> None:
        self._log = log

    def replay(
        self,
        *,
        account: str | None = None,
        document: str | None = None,
        payment: str | None = None,
        refund: str | None = None,
        progress: Progress = silent,
        **when: Unpack[When],
    ) -> Report:
        """Fold the log from nothing, in Python, and hold the read models against it.

        Of one account, document, payment or refund (its source), by number or id; else of all. `as_of` and
        `known_at` stop it there, and the read models are those of that moment.
        Refuses: InvalidRequest, NotFound.
        """
        asked = Selection(account, document, payment, refund)

        def replayed(connection: Connection[Any]) -> Report:
            found, moment = self._ready(connection, asked, when)
            past = None if moment is None else (moment.position, moment.day)
            return replay(connection, self._log.ledger_id, found.streams, past, progress)

        return self._log.connections.read(replayed)

    @contextmanager
    def replay_steps(
        self,
        *,
        account: str | None = None,
        document: str | None = None,
        payment: str | None = None,
        refund: str | None = None,
        **when: Unpack[When],
    ) -> Iterator[Iterator[Step]]:
        """What each event moved, from which balance to which, in the order of the log.

        Of whatever `replay` takes, for as long as the block lasts. Refuses: InvalidRequest, NotFound.
        """
        asked = Selection(account, document, payment, refund)
        found, moment = self._log.connections.read(lambda connection: self._ready(connection, asked, when))
        upto, day = (self._log.head, None) if moment is None else (moment.position, moment.day)
        with self._log.connections.borrow() as connection, connection.transaction():
            yield Steps(connection, self._log.ledger_id, upto, day).of(found)

    def _ready(
        self, connection: Connection[Any], asked: Selection, when: When
    ) -> tuple[Selected, Moment | None]:
        """The read models up to date, as far as the log can be read; which streams, and up to when."""
        with suppress(UnreadableEvent, *UNFIT):
            Projector(connection, self._log.ledger_id).catch_up()
        found = selected(connection, self._log.ledger_id, asked)
        now = Now(self._log.head, self._log.today())
        return found, moment_of(connection, self._log.ledger_id, now, **when)
