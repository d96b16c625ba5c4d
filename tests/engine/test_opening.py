"""Opening an embedded ledger: what it is like, where it is found, and what it refuses."""

import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from settlebook.engine import (
    EngineError,
    FolderRefused,
    NotStarted,
    PlatformRefused,
    Role,
    UnsafeSettings,
    cluster,
    open_engine,
)
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.engine.settings import EXPECTED
from tests.engine.conftest import Open
from tests.engine.servers import note, noted, owner_of, postmaster, shown
from tests.engines import drop_database, fresh_database, start_system_15

OF_ANOTHER_SERVER = {
    "PGCHANNELBINDING": "require",
    "PGCLIENTENCODING": "SQL_ASCII",
    "PGGSSENCMODE": "require",
    "PGHOST": "db.example.org",
    "PGHOSTADDR": "127.0.0.1",
    "PGOPTIONS": "-c synchronous_commit=off",
    "PGPORT": "1",
    "PGREQUIREAUTH": "scram-sha-256",
    "PGREQUIREPEER": "somebody",
    "PGSSLCERTMODE": "require",
    "PGSSLMODE": "verify-full",
    "PGSSLNEGOTIATION": "direct",
    "PGSSLROOTCERT": "system",
    "PGTARGETSESSIONATTRS": "standby",
    "PGTZ": "Asia/Tokyo",
}


def test_each_role_logs_in_to_the_ledgers_database(open_: Open, new_folder: Path) -> None:
    engine = open_(new_folder)

    for role in Role:
        with psycopg.connect(engine.conninfo(role)) as connection:
            assert connection.info.user == role
            assert connection.info.dbname == "settlebook"


def test_what_was_committed_is_there_after_closing_and_opening(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    note(engine, 3)
    engine.close()

    assert noted(open_(folder)) == 8


def test_the_settings_a_ledger_needs_are_in_force(engine: EmbeddedEngine) -> None:
    assert {name: shown(engine, name) for name in EXPECTED} == EXPECTED
    assert shown(engine, "lc_messages") == "C"


def test_all_folders_and_the_socket_are_closed_to_others(engine: EmbeddedEngine) -> None:
    folder = engine.folder

    places = [folder, folder / "pgdata", folder / "socket"]
    assert [stat.S_IMODE(place.stat().st_mode) for place in places] == [0o700] * 3
    assert stat.S_IMODE((folder / "socket" / ".s.PGSQL.5432").stat().st_mode) == 0o700


def test_no_network_port_is_opened(engine: EmbeddedEngine) -> None:
    assert shown(engine, "listen_addresses") == ""
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(make_conninfo(engine.conninfo(Role.OWNER), host="127.0.0.1"), connect_timeout=2)


def test_the_server_runs_as_an_unprivileged_user(engine: EmbeddedEngine) -> None:
    assert owner_of(postmaster(engine)) == (engine.folder / "pgdata").stat().st_uid != 0


def test_options_of_the_environment_do_not_slip_into_a_session(
    open_: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in OF_ANOTHER_SERVER.items():
        monkeypatch.setenv(name, value)

    engine = open_(folder)

    assert shown(engine, "synchronous_commit") == "on"
    assert shown(engine, "client_encoding") == "UTF8"


@pytest.mark.parametrize(("name", "value"), [("PGSERVICE", "another"), ("PGTZ", "Nowhere")])
def test_what_the_environment_asks_of_another_server_is_named_where_it_cannot_be_set_aside(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(NotStarted, match=value) as refusal:
        engine.ensure()

    assert name in refusal.value.remedy


def test_a_system_without_the_utf8_locale_gets_the_plain_one(
    open_: Open, new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "LOCALES", ("no_SUCH.locale", "C"))

    engine = open_(new_folder)

    assert shown(engine, "lc_time") == "C"
    assert shown(engine, "server_encoding") == "UTF8"


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_ledger_is_not_opened_with_an_unsafe_setting(open_: Open, folder: Path, setting: str) -> None:
    open_(folder).close()
    (folder / "pgdata" / "postgresql.auto.conf").write_text(f"{setting} = off\n")

    with pytest.raises(UnsafeSettings, match=f"{setting} = 'off'") as refusal:
        open_(folder)

    assert f"needs {setting} = 'on'" in refusal.value.remedy
    assert not (folder / "pgdata" / "postmaster.pid").exists(), "the server was stopped again"


def test_a_copy_of_a_database_is_made_and_dropped_under_a_session(engine: EmbeddedEngine) -> None:
    copies = fresh_database(engine, "settlebook", "copy")

    with psycopg.connect(copies[Role.OWNER], autocommit=True) as owner:
        assert owner.execute("SELECT count(*) FROM noted").fetchone() == (5,)
        with psycopg.connect(copies[Role.APP], autocommit=True):
            owner.close()
            drop_database(engine, "copy")


def test_the_default_is_a_folder_below_the_working_directory(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)

    engine = open_engine()
    engine.close()

    assert (place / "var" / "settlebook" / "pgdata").is_dir()


def test_the_environment_names_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SETTLEBOOK_DATABASE", str(folder))

    engine = open_engine()
    engine.close()

    assert engine.embedded
    assert engine.description == f"embedded PostgreSQL in {folder}"


@pytest.mark.parametrize("named", ["", "   ", "mysql://root@localhost/x", "sqlite:///x.db"])
def test_what_is_neither_folder_nor_server_is_refused(named: str) -> None:
    with pytest.raises(FolderRefused, match=r"neither a folder nor a postgresql:// URL"):
        open_engine(named)


def test_windows_is_told_to_use_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")

    with pytest.raises(PlatformRefused, match="not built for Windows") as refusal:
        open_engine("ledger")

    assert "postgresql://" in refusal.value.remedy


def test_servers_can_be_used_where_users_and_locks_of_unix_are_missing() -> None:
    program = "import sys; sys.modules.update(fcntl=None, pwd=None); import settlebook.engine"

    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_a_refusal_reads_as_problem_and_remedy() -> None:
    refusal = EngineError("This is wrong.", "Do that.")

    assert str(refusal) == "This is wrong.\nDo that."


def test_the_same_supervisor_runs_the_systems_version_15(place: Path) -> None:
    engine = start_system_15(place / "fifteen")
    if engine is None:
        return  # not installed here; the suite says so once, in its report

    with engine:
        note(engine, 2)

        assert shown(engine, "server_version").startswith("15.")
        assert (shown(engine, "fsync"), shown(engine, "data_checksums")) == ("on", "on")
        assert noted(engine) == 2
