"""What keeps a ledger readable and provable: catching up, rebuilding, verifying, forgetting."""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import Any, TypeVar
from uuid import UUID

from psycopg import Connection

from settlebook.audit.projections import verify_projections
from settlebook.audit.report import Report
from settlebook.audit.second_books import UNFIT
from settlebook.audit.verify import verify_books
from settlebook.domain.errors import NotFound
from settlebook.domain.ids import as_id
from settlebook.engine import Role
from settlebook.ledger.errors import HeadLost
from settlebook.ledger.log.upcasting import FactReader, UnreadableEvent
from settlebook.ledger.opening import LedgerLog
from settlebook.library.standing_still import require_unread
from settlebook.progress import Progress, silent
from settlebook.projecting import How, Owner, Projector, Rebuilder, Rebuilt
from settlebook.projecting.beside.dropping import drop_kept
from settlebook.projecting.beside.register import Run, ask_to_stop, runs
from settlebook.projecting.beside.replacement import JOBS
from settlebook.projecting.catalogue import added, added_from, forsaken, kept_in
from settlebook.projecting.installing import remove
from settlebook.projecting.poison import AddedModelFails
from settlebook.projecting.rebuilding import joined
from settlebook.projecting.retrying import Retrying
from settlebook.projecting.standings import Lag, Standing, lags, standings
from settlebook.statements import statements

T = TypeVar("T")

PAUSE = 0.2  # seconds between looks for what other programs recorded
OWNERS = Path(__file__).parent / "sql" / "owners_of_account.sql"


def unheard(failure: AddedModelFails) -> None:
    """Tells nobody."""


class Upkeep:
    """Read models are brought up to date by whoever reads them; nothing of this is needed for that."""

    def __init__(self, log: LedgerLog) -> None:
        self._log = log

    def catch_up(self, progress: Progress = silent) -> int:
        """Bring the read models up to date, those of users too; the position they have reached.

        Raises AddedModelFails, where one that a user added cannot be folded: all others are up to date.
        """
        reached, failing = self._all_caught_up(progress)
        for failure in failing:
            raise failure
        return reached

    def catch_up_for(self, query: str) -> list[AddedModelFails]:
        """Bring the read models up to date for a query; those that stand still, none of which it reads.

        Raises AddedModelFails, where it reads one of these.
        """
        _, failing = self._all_caught_up(silent, self._retrying)
        if failing:
            self._read(lambda connection: require_unread(connection, failing, query))
        return failing

    def project(
        self, stop: Event, progress: Progress = silent, fails: Callable[[AddedModelFails], None] = unheard
    ) -> None:
        """Keep the read models up to date until `stop` is set, so that reads find nothing left to do.

        fails  is told once of each read model of a user's that stands still, and of each event it stands at.
        """
        told: set[str] = set()
        while not stop.is_set():
            _, failing = self._all_caught_up(progress, self._retrying)
            for failure in failing:
                if str(failure) not in told:
                    fails(failure)
            told = {str(failure) for failure in failing}
            stop.wait(PAUSE)

    @cached_property
    def _retrying(self) -> Retrying:
        return Retrying()

    def _all_caught_up(
        self, progress: Progress, retrying: Retrying | None = None
    ) -> tuple[int, list[AddedModelFails]]:
        def caught_up(connection: Connection[Any]) -> tuple[int, list[AddedModelFails]]:
            projector = Projector(connection, self._log.ledger_id)
            return projector.catch_up(progress=progress), projector.catch_up_added(progress, retrying)

        return self._read(caught_up)

    def rebuild(
        self,
        *names: str,
        from_events: bool = False,
        jobs: int = JOBS,
        replacing: bool = True,
        progress: Progress = silent,
    ) -> Rebuilt:
        """Build read models again from the journal, or without names everything from the events.

        from_events  of names: from the events too, whatever the journal says.
        jobs         sessions at once.
        replacing    False: compare only; the live tables stay.
        They are built beside while commands and reads go on, compared, and take the place of the live ones in
        one transaction; the old are kept until `drop_kept` or the next rebuild. Refuses: NotFound. Raises
        OwnerNeeded, AlreadyRebuilding, RebuildStopped, PoisonEvent, NotSwapped.
        """
        rebuilder = Rebuilder(self._owner, self._log.ledger_id, How(jobs=jobs, replacing=replacing))
        if not names:
            return rebuilder.rebuild_from_events(progress)
        if not from_events:
            return rebuilder.rebuild(*names, progress=progress)
        return joined([rebuilder.rebuild_one_from_events(name, progress) for name in dict.fromkeys(names)])

    def projections(self) -> list[Standing]:
        """How each read model stands: how far it is and how far behind, its size, its SQL, its rebuild."""
        return self._read(lambda connection: standings(connection, self._log.ledger_id))

    def lags(self) -> list[Lag]:
        """How far behind the read models are: Settlebook's own, and each that was added."""
        return self._read(lambda connection: lags(connection, self._log.ledger_id))

    def rebuilds(self) -> list[Run]:
        """Every rebuild that has begun and not ended, with its rate in rows or events a second."""
        return self._read(runs)

    def stop_rebuilds(self, model: str | None = None) -> list[str]:
        """Ask the rebuild of a model, or every one, to end; the models of those that were asked."""
        return self._read(lambda connection: ask_to_stop(connection, model))

    def add_projection(self, folder: Path, progress: Progress = silent) -> Rebuilt:
        """Add a read model of yours: its SQL is kept in the database, its tables are made and filled.

        Added again with other SQL it begins again. All or nothing: where it refuses or raises, what was there
        stays. Refuses: InvalidRequest. Raises OwnerNeeded, AddedModelFails, AlreadyRebuilding,
        RebuildStopped, NotSwapped.
        """
        return Rebuilder(self._owner, self._log.ledger_id).add(added_from(folder), progress)

    def remove_projection(self, name: str) -> None:
        """Forget a read model that was added, with its tables; also one whose folder is gone.

        Refuses: NotFound; InvalidRequest where a view of somebody else's reads them. Raises OwnerNeeded.
        """
        with self._owner.session() as owner:
            of_no_folder = forsaken(owner, self._log.ledger_id, added(owner))
            if name not in {*(model.name for model in kept_in(owner)), *of_no_folder}:
                raise NotFound("added read model", name)
            remove(owner, name)
            drop_kept(owner, name)

    def drop_kept(self) -> list[str]:
        """Drop the old tables that rebuilds replaced; their names. Raises OwnerNeeded."""
        with self._owner.session() as owner:
            return drop_kept(owner)

    def verify_projections(self, progress: Progress = silent) -> Report:
        """Build every read model beside, compare it with the live one, and touch nothing.

        Raises OwnerNeeded, AlreadyRebuilding, RebuildStopped.
        """
        return verify_projections(self._owner, self._log.ledger_id, progress)

    @property
    def _owner(self) -> Owner:
        return Owner(self._log.conninfo(Role.OWNER))

    def verify_books(self, progress: Progress = silent) -> Report:
        """Check every invariant over the log and the read models, for every day, source against mirror.

        What can no longer be read or folded is an offence that the report names.
        """
        with suppress(UnreadableEvent, HeadLost, *UNFIT):
            self.catch_up()
        decode = FactReader().read
        return self._read(lambda connection: verify_books(connection, self._log.ledger_id, decode, progress))

    def erase_personal(self, account_key: str) -> int:
        """Forget the person behind an account: names, contacts and free text, of its documents and money too.

        The log does not change, and still verifies. Returns how many contents were erased. Refuses: NotFound.
        """
        self._all_caught_up(silent)
        erased = sum(self._log.erase_personal(owner) for owner in self._owners(account_key))
        self._log.vacuum_personal()
        return erased

    def _owners(self, account_key: str) -> list[UUID]:
        (statement,) = statements(OWNERS)
        id = as_id(account_key)
        asked = {"ledger": self._log.ledger_id, "id": id, "number": account_key if id is None else None}
        rows = self._read(lambda connection: connection.execute(statement, asked).fetchall())
        if not rows:
            raise NotFound("account", account_key)
        return [owner for (owner,) in rows]

    def _read(self, work: Callable[[Connection[Any]], T]) -> T:
        """On the app's connection, in no transaction; a second time where the server had been killed."""
        return self._log.connections.read(work)
