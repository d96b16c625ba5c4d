"""What is decided about transfers: payments, or parts of them, go to another account or to none."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.decisions.rules.checking import require_processed, require_source_unapplied
from settlebook.domain.decisions.rules.dating import effective_day, require_unapplied
from settlebook.domain.errors import (
    AccountClosed,
    NothingUnapplied,
    PartlyUsed,
    SameAccount,
    Standalone,
)
from settlebook.domain.events import PaymentReceived, PaymentTransferred
from settlebook.domain.money import Money
from settlebook.domain.payment import Payment

OF_A_TENANT = ("__c", "__NS")  # fields by which others know this payment; a part of it is another one


@dataclass(frozen=True, slots=True)
class NewPayment:
    """What a part of a payment is called once it is a payment of its own."""

    payment_id: UUID
    number: str


def is_whole(payment: Payment, amount_minor: int | None) -> bool:
    """Whether a transfer of that amount (None: of all that is unapplied) moves the payment itself.

    It does where all of the payment is unapplied. A payment that was used in part keeps its account, since
    its refunds, applications and earlier transfers belong there: what is unapplied goes as a payment of its
    own then.
    """
    return amount_minor in (None, payment.amount_minor) and payment.unapplied_minor == payment.amount_minor


def whole(
    payment: Payment, to: Account | None, *, effective_on: date | None, today: date
) -> PaymentTransferred:
    """Give a payment that is all unapplied to another account; None unassigns it. It stays the same payment.

    Day     `effective_on`; without one today, raised to the payment's own day. Before that day the payment
            is the old account's, and nothing of it can be settled for the new one.
    Refuses, first match wins: NotProcessed, Standalone, SameAccount, AccountClosed, TooEarly, ExceedsOnDay
    (where some of it is used on that day or later).
    """
    _require_transferable(payment, to)
    return _transferred(payment, payment.payment_id, to, payment.amount_minor, effective_on, today)


def part(
    payment: Payment,
    to: Account | None,
    new: NewPayment,
    *,
    amount_minor: int | None,
    effective_on: date | None,
    today: date,
) -> tuple[PaymentReceived, PaymentTransferred]:
    """Give unapplied money of a payment to another account, as a payment of its own; None: unassigned.

    Amount  all that is unapplied, unless it is given.
    New     it says what the payment says, but for its comment and the fields of tenants.
    Day     `effective_on`; without one today, raised to the payment's own day.
    Refuses, first match wins: NotProcessed, Standalone, SameAccount, AccountClosed, PartlyUsed (to unassign
    without an amount), NothingUnapplied, ExceedsUnapplied, TooEarly, ExceedsOnDay.
    """
    _require_transferable(payment, to)
    if amount_minor is None:
        amount_minor = _all_of(payment, to)
    require_source_unapplied(payment, amount_minor)
    given = _transferred(payment, new.payment_id, to, amount_minor, effective_on, today)
    received = PaymentReceived(
        payment_id=new.payment_id,
        number=new.number,
        account_id=given.to_account_id,
        currency=payment.currency,
        amount_minor=amount_minor,
        prepayment=True if payment.is_prepayment else None,
        transferred_from=payment.payment_id,
        details={name: said for name, said in payment.details.items() if not name.endswith(OF_A_TENANT)},
        effective_on=given.effective_on,
    )
    return received, given


def _require_transferable(payment: Payment, to: Account | None) -> None:
    require_processed(payment)
    if payment.is_standalone:
        raise Standalone(payment.number)
    if payment.account_id == (to.account_id if to else None):
        raise SameAccount(payment.number, f"of account {to.number}" if to else "unassigned")
    if to is None:
        return
    if to.status != "Active":
        raise AccountClosed(to.number, to.status)


def _all_of(payment: Payment, to: Account | None) -> int:
    unapplied_minor = payment.unapplied_minor
    if to is None and unapplied_minor != payment.amount_minor:
        whole, left = Money(payment.amount_minor, payment.currency), Money(unapplied_minor, payment.currency)
        raise PartlyUsed(payment.number, whole, left)
    if unapplied_minor <= 0:
        raise NothingUnapplied(payment.number)
    return unapplied_minor


def _transferred(
    payment: Payment,
    to_payment_id: UUID,
    to: Account | None,
    amount_minor: int,
    effective_on: date | None,
    today: date,
) -> PaymentTransferred:
    day = effective_day(effective_on, today, [(payment.number, payment.own_day)])
    require_unapplied(payment.number, payment.unapplied, amount_minor, day, payment.currency)
    return PaymentTransferred(
        payment_id=payment.payment_id,
        to_payment_id=to_payment_id,
        from_account_id=payment.account_id,
        to_account_id=to.account_id if to else None,
        currency=payment.currency,
        amount_minor=amount_minor,
        effective_on=day,
    )
