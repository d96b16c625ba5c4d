"""Which lines a named policy settles, over what is open on the effective day and on every later one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from settlebook.domain.allocation import PolicyName, Slot, fifo, fifo_matrix, prorate, prorate_matrix
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.asked import AskedDocument, AskedLine
from settlebook.domain.decisions.checking import shown
from settlebook.domain.decisions.dating import (
    day_of_lowest,
    day_of_peak,
    exceeds_on_day,
    open_from,
    require_unapplied,
)
from settlebook.domain.document import Row, TaxIdentity
from settlebook.domain.errors import InvalidRequest, NoSourceItem
from settlebook.domain.events import DocumentKind, SettlementLine
from settlebook.domain.receivable import Receivable


def policy_named(name: str | None, offered: Sequence[PolicyName]) -> PolicyName:
    """The policy of that name; without a name the first one offered. Refuses: InvalidRequest."""
    if name is None:
        return offered[0]
    for known in offered:
        if known == name:
            return known
    raise InvalidRequest("policy", f"{shown(name)} is not offered here; choose {', '.join(offered)}")


def for_payment(policy: PolicyName, entry: AskedDocument, day: date) -> tuple[SettlementLine, ...]:
    """Lines over the items of one document, in canonical order. Refuses: ExceedsOnDay."""
    spread = fifo if policy == "fifo" else prorate
    shares = spread(entry.amount_minor, _targets(entry, day))
    return tuple(SettlementLine(item_id=item_id, amount_minor=minor) for item_id, minor in shares)


class MemoRows:
    """What the rows of a credit memo have left for one request that takes effect on one day.

    Named lines are set aside first, so that what a policy chooses for one document never takes what the
    caller named for another.
    """

    def __init__(self, memo: CreditMemo, day: date) -> None:
        self._memo = memo
        self._day = day
        self._left = {item_id: unapplied.lowest_from(day) for item_id, unapplied in memo.unapplied.items()}

    def set_aside(self, asked_by_row: dict[UUID, int]) -> None:
        """Refuses: ExceedsOnDay, naming the row."""
        memo = self._memo
        for item_id, asked in asked_by_row.items():
            unapplied = memo.unapplied_of(item_id)
            require_unapplied(memo.name_of(item_id), unapplied, asked, self._day, memo.currency)
            self._left[item_id] -= asked

    def require(self, asked_minor: int) -> None:
        """Refuses: ExceedsOnDay, where the rows together have less left for the policy."""
        available = sum(minor for minor in self._left.values() if minor > 0)
        if asked_minor > available:
            memo, day = self._memo, self._day
            found = max((day_of_lowest(row, day) for row in memo.unapplied.values()), default=day)
            raise exceeds_on_day(memo.number, found, day, asked_minor, available, memo.currency)

    def take(self, policy: PolicyName, entry: AskedDocument) -> tuple[SettlementLine, ...]:
        """Lines by pair, source by source, in canonical order. Refuses: ExceedsOnDay."""
        spread = fifo_matrix if policy == "fifo" else prorate_matrix
        cells = spread(entry.amount_minor, self._slots(), _targets(entry, self._day))
        for source_item_id, _, minor in cells:
            self._left[source_item_id] -= minor
        return tuple(
            SettlementLine(item_id=item_id, amount_minor=minor, source_item_id=source_item_id)
            for source_item_id, item_id, minor in cells
        )

    def first(self, amount_minor: int) -> dict[UUID, int]:
        """What fifo takes of each row. Refuses: ExceedsOnDay."""
        self.require(amount_minor)
        return dict(fifo(amount_minor, self._slots()))

    def _slots(self) -> list[Slot[UUID]]:
        return [Slot(item_id, self._left[item_id]) for item_id in self._memo.rows]


def require_source_item_shape(asked: Sequence[AskedDocument]) -> None:
    """The shape that source-item needs: one invoice, no debit memos, no items. Refuses: InvalidRequest."""
    match asked:
        case [AskedDocument(lines=None, document=document)] if document.kind is DocumentKind.INVOICE:
            return
    raise InvalidRequest("policy", "source-item takes exactly one invoice, no debit memos and no items")


def source_items(memo: CreditMemo, document: Receivable) -> tuple[AskedLine, ...]:
    """Each unapplied row of the memo with the row that it was made from. Refuses: NoSourceItem."""
    like_taxes: dict[tuple[UUID | None, TaxIdentity | None], list[UUID]] = {}
    for row in document.rows.values():
        like_taxes.setdefault((row.parent_id, row.tax_identity), []).append(row.item_id)
    lines: list[AskedLine] = []
    for item_id, unapplied in memo.unapplied.items():
        if unapplied.total <= 0:
            continue
        source = _source_of(memo.rows[item_id], memo, like_taxes)
        if source is None or source not in document.rows:
            raise NoSourceItem(memo.name_of(item_id), document.number)
        lines.append(AskedLine(source, unapplied.total, item_id))
    return tuple(lines)


def _source_of(
    row: Row, memo: CreditMemo, like_taxes: dict[tuple[UUID | None, TaxIdentity | None], list[UUID]]
) -> UUID | None:
    """The row it names as its source; for a tax row without one, the like tax of its item's source."""
    if row.source_item_id is not None or row.parent_id is None:
        return row.source_item_id
    parent = memo.rows[row.parent_id].source_item_id
    like = like_taxes.get((parent, row.tax_identity), []) if parent is not None else []
    return like[0] if len(like) == 1 else None  # of two like taxes neither is known to be the source


def _targets(entry: AskedDocument, day: date) -> list[Slot[UUID]]:
    """The rows with what can be settled of them from that day on. Refuses: ExceedsOnDay, for too little."""
    document = entry.document
    slots = [Slot(item_id, open_from(document, item_id, day)) for item_id in document.rows]
    available = sum(slot.open_minor for slot in slots if slot.open_minor > 0)
    if entry.amount_minor > available:
        found = max((day_of_peak(settled, day) for settled in document.settled.values()), default=day)
        raise exceeds_on_day(document.number, found, day, entry.amount_minor, available, document.currency)
    return slots
