"""The SQL of this room: one statement a file."""

from functools import cache
from pathlib import Path

from settlebook.statements import statements

_ROOM = Path(__file__).parent


@cache
def statement(name: str) -> bytes:
    """The statement of `sql/NAME.sql`, with parameters as psycopg spells them."""
    (found,) = statements(_ROOM / "sql" / f"{name}.sql")
    return found


@cache
def text(name: str) -> str:
    """`sql/NAME.sql` as it stands, for statements without parameters."""
    return (_ROOM / "sql" / f"{name}.sql").read_text("utf-8")


@cache
def migrations() -> tuple[tuple[int, Path], ...]:
    """Every migration by its number, in order: `0001_log.sql` is 1."""
    return tuple((int(file.name[:4]), file) for file in sorted((_ROOM / "migrations").glob("*.sql")))
