"""bulk_items: a command file carried out by `settlebook run`, from the start of the program to its end."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.clients import seconds
from benchmarks.place import Server
from benchmarks.results import Result
from benchmarks.trade import ACCOUNT, CURRENCY, ITEMS, Pair, pairs

NAMES = ("bulk_items",)
GOAL = "10,000 items/s"
PAIRS, ROUNDS = 10_000, 3
BEGIN = {"accountNumber": ACCOUNT, "name": "Bench", "currency": CURRENCY}
SETTLEBOOK = "import sys; from settlebook.cli import main; sys.exit(main())"


def measure(server: Server, names: set[str], *, quick: bool) -> Iterator[Result]:
    """Two files a run: invoices of five items that are posted, then payments that settle all of them."""
    if not names & set(NAMES):
        return
    count = PAIRS // 10 if quick else PAIRS
    runs: list[dict[str, float]] = []
    for turn in range(ROUNDS):
        _run(server, f"bulk_{turn}", [_line("account.create", BEGIN)])
        some = pairs(0, count)
        runs.append(
            {
                "created": count * ITEMS / _run(server, f"bulk_{turn}", map(_invoice, some)),
                "settled": count * ITEMS / _run(server, f"bulk_{turn}", map(_payment, some)),
            }
        )
    found = {kind: median(run[kind] for run in runs) for kind in runs[0]}
    yield Result("bulk_items", min(found.values()), "items/s", more={**found, "runs": runs}, goal=GOAL)


def _run(server: Server, ledger: str, lines: Iterable[str]) -> float:
    """The seconds of `settlebook run`; the file is written before."""
    with tempfile.TemporaryDirectory() as folder:
        file, results = Path(folder) / "commands.ndjson", Path(folder) / "results.ndjson"
        file.write_text("".join(f"{line}\n" for line in lines))
        command = [sys.executable, "-c", SETTLEBOOK, "--database", str(server.address), "--ledger", ledger]
        command += ["run", str(file), "--results", str(results)]
        return seconds(lambda: _ended(command))


def _ended(command: list[str]) -> None:
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(f"the command file was refused: {ended.stderr}")


def _invoice(pair: Pair) -> str:
    return _line("invoice.create", pair.invoice_body(), pair.invoice)


def _payment(pair: Pair) -> str:
    applied = pair.application_body()["invoices"]
    return _line("payment.create", {**pair.payment_body(), "invoices": applied}, pair.payment)


def _line(do: str, body: dict[str, Any], key: str | None = None) -> str:
    return json.dumps({"do": do, "body": body} | ({"idempotencyKey": key} if key else {}))
