"""Where the real data set lies, if it lies anywhere: it is not part of the repository."""

import os
from pathlib import Path

SETTING = "SETTLEBOOK_ONLINE_RETAIL"
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "online_retail_2010-12.csv.gz"


def real_invoices() -> Path | None:
    """The file that the environment names, or the one beside the checkout."""
    named = os.environ.get(SETTING)
    path = Path(named) if named else BESIDE
    return path if path.is_file() else None


def described() -> str:
    """A line for the head of a test report."""
    path = real_invoices()
    return f"online retail: {path}" if path else f"online retail: nothing was tried; {SETTING} names no file"
