"""The one server of a run, on which every side has a database of its own, and the disk under it."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from settlebook.engine import Role
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.database.migrating import migrate
from settlebook.library.ledger import Ledger
from settlebook.library.opening import open_on
from settlebook.projecting import install

CONFIGURATION = "postgresql.conf"
FLUSH = "\ncommit_siblings = 0\ncommit_delay = {microseconds}\n"
RELOADED_WITHIN, STOPPED_WITHIN = 10, 120  # seconds


@dataclass(frozen=True)
class Database:
    """A database on the server; to a ledger it is an engine that somebody else closes."""

    engine: EmbeddedEngine
    name: str
    embedded: bool = False

    @property
    def description(self) -> str:
        return f"{self.name} on {self.engine.description}"

    def conninfo(self, role: Role) -> str:
        return make_conninfo(self.engine.conninfo(role), dbname=self.name)

    @property
    def owner(self) -> str:
        return self.conninfo(Role.OWNER)

    def ensure(self) -> None:
        self.engine.ensure()

    def close(self) -> None:
        """The engine is the run's."""


class Server:
    """An embedded PostgreSQL in a folder that goes when the run ends; durable as every ledger's."""

    def __init__(self, engine: EmbeddedEngine, asked: Path) -> None:
        self._engine = engine
        self._asked = asked
        self.folder = engine.folder / "pgdata"
        self._pid_file = self.folder / "postmaster.pid"
        self._configuration = self.folder / CONFIGURATION
        self._own = self._configuration.read_text()

    @property
    def address(self) -> Path:
        """The folder by which other programs open the server's own database."""
        return self._asked

    def database(self, name: str) -> Database:
        """A new, empty database."""
        server = make_conninfo(self._engine.conninfo(Role.OWNER), dbname="postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return Database(self._engine, name)

    @contextmanager
    def ledger(self, database: Database) -> Iterator[Ledger]:
        """The ledger of a database, opened anew: nothing of it is known to the program yet."""
        migrate(database.owner, install)
        with open_on(database) as opened:
            yield opened

    @contextmanager
    def slow_flush(self, milliseconds: int) -> Iterator[None]:
        """Every flush of the log takes that much longer; commits that wait for the same flush share it."""
        self._configure(milliseconds * 1000)
        try:
            yield
        finally:
            self._configure(0)

    def restart(self) -> None:
        """All that was written is on the disk then, and what a set-up left in the server's memory is gone."""
        os.kill(self._postmaster(), signal.SIGINT)
        until = time.monotonic() + STOPPED_WITHIN
        while self._pid_file.exists():
            if time.monotonic() > until:
                raise SystemExit("the server does not stop")
            time.sleep(0.05)
        self._engine.ensure()

    def version(self) -> str:
        with psycopg.connect(self._engine.conninfo(Role.OWNER)) as connection:
            return connection.info.parameter_status("server_version") or ""

    def setting(self, name: str) -> str:
        with psycopg.connect(self._engine.conninfo(Role.OWNER)) as connection:
            ((value,),) = connection.execute("SELECT current_setting(%s)", [name])
            return str(value)

    def _configure(self, microseconds: int) -> None:
        flush = FLUSH.format(microseconds=microseconds) if microseconds else ""
        self._configuration.write_text(self._own + flush)
        os.kill(self._postmaster(), signal.SIGHUP)
        until = time.monotonic() + RELOADED_WITHIN
        while self.setting("commit_delay") != str(microseconds):
            if time.monotonic() > until:
                raise SystemExit("the server does not take commit_delay")
            time.sleep(0.05)

    def _postmaster(self) -> int:
        return int(self._pid_file.read_text().partition("\n")[0])


@contextmanager
def server(folder: Path | None, bindir: Path | None) -> Iterator[Server]:
    """A server in a folder of its own, below `folder` where one is named; its files go with it."""
    with tempfile.TemporaryDirectory(prefix="settlebook-bench-", dir=folder) as place:
        if os.geteuid() == 0:
            Path(place).chmod(0o711)  # for the server's user: root's server is not root's own
        asked = Path(place) / "server"
        engine = EmbeddedEngine(asked, notice=lambda _: None, start_timeout=60, bindir=bindir)
        try:
            yield Server(engine, asked)
        finally:
            engine.close()
            subprocess.run(["rm", "-rf", str(engine.folder)], check=True)
