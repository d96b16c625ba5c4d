"""Random ids, made many at once.

`uuid4` asks the system for each, and whoever asks the system lets every other thread run before it goes on.
"""

import os
from uuid import UUID

AT_ONCE = 256
OCTETS = 16  # of one
_made: list[UUID] = []


def random_id() -> UUID:
    """An id of version 4 that nobody has."""
    try:
        return _made.pop()
    except IndexError:
        first, *others = _many()
        _made.extend(others)
        return first


def _many() -> list[UUID]:
    drawn = os.urandom(OCTETS * AT_ONCE)
    return [UUID(bytes=drawn[at : at + OCTETS], version=4) for at in range(0, len(drawn), OCTETS)]


if hasattr(os, "register_at_fork"):  # a copy of this program would give the same ids
    os.register_at_fork(after_in_child=_made.clear)
