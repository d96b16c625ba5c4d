"""The SQL of this room: one statement a file."""

from functools import cache
from pathlib import Path

from settlebook.statements import statements

_FOLDER = Path(__file__).parent / "sql"


@cache
def statement(name: str) -> bytes:
    """The statement of `sql/NAME.sql`, with parameters as psycopg spells them."""
    (found,) = statements(_FOLDER / f"{name}.sql")
    return found
