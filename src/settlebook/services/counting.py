"""Counts what each command asks for and touches, and refuses what is above a limit of the ledger."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from settlebook.commands import Command
from settlebook.commands.batches import Batch
from settlebook.commands.document_keeping import CreditMemoEdit, DebitMemoEdit, InvoiceEdit, SplitInvoice
from settlebook.commands.documents import (
    CreateCreditMemo,
    CreateDebitMemo,
    CreateInvoice,
)
from settlebook.commands.edited_items import EditedInvoiceItem, EditedItem
from settlebook.commands.items import AnyItem, InvoiceItem
from settlebook.commands.payment_keeping import CancelPayment
from settlebook.commands.refunds import RefundCreditMemo, RefundPaymentWithUnapply
from settlebook.commands.settled import Line, SettledDocument
from settlebook.commands.settlement import (
    ApplyCreditMemo,
    ApplyPayment,
    CreatePayment,
    UnapplyCreditMemo,
    UnapplyPayment,
)
from settlebook.commands.transfers import TransferPayment
from settlebook.domain.document import Document
from settlebook.domain.errors import Refused
from settlebook.domain.source import Lots
from settlebook.ledger.deciding.books import Books
from settlebook.services.limiting import limits
from settlebook.services.limiting.sizes import rows_in
from settlebook.services.requests.keys import document_of
from settlebook.services.sources.payment_keeping import unapplies_first

Sizes = Iterator[tuple[str, int]]  # a limit by its name, and what is asked of it
State = TypeVar("State")


def require_within_limits(books: Books, command: Command) -> None:
    """Refuses: LimitExceeded. What a key names that is not there is left to the command to refuse.

    Write-offs, reversals and collecting count for themselves, since they are parts of other commands too;
    memos made from an invoice as well, since taxes follow that the request does not name.
    """
    settings = books.settings
    if settings.limits == "lifted" and not settings.limit_of:
        return
    for name, asked in _sizes(books, command):
        limits.require(settings, name, asked)


def _sizes(books: Books, command: Command) -> Sizes:
    match command:
        case Batch():
            yield from _of_batch(books, command.commands)
        case CreateInvoice():
            yield from _of_items("invoice-items", command.invoice_items)
        case InvoiceEdit():
            yield from _of_items("invoice-items", command.edited_items)
        case CreditMemoEdit() | DebitMemoEdit():
            yield from _of_items("memo-charges", command.edited_items)
        case CreateCreditMemo() | CreateDebitMemo():
            yield from _of_items("memo-charges", command.charges)
        case SplitInvoice():
            yield "split-parts", len(command.invoices)
        case CreatePayment() | ApplyPayment() if command.documents:
            yield from _of_payment(books, command.documents)
        case UnapplyPayment() | RefundPaymentWithUnapply():
            yield from _of_unapply(books, command)
        case CancelPayment():
            yield from _of_cancel(books, command)
        case TransferPayment():
            yield from _of_payment(books, command.documents)
        case ApplyCreditMemo():
            yield from _of_credit(books, command.key, command.documents)
        case UnapplyCreditMemo():
            yield from _of_credit_unapply(books, command)
        case RefundCreditMemo():
            yield from _of_credit_refund(books, command)


def _of_batch(books: Books, commands: Sequence[Command]) -> Sizes:
    yield "batch-documents", len(commands)
    yield "batch-items", sum(_items_given(command) for command in commands)
    for command in commands:
        yield from _sizes(books, command)


def _items_given(command: Command) -> int:
    for name in ("invoice_items", "edited_items", "charges", "items"):
        items = getattr(command, name, None)
        if items:
            return len(items)
    return 0


def _of_items(name: str, items: Sequence[AnyItem] | Sequence[EditedItem]) -> Sizes:
    yield name, len(items)
    for item in items:
        if item.taxes:
            yield "taxes-of-item", len(item.taxes)
        if isinstance(item, InvoiceItem | EditedInvoiceItem) and item.discounts:
            yield "discounts-of-item", len(item.discounts)


def _of_payment(books: Books, documents: Sequence[SettledDocument]) -> Sizes:
    yield "payment-documents", len(documents)
    for entry in documents:
        yield "payment-items-of-document", len(entry.lines or ())
    yield "payment-items", sum(_touched(books, entry) for entry in documents)


def _of_unapply(books: Books, command: UnapplyPayment | RefundPaymentWithUnapply) -> Sizes:
    if command.documents:
        yield from _of_payment(books, command.documents)
        return
    source = _found(lambda: books.payment(command.key))
    if source is not None:
        application = command.application if isinstance(command, UnapplyPayment) else None
        yield "payment-items", _held(books, source.lots, application)


def _of_cancel(books: Books, command: CancelPayment) -> Sizes:
    """As an unapply of everything, where it unapplies first."""
    source = _found(lambda: books.payment(command.key))
    if source is not None and unapplies_first(books, command):
        yield "payment-items", _held(books, source.lots, None)


def _of_credit(books: Books, key: str, documents: Sequence[SettledDocument]) -> Sizes:
    yield "credit-documents", len(documents)
    for entry in documents:
        yield "credit-items-of-document", len(entry.lines or ())
    named = {line.source_item for entry in documents for line in _lines(entry)}
    yield "credit-items-named", len(named)
    memo = _found(lambda: books.credit_memo(key))
    of_memo = len(named) if all(entry.lines for entry in documents) else _rows_of(memo)
    yield "credit-items", of_memo + sum(_touched(books, entry) for entry in documents)


def _of_credit_unapply(books: Books, command: UnapplyCreditMemo) -> Sizes:
    if command.documents:
        yield from _of_credit(books, command.key, command.documents)
        return
    memo = _found(lambda: books.credit_memo(command.key))
    if memo is not None:
        yield "credit-items", rows_in(memo) + _held(books, memo.lots, command.application)


def _of_credit_refund(books: Books, command: RefundCreditMemo) -> Sizes:
    named = len(command.items or ())
    yield "credit-refund-items-named", named
    yield "credit-refund-items", named or _rows(lambda: books.credit_memo(command.key))


def _touched(books: Books, entry: SettledDocument) -> int:
    """What a request touches of one document: the items it names, else all."""
    return len(entry.lines) if entry.lines else _rows(lambda: document_of(books, entry))


def _lines(entry: SettledDocument) -> Sequence[Line]:
    return entry.lines or ()


def _held(books: Books, lots: Lots, application: str | None) -> int:
    """The items of all documents that applications settle, or of the one document of one application."""
    kinds = {
        lot.document_id: lot.document_kind
        for lot in lots.values()
        if application in (None, lot.application_id.hex)
    }
    return sum(_rows_of(books.receivable_by_id(kind, id)) for id, kind in kinds.items())


def _rows(load: Callable[[], Document]) -> int:
    return _rows_of(_found(load))


def _rows_of(document: Document | None) -> int:
    return 0 if document is None else rows_in(document)


def _found(load: Callable[[], State]) -> State | None:
    try:
        return load()
    except Refused:
        return None
