"""A program that has read our code, and becomes the programs that tests ask for: see programs.py.

Each is a process of its own, with memory, files, signals and an end of its own, as if it had just been
started: only the code was read before, which is most of what a start costs.

Usage: ready_program.py DESCRIPTOR
"""

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import time
from contextlib import suppress
from typing import Any

Asked = dict[str, Any]


def until_asked(requests: socket.socket) -> Asked | None:
    """Returns in each new program, with what it is to be, and with None when nobody will ask again."""
    while True:
        size, files, _, _ = socket.recv_fds(requests, 4, 4)
        _collect()
        if not size:
            return None
        asked: Asked = json.loads(_exactly(requests, int.from_bytes(size)))
        for module in asked["modules"]:
            importlib.import_module(module)
        gc.freeze()
        if os.fork() == 0:
            requests.close()
            _wait_for_another(files)
            _take_over(asked, files)
            return asked
        for file in files:
            os.close(file)


def _collect() -> None:
    """Those who waited for programs that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def _exactly(requests: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        found += requests.recv(size - len(found))
    return found


def _wait_for_another(files: list[int]) -> None:
    """Returns in the program; what waits for it tells its number, and in the end how it ended."""
    told = files[3]
    program = os.fork()
    if program == 0:
        return
    for file in files[:3]:
        os.close(file)
    os.write(told, program.to_bytes(4))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, status = os.waitpid(program, 0)
    os.write(told, os.waitstatus_to_exitcode(status).to_bytes(4, signed=True))
    os._exit(0)


def _take_over(asked: Asked, files: list[int]) -> None:
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    if asked["session"]:
        os.setsid()
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()


def run(words: list[str]) -> None:
    """As Python runs `-c CODE`, `-m MODULE` or a file."""
    match words:
        case ["-c", code, *arguments]:
            sys.argv, sys.path[0] = ["-c", *arguments], ""
            exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
        case ["-m", module, *arguments]:
            sys.argv, sys.path[0] = [module, *arguments], os.getcwd()
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case [file, *arguments]:
            sys.argv, sys.path[0] = [file, *arguments], os.path.dirname(file)
            runpy.run_path(file, run_name="__main__")


if __name__ == "__main__" and (become := until_asked(socket.socket(fileno=int(sys.argv[1])))):
    run(become["words"])
