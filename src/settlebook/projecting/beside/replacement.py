"""One rebuild: tables are built beside the live ones, held against them, and put in their place."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.projecting.beside.building import Builder
from settlebook.projecting.beside.comparing import RebuiltTable, compared, frozen
from settlebook.projecting.beside.decoding import DecodingFailed
from settlebook.projecting.beside.in_parallel import in_parallel
from settlebook.projecting.beside.register import Registered, run_sql
from settlebook.projecting.beside.swapping import patiently, swap
from settlebook.projecting.beside.tables import GreenTables, schema_beside
from settlebook.projecting.catalogue import ReadModel
from settlebook.projecting.poison import unfoldable
from settlebook.projecting.projector import PAGE_SIZE

JOBS = 2  # sessions at once
LITTLE = 2_000  # events: sooner folded than indexes are taken off and made again
NEARLY = 2_000  # events: so few are folded while others wait for it


@dataclass(frozen=True, slots=True)
class How:
    """How read models are rebuilt.

    `jobs`       sessions at once.
    `by_pages`   page by page as live tables are, rather than at once; None: where there is little to fold.
    `replacing`  False: the live tables stay, whatever is found.
    """

    jobs: int = JOBS
    page_size: int = PAGE_SIZE
    by_pages: bool | None = None
    replacing: bool = True


class Replacement:
    """Tables of the models beside the live ones, while they are made.

    `models`  those whose tables are replaced; `also` are made beside only, as what those are folded from.
    `green`   where they are made, if not as all are.
    """

    def __init__(
        self,
        run: Registered,
        session: Connection[Any],
        name: str,
        models: tuple[ReadModel, ...],
        how: How,
        *,
        also: tuple[ReadModel, ...] = (),
        green: GreenTables | None = None,
    ) -> None:
        self._run = run
        self._session = session
        self._models = models
        self._green = green or GreenTables(schema_beside(name), (*also, *models))
        self._how = how
        self._at_least: Mapping[str, int] = {}
        self._builder = self._new_builder()

    @property
    def reached(self) -> Mapping[str, int]:
        return self._builder.reached

    def build(self) -> None:
        """Up to where the live tables are; nobody waits for this. Raises PoisonEvent."""
        goals = self._goals(self._session)
        at_once = self._how.by_pages is False
        if at_once or (self._how.by_pages is None and sum(goals.values()) > LITTLE):
            told_by_pages: tuple[type[Exception], ...] = (*unfoldable(self._models), DecodingFailed)
            try:
                self._begin()
                self._builder.build_at_once(goals)
                return
            except told_by_pages:
                self._run.stage("looking for what cannot be folded")
        self._begin()
        self._builder.build_by_pages(goals)

    def compare(self) -> tuple[RebuiltTable, ...]:
        """Each table against the live one, in a snapshot in which both are at the same positions."""
        return self._compared(self._models[0].schema)

    def go_on(self, up_to: Mapping[str, int]) -> tuple[RebuiltTable, ...]:
        """Beyond the live tables, which were far behind; the tables as they are there. Raises PoisonEvent."""
        self._at_least = up_to
        self._run.stage("building")
        self.build()
        return self._compared(self._green.schema)

    def _compared(self, live: str) -> tuple[RebuiltTable, ...]:
        self._run.stage("comparing")
        beside = self._green.schema

        def compare(asking: Connection[Any], table: str) -> RebuiltTable:
            return compared(asking, live, beside, table, self.reached)

        with self._at_one_position() as snapshot:
            sees = partial(frozen, snapshot=snapshot)
            return tuple(in_parallel(self._run, self._how.jobs, self._tables(), compare, sees))

    def swap(self) -> None:
        """What was built is live from here on. Raises NotSwapped."""
        self._run.stage("swapping")
        patiently(self._swap, self._run.look)

    def drop(self) -> None:
        """Nothing stays of what was built beside, however it ended."""
        if self._session.closed:
            with suppress(psycopg.OperationalError), self._run.owner.session() as other:
                self._green.drop(other)
        else:
            self._green.drop(self._session)

    def _begin(self) -> None:
        self._green.make(self._session)
        self._builder = self._new_builder()

    def _new_builder(self) -> Builder:
        how = self._how
        return Builder(self._session, self._run, self._green, jobs=how.jobs, page_size=how.page_size)

    def _tables(self) -> list[str]:
        return [table for model in self._models for table in self._green.names[model.name]]

    @contextmanager
    def _at_one_position(self) -> Iterator[str]:
        """The name of a snapshot that sees live and green tables at the same positions."""
        with self._run.session() as holder, self._run.session() as first, ExitStack() as stack:
            snapshot: list[str] = []

            def freeze() -> None:
                self._bring_near()
                with holder.transaction():
                    self._stop_folding(holder)
                    self._builder.build_by_pages(self._goals(holder), tells=False)
                    snapshot.append(stack.enter_context(frozen(first)))

            patiently(freeze, self._run.look)
            yield snapshot[0]

    def _swap(self) -> None:
        self._bring_near()
        before = dict(self._builder.reached)
        try:
            with self._session.transaction():
                self._stop_folding(self._session)
                self._builder.build_by_pages(self._goals(self._session), tells=False)
                for ledger_id in self._at_least:
                    self._move_on(ledger_id)
                for ledger_id, upto in self._builder.reached.items():
                    self._set_position("move_back", ledger_id, upto)
                swap(self._session, self._green, self._models)
        except BaseException:
            self._builder.reached = before
            raise

    def _move_on(self, ledger_id: str) -> None:
        """Where live tables were far behind, the position moves with them."""
        self._set_position("move_on", ledger_id, self._builder.reached.get(ledger_id, 0))

    def _set_position(self, file: str, ledger_id: str, upto: int) -> None:
        model = self._models[0]
        run_sql(self._session, "use_schemas", schemas=model.search_path)
        run_sql(self._session, file, ledger=ledger_id, model=model.progress_name, upto=upto)

    def _bring_near(self) -> None:
        """Until so little is left that others may wait for it."""
        while True:
            goals = self._goals(self._session)
            if sum(goals.values()) - sum(self._builder.reached.values()) <= NEARLY:
                return
            self._builder.build_by_pages(goals)

    def _stop_folding(self, session: Connection[Any]) -> None:
        run_sql(session, "use_schemas", schemas=self._models[0].search_path)
        run_sql(session, "stop_folding")

    def _goals(self, session: Connection[Any]) -> dict[str, int]:
        """Where the green tables have to be, by ledger: where the live are, and the log is."""
        live = {
            ledger_id: live if head is None else min(live, head)
            for ledger_id, live, head in positions(session, self._models[0])
        }
        return {ledger_id: max(upto, self._at_least.get(ledger_id, 0)) for ledger_id, upto in live.items()}


def positions(session: Connection[Any], model: ReadModel) -> list[tuple[str, int, int | None]]:
    """Of every ledger: how far a model's live tables are, and how far the log is; None: its head was lost."""
    with session.transaction():
        run_sql(session, "use_schemas", schemas=model.search_path)
        rows = run_sql(session, "positions", model=model.progress_name)
    return [(ledger_id, live, head) for ledger_id, live, head in rows]
