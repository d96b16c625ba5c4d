"""Facts about invoices, debit memos and credit memos: drafted and posted, with their items and tax items."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from settlebook.domain.events.base import (
    AmountMinor,
    Compact,
    Currency,
    Details,
    Event,
    Fact,
    Line,
    Mark,
    PersonalRef,
    SignedMinor,
)

TaxMode = Literal["TaxExclusive", "TaxInclusive"]
DocumentStatus = Literal["Draft", "Posted", "Canceled", "Deleted", "Split"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxItem(Compact):
    """One tax on one item; it is settled on its own.

    Amounts  minor units; on credit memos positive as well.
    """

    item_id: UUID
    tax_line: int  # from 1 within its item, never renumbered
    amount_minor: SignedMinor
    source_item_id: UUID | None = None  # on a credit memo: the tax item it credits
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Compact):
    """One line of a document.

    Amounts   `amount_minor` is the item's own amount, its tax not included, whatever the tax mode.
    Discount  an item of a negative amount that lowers another: it has that item's `line`, and is the
              `discount_line`th of it (`INV-7#2d1`). Posting nets it into the item it discounts.
    """

    item_id: UUID
    line: int  # from 1 within the document, never renumbered
    discount_line: int | None = None
    discounts: UUID | None = None  # of a discount: the item it lowers
    amount_minor: SignedMinor
    tax_mode: TaxMode = "TaxExclusive"
    source_item_id: UUID | None = None  # on a memo made from an invoice: the item it credits
    details: Details = field(default_factory=dict)
    tax_items: tuple[TaxItem, ...] = ()


class Header(Fact):
    """What a document says above its items; a fact carries it whole, so the latest fact tells all."""

    number: str
    account_id: UUID
    currency: Currency
    status: DocumentStatus
    document_date: date
    due_date: date | None = None
    referred_invoice_id: UUID | None = None  # of a memo: the invoice it was made from
    referred_debit_memo_id: UUID | None = None  # of a credit memo: the debit memo that it writes off
    referred_credit_memo_id: UUID | None = (
        None  # of a debit memo: the credit memo that it reverses or writes off
    )
    split_from: UUID | None = None  # the invoice that it is a part of
    reversed: Mark = None  # a memo that mirrors it took all of it back; the status stays Posted
    auto_apply: Mark = None  # a credit memo that is applied to its invoice as soon as it is posted
    personal: PersonalRef | None = None
    details: Details = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedLine(Compact):
    """The amount one item or tax item brings into the books when its document is posted."""

    item_id: UUID
    amount_minor: SignedMinor


class _Created(Event):
    header: Header
    items: tuple[Item, ...]


class _Posted(Event):
    header: Header
    lines: tuple[PostedLine, ...]  # canonical order: each item, then its tax items


class InvoiceCreated(_Created):
    """An invoice was drafted with its items; nothing is owed before it is posted."""

    TOPIC: ClassVar[str] = "invoice.created.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID


class InvoicePosted(_Posted):
    """An invoice became a debt; `effective_on` is its own day, before which nothing can settle it."""

    TOPIC: ClassVar[str] = "invoice.posted.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID


class DebitMemoCreated(_Created):
    """A debit memo was drafted with its items."""

    TOPIC: ClassVar[str] = "debit_memo.created.v1"
    STREAM: ClassVar[str] = "debit_memo_id"
    debit_memo_id: UUID


class DebitMemoPosted(_Posted):
    """A debit memo became a debt."""

    TOPIC: ClassVar[str] = "debit_memo.posted.v1"
    STREAM: ClassVar[str] = "debit_memo_id"
    debit_memo_id: UUID


class CreditMemoCreated(_Created):
    """A credit memo was drafted with its items, standalone or from `header.referred_invoice_id`."""

    TOPIC: ClassVar[str] = "credit_memo.created.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID


class CreditMemoPosted(_Posted):
    """A credit memo became credit on account, item by item: all of it unapplied."""

    TOPIC: ClassVar[str] = "credit_memo.posted.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditedLine(Line):
    """How much a credit memo made from an invoice credits of one of its items or tax items."""

    item_id: UUID
    amount_minor: AmountMinor


class ItemsCredited(Event):
    """A credit memo was made from items of this invoice: the mirror of CreditMemoCreated.

    It keeps what is still available to credit; it moves no money.
    """

    TOPIC: ClassVar[str] = "invoice.items_credited.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID
    account_id: UUID  # the invoice's
    credit_memo_id: UUID
    lines: tuple[CreditedLine, ...]
