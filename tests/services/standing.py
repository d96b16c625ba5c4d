"""What tests of services look at: what is open, unapplied and made."""

from typing import Any

from settlebook.domain.events import Event
from tests.memory_books import MemoryBooks


def open_of(books: MemoryBooks, key: str = "INV-1", kind: str = "invoice") -> dict[str, int]:
    """Minor units open by row of a document."""
    document = getattr(books, kind)(key)
    return {document.name_of(row): document.open_minor(row) for row in document.rows}


def unapplied_of(books: MemoryBooks, key: str) -> dict[str, int]:
    memo = books.credit_memo(key)
    return {memo.name_of(row): memo.unapplied_of(row).total for row in memo.rows}


def made_by(books: MemoryBooks, kind: type[Event]) -> list[Any]:
    return [fact for fact in books.facts if isinstance(fact, kind)]
