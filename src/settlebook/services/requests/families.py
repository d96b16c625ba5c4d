"""Which accounts' documents the money of an account may settle beside its own: those of its family."""

from collections.abc import Iterable
from uuid import UUID

from settlebook.domain.decisions.rules.asked import AskedDocument
from settlebook.ledger.deciding.books import Books


def family_of(books: Books, account_id: UUID | None, asked: Iterable[AskedDocument]) -> frozenset[UUID]:
    """Of the accounts whose documents are asked for, its parent and its children; none unless it is set."""
    others = {entry.document.account_id for entry in asked} - {account_id}
    if account_id is None or not others or not books.settings.family:
        return frozenset()
    parent_id = books.account_by_id(account_id).parent_id
    return frozenset(
        other for other in others if other == parent_id or books.account_by_id(other).parent_id == account_id
    )
