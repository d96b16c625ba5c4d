"""The journal rows of what documents say of themselves: headers, items, marks and what was credited."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias
from uuid import UUID

from settlebook.domain.events import (
    CreditMemoCanceled,
    CreditMemoCreated,
    CreditMemoDeleted,
    CreditMemoEdited,
    CreditMemoPosted,
    CreditMemoReversed,
    CreditMemoUnposted,
    CreditMemoWrittenOff,
    DebitMemoCanceled,
    DebitMemoCreated,
    DebitMemoDeleted,
    DebitMemoEdited,
    DebitMemoPosted,
    DebitMemoUnposted,
    DebitMemoWrittenOff,
    DocumentKind,
    Event,
    InvoiceCanceled,
    InvoiceCreated,
    InvoiceDeleted,
    InvoiceEdited,
    InvoicePosted,
    InvoiceReversed,
    InvoiceSplit,
    InvoiceUnposted,
    InvoiceWrittenOff,
    ItemsCredited,
    ItemsUncredited,
    WrittenOff,
)
from settlebook.domain.ids import derived_id
from settlebook.projecting.journal.item_rows import item_rows, removed_rows
from settlebook.projecting.journal.personal_ids import personal_id
from settlebook.projecting.journal.posting_rows import posting_rows
from settlebook.projecting.journal.stored import Stored
from settlebook.projecting.journal.tables import CreditedRow, DocumentRow, JournalPage, MarkRow

Created: TypeAlias = InvoiceCreated | DebitMemoCreated | CreditMemoCreated
Edited: TypeAlias = InvoiceEdited | DebitMemoEdited | CreditMemoEdited
Moved: TypeAlias = (
    InvoicePosted
    | DebitMemoPosted
    | CreditMemoPosted
    | InvoiceUnposted
    | DebitMemoUnposted
    | CreditMemoUnposted
)
Ended: TypeAlias = (
    InvoiceCanceled
    | DebitMemoCanceled
    | CreditMemoCanceled
    | InvoiceDeleted
    | DebitMemoDeleted
    | CreditMemoDeleted
)
Marked: TypeAlias = InvoiceSplit | InvoiceReversed | CreditMemoReversed
Headed: TypeAlias = Created | Edited | Moved | Ended | Marked

_INVOICE, _DEBIT, _CREDIT = DocumentKind.INVOICE, DocumentKind.DEBIT_MEMO, DocumentKind.CREDIT_MEMO
# Whose header a fact carries, and what it says happened.
HEADED: Mapping[type[Event], tuple[DocumentKind, str]] = {
    InvoiceCreated: (_INVOICE, "created"),
    DebitMemoCreated: (_DEBIT, "created"),
    CreditMemoCreated: (_CREDIT, "created"),
    InvoiceEdited: (_INVOICE, "edited"),
    DebitMemoEdited: (_DEBIT, "edited"),
    CreditMemoEdited: (_CREDIT, "edited"),
    InvoicePosted: (_INVOICE, "posted"),
    DebitMemoPosted: (_DEBIT, "posted"),
    CreditMemoPosted: (_CREDIT, "posted"),
    InvoiceUnposted: (_INVOICE, "unposted"),
    DebitMemoUnposted: (_DEBIT, "unposted"),
    CreditMemoUnposted: (_CREDIT, "unposted"),
    InvoiceCanceled: (_INVOICE, "canceled"),
    DebitMemoCanceled: (_DEBIT, "canceled"),
    CreditMemoCanceled: (_CREDIT, "canceled"),
    InvoiceDeleted: (_INVOICE, "deleted"),
    DebitMemoDeleted: (_DEBIT, "deleted"),
    CreditMemoDeleted: (_CREDIT, "deleted"),
    InvoiceSplit: (_INVOICE, "split"),
    InvoiceReversed: (_INVOICE, "reversed"),
    CreditMemoReversed: (_CREDIT, "reversed"),
}


def add_document_rows(page: JournalPage, stored: Stored, fact: Headed) -> None:
    """The header; then what drafting and editing tell of rows, posting of money, splitting of marks."""
    kind, name = HEADED[type(fact)]
    page.journal_document.append(_header(stored, fact, kind, name))
    match fact:
        case InvoiceCreated() | DebitMemoCreated() | CreditMemoCreated():
            page.journal_item.extend(item_rows(stored, fact.header, kind, fact.items, name))
        case InvoiceEdited() | DebitMemoEdited() | CreditMemoEdited():
            told = item_rows(stored, fact.header, kind, fact.items, name)
            page.journal_item.extend(told)
            page.journal_item.extend(removed_rows(stored, fact.header, kind, fact.removed, len(told) + 1))
        case InvoiceSplit() | InvoiceReversed() | CreditMemoReversed():
            page.journal_mark.extend(_marks(stored, fact, kind, name))
        case InvoiceCanceled() | DebitMemoCanceled() | CreditMemoCanceled():
            return
        case InvoiceDeleted() | DebitMemoDeleted() | CreditMemoDeleted():
            return
        case _:
            page.journal_posting.extend(posting_rows(stored, fact.header, kind))


def write_off_row(stored: Stored, fact: WrittenOff) -> MarkRow:
    match fact:
        case InvoiceWrittenOff():
            kind, other_kind, other_id = _INVOICE, _CREDIT, fact.credit_memo_id
        case DebitMemoWrittenOff():
            kind, other_kind, other_id = _DEBIT, _CREDIT, fact.credit_memo_id
        case CreditMemoWrittenOff():
            kind, other_kind, other_id = _CREDIT, _DEBIT, fact.debit_memo_id
    return MarkRow(
        stored.ledger_id,
        stored.position,
        1,
        fact.effective_on,
        "written_off",
        fact.account_id,
        kind,
        fact.stream_id,
        other_kind,
        other_id,
        sum(line.amount_minor for line in fact.lines),
    )


def credited_rows(stored: Stored, fact: ItemsCredited | ItemsUncredited) -> Iterator[CreditedRow]:
    name = "credited" if isinstance(fact, ItemsCredited) else "uncredited"
    for ordinal, line in enumerate(fact.lines, 1):
        yield CreditedRow(
            stored.ledger_id,
            stored.position,
            ordinal,
            fact.effective_on,
            fact.invoice_id,
            fact.account_id,
            fact.credit_memo_id,
            name,
            line.item_id,
            line.amount_minor,
        )


def _header(stored: Stored, fact: Headed, kind: DocumentKind, name: str) -> DocumentRow:
    header, document_id = fact.header, fact.stream_id
    unapplied = derived_id(stored.ledger_id, "part", document_id, "unapplied") if kind is _CREDIT else None
    return DocumentRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        name,
        isinstance(fact, Edited) and bool(fact.items or fact.removed),
        document_id,
        kind.value,
        header.number,
        header.account_id,
        header.currency,
        header.status,
        header.document_date,
        header.due_date,
        header.referred_invoice_id,
        header.referred_debit_memo_id,
        header.referred_credit_memo_id,
        header.split_from,
        bool(header.reversed),
        bool(header.auto_apply),
        unapplied,
        personal_id(header.personal),
        header.details,
    )


def _marks(stored: Stored, fact: Marked, kind: DocumentKind, name: str) -> Iterator[MarkRow]:
    for ordinal, (other_kind, other_id) in enumerate(_others(fact), 1):
        yield MarkRow(
            stored.ledger_id,
            stored.position,
            ordinal,
            fact.effective_on,
            name,
            fact.header.account_id,
            kind,
            fact.stream_id,
            other_kind,
            other_id,
            None,
        )


def _others(fact: Marked) -> list[tuple[DocumentKind, UUID]]:
    match fact:
        case InvoiceSplit():
            return [(_INVOICE, part_id) for part_id in fact.into]
        case InvoiceReversed():
            return [(_CREDIT, fact.credit_memo_id)]
        case CreditMemoReversed():
            return [(_DEBIT, fact.debit_memo_id)]
