"""The journal's rows: a named tuple per table, its fields in the order of the table's columns."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID


class FactRow(NamedTuple):
    """Who recorded a fact, when, and under which command."""

    ledger_id: str
    position: int
    topic: str
    stream_id: UUID
    effective_on: date
    recorded_at: datetime
    command_id: UUID
    actor: str | None


class AccountRow(NamedTuple):
    ledger_id: str
    position: int
    effective_on: date
    account_id: UUID
    number: str
    currency: str
    status: str
    parent_id: UUID | None
    personal_id: UUID | None
    details: dict[str, Any]


class DocumentRow(NamedTuple):
    """A document's header, each time a fact carries it."""

    ledger_id: str
    position: int
    effective_on: date
    fact: str  # created or posted
    document_id: UUID
    kind: str
    number: str
    account_id: UUID
    currency: str
    status: str
    document_date: date
    due_date: date | None
    referred_invoice_id: UUID | None
    unapplied_part_id: UUID | None
    personal_id: UUID | None
    details: dict[str, Any]


class ItemRow(NamedTuple):
    """An item, or a tax item."""

    ledger_id: str
    position: int
    line: int
    effective_on: date
    account_id: UUID
    document_id: UUID
    document_kind: str
    currency: str
    item_id: UUID
    item_line: int
    tax_line: int | None
    parent_id: UUID | None
    amount_minor: int
    tax_minor: int
    tax_mode: str
    source_item_id: UUID | None
    unapplied_part_item_id: UUID | None
    details: dict[str, Any]


class CreditedRow(NamedTuple):
    """How much a credit memo made from an invoice credits of one of its rows."""

    ledger_id: str
    position: int
    line: int
    effective_on: date
    invoice_id: UUID
    credit_memo_id: UUID
    item_id: UUID
    amount_minor: int


class PaymentRow(NamedTuple):
    ledger_id: str
    position: int
    effective_on: date
    payment_id: UUID
    number: str
    account_id: UUID
    currency: str
    amount_minor: int
    unapplied_part_id: UUID
    personal_id: UUID | None
    details: dict[str, Any]


class RefundRow(NamedTuple):
    ledger_id: str
    position: int
    effective_on: date
    command_id: UUID
    refund_id: UUID
    number: str
    source_kind: str
    source_id: UUID
    account_id: UUID
    currency: str
    amount_minor: int
    part_id: UUID
    application_id: UUID
    policy_name: str | None
    policy_version: int | None
    personal_id: UUID | None
    details: dict[str, Any]


class ApplicationRow(NamedTuple):
    """What a command set against one document, or took back from it."""

    ledger_id: str
    position: int
    effective_on: date
    command_id: UUID
    kind: str  # apply or unapply
    application_id: UUID
    source_kind: str
    source_id: UUID
    document_kind: str
    document_id: UUID
    account_id: UUID
    currency: str
    amount_minor: int
    part_id: UUID
    policy_name: str | None
    policy_version: int | None


class PostingRow(NamedTuple):
    """Money that moved, from the credit leg to the debit leg."""

    ledger_id: str
    position: int
    line: int
    effective_on: date
    kind: str  # post, receive, apply, unapply or refund
    currency: str
    amount_minor: int
    debit_book: str
    debit_account_id: UUID
    debit_document_kind: str | None
    debit_document_id: UUID | None
    debit_item_id: UUID | None
    credit_book: str
    credit_account_id: UUID
    credit_document_kind: str | None
    credit_document_id: UUID | None
    credit_item_id: UUID | None
    application_id: UUID | None
    application_item_id: UUID | None
    undoes: UUID | None
    part_id: UUID | None
    part_item_id: UUID | None


@dataclass(slots=True)
class JournalPage:
    """The rows of a page of events, by table; the fields are the tables' names."""

    journal_fact: list[FactRow] = field(default_factory=list)
    journal_account: list[AccountRow] = field(default_factory=list)
    journal_document: list[DocumentRow] = field(default_factory=list)
    journal_item: list[ItemRow] = field(default_factory=list)
    journal_credited: list[CreditedRow] = field(default_factory=list)
    journal_payment: list[PaymentRow] = field(default_factory=list)
    journal_refund: list[RefundRow] = field(default_factory=list)
    journal_application: list[ApplicationRow] = field(default_factory=list)
    journal_posting: list[PostingRow] = field(default_factory=list)
