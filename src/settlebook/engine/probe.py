"""Is the server alive: a connection is the only answer that counts, never a PID."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

import psycopg

from settlebook.engine import settings, statements

TRY_FOR = 5  # seconds; a server under load may take its time to answer
_MOVING = (
    "starting up",
    "shutting down",
    "in recovery mode",
    "not yet accepting",
    "not accepting connections",
)
_REFUSED = ("authentication failed", "pg_hba.conf", "does not exist", "permission denied for")
_MISLED = ("definition of service", "service file", "invalid value for parameter", "requires a Boolean value")


class State(Enum):
    ANSWERS = auto()
    MOVING = auto()  # it says that it is starting or stopping
    MUTE = auto()  # something listens, but there is no use in it yet: it has no connection left, or hangs
    REFUSES = auto()  # it is up and will not have us
    MISLED = auto()  # the environment has us ask for what no server knows
    SILENT = auto()  # nothing listens


@dataclass(frozen=True)
class Answer:
    state: State
    said: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


def ask(conninfo: str, socket_file: Path) -> Answer:
    try:
        with psycopg.connect(conninfo, connect_timeout=TRY_FOR, autocommit=True) as connection:
            names = [*settings.EXPECTED, settings.DIRECTORY]
            rows = connection.execute(statements.READ_SETTINGS, {"names": names}).fetchall()
    except psycopg.OperationalError as error:
        return _without_answer(str(error).strip(), socket_file)
    return Answer(State.ANSWERS, settings=dict(rows))


def _without_answer(said: str, socket_file: Path) -> Answer:
    if any(words in said for words in _MOVING):
        return Answer(State.MOVING, said)
    if any(words in said for words in _REFUSED):
        return Answer(State.REFUSES, said)
    if any(words in said for words in _MISLED):
        return Answer(State.MISLED, said)
    return Answer(State.MUTE if _listens(socket_file) else State.SILENT, said)


def _listens(socket_file: Path) -> bool:
    """The kernel's word on whether any program has the socket open."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(TRY_FOR)
        try:
            line.connect(str(socket_file))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        except OSError:
            return True
    return True
