"""Python programs as processes of their own, for a fraction of what a start costs: see ready_program.py.

What is proved of starting itself (the interpreter, its options, how it reads its arguments) is not for these:
tests/cli/test_program.py and tests/packaging start everything from nothing.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import IO, Any, NamedTuple, Self

READY = Path(__file__).with_name("ready_program.py")
COMMAND_LINE = ("-c", "from settlebook.cli import main; main()")
MODULES = ("settlebook.cli",)
PIPE = subprocess.PIPE

_asking = Lock()


class Ended(NamedTuple):
    """How a program ended, and what it said."""

    returncode: int
    stdout: Any
    stderr: Any


class Program:
    """A running program, with as much of `subprocess.Popen` as tests use."""

    def __init__(self, pid: int, told: int, streams: Sequence[IO[Any] | None]) -> None:
        self.pid = pid
        self.stdin, self.stdout, self.stderr = streams
        self.returncode: int | None = None
        self._told = told

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream is not None:
                stream.close()
        self.wait()

    def poll(self) -> int | None:
        """How it ended, if it has; negative: the signal that ended it."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        ended = self._ended(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return ended

    def _ended(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._told], [], [], seconds)[0]:
            self.returncode = int.from_bytes(os.read(self._told, 4), signed=True)
            os.close(self._told)
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, given: Any = None, timeout: float | None = None) -> tuple[Any, Any]:
        """Send it what is given, and read until it ends."""
        with ThreadPoolExecutor(2) as readers:
            out, err = (readers.submit(_rest, stream) for stream in (self.stdout, self.stderr))
            self._give(given)
            try:
                self.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
            return out.result(), err.result()

    def _give(self, given: Any) -> None:
        if self.stdin is None:
            return
        with suppress(BrokenPipeError), self.stdin as stdin:  # it may end without reading
            if given:
                stdin.write(given)


def start(
    words: Sequence[str],
    *,
    stdin: int | IO[Any] | None = None,
    stdout: int | IO[Any] | None = None,
    stderr: int | IO[Any] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    text: bool = True,
    start_new_session: bool = False,
    modules: Sequence[str] = MODULES,
) -> Program:
    """Python on these words: `-c CODE`, `-m MODULE` or a file, and arguments; `modules` are read before."""
    given, ours_in = _ends(stdin, 0, writing=True)
    out, ours_out = _ends(stdout, 1, writing=False)
    err, ours_err = _ends(stderr, 2, writing=False)
    told, tells = os.pipe()
    asked = {
        "words": list(words),
        "folder": str(cwd or Path.cwd()),
        "environment": dict(os.environ if env is None else env),
        "session": start_new_session,
        "modules": list(modules),
    }
    body = json.dumps(asked).encode()
    with _asking:
        requests, _ = _ready()
        socket.send_fds(requests, [len(body).to_bytes(4)], [given, out, err, tells])
        requests.sendall(body)
    for file, ours in ((given, ours_in), (out, ours_out), (err, ours_err), (tells, told)):
        if ours is not None:
            os.close(file)
    pid = int.from_bytes(os.read(told, 4))
    modes = ("w", "r", "r") if text else ("wb", "rb", "rb")
    pipes = zip((ours_in, ours_out, ours_err), modes, strict=True)
    return Program(pid, told, [None if file is None else os.fdopen(file, mode) for file, mode in pipes])


def run(words: Sequence[str], *, given: Any = "", timeout: float = 120, **options: Any) -> Ended:
    """Started, given its input, and waited for."""
    with start(words, stdin=PIPE, stdout=PIPE, stderr=PIPE, **options) as program:
        out, err = program.communicate(given, timeout)
        return Ended(program.wait(), out, err)


def _ends(asked: int | IO[Any] | None, inherited: int, *, writing: bool) -> tuple[int, int | None]:
    """What the program gets, and what we keep of a pipe."""
    match asked:
        case subprocess.PIPE:
            theirs, ours = os.pipe() if writing else reversed(os.pipe())
            return theirs, ours
        case None:
            return inherited, None
        case int():
            return asked, None
    return asked.fileno(), None


@cache
def _ready() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """It ends when nobody can ask any more."""
    ours, theirs = socket.socketpair()
    words, nothing = [sys.executable, str(READY), str(theirs.fileno())], subprocess.DEVNULL
    process = subprocess.Popen(words, stdin=nothing, stdout=nothing, pass_fds=[theirs.fileno()])
    theirs.close()
    return ours, process


def _rest(stream: IO[Any] | None) -> Any:
    return stream.read() if stream is not None and not stream.closed else None
