"""Ids in paths: what is none names nothing."""

from uuid import UUID

from settlebook import NotFound
from settlebook.domain.ids import as_id


def require_id(kind: str, text: str) -> UUID:
    """Refuses: NotFound."""
    found = as_id(text)
    if found is None:
        raise NotFound(kind, text)
    return found
