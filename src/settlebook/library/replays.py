"""What a ledger makes of its history: replayed, between two points, and under another policy."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any, Unpack

from psycopg import Connection

from settlebook.audit.difference.differing import Differences
from settlebook.audit.difference.points import EFFECTIVE, Point, Points, require_order, two_clocks
from settlebook.audit.replay.replaying import folded_to, prepare, replay, whole_commands
from settlebook.audit.replay.selecting import Selected, Selection, account_id_of, selected
from settlebook.audit.replay.stepping import Step, Steps
from settlebook.audit.report import Report
from settlebook.audit.second_books import UNFIT
from settlebook.audit.what_if.results import WhatIf
from settlebook.domain.errors import InvalidRequest
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.ledger.opening import LedgerLog
from settlebook.library.moments import Now, moment_of
from settlebook.progress import Progress, silent
from settlebook.projecting import Projector
from settlebook.queries.moment import KnownAt, When, require_day, require_days
from settlebook.queries.snapshot import snapshot

Past = tuple[int, date | None]  # up to which position, and of which day


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
            found, past = self._ready(connection, asked, when)
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
        found, past = self._log.connections.read(lambda connection: self._ready(connection, asked, when))
        upto, day = past or (self._log.head, None)
        with self._log.connections.borrow() as connection, connection.transaction():
            yield Steps(connection, self._log.ledger_id, upto, day).of(found)

    @contextmanager
    def diff(
        self,
        start: Point,
        end: Point | None = None,
        *,
        account: str | None = None,
        events: bool = False,
        **when: Unpack[When],
    ) -> Iterator[Differences]:
        """Which balances are others at the end than at the start, for as long as the block lasts.

        start, end  two positions or aware instants: what was recorded between them. Or two days: what takes
                    effect after the end of the first. Without an end: up to now, or of all days to come.
        when        `as_of` a day between positions: what takes effect by then. `known_at` between days.
        Refuses: InvalidRequest for points on two clocks, in the wrong order, or that never were; NotFound for
        the account.
        """
        ledger_id = self._log.ledger_id
        self._log.connections.read(lambda connection: Projector(connection, ledger_id).catch_up())
        with self._log.connections.borrow() as connection, snapshot(connection, ledger_id):
            between = require_order(self._between(connection, start, end, when))
            id = account_id_of(connection, ledger_id, account) if account is not None else None
            yield Differences(connection, ledger_id, between, id, events)

    @contextmanager
    def what_if(
        self,
        policy: str,
        *,
        account: str | None = None,
        progress: Progress = silent,
        **when: Unpack[When],
    ) -> Iterator[WhatIf]:
        """Replay history under another allocation policy, and tell what would be otherwise, touching nothing.

        policy   by name, as a request to apply gives it: built in, or installed.
        account  tell only of it. `known_at` stops the replay there; `as_of` tells the balances of that day.
        Refuses: NotFound for the account; InvalidRequest for a policy that spreads no application;
        PolicyBroken where it cannot be loaded.
        """
        ledger_id, asked = self._log.ledger_id, Selection(account=account)
        _, past = self._log.connections.read(lambda connection: self._ready(connection, asked, when))
        with self._log.connections.borrow() as connection, connection.transaction():
            prepare(connection)
            id = account_id_of(connection, ledger_id, account) if account is not None else None
            upto, day = past or (folded_to(connection, ledger_id), None)
            found = WhatIf(connection, ledger_id, policy, upto, day, id)
            found.run(progress)
            yield found

    def _between(self, connection: Connection[Any], start: Point, end: Point | None, when: When) -> Points:
        """Refuses: InvalidRequest."""
        head = folded_to(connection, self._log.ledger_id)
        known_at, as_of = when.get("known_at"), when.get("as_of")
        if isinstance(start, int | datetime):
            if not isinstance(end, int | datetime | None):
                raise two_clocks()
            if known_at is not None:
                raise InvalidRequest(
                    "known_at", "points of knowledge are compared; `as_of` says up to which day"
                )
            if as_of is not None:
                require_day("as_of", as_of)
            last = head if end is None else self._position(connection, "to", end)
            return Points(self._position(connection, "from", start), as_of, last, as_of)
        if isinstance(end, int | datetime):
            raise two_clocks()
        require_day("from", start)  # nothing to begin with is no day either
        require_days(None, end)
        if as_of is not None:
            raise InvalidRequest("as_of", "days are compared; `known_at` says as they were known when")
        known = head if known_at is None else self._position(connection, "known_at", known_at)
        return Points(known, start, known, end, EFFECTIVE)

    def _position(self, connection: Connection[Any], field: str, point: KnownAt) -> int:
        """Refuses: InvalidRequest for a point that never was, naming the field."""
        now = Now(self._log.head, self._log.today())
        try:
            moment = moment_of(connection, self._log.ledger_id, now, known_at=point)
        except InvalidRequest as refusal:
            raise InvalidRequest(field, refusal.problem) from None
        return now.head if moment is None else moment.position

    def _ready(
        self, connection: Connection[Any], asked: Selection, when: When
    ) -> tuple[Selected, Past | None]:
        """The read models up to date, as far as the log can be read; which streams, and up to when.

        A position in the midst of a command means the last one before that command.
        """
        with suppress(UnreadableEvent, *UNFIT):
            Projector(connection, self._log.ledger_id).catch_up()
        found = selected(connection, self._log.ledger_id, asked)
        now = Now(self._log.head, self._log.today())
        moment = moment_of(connection, self._log.ledger_id, now, **when)
        if moment is None:
            return found, None
        return found, (whole_commands(connection, self._log.ledger_id, moment.position), moment.day)
