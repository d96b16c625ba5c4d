"""How large what a request touches is: items with their tax items, those of a zero amount not counted."""

from collections.abc import Iterable

from settlebook.domain.decisions.rules.asked import AskedDocument
from settlebook.domain.document import Document


def rows_in(document: Document) -> int:
    return sum(1 for row in document.rows.values() if row.amount_minor)


def rows_to_choose(asked: Iterable[AskedDocument]) -> int:
    """Rows of the documents for which a policy chooses, since the request names none."""
    return sum(rows_in(entry.document) for entry in asked if entry.lines is None)


def names_all(asked: Iterable[AskedDocument]) -> bool:
    """Whether every document names its items, so that no policy chooses anything."""
    return all(entry.lines is not None for entry in asked)
