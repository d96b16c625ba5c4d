"""Run as a program of its own: four threads spend a payment on ten invoices; prints how often each succeeded.

Usage: python -m tests.ledger.spender OWN_CONNINFO ROUNDS
"""

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from settlebook.domain.errors import Refusal
from settlebook.engine import Role
from settlebook.ledger.opening import LedgerLog
from tests.ledger.toys import apply, do

INVOICES, THREADS = 10, 4


class Known:
    """A database that runs, and is somebody else's to start."""

    embedded = False
    description = "a database that runs"

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo

    def conninfo(self, role: Role) -> str:
        return self._conninfo

    def ensure(self) -> None:
        """It runs."""

    def close(self) -> None:
        """It is not ours."""


def spend(log: LedgerLog, number: int) -> str:
    try:
        do(log, apply(1_00, "P-1", f"INV-{number % INVOICES}"))
    except Refusal as refusal:
        return refusal.code
    return "done"


def main(conninfo: str, rounds: str) -> None:
    with LedgerLog(Known(conninfo)) as log, ThreadPoolExecutor(THREADS) as threads:
        print("ready", flush=True)
        sys.stdin.readline()  # all start at once
        answers = Counter(threads.map(lambda number: spend(log, number), range(int(rounds))))
    print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
