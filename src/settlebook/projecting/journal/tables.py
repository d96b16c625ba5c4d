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
    choices: dict[str, Any]
    personal_id: UUID | None
    details: dict[str, Any]


class SettingsRow(NamedTuple):
    ledger_id: str
    position: int
    effective_on: date
    settings_id: UUID
    settings: dict[str, Any]


class PeriodRow(NamedTuple):
    """What a fact tells of an accounting period; None is what it leaves as it was."""

    ledger_id: str
    position: int
    effective_on: date
    fact: str
    calendar_id: UUID
    period_id: UUID
    name: str | None
    starts_on: date | None
    ends_on: date | None
    details: dict[str, Any] | None


class DocumentRow(NamedTuple):
    """A document's header, each time a fact carries it."""

    ledger_id: str
    position: int
    effective_on: date
    fact: str  # created, edited, posted, ...
    changes_rows: bool
    document_id: UUID
    kind: str
    number: str
    account_id: UUID
    currency: str
    status: str
    document_date: date
    due_date: date | None
    referred_invoice_id: UUID | None
    referred_debit_memo_id: UUID | None
    referred_credit_memo_id: UUID | None
    split_from: UUID | None
    reversed: bool
    auto_apply: bool
    unapplied_part_id: UUID | None
    personal_id: UUID | None
    details: dict[str, Any]


class MarkRow(NamedTuple):
    """What one document became by another."""

    ledger_id: str
    position: int
    line: int
    effective_on: date
    kind: str  # written_off, reversed or split
    account_id: UUID
    document_kind: str
    document_id: UUID
    other_document_kind: str
    other_document_id: UUID
    amount_minor: int | None


class ItemRow(NamedTuple):
    """An item, or a tax item; of a removed one no more than which."""

    ledger_id: str
    position: int
    line: int
    effective_on: date
    account_id: UUID
    document_id: UUID
    document_kind: str
    currency: str
    fact: str  # created, edited or removed
    item_id: UUID
    item_line: int | None
    discount_line: int | None
    tax_line: int | None
    parent_id: UUID | None
    discounts: UUID | None
    amount_minor: int | None
    tax_minor: int | None
    tax_mode: str | None
    source_item_id: UUID | None
    unapplied_part_item_id: UUID | None
    details: dict[str, Any] | None


class CreditedRow(NamedTuple):
    """How much a credit memo made from an invoice credits of one of its rows, or gives back."""

    ledger_id: str
    position: int
    line: int
    effective_on: date
    invoice_id: UUID
    account_id: UUID
    credit_memo_id: UUID
    fact: str  # credited or uncredited
    item_id: UUID
    amount_minor: int


class PaymentRow(NamedTuple):
    ledger_id: str
    position: int
    effective_on: date
    payment_id: UUID
    number: str
    account_id: UUID | None
    currency: str
    amount_minor: int
    prepayment: bool
    standalone: bool
    transferred_from: UUID | None
    unapplied_part_id: UUID
    personal_id: UUID | None
    details: dict[str, Any]


class PaymentChangeRow(NamedTuple):
    """What happened to a payment after it came in; None is what the fact leaves as it was."""

    ledger_id: str
    position: int
    effective_on: date
    command_id: UUID
    fact: str  # transferred, edited, canceled or deleted
    payment_id: UUID
    to_payment_id: UUID | None = None
    from_account_id: UUID | None = None
    to_account_id: UUID | None = None
    currency: str | None = None
    amount_minor: int | None = None
    from_application_id: UUID | None = None
    to_application_id: UUID | None = None
    personal_id: UUID | None = None
    details: dict[str, Any] | None = None


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


class RefundChangeRow(NamedTuple):
    """What happened to a refund after it was issued; None is what the fact leaves as it was."""

    ledger_id: str
    position: int
    effective_on: date
    command_id: UUID
    fact: str  # canceled, edited or deleted
    refund_id: UUID
    source_id: UUID
    source_kind: str | None = None
    account_id: UUID | None = None
    currency: str | None = None
    amount_minor: int | None = None
    application_id: UUID | None = None
    personal_id: UUID | None = None
    details: dict[str, Any] | None = None


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
    kind: str  # post, receive, apply, unapply, net, refund, ...
    currency: str
    amount_minor: int
    debit_book: str
    debit_account_id: UUID | None
    debit_document_kind: str | None
    debit_document_id: UUID | None
    debit_item_id: UUID | None
    credit_book: str
    credit_account_id: UUID | None
    credit_document_kind: str | None
    credit_document_id: UUID | None
    credit_item_id: UUID | None
    application_id: UUID | None
    application_item_id: UUID | None
    undoes: UUID | None
    part_id: UUID | None
    part_item_id: UUID | None
    journal_entry_id: UUID


class AccountingCodeRow(NamedTuple):
    """A registered accounting code, each time a fact carries it."""

    ledger_id: str
    position: int
    effective_on: date
    is_new: bool
    code_id: UUID
    name: str
    type: str
    status: str
    gl_name: str | None
    gl_number: str | None
    details: dict[str, Any]


class NamedCodeRow(NamedTuple):
    """The codes that a row, document, payment, refund, account or the ledger names, by role."""

    ledger_id: str
    position: int
    line: int
    effective_on: date
    subject_id: UUID
    codes: dict[str, str]


class JournalRunRow(NamedTuple):
    """A journal run as it was made, or that it was canceled."""

    ledger_id: str
    position: int
    effective_on: date
    fact: str  # created or canceled
    run_id: UUID
    number: str | None = None
    period_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    transaction_types: list[str] | None = None  # empty: all
    details: dict[str, Any] | None = None


@dataclass(slots=True)
class JournalPage:
    """The rows of a page of events, by table; the fields are the tables' names."""

    journal_fact: list[FactRow] = field(default_factory=list)
    journal_account: list[AccountRow] = field(default_factory=list)
    journal_settings: list[SettingsRow] = field(default_factory=list)
    journal_period: list[PeriodRow] = field(default_factory=list)
    journal_document: list[DocumentRow] = field(default_factory=list)
    journal_mark: list[MarkRow] = field(default_factory=list)
    journal_item: list[ItemRow] = field(default_factory=list)
    journal_credited: list[CreditedRow] = field(default_factory=list)
    journal_payment: list[PaymentRow] = field(default_factory=list)
    journal_payment_change: list[PaymentChangeRow] = field(default_factory=list)
    journal_refund: list[RefundRow] = field(default_factory=list)
    journal_refund_change: list[RefundChangeRow] = field(default_factory=list)
    journal_application: list[ApplicationRow] = field(default_factory=list)
    journal_posting: list[PostingRow] = field(default_factory=list)
    journal_accounting_code: list[AccountingCodeRow] = field(default_factory=list)
    journal_named_code: list[NamedCodeRow] = field(default_factory=list)
    journal_run: list[JournalRunRow] = field(default_factory=list)
