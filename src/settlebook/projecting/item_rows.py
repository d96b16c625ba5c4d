"""The journal rows of a drafted document's items and tax items, in canonical order."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from settlebook.domain.events import CreditMemoCreated, DebitMemoCreated, DocumentKind, InvoiceCreated
from settlebook.domain.ids import derived_id
from settlebook.projecting.journal import ItemRow
from settlebook.projecting.stored import Stored


def item_rows(
    stored: Stored, fact: InvoiceCreated | DebitMemoCreated | CreditMemoCreated, kind: DocumentKind
) -> Iterator[ItemRow]:
    for ordinal, (row, mode, parent_id, own) in enumerate(_flat(fact), 1):
        yield ItemRow(
            stored.ledger_id,
            stored.position,
            ordinal,
            fact.effective_on,
            fact.header.account_id,
            fact.stream_id,
            kind,
            fact.header.currency,
            row.item_id,
            *own,
            parent_id,
            row.amount_minor,
            0 if parent_id else sum(tax.amount_minor for tax in row.tax_items),
            mode,
            row.source_item_id,
            _unapplied(stored.ledger_id, fact.stream_id, row.item_id, kind),
            row.details,
        )


def _flat(
    fact: InvoiceCreated | DebitMemoCreated | CreditMemoCreated,
) -> Iterator[tuple[Any, str, UUID | None, tuple[int, int | None]]]:
    for item in fact.items:
        yield item, item.tax_mode, None, (item.line, None)
        for tax in item.tax_items:
            yield tax, item.tax_mode, item.item_id, (item.line, tax.tax_line)


def _unapplied(ledger_id: str, document_id: UUID, item_id: UUID, kind: DocumentKind) -> UUID | None:
    """The id of the row's part item while it settles nothing; only credit memos have them."""
    if kind is not DocumentKind.CREDIT_MEMO:
        return None
    return derived_id(ledger_id, "part-item", document_id, "unapplied", item_id)
