"""Adds a read model of a user's, all or nothing: it is built beside, and kept once every event is folded."""

from collections.abc import Mapping

from psycopg import Connection

from settlebook.domain.errors import InvalidRequest
from settlebook.progress import Progress
from settlebook.projecting.beside.comparing import RebuiltTable
from settlebook.projecting.beside.owner import Owner
from settlebook.projecting.beside.register import Registered, registered
from settlebook.projecting.beside.replacement import How, Replacement, positions
from settlebook.projecting.beside.swapping import patiently
from settlebook.projecting.beside.tables import run_named
from settlebook.projecting.catalogue import ADDED, SETTING, ReadModel, added, digest, journal, kept_in
from settlebook.projecting.checking import require_fit, require_name
from settlebook.projecting.installing import begin_adding, keep_added
from settlebook.projecting.poison import AddedModelFails
from settlebook.projecting.projector import Projector

NOTHING_ADDED = "Nothing of it was added, and what was there before stays. Mend its SQL and add it again."


def is_added(owner: Owner, model: ReadModel) -> bool:
    """Whether it is kept in the database, and its tables were made by the very same SQL.

    Refuses: InvalidRequest for one that is tried from a folder: there would be two of that name.
    """
    with owner.session() as session, session.transaction():
        known = begin_adding(session)
        for tried in added(session):
            if tried.name == model.name and tried.written is None:
                problem = (
                    f"{model.name} is folded from {tried.folder}: take that out of {SETTING}, then add it"
                )
                raise InvalidRequest("folder", problem)
        is_kept = any(kept.name == model.name for kept in kept_in(session))
        return is_kept and known.get(model.name) == digest([model], views=False)


def add(
    owner: Owner, model: ReadModel, how: How, progress: Progress
) -> tuple[Mapping[str, int], tuple[RebuiltTable, ...]]:
    """The positions it was built up to, by ledger, and its tables; what it was by other SQL gives way.

    Refuses: InvalidRequest for what no read model may be. Raises AddedModelFails, AlreadyRebuilding,
    RebuildStopped, NotSwapped; whatever it raises, nothing was changed.
    """
    require_name(model.name)
    with registered(owner, model.name, progress) as run, run.session() as session:
        with session.transaction():
            begin_adding(session)
            names = require_fit(session, model)
        ledgers = [ledger_id for ledger_id, _, _ in positions(session, journal())]
        goals = {ledger_id: Projector(session, ledger_id).catch_up() for ledger_id in ledgers}
        addition = Addition(run, session, model, names, how)
        try:
            tables = addition.go_on(goals)
            addition.put_in_place()
            return addition.reached, tables
        except AddedModelFails as failure:
            failure.remedy = NOTHING_ADDED
            raise
        finally:
            addition.drop()


class Addition(Replacement):
    """The tables of a read model that is new, or new by other SQL; `names` is all that it makes."""

    def __init__(
        self, run: Registered, session: Connection[object], model: ReadModel, names: set[str], how: How
    ) -> None:
        super().__init__(run, session, model.name, (model,), how)
        self._model = model
        self._made = names

    def put_in_place(self) -> None:
        """What was built is live from here on. Raises NotSwapped."""
        self._run.stage("swapping")
        patiently(self._put, self._run.look)

    def _put(self) -> None:
        self._bring_near()
        before = dict(self._builder.reached)
        try:
            with self._session.transaction():
                begin_adding(self._session)
                self._stop_folding(self._session)
                self._builder.build_by_pages(self._goals(self._session), tells=False)
                keep_added(self._session, self._model, self._made, self._move)
                for ledger_id in self._builder.reached:
                    self._move_on(ledger_id)
        except BaseException:
            self._builder.reached = before
            raise

    def _move(self) -> None:
        for table in self._tables():
            run_named(self._session, "move_table", schema=self._green.schema, table=table, place=ADDED)
