"""What is settled: the state that invoices and debit memos share, and how their mirrors change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated
from uuid import UUID

from settlebook.domain.changing import changed
from settlebook.domain.document import Document
from settlebook.domain.events import (
    ItemsCredited,
    ItemsNetted,
    ItemsSettled,
    ItemsUncredited,
    ItemsUnnetted,
    ItemsUnsettled,
    NettedLine,
    SourceKind,
)
from settlebook.domain.events.base import as_entries
from settlebook.domain.timeline import Timeline

NOTHING = Timeline()
NettedLines = tuple[NettedLine, ...]
Nettings = Annotated[Mapping[UUID | None, NettedLines], *as_entries(list[tuple[UUID | None, NettedLines]])]
Mirrored = ItemsSettled | ItemsUnsettled | ItemsCredited | ItemsUncredited | ItemsNetted | ItemsUnnetted


@dataclass(frozen=True, slots=True)
class SettledBy:
    """What one payment or credit memo settles of a document now, in minor units."""

    source_id: UUID
    source_kind: SourceKind
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Receivable(Document):
    """An invoice or a debit memo.

    `settled`     by row, what is settled of it on each day (minor units, never negative in sum).
    `netted`      by row, what netting added to it: a negative row gains what a positive one loses.
    `nettings`    the lines of each netting that stands, by the application that it served (None: discounts).
    `unnetted`    the lines of each netting that was taken back: whoever puts the money back needs them.
    `settled_by`  by source, what it settles of the document now; sources that settle nothing are gone.
    `credited`    by row, what credit memos were made from it.
    `credited_by` by credit memo, what it credits of each row; memos that credit nothing any more are gone.
    """

    settled: Mapping[UUID, Timeline] = field(default_factory=dict)
    netted: Mapping[UUID, Timeline] = field(default_factory=dict)
    nettings: Nettings = field(default_factory=dict)
    unnetted: Nettings = field(default_factory=dict)
    settled_by: Mapping[UUID, SettledBy] = field(default_factory=dict)
    credited: Mapping[UUID, int] = field(default_factory=dict)
    credited_by: Mapping[UUID, Mapping[UUID, int]] = field(default_factory=dict)

    @property
    def is_touched(self) -> bool:
        """Whether anything of it was ever settled or netted, so that days differ."""
        return bool(self.settled or self.netted)

    def settled_of(self, item_id: UUID) -> Timeline:
        return self.settled.get(item_id, NOTHING)

    def used_of(self, item_id: UUID) -> Timeline:
        """What is gone of a row's amount on each day: what is settled, less what netting added."""
        settled, netted = self.settled_of(item_id), self.netted.get(item_id)
        if netted is None:
            return settled
        return Timeline.of((*settled.entries, *((day, -minor) for day, minor in netted.entries)))

    def open_minor(self, item_id: UUID) -> int:
        """What is open of a row now; "now" counts facts dated in the future. Negative for negative lines."""
        minor = self.rows[item_id].amount_minor
        if not self.is_touched:
            return minor
        for changes, sign in ((self.settled, -1), (self.netted, 1)):
            if changes and (timeline := changes.get(item_id)) is not None:
                minor += sign * timeline.total
        return minor

    @property
    def balance_minor(self) -> int:
        """What is open of all rows: only rows are settled and netted, so nothing has to be looked up."""
        if not self.is_touched:
            return self.total_minor
        netted = sum(timeline.total for timeline in self.netted.values())
        return self.total_minor + netted - sum(timeline.total for timeline in self.settled.values())


def evolve_mirror(document: Receivable, event: Mirrored) -> Receivable:
    """The document after a mirror fact: what was decided is never judged again."""
    match event:
        case ItemsSettled():
            return _settled(document, event, 1)
        case ItemsUnsettled():
            return _settled(document, event, -1)
        case ItemsCredited():
            return _credited(document, event, 1)
        case ItemsUncredited():
            return _credited(document, event, -1)
        case ItemsNetted():
            standing = document.nettings.get(event.application_id, ())
            nettings = {**document.nettings, event.application_id: (*standing, *event.lines)}
            return changed(document, nettings=nettings, netted=_netted(document, event, 1))
        case ItemsUnnetted():
            nettings = {key: lines for key, lines in document.nettings.items() if key != event.application_id}
            unnetted = {**document.unnetted, event.application_id: event.lines}
            netted = _netted(document, event, -1)
            return changed(document, nettings=nettings, unnetted=unnetted, netted=netted)


def _settled(document: Receivable, event: ItemsSettled | ItemsUnsettled, sign: int) -> Receivable:
    moves = [(line.item_id, sign * line.amount_minor) for line in event.lines]
    known = document.settled_by.get(event.source_id)
    minor = (known.amount_minor if known else 0) + sum(minor for _, minor in moves)
    settled_by = dict(document.settled_by)
    settled_by[event.source_id] = SettledBy(event.source_id, event.source_kind, minor)
    if not minor:
        del settled_by[event.source_id]
    settled = _moved(document.settled, event.effective_on, moves)
    return changed(document, settled=settled, settled_by=settled_by)


def _netted(document: Receivable, event: ItemsNetted | ItemsUnnetted, sign: int) -> dict[UUID, Timeline]:
    moves: list[tuple[UUID, int]] = []
    for line in event.lines:
        moves.append((line.negative_item_id, sign * line.amount_minor))
        moves.append((line.positive_item_id, -sign * line.amount_minor))
    return _moved(document.netted, event.effective_on, moves)


def _credited(document: Receivable, event: ItemsCredited | ItemsUncredited, sign: int) -> Receivable:
    credited = dict(document.credited)
    by_memo = dict(document.credited_by.get(event.credit_memo_id, {}))
    for line in event.lines:
        credited[line.item_id] = credited.get(line.item_id, 0) + sign * line.amount_minor
        by_memo[line.item_id] = by_memo.get(line.item_id, 0) + sign * line.amount_minor
    credited_by = {
        **document.credited_by,
        event.credit_memo_id: {key: minor for key, minor in by_memo.items() if minor},
    }
    return changed(
        document, credited=credited, credited_by={key: rows for key, rows in credited_by.items() if rows}
    )


def _moved(
    known: Mapping[UUID, Timeline], day: date, moves: Iterable[tuple[UUID, int]]
) -> dict[UUID, Timeline]:
    moved = dict(known)
    for item_id, minor in moves:
        moved[item_id] = moved.get(item_id, NOTHING).add(day, minor)
    return moved
