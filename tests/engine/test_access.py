"""Who may log in: the user who opened the ledger, as owner, app and reader, and nobody else."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from settlebook.engine import Role, access, identity
from settlebook.engine.binaries import find
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.engine.patience import Patience
from settlebook.engine.publish import runnable_by
from tests.engine.conftest import Open
from tests.engine.servers import a_client, first_word, leave, owner_of
from tests.engines import unprivileged_user

IS_ROOT = os.geteuid() == 0

KNOCK = """
import os, sys, psycopg
user, group, conninfo = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
os.setgroups([]); os.setgid(group); os.setuid(user)
try:
    psycopg.connect(conninfo).close()
    print("entered")
except psycopg.OperationalError as error:
    print(error)
"""


def knock(engine: EmbeddedEngine, user: identity.OsUser, role: str) -> str:
    """What another user of this computer hears who tries to log in; only root can play one."""
    conninfo = make_conninfo(engine.conninfo(Role.OWNER), user=role)
    command = [sys.executable, "-c", KNOCK, str(user.uid), str(user.gid), conninfo]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_other_users_do_not_reach_the_socket(engine: EmbeddedEngine) -> None:
    stranger = unprivileged_user()

    if IS_ROOT:
        for role in (*Role, access.SUPERUSER):
            assert "Permission denied" in knock(engine, stranger, role)
    else:
        assert (engine.folder / "socket").stat().st_mode & 0o077 == 0


def test_even_the_servers_own_user_cannot_log_in_to_roots_ledger(engine: EmbeddedEngine) -> None:
    keeper = identity.by_uid((engine.folder / "pgdata").stat().st_uid)
    assert keeper is not None

    if IS_ROOT:
        assert "Peer authentication failed" in knock(engine, keeper, Role.READER)
    else:
        assert keeper == identity.opener()


def test_the_superuser_has_no_way_in(engine: EmbeddedEngine) -> None:

    for role in (access.SUPERUSER, "postgres", identity.opener().name):
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            psycopg.connect(make_conninfo(engine.conninfo(Role.OWNER), user=role))


@pytest.mark.parametrize("greater", [Role.APP, Role.OWNER, access.SUPERUSER])
def test_a_reader_cannot_become_more(engine: EmbeddedEngine, greater: str) -> None:
    with (
        psycopg.connect(engine.conninfo(Role.READER)) as reader,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        reader.execute("SELECT set_config('role', %s, false)", [greater])


@pytest.mark.parametrize("role", [Role.APP, Role.READER])
@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_app_and_reader_stay_out_of_the_other_databases(
    engine: EmbeddedEngine, role: Role, database: str
) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(make_conninfo(engine.conninfo(role), dbname=database))


def test_who_may_log_in_is_written_anew_at_every_start(open_: Open, folder: Path) -> None:
    (folder / "pgdata" / "pg_hba.conf").write_text("local all all trust\n")

    open_(folder)

    assert (folder / "pgdata" / "pg_hba.conf").read_text() == access.host_rules()


def test_an_ordinary_user_keeps_everything_in_his_folder(open_: Open, place: Path) -> None:
    user = unprivileged_user()
    home = place / "home"
    home.mkdir(mode=0o700)
    os.chown(home, user.uid, user.gid)
    programs = runnable_by(user, find(), Patience(60, print))
    options = ["--as", user.name] if IS_ROOT else []

    with a_client(home / "ledger", "--bindir", str(programs.folder), *options) as client:
        assert first_word(client) == "open"
        server = int((home / "ledger" / "pgdata" / "postmaster.pid").read_text().splitlines()[0])
        assert owner_of(server) == user.uid
        assert leave(client) == 0

    owners = {path.lstat().st_uid for path in (home / "ledger").rglob("*")}
    assert owners == {user.uid}


def test_an_ordinary_user_is_told_whose_the_ledger_is(open_: Open, folder: Path) -> None:
    user = unprivileged_user()
    if not IS_ROOT:
        return  # there is no second user to play; the record of the opener is tested with the folders
    open_(folder)

    with a_client(folder, "--as", user.name) as client:
        assert "belongs to" in first_word(client)
