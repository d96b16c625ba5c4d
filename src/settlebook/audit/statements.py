"""The SQL of this room: the checks, one invariant a file, and the queries of the audit."""

from functools import cache
from pathlib import Path

from settlebook.statements import statements

_ROOM = Path(__file__).parent


def statement(folder: str, name: str) -> bytes:
    """The one statement of `FOLDER/NAME.sql`, with parameters as psycopg spells them."""
    (found,) = statements(_ROOM / folder / f"{name}.sql")
    return found


@cache
def checks(group: str) -> tuple[tuple[str, str], ...]:
    """The checks of a group, `log`, `history` or `books`, as (name, its sentence: the file's first line)."""
    files = sorted((_ROOM / "checks" / group).glob("*.sql"))
    return tuple((file.stem, file.read_text("utf-8").splitlines()[0].removeprefix("-- ")) for file in files)
