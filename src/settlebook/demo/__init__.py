"""The sample that `settlebook demo` shows: accounts, documents and settlements, written by scripts/sample."""

from pathlib import Path

_SAMPLE = Path(__file__).parent / "sample"

ACCOUNTS = _SAMPLE / "accounts.ndjson"  # a command file
DOCUMENTS = _SAMPLE / "documents.ndjson"  # to import, format documents
SETTLEMENTS = _SAMPLE / "settlements.ndjson"  # a command file
