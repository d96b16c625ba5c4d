"""Keeps the read models up to date: page by page, rows and position in one transaction."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

from psycopg import Connection

from settlebook.garbage import unsought
from settlebook.ledger.log.head import cut_off, head_of
from settlebook.progress import Progress, silent
from settlebook.projecting.catalogue import (
    ADDED,
    BUILT_IN,
    ReadModel,
    added,
    built_in,
    folded,
    forsaken,
    journal,
)
from settlebook.projecting.folding import Range, copy_rows, fold, use_schemas
from settlebook.projecting.journal.quick_facts import QuickReader
from settlebook.projecting.journal.rows import journal_page
from settlebook.projecting.journal.stored import read_pages
from settlebook.projecting.own_tables import may_stray, own_tables_only
from settlebook.projecting.poison import UNFOLDABLE, UNFOLDABLE_BY_ADDED, AddedModelFails, forsaken_at, poison
from settlebook.projecting.retrying import Retrying
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
(READ_PROGRESS,) = statements(SQL / "read_progress.sql")
(LOCK_PROGRESS,) = statements(SQL / "lock_progress.sql")
(BEGIN_PROGRESS,) = statements(SQL / "begin_progress.sql")
(MEASURE,) = statements(SQL / "measure.sql")
(SAVE_PROGRESS,) = statements(SQL / "save_progress.sql")

PAGE_SIZE = 5_000  # events in one transaction

T = TypeVar("T")


class Projector:
    """Brings the read models of one ledger up to date.

    `connection` is the app's, autocommit. Any number of projectors may work at once: one folds a
    page, the others wait for it and then find it done.
    """

    def __init__(self, connection: Connection[Any], ledger_id: str, page_size: int = PAGE_SIZE) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._page_size = page_size

    def catch_up(self, upto: int | None = None, progress: Progress = silent) -> int:
        """Fold what was recorded since the last time, at least up to a position; the position reached.

        Where nothing is to be done it is one SELECT. `progress` is told (the position reached, the one to
        reach). Raises HeadLost, LogCutOff, PoisonEvent.
        """
        reached, head = self._progress()
        goal = head if upto is None else min(upto, head)
        while reached < goal:
            reached = self._fold_page(goal)
            progress(reached, goal)
        return reached

    def catch_up_added(
        self, progress: Progress = silent, retrying: Retrying | None = None
    ) -> list[AddedModelFails]:
        """Bring the read models that a user added up to where Settlebook's own are, each by itself.

        One that cannot be folded ends before the event and is among what is returned; it keeps no other.
        retrying  who comes often tries what failed less and less often; without it, everything is tried.
        """
        goal, _ = self._progress()
        retrying = retrying or Retrying()
        failing = []
        models = added(self._connection)
        for model in folded(models):
            if retrying.knows(model) and (known := retrying.still(model, self._position_of(model))):
                failing.append(known)
                continue
            try:
                self._catch_up_one(model, goal, progress)
                retrying.goes_on(model)
            except AddedModelFails as failure:
                retrying.fails(model, failure)
                failing.append(failure)
        for name, stands_at in forsaken(self._connection, self._ledger_id, models).items():
            if stands_at < goal:
                failing.append(forsaken_at(self._connection, self._ledger_id, name, stands_at + 1))
        return failing

    def _catch_up_one(self, model: ReadModel, goal: int, progress: Progress) -> None:
        reached = 0
        while reached < goal:
            after, reached = self._by_halves(
                lambda size: self._fold_added_page(model, goal, size), UNFOLDABLE_BY_ADDED, model
            )
            if reached > after:
                progress(reached, goal)

    def _position_of(self, model: ReadModel) -> int:
        with self._connection.transaction(force_rollback=True):
            return lock_progress(self._connection, self._ledger_id, model.name, model.search_path)

    def _progress(self) -> tuple[int, int]:
        key = {"ledger": self._ledger_id, "model": BUILT_IN}
        reached, head = self._connection.execute(READ_PROGRESS, key).fetchone() or (0, 0)
        head = head_of(self._connection, self._ledger_id) if head is None else head
        if reached > head:
            raise cut_off(self._ledger_id, head, "the read models stand at", reached)
        return reached, head

    def _fold_page(self, goal: int) -> int:
        return self._by_halves(lambda size: self._fold_events_of(goal, size), UNFOLDABLE)

    def _by_halves(
        self,
        fold_page: Callable[[int], T],
        faults: tuple[type[Exception], ...],
        model: ReadModel | None = None,
    ) -> T:
        """A page; where it cannot be folded, what comes before the event that is to blame.

        `model`  a user's; without it Settlebook's own are folded. Raises PoisonEvent.
        """
        size = self._page_size
        while True:
            try:
                return fold_page(size)
            except faults as error:
                if size == 1:
                    stands = self._progress()[0] if model is None else self._position_of(model)
                    raise poison(self._connection, self._ledger_id, stands + 1, error, model) from error
                size //= 2

    def _fold_events_of(self, goal: int, size: int) -> int:
        outgrown = False
        with self._connection.transaction():
            after = lock_progress(self._connection, self._ledger_id, BUILT_IN, journal().search_path)
            upto = min(after + size, goal)
            if upto > after:
                with unsought():
                    outgrown = self._fold_events(after, upto)
        if outgrown:
            self._connection.execute(MEASURE, {})
        return max(after, upto)

    def _fold_events(self, after: int, upto: int) -> bool:
        filled: set[str] = set()
        for events in read_pages(self._connection, self._ledger_id, after, upto, read=QuickReader().read):
            filled |= copy_rows(self._connection, journal_page(events))
        fold(self._connection, folded(built_in()), Range(self._ledger_id, after, upto), filled)
        return save_progress(self._connection, self._ledger_id, BUILT_IN, upto)

    def _fold_added_page(self, model: ReadModel, goal: int, size: int) -> tuple[int, int]:
        """From which position to which."""
        with self._connection.transaction():
            after = lock_progress(self._connection, self._ledger_id, model.name, model.search_path)
            upto = min(after + size, goal)
            if upto > after:
                looked_at = (
                    own_tables_only(self._connection, model, ADDED) if may_stray(model) else nullcontext()
                )
                with looked_at:
                    fold(self._connection, [model], Range(self._ledger_id, after, upto))
                save_progress(self._connection, self._ledger_id, model.name, upto)
            return after, max(after, upto)


def lock_progress(connection: Connection[Any], ledger_id: str, model: str, schemas: str) -> int:
    """The position a model has reached, held until the end of the transaction."""
    use_schemas(connection, schemas)
    key = {"ledger": ledger_id, "model": model}
    row = connection.execute(LOCK_PROGRESS, key).fetchone()
    if row is None:
        connection.execute(BEGIN_PROGRESS, key)
        row = connection.execute(LOCK_PROGRESS, key).fetchone()
    (position,) = row or (0,)
    return int(position)


def save_progress(connection: Connection[Any], ledger_id: str, model: str, upto: int) -> bool:
    """Whether the tables have grown so much that they have to be measured for the planner."""
    parameters = {"ledger": ledger_id, "model": model, "upto": upto}
    row = connection.execute(SAVE_PROGRESS, parameters).fetchone()
    return row is not None and bool(row[0])
