"""What is decided about refunds that were issued: canceled, edited and deleted."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules import describing
from settlebook.domain.decisions.rules.checking import owner_of
from settlebook.domain.decisions.rules.dating import effective_day
from settlebook.domain.errors import AlreadyDeleted, NotCanceled, NothingToReapply, RefundNotProcessed
from settlebook.domain.events import PersonalRef, RefundCanceled, RefundDeleted, RefundEdited, SourceKind
from settlebook.domain.payment import Payment
from settlebook.domain.source import Refund

Refunded = Payment | CreditMemo  # whose money a refund is


def cancel(
    source: Refunded, refund: Refund, *, reapplies: bool, effective_on: date | None, today: date
) -> RefundCanceled:
    """Take a refund back that was never paid out: the money is unapplied again, row by row.

    Day     `effective_on`; without one today, raised to the refund's own day. From then on more is unapplied,
            so no day can refuse it.
    Refuses, first match wins: RefundNotProcessed, NothingToReapply (nothing was taken from documents),
    TooEarly.
    """
    if refund.status != "Processed":
        raise RefundNotProcessed(refund.number, refund.status)
    if reapplies and not refund.taken_from:
        raise NothingToReapply(refund.number)
    is_payment = isinstance(source, Payment)
    return RefundCanceled(
        refund_id=refund.refund_id,
        source_id=_id_of(source),
        source_kind=SourceKind.PAYMENT if is_payment else SourceKind.CREDIT_MEMO,
        account_id=owner_of(source) if isinstance(source, Payment) else source.account_id,
        currency=source.currency,
        amount_minor=refund.amount_minor,
        lines=refund.lines,
        effective_on=effective_day(effective_on, today, [(refund.number, refund.effective_on)]),
    )


def edit(
    source: Refunded,
    refund: Refund,
    changes: Mapping[str, Any],
    *,
    personal: PersonalRef | None,
    today: date,
) -> RefundEdited:
    """Change what a refund says of itself, as `payment_keeping.edit` does. Refuses: AlreadyDeleted."""
    if refund.status == "Deleted":
        raise AlreadyDeleted(f"refund {refund.number}")
    return RefundEdited(
        refund_id=refund.refund_id,
        source_id=_id_of(source),
        personal=personal,
        details=describing.edited(refund.details, changes),
        effective_on=today,
    )


def delete(source: Refunded, refund: Refund, *, today: date) -> RefundDeleted:
    """Show a canceled refund no longer, once its money is back with its source; its history stays.

    Refuses: NotCanceled.
    """
    if refund.status != "Canceled":
        raise NotCanceled(f"refund {refund.number}", refund.status)
    day = max(today, refund.canceled_on or today)
    return RefundDeleted(refund_id=refund.refund_id, source_id=_id_of(source), effective_on=day)


def _id_of(source: Refunded) -> UUID:
    return source.payment_id if isinstance(source, Payment) else source.document_id
