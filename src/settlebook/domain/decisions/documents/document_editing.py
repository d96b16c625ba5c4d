"""How documents are edited: what they say of themselves, and while drafts their items."""

from collections.abc import Iterable
from uuid import UUID

from settlebook.domain.decisions.documents.crediting import credits_of, mirrored, source_of
from settlebook.domain.decisions.documents.documents import last_moved, require_amounts, require_draft
from settlebook.domain.decisions.rules.checking import require_not_reversed
from settlebook.domain.decisions.rules.dating import effective_day, own_day_of
from settlebook.domain.document import Document, Row, rows_of
from settlebook.domain.errors import NoItemLeft, NotEditable, NotMadeFromInvoice
from settlebook.domain.events import (
    CreditMemoEdited,
    DebitMemoEdited,
    DocumentKind,
    Event,
    Header,
    InvoiceEdited,
    Item,
)
from settlebook.domain.events.ledger import OverCrediting
from settlebook.domain.receivable import Receivable


def require_editable(document: Document, *, as_draft: bool) -> None:
    """Refuses, first match wins: NotEditable, AlreadyReversed; NotDraft where items or its date are asked."""
    if document.header.status not in ("Draft", "Posted"):
        raise NotEditable(document.number, document.header.status)
    require_not_reversed(document)
    if as_draft:
        require_draft(document)


def edit(
    document: Document,
    header: Header,
    items: Iterable[Item],
    *,
    made_from: Receivable | None,
    guard: OverCrediting = "item",
) -> tuple[Event, ...]:
    """Give a document the header and the items that it has from now on; lines are never given twice.

    `made_from`  of a memo made from an invoice: the invoice. What a credit memo credits changes with it.
    Refuses, first match wins: NotMadeFromInvoice (one that is to be applied to its invoice), NoItemLeft,
    TooEarly (dated before the invoice's own day); row by row ItemNotOfDocument, PairMismatch,
    ExceedsCreditable; AmountOutOfRange, DiscountExceedsItem, NegativeTotal.
    """
    after = rows_of(items := tuple(items))
    changed = tuple(item for item in items if document.items.get(item.item_id) != item)
    removed = tuple(item_id for item_id in document.rows if item_id not in after)
    if header.auto_apply and made_from is None:
        raise NotMadeFromInvoice(document.number)
    if not after:
        raise NoItemLeft(document.number)
    if made_from is not None and made_from.own_day is not None:
        effective_day(header.document_date, header.document_date, [own_day_of(made_from)])
    fact = _edited(document, header, changed, removed)
    if not changed and not removed:
        return (fact,)
    mirror = _mirror(document, after.values(), made_from, guard)
    require_amounts(header, after.values())
    return fact, *mirror


def _mirror(
    memo: Document, rows: Iterable[Row], made_from: Receivable | None, guard: OverCrediting
) -> tuple[Event, ...]:
    if made_from is None:
        return ()
    if memo.kind is DocumentKind.DEBIT_MEMO:
        for row in rows:
            source_of(row, made_from, memo.number)
        return ()
    before = made_from.credited_by.get(memo.document_id, {})
    others = {row: minor - before.get(row, 0) for row, minor in made_from.credited.items()}
    after = credits_of(rows, memo.number, made_from, others, guard)
    return mirrored(made_from, memo, before, after, memo.header.document_date)


def _edited(document: Document, header: Header, items: tuple[Item, ...], removed: tuple[UUID, ...]) -> Event:
    """A draft says it from its date on, what is posted from its own day on."""
    document_id = document.document_id
    day = document.own_day or max(header.document_date, last_moved(document) or header.document_date)
    said = {"header": header, "items": items, "removed": removed, "effective_on": day}
    match document.kind:
        case DocumentKind.INVOICE:
            return InvoiceEdited.model_validate({"invoice_id": document_id, **said})
        case DocumentKind.DEBIT_MEMO:
            return DebitMemoEdited.model_validate({"debit_memo_id": document_id, **said})
        case DocumentKind.CREDIT_MEMO:
            return CreditMemoEdited.model_validate({"credit_memo_id": document_id, **said})
