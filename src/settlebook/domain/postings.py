"""Which money each fact moves: event -> postings, each a debit leg, a credit leg and a positive amount."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from settlebook.domain.events import (
    AccountCreated,
    CreditApplied,
    CreditMemoCreated,
    CreditMemoPosted,
    CreditUnapplied,
    DebitMemoCreated,
    DebitMemoPosted,
    Event,
    InvoiceCreated,
    InvoicePosted,
    ItemsCredited,
    ItemsSettled,
    ItemsUnsettled,
    PaymentApplied,
    PaymentReceived,
    PaymentUnapplied,
    RefundIssued,
    SourceKind,
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


@dataclass(frozen=True, slots=True)
class Leg:
    book: Book
    document_id: UUID | None = None  # the invoice, memo or payment
    item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Posting:
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
        case PaymentReceived():
            yield Posting(Leg(Book.BANK), Leg(Book.UNAPPLIED_PAYMENT, event.payment_id), event.amount_minor)
        case PaymentApplied() | CreditApplied():
            for line in event.lines:
                receivable = Leg(Book.RECEIVABLE, event.document_id, line.item_id)
                yield Posting(_source(event, line.source_item_id), receivable, line.amount_minor)
        case PaymentUnapplied() | CreditUnapplied():
            for back in event.lines:
                receivable = Leg(Book.RECEIVABLE, event.document_id, back.item_id)
                yield Posting(receivable, _source(event, back.source_item_id), back.amount_minor)
        case RefundIssued():
            for paid in event.lines:
                yield Posting(_refunded(event, paid.source_item_id), Leg(Book.BANK), paid.amount_minor)
        case AccountCreated() | InvoiceCreated() | DebitMemoCreated() | CreditMemoCreated():
            return  # nothing is owed by opening an account or drafting a document
        case ItemsSettled() | ItemsUnsettled() | ItemsCredited():
            return  # mirrors of facts that carry the money
        case _:
            raise AssertionError(f"no posting rule for {type(event).__name__}")


def _posted(event: InvoicePosted | DebitMemoPosted | CreditMemoPosted) -> Iterator[Posting]:
    for line in event.lines:
        revenue = Leg(Book.REVENUE, event.stream_id, line.item_id)
        if isinstance(event, CreditMemoPosted):
            credit = Leg(Book.ON_ACCOUNT_CREDIT, event.stream_id, line.item_id)
            yield from _signed(revenue, credit, line.amount_minor)
        else:
            receivable = Leg(Book.RECEIVABLE, event.stream_id, line.item_id)
            yield from _signed(receivable, revenue, line.amount_minor)


def _signed(debit: Leg, credit: Leg, amount_minor: int) -> Iterator[Posting]:
    """A negative line is the posting turned round; a line of 0 moves nothing."""
    if amount_minor > 0:
        yield Posting(debit, credit, amount_minor)
    elif amount_minor < 0:
        yield Posting(credit, debit, -amount_minor)


def _source(
    event: PaymentApplied | PaymentUnapplied | CreditApplied | CreditUnapplied, item_id: UUID | None
) -> Leg:
    if isinstance(event, PaymentApplied | PaymentUnapplied):
        return Leg(Book.UNAPPLIED_PAYMENT, event.payment_id)
    return Leg(Book.ON_ACCOUNT_CREDIT, event.credit_memo_id, item_id)


def _refunded(event: RefundIssued, item_id: UUID | None) -> Leg:
    if event.source_kind is SourceKind.PAYMENT:
        return Leg(Book.UNAPPLIED_PAYMENT, event.source_id)
    return Leg(Book.ON_ACCOUNT_CREDIT, event.source_id, item_id)
