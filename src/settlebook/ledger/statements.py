"""The SQL of this room: one statement a file, with parameters as psql spells them (`:ledger_id`)."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGE = files("settlebook.ledger")
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")  # not the :: of a cast


@cache
def statement(name: str) -> bytes:
    """The statement of `sql/NAME.sql`, with parameters as psycopg spells them."""
    return _PARAMETER.sub(r"%(\1)s", text(name).replace("%", "%%")).encode()


@cache
def text(name: str) -> str:
    """`sql/NAME.sql` as it stands, for statements without parameters."""
    return (_PACKAGE / "sql" / f"{name}.sql").read_text("utf-8")


@cache
def migrations() -> tuple[tuple[int, Traversable], ...]:
    """Every migration by its number, in order: `0001_log.sql` is 1."""
    found = (entry for entry in (_PACKAGE / "migrations").iterdir() if entry.name.endswith(".sql"))
    return tuple(sorted(((int(entry.name[:4]), entry) for entry in found), key=lambda pair: pair[0]))
