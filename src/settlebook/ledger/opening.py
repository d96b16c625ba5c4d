"""The open log of one ledger: its connections, its reader, what it knows, and the one way to write it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Self
from uuid import UUID

from settlebook.domain.errors import Refusal
from settlebook.engine import Engine, Role
from settlebook.ledger.committing.attempts import Attempts
from settlebook.ledger.committing.committer import Committer
from settlebook.ledger.committing.watching import Watch
from settlebook.ledger.database.connections import Connections
from settlebook.ledger.database.migrating import require_current
from settlebook.ledger.deciding.attempt import Ground
from settlebook.ledger.deciding.batch import Group, Submission
from settlebook.ledger.deciding.books import Candidates
from settlebook.ledger.deciding.numbers import Sequences
from settlebook.ledger.identity import settings
from settlebook.ledger.identity.names import require_names
from settlebook.ledger.log import personal
from settlebook.ledger.log.application import LEDGER, MAIN, SettlementLog
from settlebook.ledger.log.mapper import Envelope
from settlebook.ledger.log.recorder import LogRecorder
from settlebook.ledger.previews.preview import Preview
from settlebook.ledger.previews.previewing import Previews
from settlebook.ledger.requests.outcome import Mode
from settlebook.ledger.states.repository import Repository
from settlebook.ledger.states.snapshots import Snapshots

LOCAL = "local"  # the client that CLI and Python share


class LedgerLog:
    """One ledger of a database that `migrate` has made ready, open in this program; any thread may use it.

    Raises BadName, NotMigrated, TooNew.
    """

    def __init__(
        self,
        engine: Engine,
        ledger_id: str = MAIN,
        *,
        actor: str | None = None,
        client: str = LOCAL,
        today: Callable[[], date] | None = None,
    ) -> None:
        require_names(ledger_id, actor=actor, client=client)
        self.engine = engine
        self.ledger_id = ledger_id
        self.connections = Connections(engine)
        self._by_key = Connections(engine, by_key=True)
        self.connections.read(require_current)
        self.application = SettlementLog({LEDGER: ledger_id}, connections=self.connections)
        self.recorder: LogRecorder = self.application.recorder
        self.repository = Repository(
            self.recorder, self.application.mapper, Snapshots(self.connections, ledger_id)
        )
        self._sequences = Sequences(self.connections, ledger_id)
        self.today = today or settings.Today(self.connections, ledger_id)
        self.candidates: Candidates | None = None  # set by whoever keeps an index of accounts
        ground = Ground(ledger_id, self.today, self._sequences, self._candidates_of)
        self._attempts = attempts = Attempts(self._by_key, self.recorder, self.repository, ground)
        self._previews = Previews(self.connections, self.recorder, self.repository, ground, self._sequences)
        self._committer = Committer(attempts, client=client, actor=actor)
        self.client = client

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def conninfo(self, role: Role) -> str:
        return self.engine.conninfo(role)

    @property
    def committer(self) -> Committer:
        """The one way to write it. Raises Forked."""
        self.connections.require_own()
        return self._committer

    @property
    def head(self) -> int:
        """The last position of the log; 0 while it is empty."""
        return self.recorder.head()

    def watch(self, watch: Watch) -> None:
        """Tell of every batch that this program records; whoever is told must not fail."""
        self._attempts.watch = watch

    def before_first(self, look: Callable[[], None]) -> None:
        """Have a look before the first batch that this program records; where it raises, nothing is."""
        self._attempts.before_first = look

    def preview(self, submissions: Iterable[Submission | Refusal], mode: Mode) -> list[Preview]:
        """What recording these would answer and change, each seeing what those before it would do."""
        group = Group([self.committer.line_of(submission) for submission in submissions], mode)
        found = self._previews.of(group)
        if len(group.lines) == 1 and group.entries and group.entries[0].fault is not None:
            raise group.entries[0].fault
        return found

    def _candidates_of(self, account_id: UUID) -> Iterable[UUID]:
        """The log itself has no index by account."""
        if self.candidates is None:
            raise AssertionError("nobody told this log how to find what is open of an account")
        return self.candidates(account_id)

    def facts(self, after: int, upto: int | None = None, limit: int = 1_000) -> list[Envelope]:
        """A page of the log in commit order."""
        rows = self.recorder.select_notifications(after, limit, upto, inclusive_of_start=False)
        return [self.application.mapper.envelope(row) for row in rows]

    def erase_personal(self, owner_id: UUID) -> int:
        """Forget what is kept of an owner; the log itself does not change. Returns how many were erased."""
        return personal.erase_personal(self.connections, self.ledger_id, owner_id)

    def vacuum_personal(self) -> None:
        """Leave nothing of what was erased in the table's files."""
        personal.vacuum_personal(self.connections)

    def personal_of(self, owner_id: UUID) -> dict[UUID, dict[str, Any]]:
        """What is kept of an owner, by personal id, unless it was erased."""
        return personal.personal_of(self.connections, self.ledger_id, owner_id)

    def close(self) -> None:
        """Wait for what was sent, give unused numbers back and close the connections.

        The engine is its opener's to close. In a forked child all of it is its parent's, and is let alone.
        """
        if self.connections.is_forked:
            return
        self._committer.close()
        self._sequences.close()
        self.application.close()
        self._by_key.close()
        self.connections.close()
