"""Personal content of what is edited: kept anew beside the log, with what the edit leaves as it was."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from settlebook.domain.events import PersonalRef
from settlebook.ledger.deciding.books import Books


def edited_personal(
    books: Books, owner_id: UUID, known: PersonalRef | None, given: Mapping[str, Any]
) -> PersonalRef | None:
    """What the next fact points to: what is kept now, with the fields that a request gives laid over it.

    Where it gives none nothing is kept anew; what was erased stays so.
    """
    if not given:
        return known
    return books.keep_personal(owner_id, {**books.kept_personal(known), **given})
