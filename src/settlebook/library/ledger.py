"""The ledger as Python programs see it: acts, answers, upkeep, and nothing else that faces need."""

from collections.abc import Callable
from typing import Any, Self, TypeVar

from psycopg import Connection

from settlebook.engine import Engine, Role
from settlebook.ledger.committing.watching import Watch
from settlebook.ledger.identity.begun import ledgers_of, require_begun
from settlebook.ledger.identity.settings import choose_time_zone
from settlebook.ledger.opening import LedgerLog
from settlebook.library.acts import Acts
from settlebook.library.candidates import ReadCandidates
from settlebook.library.carrying import Carrying
from settlebook.library.exports import Exports
from settlebook.library.finance_answers import FinanceAnswers
from settlebook.library.following import Following
from settlebook.library.list_answers import ListAnswers
from settlebook.library.log_answers import LogAnswers
from settlebook.library.object_answers import ObjectAnswers
from settlebook.library.proofs import Proofs
from settlebook.library.replays import Replays
from settlebook.library.wholeness import require_whole

T = TypeVar("T")


class Ledger(
    Acts,
    Carrying,
    Exports,
    FinanceAnswers,
    Following,
    ListAnswers,
    LogAnswers,
    ObjectAnswers,
    Proofs,
    Replays,
):
    """One ledger of a database, open in this program until `close`; safe to use from many threads."""

    def __init__(self, engine: Engine, log: LedgerLog) -> None:
        super().__init__(log)
        log.candidates = ReadCandidates(log)
        log.before_first(lambda: require_whole(log))
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def ledger_id(self) -> str:
        return self._log.ledger_id

    def ledgers(self) -> tuple[str, ...]:
        """The ledgers that were begun in this database, by name."""
        return ledgers_of(self._log.connections)

    def require_begun(self) -> None:
        """Raises NoSuchLedger where nothing was ever recorded in this ledger: it reads as an empty one."""
        require_begun(self._log.connections, self.ledger_id)

    def choose_time_zone(self, name: str) -> None:
        """Choose in which zone the ledger's days begin and end: once, before anything is recorded; else UTC.

        Raises UnknownTimeZone, SettingFixed.
        """
        choose_time_zone(self._log.connections, self.ledger_id, name)

    @property
    def position(self) -> int:
        """Where the log stands: every event up to here is committed."""
        return self._log.head

    @property
    def description(self) -> str:
        """The database in words for people, never with a password."""
        return self._engine.description

    def conninfo(self, role: Role) -> str:
        """How psycopg connects to the database in a role; for a server it may hold a password."""
        return self._log.conninfo(role)

    def beside_the_log(self, work: Callable[[Connection[Any]], T]) -> T:
        """What `work` reads and writes in tables that are no part of the log, as the app and in autocommit.

        Where the connection breaks it is done a second time.
        """
        return self._log.connections.read(work)

    def watch(self, watch: Watch) -> None:
        """Tell of every batch that this program records; whoever is told must not fail."""
        self._log.watch(watch)

    def tidy(self) -> None:
        """Cut the log of an embedded server where it has grown too long: for who keeps it open for months."""
        self._engine.tidy()

    def close(self) -> None:
        """Leave the database; the last program out stops an embedded one."""
        try:
            self._log.close()
        finally:
            self._engine.close()
