"""serve_*: durable applications over HTTP, by 1, 16 and 64 connections, beside as many in the process."""

import json
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

import settlebook
from benchmarks.clients import rate, seconds
from benchmarks.http_clients import application, latencies
from benchmarks.ours import apply, begin
from benchmarks.place import Server
from benchmarks.results import Result
from benchmarks.trade import Pair, pairs
from settlebook import Ledger

PROGRAM = (sys.executable, "-c", "from settlebook.cli import main; main()")
LISTENS = re.compile(r"http://[\d.]+:(\d+)")
LEDGER = "serving"
STARTED_WITHIN = 60  # seconds
MILLI = 1000
CASES = {"serve_1": (1, 300), "serve_16": (16, 1500), "serve_64": (64, 2500), "serve_64_whole": (64, 600)}
NAMES = tuple(CASES)
GOAL = "0.5 of the rate in the process, per core used"


@dataclass(frozen=True)
class Served:
    """A server process, and the token of a client."""

    process: subprocess.Popen[str]
    port: int
    token: str

    def cpu(self) -> float:
        """Seconds of a processor that the server has used."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)


def measure(server: Server, names: set[str], *, quick: bool) -> Iterator[Result]:
    """`ours` and `floor` are commands a second and core that the program uses: PostgreSQL's part is alike."""
    asked = [name for name in NAMES if name in names]
    if not asked:
        return
    share = 5 if quick else 1
    waiting = iter(pairs(0, 2 * sum(count // share + count // share // 4 for _, count in CASES.values())))
    with settlebook.open(server.address, ledger=LEDGER, notice=lambda _: None) as ledger:
        begin(ledger, list(waiting))
    left = iter(pairs(0, 10**6))
    for name in asked:
        connections, count = CASES[name]
        yield _measured(server, name, connections, _some(left, count // share), _some(left, count // share))


def _some(left: Iterator[Pair], count: int) -> list[Pair]:
    return [next(left) for _ in range(count + count // 4)]


def _measured(
    server: Server, name: str, connections: int, over_http: Sequence[Pair], in_process: Sequence[Pair]
) -> Result:
    warm = len(over_http) // 5
    with settlebook.open(server.address, ledger=LEDGER, notice=lambda _: None) as ledger:
        _in_process(ledger, connections, in_process[:warm])
        began = time.process_time()
        alone, beside = _in_process(ledger, connections, in_process[warm:])
        floor = len(beside) / (time.process_time() - began)
    with _served(server) as served:
        whole = name.endswith("whole")
        requests = [application(pair, served.token, minimal=not whole) for pair in over_http]
        latencies(served.port, connections, requests[:warm])
        began = served.cpu()
        lasted, each = latencies(served.port, connections, requests[warm:])
        ours = len(each) / (served.cpu() - began)
    more = {"commands_a_second": len(each) / lasted, **_percentiles(each)}
    more |= {f"in_process_{what}": figure for what, figure in {"rate": alone, **_percentiles(beside)}.items()}
    return Result(name, ours, "commands/s/core", None, floor, more, GOAL if name == "serve_64" else "")


def _in_process(ledger: Ledger, clients: int, work: Sequence[Pair]) -> tuple[float, list[float]]:
    """Commands a second, and the seconds of each."""
    taken: list[float] = []
    alone = rate(clients, work, lambda _, pair: taken.append(seconds(lambda: apply(ledger, pair))))
    return alone, sorted(taken)


def _percentiles(each: Sequence[float]) -> dict[str, float]:
    return {f"p{part}_ms": each[len(each) * part // 100] * MILLI for part in (50, 95, 99)}


@contextmanager
def _served(server: Server) -> Iterator[Served]:
    words = ("--database", str(server.address), "--ledger", LEDGER)
    created = _said(
        (*PROGRAM, *words, "client", "create", f"bench-{time.time_ns()}", "--role", "operator", "--json")
    )
    log = Path(server.address) / "serve.log"
    with log.open("w") as written:
        process = subprocess.Popen(
            (*PROGRAM, *words, "serve", "--port", "0"), stdout=written, stderr=written, text=True
        )
    try:
        port = _port(log)
        yield Served(process, port, _token(port, json.loads(created)))
    finally:
        process.terminate()
        process.wait()


def _said(words: Sequence[str]) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def _port(log: Path) -> int:
    until = time.monotonic() + STARTED_WITHIN
    while not (found := LISTENS.search(log.read_text())):
        if time.monotonic() > until:
            raise SystemExit(f"the server does not start: {log.read_text()}")
        time.sleep(0.1)
    return int(found[1])


def _token(port: int, client: dict[str, Any]) -> str:
    asked = {
        "grant_type": "client_credentials",
        "client_id": client["clientId"],
        "client_secret": client["clientSecret"],
    }
    url = f"http://127.0.0.1:{port}/oauth/token"
    until = time.monotonic() + STARTED_WITHIN
    while True:
        try:
            with urllib.request.urlopen(url, urllib.parse.urlencode(asked).encode()) as answer:
                return str(json.load(answer)["access_token"])
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
