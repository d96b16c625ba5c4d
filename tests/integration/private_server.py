"""A PostgreSQL server as an administrator sets one up: a socket, a loopback port, passwords, users."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from settlebook.engine import identity
from settlebook.engine.binaries import Binaries, find
from settlebook.engine.files import write_file
from settlebook.engine.patience import Patience
from settlebook.engine.publish import runnable_by
from tests import programs
from tests.engines import SYSTEM_15, a_place

DBA = "dba"
SECRETS = {  # by login; what a URL has to spell out is in the first
    DBA: "dba-p@ss/w:rd#1%",
    "owner": "owner-secret-2",
    "plain": "plain-secret-3",
    "clerk": "clerk-secret-4",
    "analyst": "analyst-secret-5",
}
VERSIONS = [
    *(["postgresql-15-system"] if (SYSTEM_15 / "postgres").exists() else []),
    "postgresql-18-embedded",
]


@dataclass(frozen=True)
class Said:
    """How a program ended, and what it said."""

    code: int
    out: str
    err: str


class PrivateServer:
    """A running server that asks everyone for a password, on the socket and on the port."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port

    def url(self, login: str, database: str, *, by_socket: bool = False) -> str:
        host = quote(str(self._folder), safe="") if by_socket else "127.0.0.1"
        password = quote(SECRETS[login], safe="")
        return f"postgresql://{login}:{password}@{host}:{self._port}/{database}"

    def run(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """As the administrator; the rows of the last statement, if it has any."""
        rows: list[tuple[object, ...]] = []
        with psycopg.connect(self.url(DBA, database), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
                rows = cursor.fetchall() if cursor.description else []
        return rows

    def add_login(self, login: str, options: str = "") -> None:
        self.run(f"CREATE ROLE {login} LOGIN PASSWORD '{SECRETS[login]}' {options}")

    @contextmanager
    def fresh_databases(self) -> Iterator[None]:
        """Two for the block, nobody's yet but their owners'; no role of ours is there before or after it."""
        self.run("CREATE DATABASE books OWNER owner", "CREATE DATABASE plain_books OWNER plain")
        yield
        self.run("DROP DATABASE books WITH (FORCE)", "DROP DATABASE plain_books WITH (FORCE)")
        for role in ("settlebook_owner", "settlebook_app", "settlebook_reader"):
            self.run(f"DROP ROLE IF EXISTS {role}")

    def tables(self, database: str) -> int:
        """How many of ours a database has."""
        counted = "SELECT count(*) FROM pg_tables WHERE schemaname IN ('log', 'read')"
        ((count,),) = self.run(counted, database=database)
        return int(str(count))

    @contextmanager
    def setting(self, name: str, value: str) -> Iterator[None]:
        """Changed for the block, by a reload."""
        self._set(f"ALTER SYSTEM SET {name} = {value}", name, value)
        yield
        self._set(f"ALTER SYSTEM RESET {name}", name, "on")

    def _set(self, statement: str, name: str, value: str) -> None:
        self.run(statement, "SELECT pg_reload_conf()")
        until = time.monotonic() + 20
        while self.run(f"SHOW {name}") != [(value,)]:
            assert time.monotonic() < until
            time.sleep(0.02)


@contextmanager
def a_private_server(version: str) -> Iterator[PrivateServer]:
    """A new server of that version, for the block."""
    user = identity.unprivileged() if os.geteuid() == 0 else identity.opener()
    bindir = SYSTEM_15 if version == "postgresql-15-system" else None
    binaries = runnable_by(user, find(bindir), Patience(60, lambda _: None))
    with a_place() as place:
        if os.geteuid() == 0:
            os.chown(place, user.uid, user.gid)
        server = PrivateServer(place, _free_port())
        _make(binaries, user, place, server._port)
        try:
            yield server
        finally:
            _run(binaries, user, place, "pg_ctl", "stop", "-w", "-m", "immediate", f"--pgdata={place}/pgdata")


def _make(binaries: Binaries, user: identity.OsUser, place: Path, port: int) -> None:
    write_file(place, "password", SECRETS[DBA], user)
    options = [f"--username={DBA}", f"--pwfile={place}/password", "--auth=scram-sha-256"]
    options += ["--encoding=UTF8", "--locale=C", "--no-sync"]
    _run(binaries, user, place, "initdb", f"--pgdata={place}/pgdata", *options)
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": place,
        "max_connections": 60,
        "log_min_messages": "fatal",
    }
    text = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    write_file(place / "pgdata", "postgresql.auto.conf", text, user)
    start = ("start", "-w", f"--pgdata={place}/pgdata", f"--log={place}/server.log")
    _run(binaries, user, place, "pg_ctl", *start)


def _run(binaries: Binaries, user: identity.OsUser, place: Path, name: str, *options: str) -> None:
    # Not through a pipe: the server would hold its other end for as long as it runs.
    with (place / f"{name}.out").open("w") as out:
        command = [binaries.program(name), *options]
        environment = identity.clean_environment()
        ended = subprocess.run(command, cwd=place, stdout=out, stderr=out, env=environment, **user.spawn())
    assert ended.returncode == 0, (place / f"{name}.out").read_text()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def environment(database: str | None = None, reader: str | None = None) -> dict[str, str]:
    """What a program is started with: nothing of ours leaks in but what is named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SETTLEBOOK_", "PG"))}
    named = {"SETTLEBOOK_DATABASE": database, "SETTLEBOOK_READER_DATABASE": reader}
    return kept | {name: value for name, value in named.items() if value is not None}


def settlebook(
    database: str | Path,
    *arguments: str,
    reader: str | None = None,
    stdin: str = "",
    folder: Path | None = None,
) -> Said:
    """The command line, as a program of its own; whatever happens it keeps passwords to itself."""
    words = [*programs.COMMAND_LINE, "--database", str(database), *arguments]
    ended = programs.run(words, given=stdin, env=environment(reader=reader), cwd=folder)
    keeps_secrets(ended.stdout + ended.stderr)
    assert "Traceback" not in ended.stderr, ended.stderr
    return Said(ended.returncode, ended.stdout, ended.stderr)


def keeps_secrets(text: str) -> None:
    for secret in SECRETS.values():
        assert secret not in text
        assert quote(secret, safe="") not in text
