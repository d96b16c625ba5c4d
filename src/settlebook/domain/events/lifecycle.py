"""Facts about documents after they were drafted: edited, taken back, split, reversed, written off, netted."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from uuid import UUID

from settlebook.domain.events.base import AmountMinor, Currency, DocumentKind, Event, Line
from settlebook.domain.events.documents import CreditedLine, Header, Item, PostedLine


class _Edited(Event):
    header: Header
    items: tuple[Item, ...] = ()  # those that changed or are new, whole, with all their tax items
    removed: tuple[UUID, ...] = ()  # items and tax items that are gone


class _Unposted(Event):
    header: Header
    lines: tuple[PostedLine, ...]  # what had been posted, in canonical order


class _Ended(Event):
    header: Header


class InvoiceEdited(_Edited):
    """An invoice was edited: its header, and while a draft its items."""

    TOPIC: ClassVar[str] = "invoice.edited.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID


class DebitMemoEdited(_Edited):
    """A debit memo was edited: its header, and while a draft its items."""

    TOPIC: ClassVar[str] = "debit_memo.edited.v1"
    STREAM: ClassVar[str] = "debit_memo_id"
    debit_memo_id: UUID


class CreditMemoEdited(_Edited):
    """A credit memo was edited: its header, and while a draft its items."""

    TOPIC: ClassVar[str] = "credit_memo.edited.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID


class InvoiceUnposted(_Unposted):
    """An invoice is a draft again: what posting brought into the books is taken back."""

    TOPIC: ClassVar[str] = "invoice.unposted.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID


class DebitMemoUnposted(_Unposted):
    """A debit memo is a draft again: what posting brought into the books is taken back."""

    TOPIC: ClassVar[str] = "debit_memo.unposted.v1"
    STREAM: ClassVar[str] = "debit_memo_id"
    debit_memo_id: UUID


class CreditMemoUnposted(_Unposted):
    """A credit memo is a draft again: what posting brought into the books is taken back."""

    TOPIC: ClassVar[str] = "credit_memo.unposted.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID


class InvoiceCanceled(_Ended):
    """An invoice that was a draft is canceled: it will never be posted."""

    TOPIC: ClassVar[str] = "invoice.canceled.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID


class DebitMemoCanceled(_Ended):
    """A debit memo that was a draft is canceled: it will never be posted."""

    TOPIC: ClassVar[str] = "debit_memo.canceled.v1"
    STREAM: ClassVar[str] = "debit_memo_id"
    debit_memo_id: UUID


class CreditMemoCanceled(_Ended):
    """A credit memo that was a draft is canceled: it will never be posted."""

    TOPIC: ClassVar[str] = "credit_memo.canceled.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID


class InvoiceDeleted(_Ended):
    """An invoice that was canceled is no longer shown; its history and its number stay."""

    TOPIC: ClassVar[str] = "invoice.deleted.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID


class DebitMemoDeleted(_Ended):
    """A debit memo that was canceled is no longer shown; its history and its number stay."""

    TOPIC: ClassVar[str] = "debit_memo.deleted.v1"
    STREAM: ClassVar[str] = "debit_memo_id"
    debit_memo_id: UUID


class CreditMemoDeleted(_Ended):
    """A credit memo that was canceled is no longer shown; its history and its number stay."""

    TOPIC: ClassVar[str] = "credit_memo.deleted.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID


class InvoiceSplit(Event):
    """A draft invoice was split into several, which stand for it from now on; its status is Split."""

    TOPIC: ClassVar[str] = "invoice.split.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID
    header: Header
    into: tuple[UUID, ...]


class InvoiceReversed(Event):
    """All of an invoice was taken back by a credit memo that mirrors its items; `header.reversed` says so."""

    TOPIC: ClassVar[str] = "invoice.reversed.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID
    header: Header
    credit_memo_id: UUID


class CreditMemoReversed(Event):
    """All of a credit memo was taken back by a debit memo that mirrors its items."""

    TOPIC: ClassVar[str] = "credit_memo.reversed.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID
    header: Header
    debit_memo_id: UUID


class _WrittenOff(Event):
    account_id: UUID
    lines: tuple[CreditedLine, ...]  # what was written off of each row, in canonical order


class InvoiceWrittenOff(_WrittenOff):
    """Open balances of an invoice were given up: a credit memo of the same amounts settles them.

    It marks the act; the memo's own facts carry the money.
    """

    TOPIC: ClassVar[str] = "invoice.written_off.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID
    credit_memo_id: UUID


class DebitMemoWrittenOff(_WrittenOff):
    """Open balances of a debit memo were given up: a credit memo of the same amounts settles them."""

    TOPIC: ClassVar[str] = "debit_memo.written_off.v1"
    STREAM: ClassVar[str] = "debit_memo_id"
    debit_memo_id: UUID
    credit_memo_id: UUID


class CreditMemoWrittenOff(_WrittenOff):
    """Unapplied credit was given up: it settles a debit memo of the same amounts."""

    TOPIC: ClassVar[str] = "credit_memo.written_off.v1"
    STREAM: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID
    debit_memo_id: UUID


class ItemsUncredited(Event):
    """A credit memo no longer credits less of the items of this invoice, since it was edited or canceled.

    The mirror that gives back what is available to credit; it moves no money.
    """

    TOPIC: ClassVar[str] = "invoice.items_uncredited.v1"
    STREAM: ClassVar[str] = "invoice_id"
    invoice_id: UUID
    account_id: UUID  # the invoice's
    credit_memo_id: UUID
    lines: tuple[CreditedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NettedLine(Line):
    """An amount by which a negative row was filled up from a positive one of the same document."""

    negative_item_id: UUID
    positive_item_id: UUID
    amount_minor: AmountMinor


WrittenOff: TypeAlias = InvoiceWrittenOff | DebitMemoWrittenOff | CreditMemoWrittenOff


class _Netted(Event):
    document_id: UUID
    document_kind: DocumentKind
    account_id: UUID  # the document's
    currency: Currency
    application_id: UUID | None = None  # for whose sake; None: discounts, netted by posting
    lines: tuple[NettedLine, ...]


class ItemsNetted(_Netted):
    """Negative rows of a document were filled up from positive ones, so that money meets no negative row.

    Undone  by ItemsUnnetted: with the last of the application for whose sake it was, or with the posting.
    """

    TOPIC: ClassVar[str] = "document.items_netted.v1"
    STREAM: ClassVar[str] = "document_id"


class ItemsUnnetted(_Netted):
    """A netting was taken back, all of it."""

    TOPIC: ClassVar[str] = "document.items_unnetted.v1"
    STREAM: ClassVar[str] = "document_id"
