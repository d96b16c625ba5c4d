"""The SQL of this room: one statement a file."""

from functools import cache
from pathlib import Path

from settlebook.statements import statements

_SQL = Path(__file__).parent / "sql"


@cache
def statement(name: str) -> bytes:
    (found,) = statements(_SQL / f"{name}.sql")
    return found
