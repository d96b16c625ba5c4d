"""Source against mirror: what payments and memos say they settled, documents say was settled."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from settlebook.domain.events import (
    CreditApplied,
    CreditUnapplied,
    Event,
    ItemsSettled,
    ItemsUnsettled,
    PaymentApplied,
    PaymentUnapplied,
)

SOURCES = (PaymentApplied, PaymentUnapplied, CreditApplied, CreditUnapplied)
MIRRORS = (ItemsSettled, ItemsUnsettled)


@dataclass(frozen=True, slots=True)
class _Side:
    """One record of a settlement, in the words both records share."""

    position: int
    gives: bool  # settled, or taken back
    source_id: UUID
    document_id: UUID
    effective_on: date
    amounts: dict[UUID, int]  # by row of the document, minor units


def unmatched(facts: Iterable[tuple[int, Event]]) -> Iterator[tuple[int, UUID]]:
    """The settlements of one command whose two records differ: (position of the first, application).

    `facts` are one command's (position, fact): source and mirror are always recorded together.
    """
    sources: dict[UUID, _Side] = {}
    mirrors: dict[UUID, _Side] = {}
    for position, fact in facts:
        if isinstance(fact, SOURCES):
            sources[fact.application_id] = _source(position, fact)
        elif isinstance(fact, MIRRORS):
            mirrors[fact.application_id] = _mirror(position, fact)
    for application_id in dict.fromkeys((*sources, *mirrors)):
        source, mirror = sources.get(application_id), mirrors.get(application_id)
        if source is None or mirror is None or _said(source) != _said(mirror):
            yield min(side.position for side in (source, mirror) if side is not None), application_id


def _said(side: _Side) -> tuple[object, ...]:
    return side.gives, side.source_id, side.document_id, side.effective_on, side.amounts


def _source(
    position: int, fact: PaymentApplied | PaymentUnapplied | CreditApplied | CreditUnapplied
) -> _Side:
    amounts: Counter[UUID] = Counter()
    for line in fact.lines:
        amounts[line.item_id] += line.amount_minor
    gives = isinstance(fact, PaymentApplied | CreditApplied)
    return _Side(position, gives, fact.stream_id, fact.document_id, fact.effective_on, dict(amounts))


def _mirror(position: int, fact: ItemsSettled | ItemsUnsettled) -> _Side:
    amounts = {line.item_id: line.amount_minor for line in fact.lines}
    gives = isinstance(fact, ItemsSettled)
    return _Side(position, gives, fact.source_id, fact.document_id, fact.effective_on, amounts)
