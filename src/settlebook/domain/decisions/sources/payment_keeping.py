"""What is decided about payments as such: edited, canceled and deleted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from settlebook.domain.account import Account
from settlebook.domain.decisions.rules import describing
from settlebook.domain.decisions.rules.checking import require_processed
from settlebook.domain.decisions.rules.dating import effective_day, require_unapplied
from settlebook.domain.errors import (
    AccountClosed,
    AlreadyDeleted,
    NotCanceled,
    PaymentIsApplied,
    PaymentIsRefunded,
    SettledAtGateway,
    TransferredAway,
)
from settlebook.domain.events import PaymentCanceled, PaymentDeleted, PaymentEdited, PersonalRef
from settlebook.domain.money import Money
from settlebook.domain.payment import Payment


def edit(
    payment: Payment, changes: Mapping[str, Any], *, personal: PersonalRef | None, today: date
) -> PaymentEdited:
    """Change what a payment says of itself, canceled or not. Refuses: AlreadyDeleted.

    Changes   by name on the wire; None and an empty text take a field away, what is not named stays.
    Personal  where its personal content is from now on; the caller keeps or replaces it.
    """
    if payment.status == "Deleted":
        raise AlreadyDeleted(f"payment {payment.number}")
    return PaymentEdited(
        payment_id=payment.payment_id,
        personal=personal,
        details=describing.edited(payment.details, changes),
        effective_on=today,
    )


def require_cancelable(payment: Payment, account: Account | None) -> None:
    """What unapplying does not cure; `account` is None for an unassigned payment.

    Refuses, first match wins: NotProcessed, AccountClosed, SettledAtGateway, PaymentIsRefunded,
    TransferredAway.
    """
    require_processed(payment)
    if account is not None and account.status == "Canceled":
        raise AccountClosed(account.number, account.status)
    if payment.details.get("gatewayState") == "Settled":
        raise SettledAtGateway(payment.number)
    for refund in payment.refunds.values():
        if refund.status == "Processed":
            paid = Money(refund.amount_minor, payment.currency)
            raise PaymentIsRefunded(payment.number, refund.number, paid)
    if payment.transferred:
        raise TransferredAway(payment.number, Money(payment.transferred, payment.currency))


def cancel(
    payment: Payment, account: Account | None, *, effective_on: date | None, today: date
) -> PaymentCanceled:
    """Take a payment out of the books that never came in. A standalone or unassigned one can be canceled.

    Day     `effective_on`; without one today, raised to the last day on which its unapplied money changes.
    Refuses, first match wins: as `require_cancelable` lists; PaymentIsApplied, TooEarly, ExceedsOnDay.
    """
    require_cancelable(payment, account)
    if payment.applied_minor:
        raise PaymentIsApplied(payment.number, Money(payment.applied_minor, payment.currency))
    day = effective_day(effective_on, today, [(payment.number, payment.own_day)])
    if effective_on is None:
        day = max([day, *(changed_on for changed_on, _ in payment.unapplied.entries)])
    require_unapplied(payment.number, payment.unapplied, payment.amount_minor, day, payment.currency)
    return PaymentCanceled(
        payment_id=payment.payment_id,
        account_id=payment.account_id,
        currency=payment.currency,
        amount_minor=payment.amount_minor,
        effective_on=day,
    )


def delete(payment: Payment, *, today: date) -> PaymentDeleted:
    """Show a canceled payment no longer, once its money is out of the books; its history stays.

    Refuses: NotCanceled.
    """
    if payment.status != "Canceled":
        raise NotCanceled(f"payment {payment.number}", payment.status)
    day = max(today, payment.canceled_on or today)
    return PaymentDeleted(payment_id=payment.payment_id, effective_on=day)
