"""Fills the tables beside: over the whole journal at once, or page by page, which tells what went wrong."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, TypeAlias

from psycopg import Connection

from settlebook.projecting.beside.decoding import copy_range, copying
from settlebook.projecting.beside.in_parallel import in_parallel
from settlebook.projecting.beside.onto_nothing import first_insert
from settlebook.projecting.beside.register import Registered, run_sql
from settlebook.projecting.beside.tables import GreenTables
from settlebook.projecting.catalogue import ALONE, JOURNAL, ReadModel, folded
from settlebook.projecting.folding import Range, fold, use_schemas
from settlebook.projecting.own_tables import own_tables_only
from settlebook.projecting.poison import poison, unfoldable

Positions: TypeAlias = Mapping[str, int]  # by ledger
HALVES = ("0", "1")  # of documents, where `alone.sql` shows one or all
DECODED = 0.6  # of the work, where journal rows are made of events


class Builder:
    """Fills green tables up to positions: from the events where the journal is among them, else from it.

    `reached` is where they are, by ledger; `owner` is a session of the owner's.
    """

    def __init__(
        self,
        owner: Connection[Any],
        run: Registered,
        green: GreenTables,
        *,
        jobs: int,
        page_size: int,
    ) -> None:
        self._owner = owner
        self._run = run
        self._green = green
        self._jobs = jobs
        self._page_size = page_size
        self._models = folded(green.models)
        self._from_events = any(model.name == JOURNAL for model in green.models)
        self._alone = any(model.tables_file == ALONE for model in green.models)
        self.reached: dict[str, int] = {}

    def build_at_once(self, goals: Positions) -> None:
        """The fast path: rows by COPY into tables without indexes, each fold one statement over all."""
        goal = sum(goals.values())
        self._green.strip(self._owner, self._green.all())
        begun = 0.0
        if self._from_events:
            begun = DECODED
            with self._copying(goals) as copied:
                for events in copied:
                    self._run.told(int(events * DECODED), goal)
            self._dress_journal()
        for done in self._fold_models(goals):
            self._run.told(int(goal * (begun + (1 - begun) * done)), goal)
        self.reached = dict(goals)

    def build_by_pages(self, goals: Positions, *, tells: bool = True) -> None:
        """The slow path, page by page as live tables are folded. Raises PoisonEvent.

        `tells`  False while others wait: nobody is told of it, since he might do something that waits too.
        """
        before = sum(self.reached.values())
        goal = sum(goals.values())
        for ledger_id, upto in goals.items():
            for events in self._pages(ledger_id, upto):
                before += events
                if tells:
                    self._run.told(before, goal)

    def _copying(self, goals: Positions) -> AbstractContextManager[Iterator[int]]:
        return copying(self._run, self._green.search_path, goals, self._jobs, alone=self._alone)

    def _dress_journal(self) -> None:
        """What is read once, in whole, and thrown away then, is not worth measuring."""
        finish = self._green.dress if self._alone else self._finish

        def dress(owner: Connection[Any], table: str) -> None:
            self._in_transaction(owner, partial(finish, owner, [table]))

        by_size = partial(self._size, self._green.schema)
        tables = sorted(self._green.names[JOURNAL], key=by_size, reverse=True)
        for _ in in_parallel(self._run, self._jobs, tables, dress):
            pass

    def _finish(self, owner: Connection[Any], tables: Sequence[str]) -> None:
        self._green.dress(owner, tables)
        self._green.measure(owner, tables)

    def _fold_models(self, goals: Positions) -> Iterator[float]:
        """How much is done, each time a model is."""

        def fold_one(owner: Connection[Any], model: ReadModel) -> None:
            self._fold_at_once(owner, model, goals)

        models = sorted(self._models, key=self._live_size, reverse=True)
        for done, _ in enumerate(in_parallel(self._run, self._jobs, models, fold_one), 1):
            yield done / len(self._models)

    def _live_size(self, model: ReadModel) -> int:
        """About how long its folds take: what is begun last should be short, or one session ends alone."""
        return sum(self._size(model.schema, table) for table in self._green.names[model.name])

    def _size(self, schema: str, table: str) -> int:
        """In bytes, with its indexes; 0 where there is no such table."""
        rows = run_sql(self._owner, "sizes", schema=schema, table=table)
        return int(rows[0][0]) if rows else 0

    def _fold_at_once(self, owner: Connection[Any], model: ReadModel, goals: Positions) -> None:
        green, filled, finished = self._green, set[str](), set[str]()
        for statement in model.folds:
            insert = first_insert(statement)
            bare = green.bare_in(statement, model)
            if insert is not None and bare == [insert.table] and insert.table not in filled:
                self._fill(owner, insert.onto_nothing, goals)
                filled.add(insert.table)
                continue
            self._in_transaction(owner, partial(green.dress, owner, bare))
            again = [table for table in bare if table in filled]
            self._in_transaction(owner, partial(green.measure, owner, again))
            finished.update(again)
            self._in_transaction(owner, partial(self._execute, owner, statement, goals))
        left = [table for table in green.names[model.name] if table not in finished]
        self._in_transaction(owner, partial(self._finish, owner, left))

    def _fill(self, owner: Connection[Any], statement: bytes, goals: Positions) -> None:
        """An empty table; where that is all there is to do, its halves at once."""

        def fill_half(session: Connection[Any], half: str) -> None:
            run_sql(session, "use_half", half=half)
            self._execute(session, statement, goals)

        if not self._alone or self._jobs == 1:
            self._in_transaction(owner, partial(self._execute, owner, statement, goals))
            return
        for _ in in_parallel(self._run, self._jobs, HALVES, fill_half, self._transaction):
            pass

    def _execute(self, owner: Connection[Any], statement: bytes, goals: Positions) -> None:
        for ledger_id, upto in goals.items():
            owner.execute(statement, Range(ledger_id, 0, upto).parameters)

    def _in_transaction(self, owner: Connection[Any], work: Callable[[], None]) -> None:
        with self._transaction(owner):
            work()

    @contextmanager
    def _transaction(self, owner: Connection[Any]) -> Iterator[None]:
        with owner.transaction():
            run_sql(owner, "use_whole", schemas=self._green.search_path)
            with own_tables_only(owner, self._green.models[-1], self._green.schema):
                yield

    def _pages(self, ledger_id: str, goal: int) -> Iterator[int]:
        size = self._page_size
        while (after := self.reached.get(ledger_id, 0)) < goal:
            upto = min(after + size, goal)
            try:
                with self._owner.transaction():
                    self.fold_page(ledger_id, after, upto)
            except unfoldable(self._green.models) as error:
                if upto - after == 1:
                    raise poison(self._owner, ledger_id, upto, error, self._green.models[-1]) from error
                size = max(1, (upto - after) // 2)
                continue
            self.reached[ledger_id] = upto
            yield upto - after

    def fold_page(self, ledger_id: str, after: int, upto: int) -> None:
        """Within a transaction."""
        use_schemas(self._owner, self._green.search_path)
        if self._from_events:
            copy_range(self._owner, ledger_id, after, upto, alone=self._alone)
        with own_tables_only(self._owner, self._green.models[-1], self._green.schema):
            fold(self._owner, self._models, Range(ledger_id, after, upto))
