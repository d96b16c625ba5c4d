"""The app's connections to one database: borrowed, given back, and made anew when the server was killed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any, TypeVar

import psycopg

from settlebook.engine import Engine, EngineError, Role, UnsafeSettings
from settlebook.ledger.errors import LedgerClosed, Unreachable
from settlebook.ledger.statements import text

T = TypeVar("T")
Connection = psycopg.Connection[Any]

MOST = 8  # connections of one process; whoever wants more waits
PATIENCE = 15.0  # seconds for a server that restarts; the engine's own start has its own patience
_PAUSE = 0.1


class ConnectionLost(EngineError):
    """The connection broke; whether its last statement took effect is not known."""


class Connections:
    """Autocommit connections in the app's role. The one given back last is lent first: its plans are warm."""

    def __init__(self, engine: Engine, *, patience: float = PATIENCE, by_key: bool = False) -> None:
        self._engine = engine
        self._patience = patience
        self._by_key = by_key  # whether they only look up by key, and add
        self._idle: list[Connection] = []
        self._lock = Lock()
        self._slots = BoundedSemaphore(MOST)
        self._closed = False

    @contextmanager
    def borrow(self) -> Iterator[Connection]:
        """A connection for as long as the block lasts; a broken one is closed, not given back."""
        with self._slots:
            connection = self._idle_one() or self._connect()
            try:
                yield connection
            except psycopg.Error as error:
                if connection.closed:
                    raise _lost(self._engine, error) from error
                raise
            finally:
                self._give_back(connection)

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` reads, which may be done twice: a server that was killed is started again."""
        try:
            with self.borrow() as connection:
                return work(connection)
        except ConnectionLost:
            self.drop()
        try:
            with self.borrow() as connection:
                return work(connection)
        except ConnectionLost as lost:
            raise _unreachable(self._engine, lost) from lost

    def drop(self) -> None:
        """Close what is idle, as after the server was killed: all of it is broken."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def close(self) -> None:
        self._closed = True
        self.drop()

    def _idle_one(self) -> Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: Connection) -> None:
        if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            connection.close()
        if self._closed:
            connection.close()
        if not connection.closed:
            with self._lock:
                self._idle.append(connection)

    def _connect(self) -> Connection:
        if self._closed:
            raise LedgerClosed("The ledger was closed.", "Open it again.")
        until = time.monotonic() + self._patience
        while True:
            try:
                return self._opened()
            except psycopg.OperationalError as error:
                if time.monotonic() > until:
                    raise _unreachable(self._engine, error) from error
            self._engine.ensure()
            time.sleep(_PAUSE)

    def _opened(self) -> Connection:
        threshold = None if self._by_key else 2  # by key, what is worth it is prepared by `Prepared`
        connection = psycopg.connect(
            self._engine.conninfo(Role.APP), autocommit=True, prepare_threshold=threshold
        )
        row = connection.execute(text("session").encode()).fetchone()
        if row is None or not row[-1]:
            connection.close()
            raise UnsafeSettings(
                f"{self._engine.description} runs with fsync or full_page_writes off: "
                "a power cut could lose acknowledged work.",
                "Turn both on.",
            )
        if self._by_key:
            connection.execute(text("session_by_key").encode())
        return connection


def _lost(engine: Engine, error: psycopg.Error) -> ConnectionLost:
    return ConnectionLost(f"The connection to {engine.description} broke: {_said(error)}", "Try again.")


def _said(error: Exception) -> str:
    """The first line tells what happened; those after it guess why, or what to do."""
    lines = (error.problem if isinstance(error, EngineError) else str(error)).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _unreachable(engine: Engine, error: Exception) -> Unreachable:
    return Unreachable(
        f"{engine.description} does not answer: {_said(error)}",
        "When it answers again, try again.",
    )
