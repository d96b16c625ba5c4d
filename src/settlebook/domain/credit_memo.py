"""Credit memos: credit on account, item by item, what it settles and what is unapplied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from settlebook.domain.document import Document, drafted, edited
from settlebook.domain.events import (
    CreditApplied,
    CreditMemoCanceled,
    CreditMemoCreated,
    CreditMemoDeleted,
    CreditMemoEdited,
    CreditMemoPosted,
    CreditMemoReversed,
    CreditMemoUnposted,
    CreditMemoWrittenOff,
    CreditUnapplied,
    DocumentKind,
    Event,
    RefundCanceled,
    RefundIssued,
    RefundLine,
    ReturnLine,
    SettlementLine,
)
from settlebook.domain.source import (
    Lot,
    Lots,
    Refund,
    RefundFact,
    Spent,
    pairs_of,
    refunds_after,
    taken_back,
    with_lot,
)
from settlebook.domain.timeline import Timeline

NOTHING = Timeline()


@dataclass(frozen=True, slots=True)
class CreditMemo(Document):
    """A credit memo.

    `unapplied`  by row, what is unapplied of it on each day, in minor units; nothing while a draft.
    `lots`       its applications with what remains of each; those of which nothing remains are `spent`.
    `used`       what of it is applied or paid back on each day, all rows together.
    """

    unapplied: Mapping[UUID, Timeline] = field(default_factory=dict)
    lots: Lots = field(default_factory=dict)
    spent: Spent = ()
    refunds: Mapping[UUID, Refund] = field(default_factory=dict)
    used: Timeline = NOTHING

    def unapplied_of(self, item_id: UUID) -> Timeline:
        return self.unapplied.get(item_id, NOTHING)

    @property
    def unapplied_minor(self) -> int:
        return sum(timeline.total for timeline in self.unapplied.values())


def evolve(memo: CreditMemo | None, event: Event) -> CreditMemo:
    match event, memo:
        case CreditMemoCreated(), None:
            kind = DocumentKind.CREDIT_MEMO
            return drafted(CreditMemo, kind, event.credit_memo_id, event.header, event.items)
        case CreditMemoEdited(), CreditMemo():
            return edited(memo, event.header, event.items, event.removed)
        case CreditMemoPosted(), CreditMemo():
            gained = ((line.item_id, line.amount_minor) for line in event.lines)
            unapplied = _moved(memo, event.effective_on, gained)
            return replace(memo, header=event.header, own_day=event.effective_on, unapplied=unapplied)
        case CreditMemoUnposted(), CreditMemo():
            lost = ((line.item_id, -line.amount_minor) for line in event.lines)
            unapplied = _moved(memo, event.effective_on, lost)
            return replace(memo, header=event.header, own_day=None, unapplied=unapplied)
        case ((CreditMemoCanceled() | CreditMemoDeleted() | CreditMemoReversed()), CreditMemo()):
            return replace(memo, header=event.header)
        case CreditMemoWrittenOff(), CreditMemo():
            return memo  # the lots say which debit memo it settles
        case ((CreditApplied() | CreditUnapplied()), CreditMemo()):
            return _settled(memo, event)
        case _, CreditMemo() if isinstance(event, RefundFact):
            return _refunded(memo, event)
        case _:
            raise AssertionError(f"a credit memo has no {type(event).__name__} here")


def _settled(memo: CreditMemo, event: CreditApplied | CreditUnapplied) -> CreditMemo:
    if isinstance(event, CreditUnapplied):
        unapplied = _moved(memo, event.effective_on, _by_source(event.lines, 1))
        lots, spent = taken_back(memo.lots, event.lines)
        used = _used(memo, event, -1)
        return replace(memo, lots=lots, spent=memo.spent + spent, unapplied=unapplied, used=used)
    lot = Lot(
        event.application_id,
        event.document_id,
        event.document_kind,
        event.effective_on,
        pairs_of(event.lines),
    )
    unapplied = _moved(memo, event.effective_on, _by_source(event.lines, -1))
    return replace(memo, lots=with_lot(memo.lots, lot), unapplied=unapplied, used=_used(memo, event, 1))


def _refunded(memo: CreditMemo, event: RefundFact) -> CreditMemo:
    unapplied: Mapping[UUID, Timeline] = memo.unapplied
    used = memo.used
    if isinstance(event, RefundIssued):
        used = _used(memo, event, 1)
        unapplied = _moved(memo, event.effective_on, _by_source(event.lines, -1))
    elif isinstance(event, RefundCanceled):
        used = _used(memo, event, -1)
        unapplied = _moved(memo, event.effective_on, _by_source(event.lines, 1))
    return replace(memo, refunds=refunds_after(memo.refunds, event), unapplied=unapplied, used=used)


def _used(
    memo: CreditMemo, event: CreditApplied | CreditUnapplied | RefundIssued | RefundCanceled, sign: int
) -> Timeline:
    return memo.used.add(event.effective_on, sign * sum(line.amount_minor for line in event.lines))


def _by_source(
    lines: Iterable[SettlementLine | ReturnLine | RefundLine], sign: int
) -> Iterable[tuple[UUID, int]]:
    return ((line.source_item_id, sign * line.amount_minor) for line in lines if line.source_item_id)


def _moved(memo: CreditMemo, day: date, moves: Iterable[tuple[UUID, int]]) -> dict[UUID, Timeline]:
    unapplied = dict(memo.unapplied)
    for item_id, minor in moves:
        unapplied[item_id] = unapplied.get(item_id, NOTHING).add(day, minor)
    return unapplied
