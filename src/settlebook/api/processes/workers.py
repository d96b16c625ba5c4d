"""What every server process does beside answering: each room names its workers here."""

import os
import signal
import threading
from collections.abc import Callable
from typing import Protocol

from settlebook import Ledger
from settlebook.api.feed.webhooks.deliverer import Deliverer, Manner
from settlebook.api.lanes import JobWorkers
from settlebook.api.processes.tidying import Tidying
from settlebook.api.serving.settings import ServerSettings


class Worker(Protocol):
    """Works in threads of its own between `start` and `stop`, which waits until it has ended."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


# Called in each process when it starts; several processes on one database each have their own.
WORKERS: tuple[Callable[[Ledger, ServerSettings], Worker], ...] = (
    lambda ledger, settings: Tidying(ledger),
    lambda ledger, settings: JobWorkers(ledger),
    lambda ledger, settings: Deliverer(ledger, Manner(allows_private=settings.private_webhooks)),
)


class Orphanage:
    """Stops this process where the one that started it is gone: nobody would stop it any more."""

    def __init__(self, parent: int) -> None:
        self._parent = parent
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="settlebook-orphanage", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()

    def _watch(self) -> None:
        while not self._stop.wait(1):
            if os.getppid() != self._parent:
                os.kill(os.getpid(), signal.SIGTERM)
                return
