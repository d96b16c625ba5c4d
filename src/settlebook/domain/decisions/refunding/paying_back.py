"""From which documents an unapply-and-refund takes money that the payment has not unapplied."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from settlebook.domain.decisions.rules.asked import AskedDocument
from settlebook.domain.decisions.rules.checking import owner_of, require_processed
from settlebook.domain.errors import ExceedsPayment, ExceedsRefund, NothingUnapplied
from settlebook.domain.money import Money
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable


def require_refundable(payment: Payment) -> None:
    """Refuses, first match wins: NotProcessed, Unassigned, NothingUnapplied (nor applied)."""
    require_processed(payment)
    owner_of(payment)
    if payment.unapplied_minor <= 0 and payment.applied_minor == 0:
        raise NothingUnapplied(payment.number)


def newest_first(
    payment: Payment,
    documents: Mapping[UUID, Receivable],
    amount_minor: int,
    *,
    effective_on: date | None,
    today: date,
) -> tuple[AskedDocument, ...]:
    """What to take back so that the amount is unapplied: of the newest document first, then the next.

    Order    by document date, the latest first, then by number, the highest first.
    Day      only what is unapplied from that day on counts, and only what was applied on or before it.
    Refuses  ExceedsPayment.
    """
    unapplied_minor = max(0, payment.unapplied.lowest_from(effective_on or max(today, payment.own_day)))
    applied: dict[UUID, int] = {}
    for lot in payment.lots.values():
        if effective_on is None or lot.effective_on <= effective_on:
            applied[lot.document_id] = applied.get(lot.document_id, 0) + lot.remaining_minor
    missing_minor = amount_minor - unapplied_minor
    if missing_minor > sum(applied.values()):
        available = Money(unapplied_minor + sum(applied.values()), payment.currency)
        raise ExceedsPayment(payment.number, Money(amount_minor, payment.currency), available)
    asked: list[AskedDocument] = []
    for document_id in sorted(applied, key=lambda id: _age(documents, id), reverse=True):
        minor = min(missing_minor, applied[document_id])
        if minor > 0:
            asked.append(AskedDocument(documents[document_id], minor))
            missing_minor -= minor
    return tuple(asked)


def refunded_minor(asked: Sequence[AskedDocument], total_minor: int | None, currency: str) -> int:
    """What is paid back of documents that are named: their sum, or more where the total says so.

    Refuses: ExceedsRefund.
    """
    named_minor = sum(entry.amount_minor for entry in asked)
    if total_minor is None:
        return named_minor
    if named_minor > total_minor:
        raise ExceedsRefund(Money(named_minor, currency), Money(total_minor, currency))
    return total_minor


def _age(documents: Mapping[UUID, Receivable], document_id: UUID) -> tuple[date, str]:
    """Documents without anything applied are not loaded, and sort before all others."""
    document = documents.get(document_id)
    return (document.header.document_date, document.number) if document else (date.min, "")
