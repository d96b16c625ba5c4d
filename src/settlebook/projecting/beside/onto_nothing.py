"""A fold's INSERT as it can be where there is nothing yet to add to."""

import re
from functools import cache
from typing import NamedTuple

_INSERT = re.compile(rb"INSERT\s+INTO\s+([a-z_][a-z_0-9]*)\s", re.IGNORECASE)
_ADDING = re.compile(rb"\s+ON\s+CONFLICT\b(?!.*\bON\s+CONFLICT\b).*\Z", re.IGNORECASE | re.DOTALL)


class Insert(NamedTuple):
    """`onto_nothing` is the statement without ON CONFLICT: the same to an empty table, with one row a key.

    Where a key occurs twice, the key cannot be made afterwards, and the rows are folded page by page.
    """

    table: str
    onto_nothing: bytes


@cache
def first_insert(statement: bytes) -> Insert | None:
    """The INSERT that the statement is, if it is one."""
    found = _INSERT.match(statement)
    if found is None:
        return None
    return Insert(found[1].decode(), _ADDING.sub(b"", statement))
