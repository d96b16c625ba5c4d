"""Which money each fact moves: event -> postings, each a debit leg, a credit leg and a positive amount."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from settlebook.domain.events import (
    AccountCreated,
    AccountEdited,
    AccountingCodeActivated,
    AccountingCodeCreated,
    AccountingCodeDeactivated,
    AccountingCodeEdited,
    AccountingCodesUsed,
    Application,
    CreditApplied,
    CreditMemoCanceled,
    CreditMemoCreated,
    CreditMemoDeleted,
    CreditMemoEdited,
    CreditMemoPosted,
    CreditMemoReversed,
    CreditMemoUnposted,
    CreditMemoWrittenOff,
    CreditUnapplied,
    DebitMemoCanceled,
    DebitMemoCreated,
    DebitMemoDeleted,
    DebitMemoEdited,
    DebitMemoPosted,
    DebitMemoUnposted,
    DebitMemoWrittenOff,
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
    ItemsNetted,
    ItemsSettled,
    ItemsUncredited,
    ItemsUnnetted,
    ItemsUnsettled,
    JournalRunCanceled,
    JournalRunCreated,
    PaymentApplied,
    PaymentCanceled,
    PaymentDeleted,
    PaymentEdited,
    PaymentReceived,
    PaymentTransferred,
    PaymentUnapplied,
    PeriodCloseBegun,
    PeriodClosed,
    PeriodCreated,
    PeriodDeleted,
    PeriodEdited,
    PeriodReopened,
    RefundCanceled,
    RefundDeleted,
    RefundEdited,
    RefundIssued,
    SettingsChanged,
    SourceKind,
    Unapplied,
)


class Book(StrEnum):
    """The accounts of the ledger: where money stands."""

    RECEIVABLE = "receivable"  # what customers owe, by document and item
    UNAPPLIED_PAYMENT = "unapplied_payment"  # money received and not yet set against a document
    ON_ACCOUNT_CREDIT = (
        "on_account_credit"  # credit granted and not yet set against a document, by memo and item
    )
    BANK = "bank"
    REVENUE = "revenue"  # the other side of items and tax items when documents are posted


class Leg(NamedTuple):
    book: Book
    document_id: UUID | None = None  # the invoice, memo or payment
    item_id: UUID | None = None


class Posting(NamedTuple):
    """An amount in minor units, positive, from the credit leg to the debit leg."""

    debit: Leg
    credit: Leg
    amount_minor: int


def postings(event: Event) -> Iterator[Posting]:
    """The postings of a fact, in the order of its lines; facts that move no money have none.

    Source of the sides: Zuora's finance integration of Invoice Settlement (Journal Entry Detail Objects).
    """
    match event:
        case InvoicePosted() | DebitMemoPosted() | CreditMemoPosted():
            yield from _posted(event)
        case InvoiceUnposted() | DebitMemoUnposted() | CreditMemoUnposted():
            yield from map(_turned, _posted(event))
        case PaymentReceived():
            if event.transferred_from is None:  # else PaymentTransferred brought it
                bank, unapplied = Leg(Book.BANK), Leg(Book.UNAPPLIED_PAYMENT, event.payment_id)
                yield Posting(bank, unapplied, event.amount_minor)
        case PaymentCanceled():
            unapplied, bank = Leg(Book.UNAPPLIED_PAYMENT, event.payment_id), Leg(Book.BANK)
            yield Posting(unapplied, bank, event.amount_minor)
        case PaymentTransferred():
            given = Leg(Book.UNAPPLIED_PAYMENT, event.payment_id)
            yield Posting(given, Leg(Book.UNAPPLIED_PAYMENT, event.to_payment_id), event.amount_minor)
        case PaymentApplied() | CreditApplied() | PaymentUnapplied() | CreditUnapplied():
            yield from _settled(event)
        case ItemsNetted():
            yield from _netted(event)
        case ItemsUnnetted():
            yield from map(_turned, _netted(event))
        case RefundIssued():
            yield from _refunded(event)
        case RefundCanceled():
            yield from map(_turned, _refunded(event))
        case _ if type(event) in MOVE_NO_MONEY:
            return
        case _:
            raise AssertionError(f"no posting rule for {type(event).__name__}")


# Opening, drafting, describing and ending move nothing; mirrors and marks leave it to the facts they mirror.
MOVE_NO_MONEY: frozenset[type[Event]] = frozenset(
    {
        AccountCreated, AccountEdited, SettingsChanged,
        AccountingCodeCreated, AccountingCodeEdited, AccountingCodeActivated, AccountingCodeDeactivated,
        AccountingCodesUsed, JournalRunCreated, JournalRunCanceled,
        PeriodCreated, PeriodEdited, PeriodCloseBegun, PeriodClosed, PeriodReopened, PeriodDeleted,
        InvoiceCreated, InvoiceEdited, InvoiceCanceled, InvoiceDeleted, InvoiceSplit,
        DebitMemoCreated, DebitMemoEdited, DebitMemoCanceled, DebitMemoDeleted,
        CreditMemoCreated, CreditMemoEdited, CreditMemoCanceled, CreditMemoDeleted,
        InvoiceReversed, CreditMemoReversed, InvoiceWrittenOff, DebitMemoWrittenOff, CreditMemoWrittenOff,
        PaymentEdited, PaymentDeleted, RefundEdited, RefundDeleted,
        ItemsSettled, ItemsUnsettled, ItemsCredited, ItemsUncredited,
    }
)  # fmt: skip


Posted = InvoicePosted | DebitMemoPosted | CreditMemoPosted
Unposted = InvoiceUnposted | DebitMemoUnposted | CreditMemoUnposted


def moves_money(event: Event) -> bool:
    """Whether the fact has postings."""
    return next(postings(event), None) is not None


def _turned(posting: Posting) -> Posting:
    return Posting(posting.credit, posting.debit, posting.amount_minor)


def _settled(event: Application) -> Iterator[Posting]:
    takes_back = isinstance(event, Unapplied)
    is_payment = isinstance(event, PaymentApplied | PaymentUnapplied)
    book = Book.UNAPPLIED_PAYMENT if is_payment else Book.ON_ACCOUNT_CREDIT
    source_id, owed, document_id = event.stream_id, Book.RECEIVABLE, event.document_id
    for line in event.lines:
        source = Leg(book, source_id, None if is_payment else line.source_item_id)
        receivable = Leg(owed, document_id, line.item_id)
        if takes_back:
            yield Posting(receivable, source, line.amount_minor)
        else:
            yield Posting(source, receivable, line.amount_minor)


def _netted(event: ItemsNetted | ItemsUnnetted) -> Iterator[Posting]:
    for line in event.lines:
        negative = Leg(Book.RECEIVABLE, event.document_id, line.negative_item_id)
        positive = Leg(Book.RECEIVABLE, event.document_id, line.positive_item_id)
        yield Posting(negative, positive, line.amount_minor)


def _posted(event: Posted | Unposted) -> Iterator[Posting]:
    """A negative line is the posting turned round; a line of 0 moves nothing."""
    gives_credit = isinstance(event, CreditMemoPosted | CreditMemoUnposted)
    book = Book.ON_ACCOUNT_CREDIT if gives_credit else Book.RECEIVABLE
    document_id, earned = event.stream_id, Book.REVENUE
    for line in event.lines:
        amount_minor = line.amount_minor
        owed, revenue = Leg(book, document_id, line.item_id), Leg(earned, document_id, line.item_id)
        if amount_minor and (amount_minor < 0) is gives_credit:
            yield Posting(owed, revenue, abs(amount_minor))
        elif amount_minor:
            yield Posting(revenue, owed, abs(amount_minor))


def _refunded(event: RefundIssued | RefundCanceled) -> Iterator[Posting]:
    is_payment = event.source_kind is SourceKind.PAYMENT
    book = Book.UNAPPLIED_PAYMENT if is_payment else Book.ON_ACCOUNT_CREDIT
    for line in event.lines:
        yield Posting(Leg(book, event.source_id, line.source_item_id), Leg(Book.BANK), line.amount_minor)
