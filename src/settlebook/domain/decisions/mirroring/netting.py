"""Negative rows of a document, filled up from positive ones so that money meets none, and given back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from heapq import heapify, heappop, heappush
from uuid import UUID

from settlebook.domain.decisions.mirroring import mirroring
from settlebook.domain.decisions.rules.asked import AskedDocument, NewId
from settlebook.domain.decisions.rules.checking import Source
from settlebook.domain.decisions.rules.dating import open_from
from settlebook.domain.document import Row
from settlebook.domain.events import (
    Applied,
    Event,
    ItemsNetted,
    ItemsUnnetted,
    NettedLine,
    ReturnLine,
    Unapplied,
)
from settlebook.domain.events.ledger import NegativeLines
from settlebook.domain.receivable import Receivable, evolve_mirror


def net(document: Receivable, application_id: UUID | None, day: date) -> ItemsNetted | None:
    """Fill what is negative of a posted document, as far as positive rows reach; None for nothing.

    Amounts  exact, and possible on `day` and on every later one: no positive row falls below zero, and no
             negative one rises above it, whatever is dated later already.
    Order    negative rows in canonical order, each from what it belongs to (its parent, and the parent's),
             then from other rows of the same line, then from the row with most left, ties in canonical order.
    Served   `application_id` names the application for whose sake it is done, None the posting.
    """
    lines = _filled(document, day)
    if not lines:
        return None
    return ItemsNetted(
        document_id=document.document_id,
        document_kind=document.kind,
        account_id=document.account_id,
        currency=document.currency,
        application_id=application_id,
        lines=lines,
        effective_on=day,
    )


def undo(document: Receivable, application_id: UUID | None, day: date) -> ItemsUnnetted | None:
    """Take back what was netted for the sake of an application; None where nothing of it stands.

    `day` is not before the netting's own. From that day on the netting stood on every day, so without it each
    positive row has more open, no more than its amount less what is settled of it, and each negative row is
    again as low as it was: no day is made wrong.
    """
    lines = document.nettings.get(application_id)
    if not lines:
        return None
    return ItemsUnnetted(
        document_id=document.document_id,
        document_kind=document.kind,
        account_id=document.account_id,
        currency=document.currency,
        application_id=application_id,
        lines=lines,
        effective_on=day,
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is asked of one document under an application's id, over the document as netting leaves it."""

    application_id: UUID
    entry: AskedDocument
    netted: ItemsNetted | None = None


def prepared(
    asked: Iterable[AskedDocument], negative_lines: NegativeLines, day: date, new_id: NewId
) -> list[Prepared]:
    """Each document asked for; under `net` as it is once what is negative of it has been filled up."""
    return [_prepared(entry, negative_lines, day, new_id()) for entry in asked]


def and_then(prepared: Prepared, fact: Applied) -> tuple[Event, ...]:
    """The facts of one application in their order: what is netted before it, itself, and its mirror."""
    mirror = mirroring.settled(fact, prepared.entry.document)
    return (fact, mirror) if prepared.netted is None else (prepared.netted, fact, mirror)


def undone(source: Source, document: Receivable, fact: Unapplied) -> list[Event]:
    """The facts of one unapply in their order: itself, its mirror, and what is no longer netted."""
    mirror = mirroring.unsettled(fact, document)
    return [fact, mirror, *_no_longer_netted(source, document, fact.lines, fact.effective_on)]


def _no_longer_netted(
    source: Source, document: Receivable, lines: Iterable[ReturnLine], day: date
) -> Iterator[ItemsUnnetted]:
    """What was netted for the applications of which these lines take back the last."""
    left: dict[UUID, int] = {}
    for line in lines:
        if line.undoes not in left:
            left[line.undoes] = source.lots[line.undoes].remaining_minor
        left[line.undoes] -= line.amount_minor
    for application_id, minor in left.items():
        if not minor and (fact := undo(document, application_id, day)) is not None:
            yield fact


def _prepared(
    entry: AskedDocument, negative_lines: NegativeLines, day: date, application_id: UUID
) -> Prepared:
    fact = net(entry.document, application_id, day) if negative_lines == "net" else None
    if fact is None:
        return Prepared(application_id, entry)
    document = evolve_mirror(entry.document, fact)
    return Prepared(application_id, replace(entry, document=document), fact)


def _filled(document: Receivable, day: date) -> tuple[NettedLine, ...]:
    negative = [row for row in document.rows.values() if row.amount_minor < 0]
    if not negative:
        return ()
    givers = _Givers(document, day)
    lines: list[NettedLine] = []
    for row in negative:
        lacking = document.used_of(row.item_id).lowest_from(day) - row.amount_minor
        for item_id, minor in givers.give(row, lacking):
            lines.append(
                NettedLine(negative_item_id=row.item_id, positive_item_id=item_id, amount_minor=minor)
            )
    return tuple(lines)


class _Givers:
    """The positive rows of a document, with what each can give from one day on."""

    def __init__(self, document: Receivable, day: date) -> None:
        self._rows = document.rows
        self._left: dict[UUID, int] = {}
        self._of_line: dict[int, list[UUID]] = {}
        self._largest: list[tuple[int, int, UUID]] = []  # (-left, rank, row); entries may be out of date
        for rank, row in enumerate(document.rows.values()):
            left = open_from(document, row.item_id, day) if row.amount_minor > 0 else 0
            if left <= 0:
                continue
            self._left[row.item_id] = left
            self._of_line.setdefault(row.line, []).append(row.item_id)
            self._largest.append((-left, rank, row.item_id))
        heapify(self._largest)

    def give(self, row: Row, lacking: int) -> Iterator[tuple[UUID, int]]:
        """Rows with what they give to this one, minor units, each row once."""
        given: dict[UUID, int] = {}
        for item_id in self._relatives(row):
            lacking -= self._take(item_id, lacking, given)
        while lacking > 0 and self._largest:
            less, rank, item_id = heappop(self._largest)
            left = self._left[item_id]
            if left == -less:
                lacking -= self._take(item_id, lacking, given)
                left = self._left[item_id]
            if left:
                heappush(self._largest, (-left, rank, item_id))
        return iter(given.items())

    def _take(self, item_id: UUID, lacking: int, given: dict[UUID, int]) -> int:
        minor = min(lacking, self._left.get(item_id, 0))
        if minor > 0:
            given[item_id] = given.get(item_id, 0) + minor
            self._left[item_id] -= minor
            return minor
        return 0

    def _relatives(self, row: Row) -> Iterable[UUID]:
        upward: UUID | None = row.parent_id or row.discounts
        while upward is not None:
            yield upward
            parent = self._rows[upward]
            upward = parent.parent_id or parent.discounts
        yield from self._of_line.get(row.line, ())
