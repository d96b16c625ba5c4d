"""Which lines a named policy settles, over what is open on the effective day and on every later one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from settlebook.domain.allocation import Slot
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.asked import AskedDocument, AskedLine
from settlebook.domain.decisions.rules.dating import (
    day_of_lowest,
    day_of_peak,
    exceeds_on_day,
    open_from,
    require_unapplied,
)
from settlebook.domain.decisions.settling.spreading import Rule, matrix, shares
from settlebook.domain.document import Document, Row, TaxIdentity
from settlebook.domain.errors import InvalidRequest, NoSourceItem
from settlebook.domain.events import DocumentKind, SettlementLine
from settlebook.domain.receivable import Receivable


def for_payment(rule: Rule, entry: AskedDocument, day: date) -> tuple[SettlementLine, ...]:
    """Lines over the items of one document, in canonical order. Refuses: ExceedsOnDay, PolicyBroken."""
    chosen = shares(rule, entry.amount_minor, _targets(rule, entry, day))
    return tuple(SettlementLine(item_id=item_id, amount_minor=minor) for item_id, minor in chosen)


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

    def take(self, rule: Rule, entry: AskedDocument) -> tuple[SettlementLine, ...]:
        """Lines by pair, source by source, in canonical order. Refuses: ExceedsOnDay, PolicyBroken."""
        targets = _targets(rule, entry, self._day)
        cells = matrix(rule, entry.amount_minor, self._slots(rule), targets)
        for source_item_id, _, minor in cells:
            self._left[source_item_id] -= minor
        return tuple(
            SettlementLine(item_id=item_id, amount_minor=minor, source_item_id=source_item_id)
            for source_item_id, item_id, minor in cells
        )

    def spread(self, rule: Rule, amount_minor: int) -> dict[UUID, int]:
        """What a policy takes of each row. Refuses: ExceedsOnDay, PolicyBroken."""
        self.require(amount_minor)
        slots = self._slots(rule)
        if rule.name == "latest-first":
            slots.sort(key=lambda slot: self._gained_on(slot.key), reverse=True)
        return dict(shares(rule, amount_minor, slots))

    def _gained_on(self, item_id: UUID) -> date:
        """The last day on which credit of the row became unapplied."""
        entries = self._memo.unapplied_of(item_id).entries
        return max((day for day, minor in entries if minor > 0), default=date.min)

    def _slots(self, rule: Rule) -> list[Slot[UUID]]:
        return [_slot(rule, self._memo, item_id, self._left[item_id]) for item_id in self._memo.rows]


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


def _targets(rule: Rule, entry: AskedDocument, day: date) -> list[Slot[UUID]]:
    """The rows with what can be settled of them from that day on. Refuses: ExceedsOnDay, for too little."""
    document = entry.document
    slots = [_slot(rule, document, item_id, open_from(document, item_id, day)) for item_id in document.rows]
    available = sum(slot.open_minor for slot in slots if slot.open_minor > 0)
    if entry.amount_minor > available:
        found = max((day_of_peak(document.used_of(item_id), day) for item_id in document.rows), default=day)
        raise exceeds_on_day(document.number, found, day, entry.amount_minor, available, document.currency)
    return slots


def _slot(rule: Rule, document: Document, item_id: UUID, open_minor: int) -> Slot[UUID]:
    """Names are made only for those who can read them: a document may have many rows."""
    if rule.function is None:
        return Slot(item_id, open_minor)
    return Slot(item_id, open_minor, document.name_of(item_id), document.rows[item_id].is_tax)
