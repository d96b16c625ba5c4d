"""Looking at the programs of a server from outside, and ending them without mercy."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from settlebook.engine import Role
from settlebook.engine.embedded import EmbeddedEngine
from tests import programs

CLIENT = Path(__file__).with_name("client.py")


def postmaster(engine: EmbeddedEngine) -> int:
    return int((engine.folder / "pgdata" / "postmaster.pid").read_text().splitlines()[0])


def backends(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = (line.split() for line in listed.splitlines())
    return [int(pid) for pid, ppid in pairs if int(ppid) == parent]


def owner_of(pid: int) -> int:
    return int(subprocess.run(["ps", "-o", "uid=", "-p", str(pid)], capture_output=True, text=True).stdout)


def state_of(pid: int) -> str:
    """As ps says it: Z is a zombie; empty: there is no such program."""
    answer = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return answer.stdout.strip()


def is_running(pid: int) -> bool:
    return state_of(pid)[:1] not in ("", "Z")


def kill_postmaster(engine: EmbeddedEngine) -> None:
    os.kill(postmaster(engine), signal.SIGKILL)


def kill_everything(engine: EmbeddedEngine) -> None:
    kill_server(postmaster(engine))


def kill_server(head: int) -> None:
    """Kill a postmaster and all that it started; some of them may be leaving by themselves."""
    for pid in [head, *backends(head)]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def until(condition: Callable[[], bool], within: float = 20) -> bool:
    """Wait for it; False if it does not come true in time."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def a_client(folder: Path, *options: str) -> Iterator[programs.Program]:
    """Another program that has the folder open, in a process group of its own."""
    words, pipe = [str(CLIENT), str(folder), *options], programs.PIPE
    with programs.start(words, stdin=pipe, stdout=pipe, start_new_session=True) as client:
        try:
            yield client
        finally:
            client.kill()


def first_word(client: programs.Program) -> str:
    """What the client says of its attempt, past its notices."""
    assert client.stdout is not None
    for line in client.stdout:
        if line.startswith(("open", "refused")):
            return line.strip()
    return ""


def leave(client: programs.Program) -> int:
    client.communicate("close\n")
    return client.returncode


def note(engine: EmbeddedEngine, count: int) -> None:
    """Commit `count` rows, each acknowledged."""
    with psycopg.connect(engine.conninfo(Role.OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS noted (number int)")
        for number in range(count):
            connection.execute("INSERT INTO noted VALUES (%s)", [number])


def noted(engine: EmbeddedEngine) -> int:
    with psycopg.connect(engine.conninfo(Role.OWNER)) as connection:
        row = connection.execute("SELECT count(*) FROM noted").fetchone()
    assert row is not None
    return int(row[0])


def shown(engine: EmbeddedEngine, setting: str) -> str:
    with psycopg.connect(engine.conninfo(Role.OWNER)) as connection:
        row = connection.execute(sql.SQL("SHOW {}").format(sql.Identifier(setting))).fetchone()
    assert row is not None
    return str(row[0])
