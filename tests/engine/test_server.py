"""A server that somebody else runs: it is checked, and no message ever repeats a password."""

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from settlebook.engine import (
    ReaderNeeded,
    Role,
    RoleMissing,
    ServerRefused,
    UnsafeSettings,
    access,
    identity,
    more_than_a_reader,
    open_engine,
    server,
)
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.engine.files import write_file
from tests.engine.servers import postmaster, until
from tests.engines import a_place, start_embedded

SECRET = "s3cr3t"


class Server:
    """An instance of our own that anybody may log in to, in place of one run by somebody else."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    def url(self, login: str = access.SUPERUSER, database: str = "settlebook", password: str = "") -> str:
        host = quote(str(self._engine.folder / "socket"), safe="")
        colon = ":" if password else ""
        return f"postgresql://{login}{colon}{password}@{host}/{database}"

    def run(self, *statements: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def set_rules(self, rules: str) -> None:
        self._write("pg_hba.conf", rules)

    @contextmanager
    def setting(self, name: str, value: str, default: str) -> Iterator[None]:
        self._write("postgresql.auto.conf", f"{name} = {value}\n")
        assert until(lambda: self._shown(name) == value)
        yield
        self._write("postgresql.auto.conf", "")
        assert until(lambda: self._shown(name) == default)

    def _write(self, name: str, text: str) -> None:
        keeper = identity.by_uid((self._engine.folder / "pgdata").stat().st_uid)
        assert keeper is not None
        write_file(self._engine.folder / "pgdata", name, text, keeper)
        os.kill(postmaster(self._engine), signal.SIGHUP)

    def _shown(self, name: str) -> str:
        with psycopg.connect(self.url()) as connection:
            row = connection.execute(sql.SQL("SHOW {}").format(sql.Identifier(name))).fetchone()
        assert row is not None
        return str(row[0])

    def admits(self, login: str) -> bool:
        try:
            psycopg.connect(self.url(login)).close()
        except psycopg.OperationalError:
            return False
        return True


@pytest.fixture(scope="module")
def running(template: Path) -> Iterator[Server]:
    with a_place() as place, start_embedded(place / "server") as engine:
        found = Server(engine)
        found.set_rules("local all careful scram-sha-256\nlocal all all trust\n")
        assert until(lambda: found.admits(access.SUPERUSER))
        found.run(f"CREATE ROLE careful LOGIN PASSWORD '{SECRET}'")
        yield found


@pytest.fixture
def clerk(running: Server) -> Iterator[str]:
    """A login without any rights of its own."""
    running.run("CREATE ROLE clerk LOGIN")
    yield "clerk"
    running.run("DROP OWNED BY clerk", "DROP ROLE clerk")


def test_a_url_is_used_as_given(running: Server) -> None:
    engine = open_engine(running.url())

    engine.ensure()
    engine.close()

    assert not engine.embedded
    assert engine.conninfo(Role.OWNER) == running.url()


def test_a_server_is_described_without_its_password(running: Server) -> None:
    engine = open_engine(running.url("careful", password=SECRET))

    assert engine.description.startswith("postgresql://careful@")
    assert SECRET not in engine.description + repr(engine)


def test_a_wrong_password_is_not_repeated(running: Server) -> None:
    with pytest.raises(ServerRefused, match="password authentication failed") as refusal:
        open_engine(running.url("careful", password="wrong-one"))

    assert "wrong-one" not in str(refusal.value)


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(ServerRefused, match=r"postgresql://me@localhost:1/books cannot be reached"):
        open_engine(f"postgres://me:{SECRET}@localhost:1/books")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:s3cr3t@x@localhost/books",
        "postgresql://me:s3cr3t/x@localhost/books",
        "postgresql://me:1/s3cr3t@localhost/books",
        "postgresql://me:x%zzs3cr3t@localhost/books",
        "postgresql://localhost:s3cr3t/books",
        "postgresql://me@localhost/books?pasword=s3cr3t",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(url: str) -> None:
    with pytest.raises(ServerRefused, match="cannot be read") as refusal:
        open_engine(url)

    assert SECRET not in str(refusal.value)
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_could_lose_entries_is_refused(running: Server, name: str) -> None:
    with (
        running.setting(name, "off", "on"),
        pytest.raises(UnsafeSettings, match=f"runs with {name} off") as refusal,
    ):
        open_engine(running.url())

    assert f"turn {name} on" in refusal.value.remedy


def test_a_server_that_is_lost_while_it_is_asked_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as other_side:
        other_side.submit(_welcome_and_leave, listener)

        with pytest.raises(ServerRefused, match=r"cannot be reached: .*closed the connection unexpectedly"):
            open_engine(f"postgresql://anybody@127.0.0.1:{listener.getsockname()[1]}/books?sslmode=disable")


def _welcome_and_leave(listener: socket.socket) -> None:
    line, _ = listener.accept()
    with line:
        line.recv(1024)
        line.sendall(b"R\0\0\0\x08\0\0\0\0" + b"Z\0\0\0\x05I")  # may come in, ready for a question
        line.recv(1024)


def test_an_old_server_is_refused(running: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "OLDEST_MAJOR", 99)

    with pytest.raises(ServerRefused, match=r"is PostgreSQL 18.*; Settlebook needs 99 or newer"):
        open_engine(running.url())


def test_a_database_that_cannot_hold_all_letters_is_refused(running: Server) -> None:
    running.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")

    with pytest.raises(ServerRefused, match="stores text as LATIN1; Settlebook needs UTF8"):
        open_engine(running.url(database="latin"))


def test_a_look_at_a_server_takes_its_time_whatever_the_login_prefers(running: Server, clerk: str) -> None:
    running.run(f"ALTER ROLE {clerk} SET statement_timeout = '100ms'")
    engine = open_engine(running.url(clerk))

    with ThreadPoolExecutor() as beside, psycopg.connect(running.url()) as other:
        other.execute("LOCK TABLE pg_auth_members IN ACCESS EXCLUSIVE MODE")
        found = beside.submit(engine.conninfo, Role.READER)
        with pytest.raises(TimeoutError):
            found.result(timeout=0.4)
        other.rollback()

    assert found.result() == running.url(clerk)


def test_a_superuser_acts_as_the_app_and_keeps_his_own_options(running: Server) -> None:
    engine = open_engine(f"{running.url()}?options=-c%20statement_timeout%3D7s")

    with psycopg.connect(engine.conninfo(Role.APP)) as connection:
        row = connection.execute("SELECT current_user, current_setting('statement_timeout')").fetchone()

    assert row == (Role.APP, "7s")


def test_the_apps_own_login_needs_no_change_of_role(running: Server) -> None:
    engine = open_engine(running.url(Role.APP))

    assert engine.conninfo(Role.APP) == running.url(Role.APP)


def test_a_member_of_the_app_acts_as_it(running: Server, clerk: str) -> None:
    running.run(f"GRANT settlebook_app TO {clerk}")

    with psycopg.connect(open_engine(running.url(clerk)).conninfo(Role.APP)) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (Role.APP,)


def test_a_login_that_may_not_act_as_the_app_is_told_what_to_ask_for(running: Server, clerk: str) -> None:
    engine = open_engine(running.url(clerk))

    with pytest.raises(RoleMissing, match="may not act as settlebook_app") as refusal:
        engine.conninfo(Role.APP)

    assert refusal.value.remedy.endswith("GRANT settlebook_app TO clerk")


def test_before_the_migration_the_app_is_missed_and_after_it_found(running: Server) -> None:
    engine = open_engine(running.url())
    running.run("ALTER ROLE settlebook_app RENAME TO not_yet")

    with pytest.raises(RoleMissing, match="has no role settlebook_app yet") as refusal:
        engine.conninfo(Role.APP)

    assert "settlebook migrate" in refusal.value.remedy
    running.run("ALTER ROLE not_yet RENAME TO settlebook_app")
    assert "role=settlebook_app" in engine.conninfo(Role.APP)


def test_one_url_that_may_do_more_is_not_used_for_free_queries(running: Server) -> None:
    engine = open_engine(running.url())

    with pytest.raises(ReaderNeeded, match="is a superuser") as refusal:
        engine.conninfo(Role.READER)

    assert "SETTLEBOOK_READER_DATABASE" in refusal.value.remedy


def test_a_readers_url_is_used_for_free_queries(running: Server) -> None:
    engine = open_engine(running.url(), reader_url=running.url(Role.READER))

    assert engine.conninfo(Role.READER) == running.url(Role.READER)


def test_the_environment_names_the_readers_url(running: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SETTLEBOOK_READER_DATABASE", running.url(Role.READER))

    assert open_engine(running.url()).conninfo(Role.READER) == running.url(Role.READER)


def test_one_url_that_may_only_read_serves_for_free_queries(running: Server, clerk: str) -> None:
    running.run(f"GRANT settlebook_reader TO {clerk}")

    assert open_engine(running.url(clerk)).conninfo(Role.READER) == running.url(clerk)


@pytest.mark.parametrize(
    ("grant", "excess"),
    [
        ("ALTER ROLE clerk CREATEROLE", "clerk may create roles"),
        ("ALTER ROLE clerk CREATEDB", "clerk may create databases"),
        ("ALTER ROLE clerk REPLICATION", "clerk may replicate"),
        ("ALTER ROLE clerk BYPASSRLS", "clerk bypasses row security"),
        ("ALTER ROLE clerk SUPERUSER", "clerk is a superuser"),
        ("GRANT settlebook_app TO clerk", "it is a member of settlebook_app"),
        ("GRANT settlebook_owner TO clerk", "it is a member of settlebook_owner"),
        ("GRANT pg_read_server_files TO clerk", "it is a member of pg_read_server_files"),
        ("GRANT pg_execute_server_program TO clerk", "it is a member of pg_execute_server_program"),
        ("GRANT pg_read_all_data TO clerk", "it is a member of pg_read_all_data"),
        ("GRANT USAGE ON SCHEMA log TO clerk", "clerk may use schema log"),
        ("GRANT CREATE ON SCHEMA shelf TO clerk", "clerk may create in schema shelf"),
        ("GRANT CREATE ON DATABASE settlebook TO clerk", "clerk may create schemas"),
        ("GRANT INSERT ON shelf.book TO clerk", "clerk may write shelf.book"),
        ("GRANT UPDATE (title) ON shelf.book TO clerk", "clerk may write shelf.book"),
        ("GRANT UPDATE ON SEQUENCE shelf.number TO clerk", "clerk may write sequence shelf.number"),
        ("ALTER TABLE shelf.book OWNER TO clerk", "clerk may write shelf.book"),
        ("GRANT between TO clerk", "between may write shelf.book"),
    ],
)
def test_whatever_a_login_may_do_beyond_reading_is_found(
    running: Server, clerk: str, grant: str, excess: str
) -> None:
    running.run(
        *("CREATE SCHEMA log", "CREATE SCHEMA shelf", "CREATE SEQUENCE shelf.number"),
        *("CREATE TABLE shelf.book (title text)", "GRANT USAGE ON SCHEMA shelf TO clerk"),
        *("CREATE ROLE between NOINHERIT", "GRANT DELETE ON shelf.book TO between"),
    )
    try:
        with psycopg.connect(running.url(clerk), autocommit=True) as connection:
            assert more_than_a_reader(connection) == []

            running.run(grant)

            assert excess in more_than_a_reader(connection)
    finally:
        running.run("DROP SCHEMA log CASCADE", "DROP SCHEMA shelf CASCADE", "DROP ROLE between")
        running.run("ALTER ROLE clerk NOSUPERUSER", "REVOKE CREATE ON DATABASE settlebook FROM clerk")
