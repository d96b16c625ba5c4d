"""Several programs in one folder: one server, started by the first and stopped by the last."""

import os
import signal
import threading
from pathlib import Path

from settlebook.engine.embedded import EmbeddedEngine
from tests.engine.conftest import Open
from tests.engine.servers import a_client, first_word, is_running, leave, note, noted, postmaster, until


def test_two_programs_share_one_server_and_the_last_one_out_stops_it(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    server = postmaster(engine)
    with a_client(folder) as client:
        assert first_word(client) == "open"
        assert postmaster(engine) == server

        engine.close()
        assert is_running(server), "the client still uses it"

        assert leave(client) == 0
    assert until(lambda: not is_running(server))
    assert not (folder / "pgdata" / "postmaster.pid").exists()


def test_the_server_outlives_the_program_that_started_it(open_: Open, folder: Path) -> None:
    with a_client(folder) as client:
        assert first_word(client) == "open"
        engine = open_(folder)
        server = postmaster(engine)

        assert leave(client) == 0

    note(engine, 1)
    assert postmaster(engine) == server


def test_a_killed_client_leaks_nothing(open_: Open, folder: Path) -> None:
    with a_client(folder) as client:
        assert first_word(client) == "open"
        client.send_signal(signal.SIGKILL)
        client.wait()
    engine = open_(folder)
    server = postmaster(engine)

    engine.close()

    assert until(lambda: not is_running(server)), "the dead client was not counted"


def test_ctrl_c_at_the_terminal_does_not_reach_the_server(open_: Open, folder: Path) -> None:
    with a_client(folder) as client:
        assert first_word(client) == "open"
        engine = open_(folder)
        server = postmaster(engine)

        os.killpg(client.pid, signal.SIGINT)
        client.wait()

    note(engine, 1)
    assert postmaster(engine) == server


def test_programs_that_open_a_new_folder_at_once_find_one_ledger(new_folder: Path) -> None:
    with a_client(new_folder) as first, a_client(new_folder) as second, a_client(new_folder) as third:
        clients = [first, second, third]

        assert [first_word(client) for client in clients] == ["open"] * 3

        assert [leave(client) for client in clients] == [0] * 3


def test_opening_twice_in_one_program_counts_as_two(open_: Open, folder: Path) -> None:
    first, second = open_(folder), open_(folder)
    server = postmaster(first)

    first.close()
    first.close()

    assert is_running(server)
    second.close()
    assert until(lambda: not is_running(server))


def test_a_forked_child_does_not_close_its_parents_ledger(open_: Open, folder: Path) -> None:
    engine = open_(folder)

    child = os.fork()
    if child == 0:
        engine.close()
        os._exit(0)
    os.waitpid(child, 0)
    with a_client(folder) as client:
        assert first_word(client) == "open"
        assert leave(client) == 0

    assert noted(engine) == 5, "the parent still counts as a user"


def test_many_threads_may_ask_for_the_server_at_once(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    os.kill(postmaster(engine), signal.SIGKILL)
    failures: list[BaseException] = []

    threads = [threading.Thread(target=_ensure, args=(engine, failures)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert noted(engine) == 5


def _ensure(engine: EmbeddedEngine, failures: list[BaseException]) -> None:
    try:
        engine.ensure()
    except BaseException as error:
        failures.append(error)
