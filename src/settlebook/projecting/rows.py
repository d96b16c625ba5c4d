"""Turns facts into journal rows: what was recorded, and with its postings which money moved."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias
from uuid import UUID

from settlebook.domain.allocation import Policy
from settlebook.domain.events import (
    AccountCreated,
    CreditApplied,
    CreditMemoCreated,
    CreditMemoPosted,
    CreditUnapplied,
    DebitMemoCreated,
    DebitMemoPosted,
    DocumentKind,
    InvoiceCreated,
    InvoicePosted,
    ItemsCredited,
    ItemsSettled,
    ItemsUnsettled,
    PaymentApplied,
    PaymentReceived,
    PaymentUnapplied,
    PersonalRef,
    RefundIssued,
    SourceKind,
)
from settlebook.domain.ids import derived_id
from settlebook.projecting.item_rows import item_rows
from settlebook.projecting.journal import (
    AccountRow,
    ApplicationRow,
    CreditedRow,
    DocumentRow,
    FactRow,
    JournalPage,
    PaymentRow,
    RefundRow,
)
from settlebook.projecting.posting_rows import posting_rows
from settlebook.projecting.stored import Stored

Created: TypeAlias = InvoiceCreated | DebitMemoCreated | CreditMemoCreated
Posted: TypeAlias = InvoicePosted | DebitMemoPosted | CreditMemoPosted
Settled: TypeAlias = PaymentApplied | PaymentUnapplied | CreditApplied | CreditUnapplied


def journal_page(events: Iterable[Stored]) -> JournalPage:
    """The journal rows of a page of events, in their order."""
    page = JournalPage()
    for stored in events:
        page.journal_fact.append(_fact(stored))
        _add_rows(page, stored)
    return page


def _add_rows(page: JournalPage, stored: Stored) -> None:
    match stored.fact:
        case AccountCreated() as fact:
            page.journal_account.append(_account(stored, fact))
        case (InvoiceCreated() | DebitMemoCreated() | CreditMemoCreated()) as fact:
            page.journal_document.append(_document(stored, fact, "created"))
            page.journal_item.extend(item_rows(stored, fact, _kind(fact)))
        case (InvoicePosted() | DebitMemoPosted() | CreditMemoPosted()) as fact:
            page.journal_document.append(_document(stored, fact, "posted"))
            page.journal_posting.extend(posting_rows(stored, fact.header, _kind(fact)))
        case ItemsCredited() as fact:
            page.journal_credited.extend(_credited(stored, fact))
        case PaymentReceived() as fact:
            page.journal_payment.append(_payment(stored, fact))
            page.journal_posting.extend(posting_rows(stored, fact, None))
        case (PaymentApplied() | PaymentUnapplied() | CreditApplied() | CreditUnapplied()) as fact:
            page.journal_application.append(_application(stored, fact))
            page.journal_posting.extend(posting_rows(stored, fact, fact.document_kind))
        case RefundIssued() as fact:
            page.journal_refund.append(_refund(stored, fact))
            page.journal_posting.extend(posting_rows(stored, fact, None))
        case ItemsSettled() | ItemsUnsettled():
            return  # mirrors of the sources' facts, which carry the money
        case _:
            raise AssertionError(f"no journal rows for {type(stored.fact).__name__}")


def _kind(fact: Created | Posted) -> DocumentKind:
    match fact:
        case InvoiceCreated() | InvoicePosted():
            return DocumentKind.INVOICE
        case DebitMemoCreated() | DebitMemoPosted():
            return DocumentKind.DEBIT_MEMO
        case CreditMemoCreated() | CreditMemoPosted():
            return DocumentKind.CREDIT_MEMO


def _fact(stored: Stored) -> FactRow:
    fact = stored.fact
    return FactRow(
        stored.ledger_id,
        stored.position,
        fact.TOPIC,
        fact.stream_id,
        fact.effective_on,
        stored.recorded_at,
        stored.command_id,
        stored.actor,
    )


def _account(stored: Stored, fact: AccountCreated) -> AccountRow:
    return AccountRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        fact.account_id,
        fact.number,
        fact.currency,
        fact.status,
        fact.parent_id,
        _personal_id(fact.personal),
        fact.details,
    )


def _document(stored: Stored, fact: Created | Posted, name: str) -> DocumentRow:
    header, kind, document_id = fact.header, _kind(fact), fact.stream_id
    is_credit = kind is DocumentKind.CREDIT_MEMO
    return DocumentRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        name,
        document_id,
        kind,
        header.number,
        header.account_id,
        header.currency,
        header.status,
        header.document_date,
        header.due_date,
        header.referred_invoice_id,
        derived_id(stored.ledger_id, "part", document_id, "unapplied") if is_credit else None,
        _personal_id(header.personal),
        header.details,
    )


def _credited(stored: Stored, fact: ItemsCredited) -> Iterator[CreditedRow]:
    for ordinal, line in enumerate(fact.lines, 1):
        yield CreditedRow(
            stored.ledger_id,
            stored.position,
            ordinal,
            fact.effective_on,
            fact.invoice_id,
            fact.credit_memo_id,
            line.item_id,
            line.amount_minor,
        )


def _payment(stored: Stored, fact: PaymentReceived) -> PaymentRow:
    return PaymentRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        fact.payment_id,
        fact.number,
        fact.account_id,
        fact.currency,
        fact.amount_minor,
        derived_id(stored.ledger_id, "part", fact.payment_id, "unapplied"),
        _personal_id(fact.personal),
        fact.details,
    )


def _application(stored: Stored, fact: Settled) -> ApplicationRow:
    by_payment = isinstance(fact, PaymentApplied | PaymentUnapplied)
    return ApplicationRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        stored.command_id,
        "apply" if isinstance(fact, PaymentApplied | CreditApplied) else "unapply",
        fact.application_id,
        SourceKind.PAYMENT if by_payment else SourceKind.CREDIT_MEMO,
        fact.stream_id,
        fact.document_kind,
        fact.document_id,
        fact.account_id,
        fact.currency,
        sum(line.amount_minor for line in fact.lines),
        derived_id(stored.ledger_id, "part", fact.stream_id, fact.document_id),
        *_policy(fact.policy),
    )


def _refund(stored: Stored, fact: RefundIssued) -> RefundRow:
    return RefundRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        stored.command_id,
        fact.refund_id,
        fact.number,
        fact.source_kind,
        fact.source_id,
        fact.account_id,
        fact.currency,
        fact.amount_minor,
        derived_id(stored.ledger_id, "refund-part", fact.refund_id),
        derived_id(stored.ledger_id, "refund-application", fact.refund_id),
        *_policy(fact.policy),
        _personal_id(fact.personal),
        fact.details,
    )


def _policy(policy: Policy | None) -> tuple[str | None, int | None]:
    return (policy.name, policy.version) if policy else (None, None)


def _personal_id(personal: PersonalRef | None) -> UUID | None:
    return personal.personal_id if personal else None
