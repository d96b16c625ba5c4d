"""Killing the program, the server or both, at any time: the next one to open finds what was acknowledged."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from settlebook.engine import NotStarted, Role, binaries, cluster, identity, launch, places
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.engine.files import write_file
from tests.engine.conftest import Open
from tests.engine.servers import (
    a_client,
    first_word,
    is_running,
    kill_everything,
    kill_postmaster,
    note,
    noted,
    postmaster,
    state_of,
    until,
)


@pytest.mark.parametrize("kill", [kill_postmaster, kill_everything])
def test_a_killed_server_is_started_again(
    open_: Open, folder: Path, kill: Callable[[EmbeddedEngine], None]
) -> None:
    engine = open_(folder)
    note(engine, 50)

    kill(engine)
    engine.ensure()

    assert noted(engine) == 55


def test_program_and_server_killed_together_lose_nothing(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    engine.close()
    with a_client(folder) as client:
        assert first_word(client) == "open"
        note(engine, 50)
        client.kill()
        kill_everything(engine)

    assert noted(open_(folder)) == 55


def test_a_program_killed_before_the_ledger_was_made_leaves_nothing_in_the_way(
    open_: Open, new_folder: Path
) -> None:
    with a_client(new_folder) as client:
        assert until(lambda: (new_folder / "pgdata.new").exists())
        client.kill()

    engine = open_(new_folder)

    note(engine, 1)
    assert not (new_folder / "pgdata.new").exists()


def test_a_program_killed_while_it_starts_the_server_does_not_disturb_the_next(
    open_: Open, folder: Path
) -> None:
    open_(folder).close()
    with a_client(folder) as client:
        assert until(lambda: (folder / "pgdata" / "postmaster.pid").exists())
        client.kill()

    engine = open_(folder)

    note(engine, 1)
    assert is_running(postmaster(engine))


def test_a_zombie_that_nobody_collects_is_not_taken_for_a_server(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    engine.close()
    server = _start_by_hand(engine)
    server.kill()
    assert until(lambda: state_of(server.pid).startswith("Z"))
    assert postmaster(engine) == server.pid, "its lock file is still there"

    opened = open_(folder)

    assert noted(opened) == 5
    server.wait()


def test_strangers_with_the_dead_servers_numbers_are_left_alone(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    kill_everything(engine)
    assert until(lambda: not is_running(postmaster(engine)))
    keeper = _keeper(engine)
    with subprocess.Popen(["sleep", "60"], cwd="/", **keeper.spawn()) as stranger:
        for lock_file in (folder / "pgdata" / "postmaster.pid", folder / "socket" / ".s.PGSQL.5432.lock"):
            rest = lock_file.read_text().partition("\n")[2]
            lock_file.write_text(f"{stranger.pid}\n{rest}")

        engine.ensure()

        assert noted(engine) == 5
        assert stranger.poll() is None, "it was not killed either"
        stranger.kill()


def test_an_empty_lock_file_does_not_stop_the_server(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    kill_everything(engine)
    assert until(lambda: not is_running(postmaster(engine)))
    (folder / "pgdata" / "postmaster.pid").write_text("")

    engine.ensure()

    assert noted(engine) == 5


def test_opening_waits_until_the_killed_servers_programs_are_gone(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    survivor = _backend_that_hangs(engine)
    kill_postmaster(engine)
    opening = threading.Thread(target=engine.ensure)

    opening.start()
    opening.join(1)
    assert opening.is_alive(), "a program of the old server still holds the files"
    os.kill(survivor, signal.SIGKILL)
    opening.join(20)

    assert noted(engine) == 5


def test_postgresqls_own_word_on_survivors_is_heeded(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    engine.close()
    server = _start_by_hand(engine)  # so that nobody holds our lock for it
    assert until(lambda: _answers(engine))
    survivor = _backend_that_hangs(engine)
    server.kill()
    server.wait()
    opened: list[EmbeddedEngine] = []
    opening = threading.Thread(target=lambda: opened.append(open_(folder)))

    opening.start()
    assert until(lambda: "still in use" in (folder / "server.log").read_text())
    assert not opened
    os.kill(survivor, signal.SIGKILL)
    opening.join(20)

    assert noted(opened[0]) == 5


def test_survivors_that_never_go_are_named_in_the_end(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    impatient = open_(folder, start_timeout=0.5)
    survivor = _backend_that_hangs(engine)
    kill_postmaster(engine)

    with pytest.raises(NotStarted, match=r"no sign of life for 0\.5 s"):
        impatient.ensure()

    os.kill(survivor, signal.SIGKILL)
    engine.ensure()
    assert noted(engine) == 5


def test_a_recovery_may_take_longer_than_the_limit(open_: Open, folder: Path) -> None:
    limit = 0.9
    engine = open_(folder)
    impatient = open_(folder, start_timeout=limit)
    note(engine, 50)
    kill_everything(engine)
    _slow_down_recovery(engine)

    began = time.monotonic()
    impatient.ensure()

    assert time.monotonic() - began > 2 * limit
    assert noted(engine) == 55


def test_a_server_killed_while_it_starts_is_started_again(open_: Open, folder: Path) -> None:
    lock_file = folder / "pgdata" / "postmaster.pid"

    def kill_the_first() -> None:
        assert until(lambda: lock_file.exists() and lock_file.read_text() != "")
        os.kill(int(lock_file.read_text().splitlines()[0]), signal.SIGKILL)

    killer = threading.Thread(target=kill_the_first)
    killer.start()
    engine = open_(folder)
    killer.join()

    engine.ensure()
    assert noted(engine) == 5


def test_a_server_that_is_killed_again_and_again_is_given_up(
    open_: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch.Launched, "was_stopped", True)
    (folder / "pgdata" / "global" / "pg_control").rename(folder / "pgdata" / "global" / "away")

    with pytest.raises(NotStarted, match="pg_control"):
        open_(folder)

    assert (folder / "server.log").read_text().count("could not find the database system") >= 5


def test_a_server_that_runs_but_refuses_its_ledger_is_named(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    write_file(folder / "pgdata", "pg_hba.conf", "local all all reject\n", _keeper(engine))
    os.kill(postmaster(engine), signal.SIGHUP)
    assert until(lambda: not _answers(engine))

    with pytest.raises(NotStarted, match="runs, but refuses its own ledger"):
        engine.ensure()

    kill_postmaster(engine)
    engine.ensure()
    assert noted(engine) == 5, "the rules were written anew"


def test_a_server_that_cannot_start_gives_its_last_words(open_: Open, folder: Path) -> None:
    open_(folder).close()
    (folder / "pgdata" / "global" / "pg_control").rename(folder / "pgdata" / "global" / "away")

    with pytest.raises(NotStarted, match="pg_control"):
        open_(folder)


def _keeper(engine: EmbeddedEngine) -> identity.OsUser:
    found = identity.by_uid((engine.folder / "pgdata").stat().st_uid)
    assert found is not None
    return found


def _start_by_hand(engine: EmbeddedEngine) -> subprocess.Popen[bytes]:
    """A server whose parent, this test, does not collect it."""
    pgdata, keeper = engine.folder / "pgdata", _keeper(engine)
    place = places.Place(engine.folder, engine.folder, identity.opener(), keeper)
    cluster.configure(pgdata, place)
    command = [binaries.find().program("postgres"), "-D", str(pgdata), "-k", str(engine.folder / "socket")]
    server = subprocess.Popen(command, cwd=pgdata, stderr=subprocess.DEVNULL, **keeper.spawn())
    lock_file = pgdata / "postmaster.pid"
    assert until(lambda: lock_file.exists() and lock_file.read_text() != "")
    return server


def _answers(engine: EmbeddedEngine) -> bool:
    try:
        psycopg.connect(engine.conninfo(Role.OWNER)).close()
    except psycopg.OperationalError:
        return False
    return True


def _backend_that_hangs(engine: EmbeddedEngine) -> int:
    """A program of the server that does not notice its end, as one in a long computation."""
    connection = psycopg.connect(engine.conninfo(Role.OWNER))
    pid = connection.info.backend_pid
    os.kill(pid, signal.SIGSTOP)
    connection.close()
    return pid


def _slow_down_recovery(engine: EmbeddedEngine) -> None:
    """Have it look for archived log, twice at least, in an archive that takes its time to have none."""
    pgdata, keeper = engine.folder / "pgdata", _keeper(engine)
    settings = "restore_command = 'sleep 1; false'\nhot_standby = off\n"
    write_file(pgdata, "postgresql.auto.conf", settings, keeper)
    write_file(pgdata, "recovery.signal", "", keeper)
