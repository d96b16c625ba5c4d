"""scripts/verify_proof.py as who was handed a proof runs it: two files, and an exit code."""

import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT
from tests.sealing.made import Made

SCRIPT = ROOT / "scripts" / "verify_proof.py"


def test_the_program_takes_no_other_line_ends_and_no_more_files_than_it_looks_at(tmp_path: Path):
    """A third file that nobody looked at would pass for proven, or for an anchor that agrees."""
    made = Made([3, 2], 2)
    proof, other_ends, anchors = (tmp_path / name for name in ("proof.json", "crlf.json", "anchors.jsonl"))
    proof.write_bytes(made.text.encode())
    other_ends.write_bytes(made.text.replace("\n", "\r\n").encode())
    anchors.write_bytes(made.anchor().replace("\n", "\r\n").encode())

    def checked(*files: Path) -> int:
        return subprocess.run([sys.executable, "-I", "-S", SCRIPT, *files], capture_output=True).returncode

    assert checked(proof, anchors) == 0
    assert checked(other_ends, anchors) == 1 and checked(proof, anchors, other_ends) == 1
