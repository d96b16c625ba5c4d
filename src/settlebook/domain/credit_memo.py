"""Credit memos: credit on account, item by item, what it settles and what is unapplied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from settlebook.domain.document import Document, rows_of
from settlebook.domain.events import (
    CreditApplied,
    CreditMemoCreated,
    CreditMemoPosted,
    CreditUnapplied,
    DocumentKind,
    Event,
    RefundIssued,
    RefundLine,
    ReturnLine,
    SettlementLine,
)
from settlebook.domain.source import Lot, pairs_of, taken_back, with_lot
from settlebook.domain.timeline import Timeline

NOTHING = Timeline()


@dataclass(frozen=True, slots=True)
class CreditMemo(Document):
    """A credit memo.

    `unapplied`  by row, what is unapplied of it on each day, in minor units; empty while a draft.
    `lots`       its applications with what remains of each.
    """

    unapplied: Mapping[UUID, Timeline] = field(default_factory=dict)
    lots: Mapping[UUID, Lot] = field(default_factory=dict)

    def unapplied_of(self, item_id: UUID) -> Timeline:
        return self.unapplied.get(item_id, NOTHING)

    @property
    def unapplied_minor(self) -> int:
        return sum(timeline.total for timeline in self.unapplied.values())


def evolve(memo: CreditMemo | None, event: Event) -> CreditMemo:
    match event, memo:
        case CreditMemoCreated(), None:
            kind = DocumentKind.CREDIT_MEMO
            return CreditMemo(event.credit_memo_id, kind, event.header, None, rows_of(event.items))
        case CreditMemoPosted(), CreditMemo():
            gained = ((line.item_id, line.amount_minor) for line in event.lines)
            unapplied = _moved(memo, event.effective_on, gained)
            return replace(memo, header=event.header, own_day=event.effective_on, unapplied=unapplied)
        case CreditApplied(), CreditMemo():
            lot = Lot(
                event.application_id,
                event.document_id,
                event.document_kind,
                event.effective_on,
                pairs_of(event.lines),
            )
            unapplied = _moved(memo, event.effective_on, _by_source(event.lines, -1))
            return replace(memo, lots=with_lot(memo.lots, lot), unapplied=unapplied)
        case CreditUnapplied(), CreditMemo():
            unapplied = _moved(memo, event.effective_on, _by_source(event.lines, 1))
            return replace(memo, lots=taken_back(memo.lots, event.lines), unapplied=unapplied)
        case RefundIssued(), CreditMemo():
            return replace(memo, unapplied=_moved(memo, event.effective_on, _by_source(event.lines, -1)))
        case _:
            raise AssertionError(f"a credit memo has no {type(event).__name__} here")


def _by_source(
    lines: Iterable[SettlementLine | ReturnLine | RefundLine], sign: int
) -> Iterable[tuple[UUID, int]]:
    return ((line.source_item_id, sign * line.amount_minor) for line in lines if line.source_item_id)


def _moved(memo: CreditMemo, day: date, moves: Iterable[tuple[UUID, int]]) -> dict[UUID, Timeline]:
    unapplied = dict(memo.unapplied)
    for item_id, minor in moves:
        unapplied[item_id] = unapplied.get(item_id, NOTHING).add(day, minor)
    return unapplied
