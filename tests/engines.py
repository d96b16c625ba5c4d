"""The databases that tests run on: started once, with a fresh database from a template for each test."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from settlebook.engine import Role, identity
from settlebook.engine.embedded import EmbeddedEngine

MEMORY_NEEDED = 4_000_000_000  # bytes, for several programs that test at once
MEMORY = "/dev/shm"
DROPS = 20  # tries to drop a database before it is left to go with its engine
SYSTEM_15 = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def a_place() -> Iterator[Path]:
    """A folder of our own which the server's user can enter too; it goes with all that is in it.

    (pytest's own folders are closed to others, so root's server could not keep its files there.)
    """
    place = Path(tempfile.mkdtemp(prefix="settlebook-test-", dir=_fast_folder())).resolve()
    if os.geteuid() == 0:
        place.chmod(0o711)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _fast_folder() -> str | None:
    """Memory, where it is ample and programs may run from it: our crash tests kill programs, not power."""
    if not os.access(MEMORY, os.W_OK) or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > MEMORY_NEEDED else None


def start_embedded(folder: Path) -> EmbeddedEngine:
    """The embedded engine, on the programs a user would get; close it, or `erase` it with its files."""
    return EmbeddedEngine(folder, notice=_say_nothing, start_timeout=60)


def start_system_15(folder: Path) -> EmbeddedEngine | None:
    """An instance of our own of the system's PostgreSQL 15, or None where it is not installed."""
    if not (SYSTEM_15 / "postgres").exists():
        return None
    return EmbeddedEngine(folder, notice=_say_nothing, start_timeout=60, bindir=SYSTEM_15)


def erase(engine: EmbeddedEngine) -> None:
    """Close the engine and delete its files, wherever they are."""
    engine.close()
    shutil.rmtree(engine.folder, ignore_errors=True)


def fresh_database(engine: EmbeddedEngine, template: str | None, name: str) -> Mapping[Role, str]:
    """A new database, a copy of `template` if one is named (nobody may be connected to it)."""
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template is not None:
        create += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        if engine.folder.is_relative_to(MEMORY):  # half the work there; on a disk it waits for the disk
            create += sql.SQL(" STRATEGY FILE_COPY")
    _run(engine, create)
    return {role: make_conninfo(engine.conninfo(role), dbname=name) for role in Role}


def drop_database(engine: EmbeddedEngine, name: str) -> None:
    """Drop it, whoever is still connected.

    The server's own vacuum may be at it, which nobody but a superuser may end: it leaves by itself when it
    sees who waits. A database that is not dropped goes with the engine's files.
    """
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _ in range(DROPS):
        try:
            return _run(engine, drop)
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.1)


def unprivileged_user() -> identity.OsUser:
    """Some ordinary user: ourselves, or for root the user nobody."""
    found = identity.opener()
    nobody = identity.by_name("nobody")
    assert nobody is not None
    return nobody if found.is_root else found


def _run(engine: EmbeddedEngine, statement: sql.Composed) -> None:
    server = make_conninfo(engine.conninfo(Role.OWNER), dbname="postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _say_nothing(_: str) -> None:
    """Tests that care for notices give a list's append."""
