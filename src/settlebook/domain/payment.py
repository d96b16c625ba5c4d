"""Payments: money that came in, what it settles, what was paid back, and what is unapplied."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

from settlebook.domain.changing import changed
from settlebook.domain.events import (
    Event,
    PaymentApplied,
    PaymentCanceled,
    PaymentDeleted,
    PaymentEdited,
    PaymentReceived,
    PaymentTransferred,
    PaymentUnapplied,
    PersonalRef,
    RefundCanceled,
    RefundIssued,
    ReturnLine,
    SettlementLine,
)
from settlebook.domain.source import (
    Lot,
    Lots,
    Refund,
    RefundFact,
    Spent,
    TakenFrom,
    pairs_of,
    refunds_after,
    taken_back,
    with_lot,
)
from settlebook.domain.timeline import Timeline

PaymentStatus = Literal["Processed", "Canceled", "Deleted"]


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment.

    `account_id`      None while it is unassigned.
    `amount_minor`    what came in, for good: parts that were transferred away are of it.
    `own_day`         the first day on which it can settle: since it came in, or since it has its account.
    `unapplied`       what is unapplied on each day, in minor units.
    `lots`            its applications with what remains of each; those of which nothing remains are `spent`.
    `transferred`     minor units that went away as payments of their own.
    `canceled_on`     from which day on it is not in the books; None while it is not canceled.
    `just_unapplied`  what was taken back since it was applied or refunded last: a refund may name it.
    """

    payment_id: UUID
    number: str
    account_id: UUID | None
    currency: str
    amount_minor: int
    own_day: date
    unapplied: Timeline
    lots: Lots = field(default_factory=dict)
    spent: Spent = ()
    refunds: Mapping[UUID, Refund] = field(default_factory=dict)
    status: PaymentStatus = "Processed"
    is_prepayment: bool = False
    is_standalone: bool = False
    transferred_from: UUID | None = None
    transferred: int = 0
    canceled_on: date | None = None
    just_unapplied: tuple[PaymentUnapplied, ...] = ()
    personal: PersonalRef | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unapplied_minor(self) -> int:
        return self.unapplied.total

    @property
    def applied_minor(self) -> int:
        return sum(lot.remaining_minor for lot in self.lots.values())

    @property
    def refunded_minor(self) -> int:
        return sum(each.amount_minor for each in self.refunds.values() if each.status == "Processed")


def evolve(payment: Payment | None, event: Event) -> Payment:
    match event, payment:
        case PaymentReceived(), None:
            return _received(event)
        case PaymentApplied(), Payment():
            lot = Lot(
                event.application_id,
                event.document_id,
                event.document_kind,
                event.effective_on,
                pairs_of(event.lines),
            )
            return changed(
                payment,
                lots=with_lot(payment.lots, lot),
                unapplied=payment.unapplied.add(event.effective_on, -_sum(event.lines)),
                just_unapplied=(),
            )
        case PaymentUnapplied(), Payment():
            lots, spent = taken_back(payment.lots, event.lines)
            return changed(
                payment,
                lots=lots,
                spent=payment.spent + spent,
                unapplied=payment.unapplied.add(event.effective_on, _sum(event.lines)),
                just_unapplied=(*payment.just_unapplied, event),
            )
        case PaymentTransferred(), Payment():
            return _transferred(payment, event)
        case PaymentEdited(), Payment():
            return changed(payment, personal=event.personal, details=event.details)
        case PaymentCanceled(), Payment():
            unapplied = payment.unapplied.add(event.effective_on, -event.amount_minor)
            return changed(payment, status="Canceled", canceled_on=event.effective_on, unapplied=unapplied)
        case PaymentDeleted(), Payment():
            return changed(payment, status="Deleted")
        case _, Payment() if isinstance(event, RefundFact):
            return _refunded(payment, event)
        case _:
            raise AssertionError(f"a payment has no {type(event).__name__} here")


def _received(event: PaymentReceived) -> Payment:
    return Payment(
        payment_id=event.payment_id,
        number=event.number,
        account_id=event.account_id,
        currency=event.currency,
        amount_minor=event.amount_minor,
        own_day=event.effective_on,
        unapplied=Timeline().add(event.effective_on, event.amount_minor),
        is_prepayment=bool(event.prepayment),
        is_standalone=bool(event.standalone),
        transferred_from=event.transferred_from,
        personal=event.personal,
        details=event.details,
    )


def _transferred(payment: Payment, event: PaymentTransferred) -> Payment:
    if event.to_payment_id == payment.payment_id:
        own_day = max(payment.own_day, event.effective_on)  # before, it was somebody else's
        return changed(payment, account_id=event.to_account_id, own_day=own_day)
    return changed(
        payment,
        transferred=payment.transferred + event.amount_minor,
        unapplied=payment.unapplied.add(event.effective_on, -event.amount_minor),
    )


def _refunded(payment: Payment, event: RefundFact) -> Payment:
    if isinstance(event, RefundIssued):
        return changed(
            payment,
            refunds=refunds_after(payment.refunds, event, _taken_from(payment, event.unapplied or ())),
            unapplied=payment.unapplied.add(event.effective_on, -event.amount_minor),
            just_unapplied=(),
        )
    unapplied = payment.unapplied
    if isinstance(event, RefundCanceled):
        unapplied = unapplied.add(event.effective_on, event.amount_minor)
    return changed(payment, refunds=refunds_after(payment.refunds, event), unapplied=unapplied)


def _taken_from(payment: Payment, applications: Collection[UUID]) -> tuple[TakenFrom, ...]:
    """The unapplies that a refund names, as amounts by row."""
    found: list[TakenFrom] = []
    for fact in payment.just_unapplied:
        if fact.application_id in applications:
            minor_by_item: dict[UUID, int] = {}
            for line in fact.lines:
                minor_by_item[line.item_id] = minor_by_item.get(line.item_id, 0) + line.amount_minor
            undoes = tuple(dict.fromkeys(line.undoes for line in fact.lines))
            found.append(TakenFrom(fact.document_id, fact.document_kind, minor_by_item, undoes))
    return tuple(found)


def _sum(lines: Iterable[SettlementLine | ReturnLine]) -> int:
    return sum(line.amount_minor for line in lines)
