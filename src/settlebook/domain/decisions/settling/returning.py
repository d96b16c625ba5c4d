"""What an unapply takes back: lots, the latest recorded application first, to undo what was done last."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from settlebook.domain.allocation import Policy, PolicyName, Slot, fifo, latest_first
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.asked import AskedDocument
from settlebook.domain.decisions.rules.checking import (
    Source,
    lots_on,
    name_of_pair,
    require_lines_once,
    require_named_once,
    require_not_reversed,
    require_rows,
    require_sum,
)
from settlebook.domain.decisions.settling.spreading import ChosenPolicy, Rule, rule_of, shares
from settlebook.domain.errors import (
    ExceedsApplied,
    ExceedsItemApplied,
    InvalidRequest,
    NotFound,
    NothingApplied,
    TooEarly,
)
from settlebook.domain.events import ReturnLine
from settlebook.domain.money import Money
from settlebook.domain.receivable import Receivable
from settlebook.domain.source import Lot, Pair

UNAPPLY_POLICIES: tuple[PolicyName, ...] = ("latest-first", "fifo", "prorate")

Share = tuple[tuple[UUID, Pair], int]  # (application, pair) and what is taken back of it


@dataclass(frozen=True, slots=True)
class Returned:
    """What is taken back from one document; `lines` name the lots they consume."""

    document: Receivable
    lines: tuple[ReturnLine, ...]
    latest_day: date  # of the lots consumed: nothing is taken back before it was given
    policy: Policy | None
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """An unapply: of one application, of everything (neither is given), or of amounts by document."""

    asked: Sequence[AskedDocument] | None
    documents: Mapping[UUID, Receivable]  # every document that the source's lots touch
    application: UUID | None
    policy: ChosenPolicy
    effective_on: date | None


def taken_back(source: Source, request: Request) -> list[Returned]:
    """What each document gives back.

    Refuses, first match wins: InvalidRequest (policy), AlreadyReversed (the source, a credit memo);
    InvalidRequest (application beside documents); of an application NotFound, NothingApplied,
    AlreadyReversed, TooEarly; of everything NothingApplied, AlreadyReversed, TooEarly (some of it is dated
    later); of documents DocumentNamedTwice, then document by document AlreadyReversed, TooEarly,
    ExceedsApplied, LineNamedTwice, ItemNotOfDocument, LinesDoNotAddUp, ExceedsItemApplied, PolicyBroken.

    No day can refuse what a lot has left: a lot only shrinks after its own day, so what remains of it now
    was there on every day since, and taking it back leaves no amount below zero.
    """
    rule = rule_of(request.policy, UNAPPLY_POLICIES)
    if isinstance(source, CreditMemo):
        require_not_reversed(source)
    if request.application is not None:
        if request.asked:
            raise InvalidRequest("application", "name an application or documents, not both")
        return [_application(source, request.application, request)]
    if not request.asked:
        return _everything(source, rule, request)
    require_named_once(request.asked)
    return [_of_document(source, entry, rule, request.effective_on) for entry in request.asked]


def _application(source: Source, application: UUID, request: Request) -> Returned:
    lot = source.lots.get(application)
    if lot is None and application in source.spent:
        raise NothingApplied(f"application {application.hex}")
    if lot is None:
        raise NotFound("application", application.hex)
    document = request.documents[lot.document_id]
    require_not_reversed(document)
    _require_day(request.effective_on, lot.effective_on, document.number)
    return _returned(document, [lot], _all_of([lot]), None, partly=lot.was_reduced)


def _everything(source: Source, rule: Rule, request: Request) -> list[Returned]:
    lots_by_document: dict[UUID, list[Lot]] = {}
    for lot in source.lots.values():
        lots_by_document.setdefault(lot.document_id, []).append(lot)
    if not lots_by_document:
        raise NothingApplied(source.number)
    for document_id in lots_by_document:
        require_not_reversed(request.documents[document_id])
    latest = max(lot.effective_on for lots in lots_by_document.values() for lot in lots)
    _require_day(request.effective_on, latest, source.number)
    return [
        _returned(request.documents[document_id], lots, _all_of(lots), rule.policy)
        for document_id, lots in lots_by_document.items()
    ]


def _of_document(source: Source, entry: AskedDocument, rule: Rule, day: date | None) -> Returned:
    document, memo = entry.document, source if isinstance(source, CreditMemo) else None
    require_not_reversed(document)
    lots = lots_on(source, document)
    if lots:
        _require_day(day, min(lot.effective_on for lot in lots), document.number)
    eligible = [lot for lot in lots if day is None or lot.effective_on <= day]
    available = sum(lot.remaining_minor for lot in eligible)
    if entry.amount_minor > available:
        asked, left = Money(entry.amount_minor, source.currency), Money(available, source.currency)
        raise ExceedsApplied(source.number, document.number, asked, left)
    if entry.lines is not None:
        return _returned(document, eligible, _named(source, entry, eligible, memo), None)
    return _returned(document, eligible, _chosen(rule, entry, eligible, memo), rule.policy)


def _chosen(rule: Rule, entry: AskedDocument, lots: list[Lot], memo: CreditMemo | None) -> list[Share]:
    """What the policy takes back: over pairs in canonical order, and of each pair the latest lot first."""
    if rule.function is None and rule.name == "latest-first":
        return latest_first(entry.amount_minor, [_slots_of(lot) for lot in lots])
    by_pair = _latest_first_by_pair(lots)
    document = entry.document
    slots = [
        Slot(
            pair,
            sum(slot.open_minor for slot in by_pair[pair]),
            name_of_pair(pair, document, memo) if rule.function else "",
            document.rows[pair[1]].is_tax,
        )
        for pair in sorted(by_pair, key=_canonical(document, memo))
    ]
    chosen = shares(rule, entry.amount_minor, slots)
    return [share for pair, minor in chosen for share in fifo(minor, by_pair[pair])]


def _named(source: Source, entry: AskedDocument, lots: list[Lot], memo: CreditMemo | None) -> list[Share]:
    document, lines = entry.document, entry.lines or ()
    require_lines_once(lines, document, memo)
    require_rows(lines, document, memo)
    require_sum(lines, entry.amount_minor, document)
    by_pair = _latest_first_by_pair(lots)
    named: list[Share] = []
    for line in lines:
        pair = (line.source_item_id, line.item_id)
        slots = by_pair.get(pair, [])
        available = sum(slot.open_minor for slot in slots)
        if line.amount_minor > available:
            asked, left = Money(line.amount_minor, source.currency), Money(available, source.currency)
            raise ExceedsItemApplied(source.number, name_of_pair(pair, document, memo), asked, left)
        named.extend(fifo(line.amount_minor, slots))
    return named


def _require_day(given: date | None, first_day: date, number: str) -> None:
    if given is not None and given < first_day:
        raise TooEarly(number, given, first_day)


def _slots_of(lot: Lot) -> list[Slot[tuple[UUID, Pair]]]:
    return [Slot((lot.application_id, pair), minor) for pair, minor in lot.remaining.items()]


def _all_of(lots: Iterable[Lot]) -> list[Share]:
    return [(slot.key, slot.open_minor) for lot in lots for slot in _slots_of(lot)]


def _latest_first_by_pair(lots: Sequence[Lot]) -> dict[Pair, list[Slot[tuple[UUID, Pair]]]]:
    by_pair: dict[Pair, list[Slot[tuple[UUID, Pair]]]] = {}
    for lot in reversed(lots):
        for slot in _slots_of(lot):
            by_pair.setdefault(slot.key[1], []).append(slot)
    return by_pair


def _canonical(document: Receivable, memo: CreditMemo | None) -> Callable[[Pair], tuple[int, int]]:
    """The order of pairs: by the source's row, then by the document's row."""
    targets = {item_id: rank for rank, item_id in enumerate(document.rows)}
    sources = {item_id: rank for rank, item_id in enumerate(memo.rows)} if memo is not None else {}
    return lambda pair: (sources[pair[0]] if pair[0] is not None else 0, targets[pair[1]])


def _returned(
    document: Receivable,
    lots: Sequence[Lot],
    consumed_minor: Iterable[Share],
    policy: Policy | None,
    partly: bool = False,
) -> Returned:
    """Lines in the order in which lots are undone: the latest recorded first, in one in canonical order."""
    minor_by_key = dict(consumed_minor)
    consumed: list[Lot] = []
    lines: list[ReturnLine] = []
    for lot in reversed(lots):
        keys = [slot.key for slot in _slots_of(lot) if slot.key in minor_by_key]
        lines.extend(
            ReturnLine(
                item_id=item_id,
                amount_minor=minor_by_key[application_id, (source_item_id, item_id)],
                undoes=application_id,
                source_item_id=source_item_id,
            )
            for application_id, (source_item_id, item_id) in keys
        )
        if keys:
            consumed.append(lot)
    latest_day = max(lot.effective_on for lot in consumed)
    return Returned(document, tuple(lines), latest_day, policy, partly)
