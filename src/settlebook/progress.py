"""How far long work has come, told as it goes on."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], None]  # (what is done, of how much), as the teller counts it
Advance: TypeAlias = Callable[[int, int | None], None]  # of how much, if that is known


def silent(done: int, of: int | None) -> None:
    """Tells nobody."""
