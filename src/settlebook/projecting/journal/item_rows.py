"""The journal rows of a document's items and tax items, in canonical order: drafted, edited and removed."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from settlebook.domain.events import DocumentKind, Header, Item, TaxItem
from settlebook.domain.ids import derived_id
from settlebook.projecting.journal.stored import Stored
from settlebook.projecting.journal.tables import ItemRow


def item_rows(
    stored: Stored, header: Header, kind: DocumentKind, items: Iterable[Item], name: str
) -> list[ItemRow]:
    """The rows that a fact tells whole: as `created`, or as `edited`."""
    document_id, ledger_id = stored.fact.stream_id, stored.ledger_id
    return [
        ItemRow(
            ledger_id,
            stored.position,
            ordinal,
            stored.fact.effective_on,
            header.account_id,
            document_id,
            kind.value,
            header.currency,
            name,
            row.item_id,
            item.line,
            item.discount_line,
            tax_line,
            item.item_id if tax_line else None,
            None if tax_line else item.discounts,
            row.amount_minor,
            0 if tax_line else sum(tax.amount_minor for tax in item.tax_items),
            item.tax_mode,
            row.source_item_id,
            _unapplied(ledger_id, document_id, row.item_id, kind),
            row.details,
        )
        for ordinal, (item, row, tax_line) in enumerate(_flat(items), 1)
    ]


def removed_rows(
    stored: Stored, header: Header, kind: DocumentKind, removed: Iterable[UUID], first: int
) -> Iterator[ItemRow]:
    """The tombstones of the rows that an edit takes away; they stand behind what it tells whole."""
    nothing: tuple[Any, ...] = (None,) * 11
    for ordinal, item_id in enumerate(removed, first):
        yield ItemRow(
            stored.ledger_id,
            stored.position,
            ordinal,
            stored.fact.effective_on,
            header.account_id,
            stored.fact.stream_id,
            kind.value,
            header.currency,
            "removed",
            item_id,
            *nothing,
        )


def _flat(items: Iterable[Item]) -> Iterator[tuple[Item, Item | TaxItem, int | None]]:
    """Each item, then its tax items: the item, the row, and which of its tax items it is."""
    for item in items:
        yield item, item, None
        for tax in item.tax_items:
            yield item, tax, tax.tax_line


def _unapplied(ledger_id: str, document_id: UUID, item_id: UUID, kind: DocumentKind) -> UUID | None:
    """The id of the row's part item while it settles nothing; only credit memos have them."""
    if kind is not DocumentKind.CREDIT_MEMO:
        return None
    return derived_id(ledger_id, "part-item", document_id, "unapplied", item_id)
