"""huge_*: one command over a document of 100,000 items, in a program of its own, with its peak of memory."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import settlebook
from benchmarks.clients import seconds
from benchmarks.place import Server
from benchmarks.results import Result

NAMES = ("huge_pay", "huge_unapply", "huge_write_off")
GOAL = "10 s, 1 GiB, linear"
ITEMS, LESS = 100_000, 25_000
DAY = "2026-03-01"
MINOR_OF = 10_00


def measure(server: Server, names: set[str], *, quick: bool) -> Iterator[Result]:
    """`linear` is what an item costs in the large document by what it costs in one of a quarter of it."""
    asked = [name for name in NAMES if name in names]
    if not asked:
        return
    sizes = (ITEMS // 10, LESS // 10) if quick else (ITEMS, LESS)
    found = {items: _all(server, f"huge_{items}", items) for items in sizes}
    for name in asked:
        large, small = (found[items][name] for items in sizes)
        more = {
            "items": sizes[0],
            "peak_gib": round(large["peak_gib"], 2),
            "linear": round(large["seconds"] / sizes[0] / (small["seconds"] / sizes[1]), 2),
        }
        yield Result(name, large["seconds"], "s", None, None, more, GOAL)


def _all(server: Server, ledger: str, items: int) -> dict[str, dict[str, float]]:
    """Every command in its order, each in a new program, which knows nothing of the ones before."""
    return {name: _in_program(server, ledger, name, items) for name in ("huge_create", *NAMES)}


def _in_program(server: Server, ledger: str, name: str, items: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.huge", str(server.address), ledger, name, str(items)]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(f"{name} over {items:,} items failed: {ended.stderr}")
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def _carry_out(database: str, ledger_id: str, name: str, items: int) -> dict[str, float]:
    with settlebook.open(database, ledger=ledger_id, notice=lambda _: None) as ledger:
        if name == "huge_create":
            ledger.perform("settings.change", None, {"limits": "lifted"})
            ledger.perform(
                "account.create", None, {"accountNumber": "A-1", "name": "Bench", "currency": "EUR"}
            )
        do, key, body = _command(name, items)
        taken = seconds(lambda: ledger.perform(do, key, body))
    return {"seconds": taken, "peak_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20}


def _command(name: str, items: int) -> tuple[str, str | None, dict[str, Any]]:
    total = f"{items * MINOR_OF // 100}.00"
    match name:
        case "huge_create":
            lines = [{"chargeName": f"Charge {line}", "amount": "10.00"} for line in range(items)]
            given = {"accountNumber": "A-1", "invoiceNumber": "INV-1", "invoiceDate": DAY, "status": "Posted"}
            return "invoice.create", None, {**given, "invoiceItems": lines}
        case "huge_pay":
            paid = {"accountNumber": "A-1", "number": "P-1", "amount": total, "currency": "EUR"}
            paid |= {"effectiveDate": DAY, "type": "External"}
            applied = [{"invoiceNumber": "INV-1", "amount": total}]
            return "payment.create", None, {**paid, "invoices": applied}
        case "huge_unapply":
            return "payment.unapply", "P-1", {}
        case _:
            return "invoice.write-off", "INV-1", {}


if __name__ == "__main__":
    database, ledger_id, name, items = sys.argv[1:]
    print(json.dumps(_carry_out(database, ledger_id, name, int(items))))
