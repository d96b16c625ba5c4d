"""How documents are taken back: unposted, canceled and deleted."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.documents.crediting import mirrored
from settlebook.domain.decisions.documents.documents import last_moved, require_draft
from settlebook.domain.decisions.mirroring import netting
from settlebook.domain.decisions.rules.checking import require_posted
from settlebook.domain.decisions.rules.dating import own_day_of
from settlebook.domain.document import Document
from settlebook.domain.errors import (
    NotCanceled,
    StillApplied,
    StillCredited,
    StillRefunded,
    StillSettled,
)
from settlebook.domain.events import (
    CreditMemoCanceled,
    CreditMemoDeleted,
    CreditMemoUnposted,
    DebitMemoCanceled,
    DebitMemoDeleted,
    DebitMemoUnposted,
    DocumentKind,
    Event,
    Header,
    InvoiceCanceled,
    InvoiceDeleted,
    InvoiceUnposted,
    PostedLine,
)
from settlebook.domain.money import Money
from settlebook.domain.receivable import Receivable

Numbers = Mapping[UUID, str]  # of what settles a document, and of the memos made from it, by id


def unpost(document: Document, numbers: Numbers) -> tuple[Event, ...]:
    """Make a draft of what was posted: what posting brought into the books is taken back.

    On its own day, so that it was never owed; where something was set against it and taken back since, on the
    day from which nothing is, so that no day is below zero. In a closed period that is refused.
    Refuses, first match wins: NotPosted, AlreadyReversed; of a receivable StillSettled, StillCredited; of a
    credit memo StillApplied, StillRefunded.
    """
    require_posted(document)
    if isinstance(document, Receivable):
        _require_unsettled(document, numbers)
    if isinstance(document, CreditMemo):
        _require_unused(document)
    _, own_day = own_day_of(document)
    day = max(own_day, last_moved(document) or own_day)
    unnetted = netting.undo(document, None, day) if isinstance(document, Receivable) else None
    return (*((unnetted,) if unnetted else ()), _unposted(document, day))


def cancel(document: Document, made_from: Receivable | None, today: date) -> tuple[Event, ...]:
    """Give a draft up: it will never be posted. A memo made from an invoice credits nothing of it any more.

    All of it today; of what was unposted not before it is a draft: until then its money is in the books.
    Refuses: NotDraft.
    """
    require_draft(document)
    header = document.header.model_copy(update={"status": "Canceled"})
    day = _ended_on(document, today)
    canceled = _canceled(document, header, day)
    if made_from is None:
        return (canceled,)
    credited = made_from.credited_by.get(document.document_id, {})
    return canceled, *mirrored(made_from, document, credited, {}, day)


def delete(document: Document, today: date) -> Event:
    """Show a canceled document no longer; its history and its number stay. Its day is as that of `cancel`.

    Refuses: NotCanceled.
    """
    if document.header.status != "Canceled":
        raise NotCanceled(document.number, document.header.status)
    header = document.header.model_copy(update={"status": "Deleted"})
    return _deleted(document, header, _ended_on(document, today))


def _ended_on(document: Document, today: date) -> date:
    day = max(today, document.header.document_date)
    return max(day, last_moved(document) or day)


def _require_unsettled(document: Receivable, numbers: Numbers) -> None:
    currency = document.currency
    settling = [(numbers[id], Money(by.amount_minor, currency)) for id, by in document.settled_by.items()]
    if settling:
        total = Money(sum(amount.minor for _, amount in settling), currency)
        said = ", ".join(f"{number} ({amount})" for number, amount in settling)
        raise StillSettled(document.number, said, total)
    for memo_id in document.credited_by:
        raise StillCredited(document.number, numbers[memo_id])


def _require_unused(memo: CreditMemo) -> None:
    applied = sum(lot.remaining_minor for lot in memo.lots.values())
    refunded = sum(refund.amount_minor for refund in memo.refunds.values() if refund.status == "Processed")
    if applied:
        raise StillApplied(memo.number, Money(applied, memo.currency))
    if refunded:
        raise StillRefunded(memo.number, Money(refunded, memo.currency))


def _unposted(document: Document, day: date) -> Event:
    id = document.document_id
    header = document.header.model_copy(update={"status": "Draft"})
    lines = tuple(
        PostedLine(item_id=row.item_id, amount_minor=row.amount_minor) for row in document.rows.values()
    )
    match document.kind:
        case DocumentKind.INVOICE:
            return InvoiceUnposted(invoice_id=id, header=header, lines=lines, effective_on=day)
        case DocumentKind.DEBIT_MEMO:
            return DebitMemoUnposted(debit_memo_id=id, header=header, lines=lines, effective_on=day)
        case DocumentKind.CREDIT_MEMO:
            return CreditMemoUnposted(credit_memo_id=id, header=header, lines=lines, effective_on=day)


def _canceled(document: Document, header: Header, day: date) -> Event:
    document_id = document.document_id
    match document.kind:
        case DocumentKind.INVOICE:
            return InvoiceCanceled(invoice_id=document_id, header=header, effective_on=day)
        case DocumentKind.DEBIT_MEMO:
            return DebitMemoCanceled(debit_memo_id=document_id, header=header, effective_on=day)
        case DocumentKind.CREDIT_MEMO:
            return CreditMemoCanceled(credit_memo_id=document_id, header=header, effective_on=day)


def _deleted(document: Document, header: Header, day: date) -> Event:
    document_id = document.document_id
    match document.kind:
        case DocumentKind.INVOICE:
            return InvoiceDeleted(invoice_id=document_id, header=header, effective_on=day)
        case DocumentKind.DEBIT_MEMO:
            return DebitMemoDeleted(debit_memo_id=document_id, header=header, effective_on=day)
        case DocumentKind.CREDIT_MEMO:
            return CreditMemoDeleted(credit_memo_id=document_id, header=header, effective_on=day)
