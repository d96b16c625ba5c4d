"""The application that a server process runs: one open ledger, its clients, its routes and its workers."""

import os
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from types import FrameType

import anyio.to_thread
from fastapi import FastAPI

import settlebook
from settlebook import Ledger
from settlebook.api.app import create_app
from settlebook.api.processes.workers import WORKERS, Orphanage, Worker
from settlebook.api.security.authenticating import Authenticator
from settlebook.api.security.clients import Clients
from settlebook.api.security.tokens import Tokens
from settlebook.api.serving.metrics import count
from settlebook.api.serving.settings import ServerSettings
from settlebook.garbage import seldom_sought

SETTINGS = "SETTLEBOOK_SERVER"  # how the first process tells those that answer
YOUNG = 50_000  # objects before a search for garbage: a server is made of many that are none
ACTOR = "settlebook serve"  # of what a server does by itself; what clients do bears their names


def from_environment() -> FastAPI:
    """The application of a process that another one started."""
    settings = ServerSettings.model_validate_json(os.environ[SETTINGS])
    app = application(settings, opened(settings))
    app.state.parent = os.getppid()
    return app


def application(settings: ServerSettings, ledger: Ledger) -> FastAPI:
    """The application over an open ledger, which it closes in the end."""
    app = create_app(ledger, Authenticator(Clients(ledger), Tokens(ledger, settings.token_seconds)), settings)
    app.router.lifespan_context = _life
    return app


def opened(settings: ServerSettings) -> Ledger:
    """Raises EngineError."""
    return settlebook.open(settings.database, ledger=settings.ledger, actor=ACTOR)


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """Workers begin before the first request, and end after the last; then the ledger is closed."""
    ledger: Ledger = app.state.ledger
    settings: ServerSettings = app.state.settings
    anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
    ledger.watch(count)
    with ExitStack() as stack:
        stack.callback(ledger.close)
        stack.enter_context(seldom_sought(YOUNG))
        stack.enter_context(_told_to_stop(app.state.stopping))
        workers: list[Worker] = [worker(ledger, settings) for worker in WORKERS]
        if (parent := getattr(app.state, "parent", None)) is not None:
            workers.append(Orphanage(parent))
        for begun in workers:
            begun.start()
            stack.callback(begun.stop)
        yield


@contextmanager
def _told_to_stop(stopping: threading.Event) -> Iterator[None]:
    """Sets the event as soon as the process is asked to stop: answers that wait for events end then."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()
        then = before[signal.Signals(number)]
        if callable(then):
            then(number, frame)

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        stopping.set()
        for number, then in before.items():
            signal.signal(number, then)
