"""What tests of seals do: seal in small blocks, rewrite what was sealed, call the script for proofs."""

import importlib.util
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import psycopg

from settlebook import Ledger
from settlebook.audit.report import Report
from settlebook.audit.seals import verify_seals
from settlebook.progress import silent
from settlebook.sealing.proving import Proof, prove
from settlebook.sealing.sealer import Sealed, seal
from tests.house.tree import ROOT

FOUR = 4  # events of a block


def seal_blocks(ledger: Ledger, most: int = FOUR) -> Sealed:
    return ledger._log.connections.read(lambda open: seal(open, "main", silent, most))


def seal_small(ledger: Ledger) -> str:
    """Seal in small blocks; the anchors of them, as a file holds them."""
    seal_blocks(ledger)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "anchors.jsonl"
        ledger.seal_now(str(file))
        return file.read_text("utf-8")


class Superuser:
    """Somebody who may do to the tables what the ledger itself may not."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    @property
    def last(self) -> int:
        return int(self.does("SELECT position FROM log.log_head").fetchone()[0])

    def does(self, statement: str) -> Any:
        return self._connection.execute(statement.encode())

    def seals(self, most: int = FOUR, after: int = 0) -> None:
        """Makes the seals after a block anew, as who has rewritten the log does to hide it."""
        self.does(f"DELETE FROM log.seal WHERE block > {after}")
        seal(self._connection, "main", silent, most)

    def proves(self, position: int) -> Proof:
        return prove(self._connection, "main", [str(position)])

    def verifies(self, *anchors: Path) -> Report:
        return verify_seals(self._connection, "main", anchors, silent)


def found(report: Report) -> dict[str, tuple[int | None, str]]:
    """Where the checks that failed first did: position and thing, by check."""
    return {check.name: (check.first.position, check.first.what) for check in report.checks if check.first}


def the_script() -> ModuleType:
    """scripts/verify_proof.py, which imports nothing of the package."""
    spec = importlib.util.spec_from_file_location("verify_proof", ROOT / "scripts" / "verify_proof.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script
