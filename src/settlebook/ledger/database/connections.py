"""The app's connections to one database: borrowed, given back, and made anew when the server was killed."""

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from queue import SimpleQueue
from threading import Lock
from typing import Any, TypeVar

import psycopg

from settlebook.engine import Engine, EngineError, Role, UnsafeSettings
from settlebook.ledger.database.statements import text
from settlebook.ledger.errors import Forked, LedgerClosed, Unreachable

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
        self._slots: SimpleQueue[None] = SimpleQueue()  # a semaphore that is not written in Python
        for _ in range(MOST):
            self._slots.put(None)
        self._closed = False
        self._process = os.getpid()

    @property
    def is_forked(self) -> bool:
        """In a forked child: what was open is its parent's still, and may be in the middle of something."""
        return os.getpid() != self._process

    def require_own(self) -> None:
        """Raises Forked: two processes on one connection would take each other's answers."""
        if self.is_forked:
            raise Forked(
                f"The ledger was opened by process {self._process}, before this one was forked from it.",
                "Open it again in this process, or open it only after forking.",
            )

    def borrow(self) -> AbstractContextManager[Connection]:
        """A connection for as long as the block lasts; a broken one is closed, not given back."""
        return _Loan(self)

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

    def lend(self) -> Connection:
        """To be given back: `borrow` does."""
        self.require_own()
        self._slots.get()
        try:
            return self._idle_one() or self._connect()
        except BaseException:
            self._slots.put(None)
            raise

    def give_back(self, connection: Connection, error: BaseException | None) -> None:
        """With what came of it; raises ConnectionLost where that was its end."""
        broke = error if isinstance(error, psycopg.Error) and connection.closed else None
        try:
            self._take_back(connection)
        finally:
            self._slots.put(None)
        if broke is not None:
            raise _lost(self._engine, broke) from broke

    def _idle_one(self) -> Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _take_back(self, connection: Connection) -> None:
        if self._closed or connection.pgconn.transaction_status != psycopg.pq.TransactionStatus.IDLE:
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


class _Loan(AbstractContextManager[Connection]):
    """A class, since a generator costs more than what is done with most connections."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def __enter__(self) -> Connection:
        self._connection = self._connections.lend()
        return self._connection

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._connections.give_back(self._connection, error)


def _lost(engine: Engine, error: Exception) -> ConnectionLost:
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
