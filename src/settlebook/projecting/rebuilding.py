"""Rebuilds read models from the journal, or all from the events, and tells whether the live were right."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from psycopg import Connection

from settlebook.projecting.catalogue import BUILT_IN, ReadModel, added, built_in, find, folded, journal
from settlebook.projecting.folding import Range, copy_rows, fold, use_schemas
from settlebook.projecting.projector import PAGE_SIZE, Notice, Projector, lock_progress, silent
from settlebook.projecting.rows import journal_page
from settlebook.projecting.scratch import SCHEMAS, scratch
from settlebook.projecting.stored import read_pages
from settlebook.statements import naming, statements

SQL = Path(__file__).parent / "sql"
(COMPARE,) = statements(SQL / "compare.sql")
(EMPTY_LIVE,) = statements(SQL / "empty_live.sql")
(FILL_LIVE,) = statements(SQL / "fill_live.sql")

Build: TypeAlias = Callable[[list[ReadModel], int, int], None]  # models, after, up to


@dataclass(frozen=True, slots=True)
class RebuiltTable:
    """One table, built again and held against the live one row by row."""

    name: str
    rows: int
    wrong: int  # live rows that are not among the rebuilt
    missing: int  # rebuilt rows that were not live

    @property
    def differing(self) -> int:
        """A changed row is wrong and missing at once."""
        return max(self.wrong, self.missing)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was rebuilt, up to which position; where live rows differed they have been replaced."""

    position: int
    tables: tuple[RebuiltTable, ...]

    @property
    def differing(self) -> int:
        return sum(table.differing for table in self.tables)


class Rebuilder:
    """Builds the read models of one ledger again, beside the live ones and by the same folds.

    Commands and reads go on meanwhile; only at the end, while rows are compared, does catching up wait.
    `connection` is the app's, autocommit.
    """

    def __init__(self, connection: Connection[Any], ledger_id: str, page_size: int = PAGE_SIZE) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._page_size = page_size

    def rebuild(self, name: str, notice: Notice = silent) -> Rebuilt:
        """One read model, from the journal. Refuses: NotFound."""
        model = find(name)
        self._catch_up()
        return self._rebuilt([model], model.progress_name, self._fold_journal, notice)

    def rebuild_from_events(self, notice: Notice = silent) -> Rebuilt:
        """The journal and every read model of Settlebook's own from the events, then those a user added."""
        self._catch_up()
        own = self._rebuilt([journal(), *folded(built_in())], BUILT_IN, self._fold_events, notice)
        others = [
            self._rebuilt([model], model.progress_name, self._fold_journal, notice)
            for model in folded(added())
        ]
        return Rebuilt(own.position, (*own.tables, *(table for other in others for table in other.tables)))

    def _catch_up(self) -> None:
        projector = Projector(self._connection, self._ledger_id)
        projector.catch_up()
        projector.catch_up_added()

    def _rebuilt(self, models: list[ReadModel], progress: str, build: Build, notice: Notice) -> Rebuilt:
        schema = models[0].schema
        with scratch(self._connection, models) as tables:
            reached = self._build_up_to_live(models, progress, build, notice)
            with self._connection.transaction():
                position = lock_progress(self._connection, self._ledger_id, progress, models[0].search_path)
                use_schemas(self._connection, SCHEMAS)
                build(models, reached, position)
                compared = tuple(self._compare(schema, table) for table in tables)
                for table in compared:
                    if table.differing:
                        self._replace(schema, table.name)
        return Rebuilt(position, compared)

    def _build_up_to_live(self, models: list[ReadModel], progress: str, build: Build, notice: Notice) -> int:
        """Page by page up to where the live tables were at the beginning; nobody waits for this."""
        with self._connection.transaction():
            goal = lock_progress(self._connection, self._ledger_id, progress, models[0].search_path)
        reached = 0
        while reached < goal:
            upto = min(reached + self._page_size, goal)
            with self._connection.transaction():
                use_schemas(self._connection, SCHEMAS)
                build(models, reached, upto)
            reached = upto
            notice(reached, goal)
        return reached

    def _fold_journal(self, models: list[ReadModel], after: int, upto: int) -> None:
        fold(self._connection, models, Range(self._ledger_id, after, upto))

    def _fold_events(self, models: list[ReadModel], after: int, upto: int) -> None:
        for events in read_pages(self._connection, self._ledger_id, after, upto):
            copy_rows(self._connection, journal_page(events))
        self._fold_journal(models, after, upto)

    def _compare(self, schema: str, table: str) -> RebuiltTable:
        statement = naming(COMPARE, schema=schema, table=table)
        row = self._connection.execute(statement, {"ledger": self._ledger_id}).fetchone()
        return RebuiltTable(table, *(row or (0, 0, 0)))

    def _replace(self, schema: str, table: str) -> None:
        for statement in (EMPTY_LIVE, FILL_LIVE):
            self._connection.execute(
                naming(statement, schema=schema, table=table), {"ledger": self._ledger_id}
            )
