"""Payments: money that came in, what it settles and what is unapplied."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from settlebook.domain.events import Event, PaymentApplied, PaymentReceived, PaymentUnapplied, RefundIssued
from settlebook.domain.source import Lot, pairs_of, taken_back, with_lot
from settlebook.domain.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment: processed the day it is received.

    `unapplied`  what is unapplied on each day, in minor units.
    `lots`       its applications with what remains of each.
    """

    payment_id: UUID
    number: str
    account_id: UUID
    currency: str
    amount_minor: int
    own_day: date
    unapplied: Timeline
    lots: Mapping[UUID, Lot] = field(default_factory=dict)

    @property
    def unapplied_minor(self) -> int:
        return self.unapplied.total


def evolve(payment: Payment | None, event: Event) -> Payment:
    match event, payment:
        case PaymentReceived(), None:
            return Payment(
                payment_id=event.payment_id,
                number=event.number,
                account_id=event.account_id,
                currency=event.currency,
                amount_minor=event.amount_minor,
                own_day=event.effective_on,
                unapplied=Timeline().add(event.effective_on, event.amount_minor),
            )
        case PaymentApplied(), Payment():
            lot = Lot(
                event.application_id,
                event.document_id,
                event.document_kind,
                event.effective_on,
                pairs_of(event.lines),
            )
            spent = sum(line.amount_minor for line in event.lines)
            return replace(
                payment,
                lots=with_lot(payment.lots, lot),
                unapplied=payment.unapplied.add(event.effective_on, -spent),
            )
        case PaymentUnapplied(), Payment():
            back = sum(line.amount_minor for line in event.lines)
            return replace(
                payment,
                lots=taken_back(payment.lots, event.lines),
                unapplied=payment.unapplied.add(event.effective_on, back),
            )
        case RefundIssued(), Payment():
            return replace(payment, unapplied=payment.unapplied.add(event.effective_on, -event.amount_minor))
        case _:
            raise AssertionError(f"a payment has no {type(event).__name__} here")
