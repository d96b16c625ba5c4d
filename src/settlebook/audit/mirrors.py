"""Source against mirror: what payments and memos say they settled, documents say was settled."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from settlebook.domain.events import (
    Application,
    Applied,
    CreditApplied,
    CreditMemoCreated,
    CreditMemoEdited,
    CreditMemoWrittenOff,
    CreditUnapplied,
    DocumentKind,
    Event,
    Item,
    ItemsCredited,
    ItemsSettled,
    ItemsUnsettled,
    PaymentApplied,
    PaymentUnapplied,
    SourceKind,
    TaxItem,
    WrittenOff,
)

SOURCES = (PaymentApplied, PaymentUnapplied, CreditApplied, CreditUnapplied)
MIRRORS = (ItemsSettled, ItemsUnsettled)


@dataclass(frozen=True, slots=True)
class _Side:
    """One record of a settlement, in the words both records share."""

    position: int
    gives: bool  # settled, or taken back
    source_kind: SourceKind
    source_id: UUID
    document_kind: DocumentKind
    document_id: UUID
    document_account_id: UUID
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


def uncredited(facts: Iterable[tuple[int, Event]]) -> Iterator[tuple[int, str]]:
    """A command's memos made from an invoice whose two records differ: (position of the first, number).

    Where a mirror has no memo, its id stands for the number. Mirrors of edited memos are left to the check of
    what is credited in the end.
    """
    facts = list(facts)
    edited = {fact.credit_memo_id for _, fact in facts if isinstance(fact, CreditMemoEdited)}
    memos: dict[UUID, tuple[int, str, _Credit]] = {}
    mirrors: dict[UUID, tuple[int, str, _Credit]] = {}
    for position, fact in facts:
        if isinstance(fact, CreditMemoCreated) and (credit := _credit(fact)) is not None:
            memos[fact.credit_memo_id] = position, fact.header.number, credit
        elif isinstance(fact, ItemsCredited) and fact.credit_memo_id not in edited:
            amounts = {line.item_id: line.amount_minor for line in fact.lines}
            mirrored = _Credit(fact.invoice_id, fact.effective_on, amounts)
            mirrors[fact.credit_memo_id] = position, fact.credit_memo_id.hex, mirrored
    for memo_id in dict.fromkeys((*memos, *mirrors)):
        memo, mirror = memos.get(memo_id), mirrors.get(memo_id)
        if memo is None or mirror is None or memo[2] != mirror[2]:
            told = [side for side in (memo, mirror) if side is not None]
            yield min(position for position, _, _ in told), told[0][1]


def unmarked(facts: Iterable[tuple[int, Event]]) -> Iterator[tuple[int, UUID]]:
    """One command's write-offs whose mark tells other amounts than its memo settles: (position, document)."""
    settled: dict[tuple[UUID, UUID], CreditApplied] = {}
    marks: list[tuple[int, WrittenOff]] = []
    for position, fact in facts:
        if isinstance(fact, CreditApplied):
            settled[fact.credit_memo_id, fact.document_id] = fact
        elif isinstance(fact, WrittenOff):
            marks.append((position, fact))
    for position, mark in marks:
        of_memo = isinstance(mark, CreditMemoWrittenOff)
        document_id = mark.debit_memo_id if isinstance(mark, CreditMemoWrittenOff) else mark.stream_id
        applied = settled.get((mark.credit_memo_id, document_id))
        amounts: Counter[UUID | None] = Counter()
        for line in applied.lines if applied else ():
            amounts[line.source_item_id if of_memo else line.item_id] += line.amount_minor
        if dict(amounts) != {line.item_id: line.amount_minor for line in mark.lines}:
            yield position, mark.stream_id


@dataclass(frozen=True, slots=True)
class _Credit:
    """What a memo credits of an invoice, in the words both records share."""

    invoice_id: UUID
    effective_on: date
    amounts: dict[UUID, int]  # by row of the invoice, minor units, without those of 0


def _credit(fact: CreditMemoCreated) -> _Credit | None:
    """None where nothing is credited of an invoice."""
    amounts: Counter[UUID] = Counter()
    for item in fact.items:
        for source_id, minor in _credited(item), *map(_credited, item.tax_items):
            if source_id is not None and minor:
                amounts[source_id] += minor
    if fact.header.referred_invoice_id is None or not amounts:
        return None
    return _Credit(fact.header.referred_invoice_id, fact.effective_on, dict(amounts))


def _credited(row: Item | TaxItem) -> tuple[UUID | None, int]:
    return row.source_item_id, row.amount_minor


def _said(side: _Side) -> tuple[object, ...]:
    """All but the position."""
    return (
        side.gives,
        side.source_kind,
        side.source_id,
        side.document_kind,
        side.document_id,
        side.document_account_id,
        side.effective_on,
        side.amounts,
    )


def _source(position: int, fact: Application) -> _Side:
    amounts: Counter[UUID] = Counter()
    for line in fact.lines:
        amounts[line.item_id] += line.amount_minor
    is_payment = isinstance(fact, PaymentApplied | PaymentUnapplied)
    return _Side(
        position=position,
        gives=isinstance(fact, Applied),
        source_kind=SourceKind.PAYMENT if is_payment else SourceKind.CREDIT_MEMO,
        source_id=fact.stream_id,
        document_kind=fact.document_kind,
        document_id=fact.document_id,
        document_account_id=fact.document_account_id,
        effective_on=fact.effective_on,
        amounts=dict(amounts),
    )


def _mirror(position: int, fact: ItemsSettled | ItemsUnsettled) -> _Side:
    return _Side(
        position=position,
        gives=isinstance(fact, ItemsSettled),
        source_kind=fact.source_kind,
        source_id=fact.source_id,
        document_kind=fact.document_kind,
        document_id=fact.document_id,
        document_account_id=fact.account_id,
        effective_on=fact.effective_on,
        amounts={line.item_id: line.amount_minor for line in fact.lines},
    )
