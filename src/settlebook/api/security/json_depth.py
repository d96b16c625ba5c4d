"""How deeply the JSON of a body may be nested: told before it is read."""

from settlebook.domain.errors import InvalidRequest
from settlebook.nesting import is_deeper


def require_shallow(raw: bytes, deepest: int) -> None:
    """Refuses InvalidRequest where objects and lists stand inside each other more than `deepest` times."""
    if is_deeper(raw, deepest):
        raise InvalidRequest("body", f"it is nested more than {deepest} times")
