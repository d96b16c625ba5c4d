"""Facts about settlement: what payments and credit memos settle, and their mirrors on documents."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from uuid import UUID

from pydantic import Field

from settlebook.domain.allocation import Policy
from settlebook.domain.events.base import (
    AmountMinor,
    Currency,
    Details,
    DocumentKind,
    Event,
    Line,
    Mark,
    PersonalRef,
    SourceKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementLine(Line):
    """An amount set against one item or tax item; for a credit memo, also where it comes from."""

    item_id: UUID
    amount_minor: AmountMinor
    source_item_id: UUID | None = None  # the credit memo's item or tax item; None for payments


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine(Line):
    """An amount taken back from one line of an earlier application."""

    item_id: UUID
    amount_minor: AmountMinor
    undoes: UUID  # the application it consumes
    source_item_id: UUID | None = None


class PaymentReceived(Event):
    """Money came in; all of it is unapplied.

    Account     None while nobody knows whose it is; PaymentTransferred says it later.
    Prepayment  the money is reserved: no run applies it by itself.
    Standalone  the money is never settled here.
    Part        `transferred_from` is the payment that this one was split off; PaymentTransferred on that
                payment's stream carries the money then.
    """

    TOPIC: ClassVar[str] = "payment.received.v1"
    STREAM: ClassVar[str] = "payment_id"

    payment_id: UUID
    number: str
    account_id: UUID | None = None
    currency: Currency
    amount_minor: AmountMinor
    prepayment: Mark = None
    standalone: Mark = None
    transferred_from: UUID | None = None
    personal: PersonalRef | None = None
    details: Details = Field(default_factory=dict)


class PaymentTransferred(Event):
    """Unapplied money went to another account: a whole payment, or a part of it as a payment of its own.

    Whole  `to_payment_id` is the payment itself, whose account changes.
    Part   `to_payment_id` is a new payment of that amount, which begins in the same command.
    """

    TOPIC: ClassVar[str] = "payment.transferred.v1"
    STREAM: ClassVar[str] = "payment_id"

    payment_id: UUID
    to_payment_id: UUID
    from_account_id: UUID | None = None  # None: unassigned
    to_account_id: UUID | None = None
    currency: Currency
    amount_minor: AmountMinor


class PaymentEdited(Event):
    """What a payment says of itself was edited; the fact carries all of it."""

    TOPIC: ClassVar[str] = "payment.edited.v1"
    STREAM: ClassVar[str] = "payment_id"

    payment_id: UUID
    personal: PersonalRef | None = None
    details: Details = Field(default_factory=dict)


class PaymentCanceled(Event):
    """A payment never came in after all: what was unapplied, which is all of it, leaves the books."""

    TOPIC: ClassVar[str] = "payment.canceled.v1"
    STREAM: ClassVar[str] = "payment_id"

    payment_id: UUID
    account_id: UUID | None = None
    currency: Currency
    amount_minor: AmountMinor


class PaymentDeleted(Event):
    """A canceled payment is no longer shown; its history and its number stay."""

    TOPIC: ClassVar[str] = "payment.deleted.v1"
    STREAM: ClassVar[str] = "payment_id"

    payment_id: UUID


class _Application(Event):
    application_id: UUID
    account_id: UUID  # whose money it is: the source's account
    document_id: UUID
    document_kind: DocumentKind
    document_account_id: UUID  # whose debt it is
    currency: Currency
    policy: Policy | None = None  # how the lines were chosen; None: the caller named them


class PaymentApplied(_Application):
    """Part of a payment was set against items of one document.

    Amounts  minor units of `currency`, positive; the name carries the direction.
    Source   a clerk's command, or the allocation policy named in `policy`.
    Undone   by PaymentUnapplied; an event is never edited or deleted.
    """

    TOPIC: ClassVar[str] = "payment.applied.v1"
    STREAM: ClassVar[str] = "payment_id"
    payment_id: UUID
    lines: tuple[SettlementLine, ...]


class PaymentUnapplied(_Application):
    """Part of what a payment settled on one document was taken back and is unapplied again."""

    TOPIC: ClassVar[str] = "payment.unapplied.v1"
    STREAM: ClassVar[str] = "payment_id"
    payment_id: UUID
    lines: tuple[ReturnLine, ...]


class CreditApplied(_Application):
    """Items of a credit memo were set against items of one document, pair by pair."""

    TOPIC: ClassVar[str] = "credit_memo.applied.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID
    lines: tuple[SettlementLine, ...]


class CreditUnapplied(_Application):
    """Part of what a credit memo settled on one document was taken back, pair by pair."""

    TOPIC: ClassVar[str] = "credit_memo.unapplied.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID
    lines: tuple[ReturnLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLine(Line):
    """An amount paid out of one row of a credit memo; a payment's refund has one line without row."""

    amount_minor: AmountMinor
    source_item_id: UUID | None = None


class RefundIssued(Event):
    """Unapplied money of a payment or a credit memo was paid back to the customer.

    Stands on the stream of the payment or credit memo it takes from.
    Unapplied  the applications by which the same command took money back from documents first, so that the
               money can be put back there if the refund is canceled; None: it was unapplied before.
    Written    the credit memos by which the same command wrote off what that reopened, one a document in the
               order of `unapplied`, so that they can be taken back with it; None: it stayed open.
    """

    TOPIC: ClassVar[str] = "refund.issued.v1"
    STREAM: ClassVar[str] = "source_id"

    refund_id: UUID
    number: str
    source_id: UUID
    source_kind: SourceKind
    account_id: UUID
    currency: Currency
    amount_minor: AmountMinor
    lines: tuple[RefundLine, ...]
    policy: Policy | None = None
    unapplied: tuple[UUID, ...] | None = None
    written_off_by: tuple[UUID, ...] | None = None
    personal: PersonalRef | None = None
    details: Details = Field(default_factory=dict)


class RefundCanceled(Event):
    """A refund was never paid out after all: the money is unapplied again, row by row."""

    TOPIC: ClassVar[str] = "refund.canceled.v1"
    STREAM: ClassVar[str] = "source_id"

    refund_id: UUID
    source_id: UUID
    source_kind: SourceKind
    account_id: UUID
    currency: Currency
    amount_minor: AmountMinor
    lines: tuple[RefundLine, ...]


class RefundEdited(Event):
    """What a refund says of itself was edited; the fact carries all of it."""

    TOPIC: ClassVar[str] = "refund.edited.v1"
    STREAM: ClassVar[str] = "source_id"

    refund_id: UUID
    source_id: UUID
    personal: PersonalRef | None = None
    details: Details = Field(default_factory=dict)


class RefundDeleted(Event):
    """A canceled refund is no longer shown; its history and its number stay."""

    TOPIC: ClassVar[str] = "refund.deleted.v1"
    STREAM: ClassVar[str] = "source_id"

    refund_id: UUID
    source_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorLine(Line):
    """The amount by which one item or tax item of the document is settled, or no longer settled."""

    item_id: UUID
    amount_minor: AmountMinor


Applied: TypeAlias = PaymentApplied | CreditApplied
Unapplied: TypeAlias = PaymentUnapplied | CreditUnapplied
Application: TypeAlias = Applied | Unapplied


class _Mirror(Event):
    application_id: UUID
    document_id: UUID
    document_kind: DocumentKind
    account_id: UUID  # the document's
    source_id: UUID
    source_kind: SourceKind
    lines: tuple[MirrorLine, ...]  # one a settled item: pairs of a credit memo are added up


class ItemsSettled(_Mirror):
    """Items of this document were settled: the mirror of PaymentApplied or CreditApplied.

    It keeps two settlements from racing past a balance, and is the audit's second record; it moves no money.
    """

    TOPIC: ClassVar[str] = "document.items_settled.v1"
    STREAM: ClassVar[str] = "document_id"


class ItemsUnsettled(_Mirror):
    """A settlement of this document was taken back: mirrors PaymentUnapplied or CreditUnapplied."""

    TOPIC: ClassVar[str] = "document.items_unsettled.v1"
    STREAM: ClassVar[str] = "document_id"
