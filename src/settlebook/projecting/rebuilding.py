"""Rebuilds read models beside the live ones, tells whether those were right, and replaces them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.projecting.beside.building import Builder
from settlebook.projecting.beside.comparing import RebuiltTable, compared, frozen
from settlebook.projecting.beside.decoding import DecodingFailed
from settlebook.projecting.beside.owner import Owner
from settlebook.projecting.beside.register import Registered, registered, run_sql
from settlebook.projecting.beside.swapping import patiently, swap
from settlebook.projecting.beside.tables import GreenTables, schema_beside
from settlebook.projecting.catalogue import BUILT_IN, ReadModel, added, built_in, find, folded, journal
from settlebook.projecting.poison import UNFOLDABLE
from settlebook.projecting.projector import PAGE_SIZE, Notice, Projector, silent

JOBS = 2  # sessions at once
LITTLE = 2_000  # events: sooner folded than indexes are taken off and made again
NEARLY = 2_000  # events: so few are folded while others wait for it


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was rebuilt, up to which position of the ledger; it is live now, and what was live is kept."""

    position: int
    tables: tuple[RebuiltTable, ...]

    @property
    def differing(self) -> int:
        return sum(table.differing for table in self.tables)


class Rebuilder:
    """Builds read models again, beside the live ones and by the same folds, for all ledgers of the database.

    Commands and reads go on meanwhile: rows are compared in a snapshot, and only while the new tables take
    the place of the live ones does a read wait, for a moment. Tables hold the rows of every ledger, so all
    are built.
    `by_pages`   page by page as live tables are, rather than at once; None: where there is little to fold.
    `replacing`  False: the live tables stay, whatever is found.
    """

    def __init__(
        self,
        owner: Owner,
        ledger_id: str,
        *,
        jobs: int = JOBS,
        page_size: int = PAGE_SIZE,
        by_pages: bool | None = None,
        replacing: bool = True,
    ) -> None:
        self._owner = owner
        self._ledger_id = ledger_id
        self._jobs = jobs
        self._page_size = page_size
        self._by_pages = by_pages
        self._replacing = replacing
        self._runs: list[Registered] = []

    def rebuild(self, *names: str, notice: Notice = silent) -> Rebuilt:
        """Read models from the journal, as many at once as there are jobs.

        Refuses: NotFound. Raises AlreadyRebuilding, RebuildStopped, PoisonEvent, NotSwapped, OwnerNeeded.
        """
        models = [find(name) for name in names]
        self._catch_up()
        if len(models) == 1:
            return self._rebuilt(models[0].name, (models[0],), notice)
        notices = Together(notice)
        with ThreadPoolExecutor(self._jobs) as pool:
            futures = [pool.submit(self._rebuilt, model.name, (model,), notices.one()) for model in models]
            try:
                return _joined([future.result() for future in futures])
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for run in list(self._runs):
                    run.stop()
                raise

    def rebuild_from_events(self, notice: Notice = silent) -> Rebuilt:
        """The journal and every read model of Settlebook's own from the events, then those a user added.

        Raises as `rebuild`.
        """
        self._catch_up()
        own = self._rebuilt(BUILT_IN, (journal(), *folded(built_in())), notice)
        others = [self._rebuilt(model.name, (model,), notice) for model in folded(added())]
        return _joined([own, *others])

    def _catch_up(self) -> None:
        with self._owner.session() as session:
            for ledger_id in self._goals(session, journal()):
                projector = Projector(session, ledger_id)
                projector.catch_up()
                projector.catch_up_added()

    def _rebuilt(self, name: str, models: tuple[ReadModel, ...], notice: Notice) -> Rebuilt:
        with registered(self._owner, name, notice) as run, run.session() as session:
            self._runs.append(run)
            green = GreenTables(schema_beside(name), models)
            try:
                builder = self._built(session, green, run)
                tables = self._compared(session, green, builder, run)
                if self._replacing:
                    self._swapped(session, green, builder, run)
                return Rebuilt(builder.reached.get(self._ledger_id, 0), tables)
            finally:
                self._runs.remove(run)
                _clean(self._owner, session, green)

    def _built(self, session: Connection[Any], green: GreenTables, run: Registered) -> Builder:
        """Up to where the live tables are; nobody waits for this."""
        goals = self._goals(session, green.models[0])
        if self._by_pages is False or (self._by_pages is None and sum(goals.values()) > LITTLE):
            try:
                builder = self._begun(session, green, run)
                builder.build_at_once(goals)
                return builder
            except (*UNFOLDABLE, DecodingFailed):
                run.stage("looking for what cannot be folded")
        builder = self._begun(session, green, run)
        builder.build_by_pages(goals)
        return builder

    def _begun(self, session: Connection[Any], green: GreenTables, run: Registered) -> Builder:
        green.make(session)
        return Builder(session, run, green, jobs=self._jobs, page_size=self._page_size)

    def _compared(
        self, session: Connection[Any], green: GreenTables, builder: Builder, run: Registered
    ) -> tuple[RebuiltTable, ...]:
        """In a snapshot in which both are at the same positions."""
        run.stage("comparing")
        model, found = green.models[0], []
        with run.session() as holder, run.session() as asking, ExitStack() as snapshot:

            def freeze() -> None:
                self._bring_near(session, model, builder)
                with holder.transaction():
                    self._stop_folding(holder, model)
                    builder.build_by_pages(self._goals(holder, model), tells=False)
                    snapshot.enter_context(frozen(asking))

            patiently(freeze, run.look)
            for table in green.all():
                found.append(compared(asking, model.schema, green.schema, table))
                run.look()
        return tuple(found)

    def _swapped(
        self, session: Connection[Any], green: GreenTables, builder: Builder, run: Registered
    ) -> None:
        run.stage("swapping")
        model = green.models[0]

        def swap_now() -> None:
            self._bring_near(session, model, builder)
            before = dict(builder.reached)
            try:
                with session.transaction():
                    self._stop_folding(session, model)
                    builder.build_by_pages(self._goals(session, model), tells=False)
                    swap(session, green, green.models)
            except BaseException:
                builder.reached = before
                raise

        patiently(swap_now, run.look)

    def _bring_near(self, session: Connection[Any], model: ReadModel, builder: Builder) -> None:
        """Until so little is left that others may wait for it."""
        while True:
            goals = self._goals(session, model)
            if sum(goals.values()) - sum(builder.reached.values()) <= NEARLY:
                return
            builder.build_by_pages(goals)

    def _stop_folding(self, session: Connection[Any], model: ReadModel) -> None:
        run_sql(session, "use_schemas", schemas=model.search_path)
        run_sql(session, "stop_folding")

    def _goals(self, session: Connection[Any], model: ReadModel) -> dict[str, int]:
        """Where the live tables of a model are, by ledger."""
        with session.transaction():
            run_sql(session, "use_schemas", schemas=model.search_path)
            return dict(run_sql(session, "positions", model=model.progress_name))


class Together:
    """One notice for several that build at once: what they reached together, of all."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self._said: dict[int, tuple[int, int]] = {}

    def one(self) -> Notice:
        number = len(self._said)
        self._said[number] = (0, 0)

        def told(reached: int, goal: int) -> None:
            self._said[number] = (reached, goal)
            every = list(self._said.values())
            self._notice(sum(reached for reached, _ in every), sum(goal for _, goal in every))

        return told


def _clean(owner: Owner, session: Connection[Any], green: GreenTables) -> None:
    """Nothing stays of what was built beside, however it ended."""
    if session.closed:
        with suppress(psycopg.OperationalError), owner.session() as other:
            green.drop(other)
    else:
        green.drop(session)


def _joined(parts: Sequence[Rebuilt]) -> Rebuilt:
    return Rebuilt(parts[0].position, tuple(table for part in parts for table in part.tables))
