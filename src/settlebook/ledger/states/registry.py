"""Which numbers and ids a fact brings into the ledger: the tables of both are made from the facts alone."""

from collections.abc import Collection, Iterator
from typing import NamedTuple
from uuid import UUID

from settlebook.domain.events import (
    AccountCreated,
    AccountingCodeCreated,
    CreditApplied,
    CreditMemoCreated,
    CreditMemoEdited,
    CreditUnapplied,
    DebitMemoCreated,
    DebitMemoEdited,
    Event,
    InvoiceCreated,
    InvoiceEdited,
    Item,
    JournalRunCreated,
    PaymentApplied,
    PaymentReceived,
    PaymentUnapplied,
    PeriodCreated,
    RefundIssued,
)


class Numbered(NamedTuple):
    kind: str
    number: str
    id: UUID


class Identity(NamedTuple):
    """`owner_id` is the stream that tells of the id: an item's document, a refund's source."""

    id: UUID
    kind: str
    owner_id: UUID


def number_of(fact: Event) -> Numbered | None:
    match fact:
        case AccountCreated():
            return Numbered("account", fact.number, fact.account_id)
        case InvoiceCreated() | DebitMemoCreated() | CreditMemoCreated():
            return Numbered(_kind_of(fact), fact.header.number, fact.stream_id)
        case PaymentReceived():
            return Numbered("payment", fact.number, fact.payment_id)
        case RefundIssued():
            return Numbered("refund", fact.number, fact.refund_id)
        case JournalRunCreated():
            return Numbered("journal_run", fact.number, fact.run_id)
    return None


def identities_of(fact: Event, known: Collection[UUID] = ()) -> Iterator[Identity]:
    """The ids that a fact brings; `known` are its document's rows before it, which an edit names again."""
    match fact:
        case AccountCreated():
            yield Identity(fact.account_id, "account", fact.account_id)
        case InvoiceCreated() | DebitMemoCreated() | CreditMemoCreated():
            yield Identity(fact.stream_id, _kind_of(fact), fact.stream_id)
            for item in fact.items:
                yield from _rows_of(item, fact.stream_id)
        case InvoiceEdited() | DebitMemoEdited() | CreditMemoEdited():
            for item in fact.items:
                yield from (row for row in _rows_of(item, fact.stream_id) if row.id not in known)
        case PaymentReceived():
            yield Identity(fact.payment_id, "payment", fact.payment_id)
        case PaymentApplied() | PaymentUnapplied() | CreditApplied() | CreditUnapplied():
            yield Identity(fact.application_id, "application", fact.stream_id)
        case RefundIssued():
            yield Identity(fact.refund_id, "refund", fact.source_id)
        case PeriodCreated():
            yield Identity(fact.period_id, "accounting_period", fact.calendar_id)
        case AccountingCodeCreated():
            yield Identity(fact.code.code_id, "accounting_code", fact.codes_id)
        case JournalRunCreated():
            yield Identity(fact.run_id, "journal_run", fact.run_id)


def _rows_of(item: Item, document_id: UUID) -> Iterator[Identity]:
    yield Identity(item.item_id, "item", document_id)
    for tax in item.tax_items:
        yield Identity(tax.item_id, "tax_item", document_id)


def _kind_of(fact: InvoiceCreated | DebitMemoCreated | CreditMemoCreated) -> str:
    match fact:
        case InvoiceCreated():
            return "invoice"
        case DebitMemoCreated():
            return "debit_memo"
        case CreditMemoCreated():
            return "credit_memo"
