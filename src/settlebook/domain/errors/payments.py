"""Refusals of what payments and refunds are, and where they belong."""

from dataclasses import dataclass
from typing import ClassVar

from settlebook.domain.errors.base import Refused
from settlebook.domain.money import Money


@dataclass(eq=False)
class NotProcessed(Refused):
    """A payment that was canceled settles nothing and pays nothing back."""

    code: ClassVar[str] = "not_processed"
    MESSAGE: ClassVar[str] = "payment {number} is {status}, not Processed"
    REMEDY: ClassVar[str] = "Record the money as a new payment if it did come in."
    number: str
    status: str


@dataclass(eq=False)
class Unassigned(Refused):
    """A payment whose account nobody knows settles nothing and pays nothing back."""

    code: ClassVar[str] = "unassigned"
    MESSAGE: ClassVar[str] = "payment {number} is not assigned to an account"
    REMEDY: ClassVar[str] = "Transfer it to the account that it is from."
    number: str


@dataclass(eq=False)
class Standalone(Refused):
    """A standalone payment is settled outside of this ledger."""

    code: ClassVar[str] = "standalone"
    MESSAGE: ClassVar[str] = "payment {number} is standalone: it is never settled here"
    REMEDY: ClassVar[str] = "Record the money as an ordinary payment to settle documents with it."
    number: str


@dataclass(eq=False)
class SameAccount(Refused):
    """A transfer goes to another account than the one that the payment has."""

    code: ClassVar[str] = "same_account"
    MESSAGE: ClassVar[str] = "payment {number} is {where} already"
    REMEDY: ClassVar[str] = "Name another account."
    number: str
    where: str  # of account A-1, or unassigned


@dataclass(eq=False)
class NothingUnapplied(Refused):
    """Only unapplied money can be transferred or paid back, and there is none."""

    code: ClassVar[str] = "nothing_unapplied"
    MESSAGE: ClassVar[str] = "nothing of payment {number} is unapplied"
    REMEDY: ClassVar[str] = "Name the documents to take money back from first."
    number: str


@dataclass(eq=False)
class PartlyUsed(Refused):
    """A payment of which some was applied, paid back or transferred is not unassigned as a whole."""

    code: ClassVar[str] = "partly_used"
    MESSAGE: ClassVar[str] = (
        "payment {number} has {available} of its {asked} unapplied, so it keeps its account"
    )
    REMEDY: ClassVar[str] = "Name the amount to set free: it becomes an unassigned payment of its own."
    number: str
    asked: Money
    available: Money


@dataclass(eq=False)
class SettledAtGateway(Refused):
    """Money that a gateway has settled did come in, so that its payment is not canceled."""

    code: ClassVar[str] = "settled_at_gateway"
    MESSAGE: ClassVar[str] = "payment {number} is settled at the gateway"
    REMEDY: ClassVar[str] = "Refund it instead, or edit its gatewayState if that is wrong."
    number: str


@dataclass(eq=False)
class PaymentIsRefunded(Refused):
    """A payment that was paid back did come in, so that it is not canceled."""

    code: ClassVar[str] = "payment_is_refunded"
    MESSAGE: ClassVar[str] = "refund {refund} paid {available} of payment {number} back"
    REMEDY: ClassVar[str] = "Cancel the refund first."
    number: str
    refund: str
    available: Money


@dataclass(eq=False)
class TransferredAway(Refused):
    """A payment of which a part went to another one is not canceled."""

    code: ClassVar[str] = "transferred_away"
    MESSAGE: ClassVar[str] = "{available} of payment {number} was transferred away"
    REMEDY: ClassVar[str] = "Refund what it has left; the payments made of it are canceled by themselves."
    number: str
    available: Money


@dataclass(eq=False)
class PaymentIsApplied(Refused):
    """A payment that settles documents is not canceled before they are open again."""

    code: ClassVar[str] = "payment_is_applied"
    MESSAGE: ClassVar[str] = "payment {number} is applied with {available}"
    REMEDY: ClassVar[str] = "Unapply it first, or cancel it with unapplyFirst."
    number: str
    available: Money


@dataclass(eq=False)
class NotCanceled(Refused):
    """Only what was canceled is deleted."""

    code: ClassVar[str] = "not_canceled"
    MESSAGE: ClassVar[str] = "{number} is {status}, not Canceled"
    REMEDY: ClassVar[str] = "Cancel it first; what is deleted already stays so."
    number: str
    status: str


@dataclass(eq=False)
class AlreadyDeleted(Refused):
    """Nothing more is said of what was deleted."""

    code: ClassVar[str] = "deleted"
    MESSAGE: ClassVar[str] = "{number} was deleted"
    REMEDY: ClassVar[str] = "Its history stays as it is; record anew what did happen."
    number: str


@dataclass(eq=False)
class RefundNotProcessed(Refused):
    """A refund is canceled once only."""

    code: ClassVar[str] = "refund_not_processed"
    MESSAGE: ClassVar[str] = "refund {number} is {status}, not Processed"
    REMEDY: ClassVar[str] = "Its money is unapplied again already."
    number: str
    status: str


@dataclass(eq=False)
class NothingToReapply(Refused):
    """Money goes back to documents where the command of the refund had unapplied it, and nowhere else."""

    code: ClassVar[str] = "nothing_to_reapply"
    MESSAGE: ClassVar[str] = "refund {number} took its money from no document"
    REMEDY: ClassVar[str] = "Cancel it without reapply, and apply the money as usual."
    number: str


@dataclass(eq=False)
class ExceedsPayment(Refused):
    """More is asked back than a payment has applied and unapplied together."""

    code: ClassVar[str] = "exceeds_payment"
    MESSAGE: ClassVar[str] = "payment {number} has {available} to pay back, {asked} was asked"
    REMEDY: ClassVar[str] = "Lower the amount, or check the day: what is applied later is not there earlier."
    number: str
    asked: Money
    available: Money


@dataclass(eq=False)
class ExceedsRefund(Refused):
    """The documents named with a refund give back more than is paid back."""

    code: ClassVar[str] = "exceeds_refund"
    MESSAGE: ClassVar[str] = "the documents give back {asked}, the refund is of {available}"
    REMEDY: ClassVar[str] = "Raise totalAmount, or lower the amounts of the documents."
    asked: Money
    available: Money
