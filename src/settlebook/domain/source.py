"""What settles: applications as lots, so that exactly what was given can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from settlebook.domain.events import (
    DocumentKind,
    PersonalRef,
    RefundCanceled,
    RefundDeleted,
    RefundEdited,
    RefundIssued,
    RefundLine,
    ReturnLine,
    SettlementLine,
)
from settlebook.domain.events.base import as_entries

Pair = tuple[UUID | None, UUID]  # the source's row (None for payments) and the document's row
MinorByPair = Annotated[Mapping[Pair, int], *as_entries(list[tuple[Pair, int]])]


@dataclass(frozen=True, slots=True)
class Lot:
    """One application, one (command, source, document), with what remains of it.

    `remaining`    minor units by pair, in canonical order; pairs taken back whole are gone.
    `was_reduced`  some of it was taken back, so that undoing it takes back a remainder.
    """

    application_id: UUID
    document_id: UUID
    document_kind: DocumentKind
    effective_on: date
    remaining: MinorByPair
    was_reduced: bool = False

    @property
    def remaining_minor(self) -> int:
        return sum(self.remaining.values())


Lots = Mapping[UUID, Lot]  # by application, in the order they were recorded; each with something remaining
Spent = tuple[UUID, ...]  # applications of which all was taken back: known, and nothing to look at any more


def with_lot(lots: Lots, lot: Lot) -> dict[UUID, Lot]:
    return {**lots, lot.application_id: lot}


def pairs_of(lines: Iterable[SettlementLine]) -> dict[Pair, int]:
    return {(line.source_item_id, line.item_id): line.amount_minor for line in lines}


def taken_back(lots: Lots, lines: Iterable[ReturnLine]) -> tuple[Lots, Spent]:
    """The lots after the lines took back from those they name, and those of which nothing remains."""
    after = dict(lots)
    changed: dict[UUID, dict[Pair, int]] = {}
    for line in lines:
        if line.undoes not in changed:
            changed[line.undoes] = dict(after[line.undoes].remaining)
        remaining = changed[line.undoes]
        pair = (line.source_item_id, line.item_id)
        remaining[pair] -= line.amount_minor
        if not remaining[pair]:
            del remaining[pair]
    for application_id, remaining in changed.items():
        if remaining:
            after[application_id] = replace(after[application_id], remaining=remaining, was_reduced=True)
        else:
            del after[application_id]
    return after, tuple(application_id for application_id, remaining in changed.items() if not remaining)


RefundStatus = Literal["Processed", "Canceled", "Deleted"]
RefundFact = RefundIssued | RefundCanceled | RefundEdited | RefundDeleted


@dataclass(frozen=True, slots=True)
class TakenFrom:
    """What the command of a refund took back from one document before it: minor units by row.

    `undoes`  the applications of which it was taken.
    """

    document_id: UUID
    document_kind: DocumentKind
    minor_by_item: Mapping[UUID, int]
    undoes: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Refund:
    """Money of a source that was paid back to the customer; its facts stand on the source's stream.

    `taken_from`      where its money had been applied, if the same command unapplied it.
    `written_off_by`  the credit memos that wrote that off in the same command, one for each of `taken_from`.
    `canceled_on`     from which day on its money is back; None while it is not canceled.
    """

    refund_id: UUID
    number: str
    amount_minor: int
    lines: tuple[RefundLine, ...]
    effective_on: date
    status: RefundStatus = "Processed"
    taken_from: tuple[TakenFrom, ...] = ()
    written_off_by: tuple[UUID, ...] = ()
    canceled_on: date | None = None
    personal: PersonalRef | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


Refunds = Mapping[UUID, Refund]  # by id, in the order they were recorded


def refunds_after(
    refunds: Refunds, event: RefundFact, taken_from: tuple[TakenFrom, ...] = ()
) -> dict[UUID, Refund]:
    """The refunds of a source after one more fact about one of them."""
    match event:
        case RefundIssued():
            refund = Refund(
                event.refund_id,
                event.number,
                event.amount_minor,
                event.lines,
                event.effective_on,
                taken_from=taken_from,
                written_off_by=event.written_off_by or (),
                personal=event.personal,
                details=event.details,
            )
        case RefundEdited():
            refund = replace(refunds[event.refund_id], personal=event.personal, details=event.details)
        case RefundCanceled():
            refund = replace(refunds[event.refund_id], status="Canceled", canceled_on=event.effective_on)
        case RefundDeleted():
            refund = replace(refunds[event.refund_id], status="Deleted")
    return {**refunds, event.refund_id: refund}
