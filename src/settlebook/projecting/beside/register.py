"""The register of rebuilds: who builds what, how far it is, and whether it is to stop."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.pq import TransactionStatus

from settlebook.engine import EngineError
from settlebook.progress import Progress
from settlebook.projecting.beside.owner import Owner
from settlebook.projecting.catalogue import BUILT_IN
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
MOST = 8  # rebuilds at once in a database
EVERYTHING = "everything"  # the lock that single models share
LOOK = 0.25  # seconds between looks whether it is to stop
CANCELED_WITHIN = 10  # seconds


class AlreadyRebuilding(EngineError):
    """Somebody rebuilds the same read model, or as many as may at once."""


class RebuildStopped(EngineError):
    """Somebody asked the rebuild to end; nothing live was changed."""


@dataclass(frozen=True, slots=True)
class Run:
    """A rebuild at work, or one that was killed: what it left is dropped when the next one begins."""

    model: str
    began_at: datetime
    stage: str
    reached: int
    goal: int
    rate: int
    stop: bool
    is_running: bool


def run_sql(connection: Connection[Any], file: str, /, **parameters: Any) -> list[tuple[Any, ...]]:
    """Run a file of this room; the rows of its last statement, if it has any."""
    rows: list[tuple[Any, ...]] = []
    for statement in statements(SQL / f"{file}.sql"):
        cursor = connection.execute(statement, parameters)
        rows = cursor.fetchall() if cursor.description else []
    return rows


def prepare(owner: Connection[Any]) -> None:
    """The places for what is built, for what is kept, and the register."""
    ((is_prepared,),) = run_sql(owner, "is_prepared")
    if not is_prepared:
        with owner.transaction():
            run_sql(owner, "prepare")


def runs(connection: Connection[Any]) -> list[Run]:
    """Every rebuild that has begun and not ended."""
    ((is_prepared,),) = run_sql(connection, "is_prepared")
    return [Run(*row) for row in run_sql(connection, "runs")] if is_prepared else []


def ask_to_stop(connection: Connection[Any], model: str | None) -> list[str]:
    """Ask the rebuild of a model, or all, to end; the models of those that were at work."""
    at_work = {run.model for run in runs(connection) if run.is_running}
    asked = run_sql(connection, "ask_to_stop", model=model) if at_work else []
    return [name for (name,) in asked if name in at_work]


class Registered:
    """A rebuild in the register: tells how far it is, and ends its sessions when somebody asks it to stop."""

    def __init__(self, owner: Owner, model: str, progress: Progress) -> None:
        self.owner = owner
        self._model = model
        self._progress = progress
        self._began = time.monotonic()
        self._said = ("building", 0, 0)
        self._sessions: set[Connection[Any]] = set()
        self._idle: list[Connection[Any]] = []
        self._lock = Lock()
        self._is_stopped = Event()
        self.ended = Event()

    @contextmanager
    def session(self) -> Iterator[Connection[Any]]:
        """A session of the owner, whose statement is canceled when the rebuild is to stop."""
        with self._lock:
            idle = self._idle.pop() if self._idle else None
        session = idle or self.owner.session()
        with self._lock:
            self._sessions.add(session)
        try:
            yield session
        finally:
            with self._lock:
                self._sessions.discard(session)
            if session.info.transaction_status == TransactionStatus.IDLE:
                self._idle.append(session)
            else:
                session.close()

    def close(self) -> None:
        for session in self._idle:
            session.close()

    def stage(self, stage: str) -> None:
        self.look()
        _, reached, goal = self._said
        self._said = (stage, reached, goal)

    def told(self, reached: int, goal: int) -> None:
        """Events built so far, of all. Raises RebuildStopped."""
        self.look()
        stage, _, _ = self._said
        self._said = (stage, reached, goal)
        self._progress(reached, goal)

    def look(self) -> None:
        """Between steps. Raises RebuildStopped."""
        if self._is_stopped.is_set():
            raise RebuildStopped(
                f"The rebuild of {self._model} was asked to stop; nothing live was changed.",
                "Run it again when you want it.",
            )

    def stop(self) -> None:
        """End it, whatever it is at."""
        self._is_stopped.set()
        with self._lock:
            for session in self._sessions:
                session.cancel_safe(timeout=CANCELED_WITHIN)

    def watch(self, connection: Connection[Any]) -> None:
        """Until it has ended: writes to the register, and learns there whether it is to stop."""
        while not self.ended.wait(LOOK):
            stage, reached, goal = self._said
            rate = int(reached / (time.monotonic() - self._began))
            said = {"model": self._model, "stage": stage, "reached": reached, "goal": goal, "rate": rate}
            rows = run_sql(connection, "note_run", **said)
            if not rows or rows[0][0]:
                self.stop()


@contextmanager
def registered(owner: Owner, model: str, progress: Progress) -> Iterator[Registered]:
    """A rebuild in the register for as long as the block lasts. Raises AlreadyRebuilding, RebuildStopped."""
    with owner.session() as connection:
        prepare(connection)
        _lock(connection, model)
        run_sql(connection, "begin_run", model=model)
        run = Registered(owner, model, progress)
        watcher = Thread(target=run.watch, args=(connection,), daemon=True)
        watcher.start()
        try:
            yield run
        except psycopg.errors.QueryCanceled:
            run.look()
            raise
        finally:
            run.ended.set()
            watcher.join()
            run.close()
            if not connection.closed:
                run_sql(connection, "end_run", model=model)


def _lock(owner: Connection[Any], model: str) -> None:
    """Single models may be built at once, everything only alone."""
    if model == BUILT_IN:
        is_free = _is_locked(owner, "lock", EVERYTHING)
    else:
        is_free = _is_locked(owner, "lock_shared", EVERYTHING)
    if not (is_free and _is_locked(owner, "lock", model)):
        raise AlreadyRebuilding(
            f"{model} cannot be rebuilt now: {_who(owner)}.",
            "Wait for it, or stop it: settlebook projections cancel",
        )
    running = [run.model for run in runs(owner) if run.is_running]
    if len(running) >= MOST:
        raise AlreadyRebuilding(f"{MOST} rebuilds are at work, and no more may be.", "Wait for one of them.")


def _is_locked(owner: Connection[Any], file: str, name: str) -> bool:
    ((is_locked,),) = run_sql(owner, file, name=name)
    return bool(is_locked)


def _who(owner: Connection[Any]) -> str:
    names = [run.model for run in runs(owner) if run.is_running]
    return f"{', '.join(names)} is being rebuilt" if names else "a rebuild is at work"
