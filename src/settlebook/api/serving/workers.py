"""What every server process does beside answering: each room names its workers here."""

from collections.abc import Callable
from typing import Protocol

from settlebook import Ledger
from settlebook.api.security.tidying import Tidying
from settlebook.api.serving.settings import ServerSettings


class Worker(Protocol):
    """Works in threads of its own between `start` and `stop`, which waits until it has ended."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


# Called in each process when it starts; several processes on one database each have their own.
WORKERS: tuple[Callable[[Ledger, ServerSettings], Worker], ...] = (lambda ledger, settings: Tidying(ledger),)
