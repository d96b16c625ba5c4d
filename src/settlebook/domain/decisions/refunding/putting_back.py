"""Money of a refund that was canceled goes back to the rows from which the refund's command had taken it."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from settlebook.domain import payment as payments_state
from settlebook.domain.decisions.rules.asked import AskedDocument, AskedLine, Decided, NewId
from settlebook.domain.decisions.rules.dating import open_from
from settlebook.domain.decisions.sources import payments
from settlebook.domain.events import Event, ItemsNetted, NettedLine, PaymentApplied
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable, evolve_mirror
from settlebook.domain.source import Refund, TakenFrom

Pair = tuple[UUID, UUID]  # a negative row and the positive one that fills it


def reapply(
    payment: Payment,
    refund: Refund,
    documents: Mapping[UUID, Receivable],
    *,
    effective_on: date | None,
    today: date,
    new_id: NewId,
    family: Collection[UUID] = (),
) -> Decided:
    """Apply what the refund's command took back, row by row; `payment` has the money unapplied again.

    Netting  what was given back with it is netted again, line by line, where the rows still bear it.
    Refuses  document by document, as `payments.apply` lists: somebody else may have settled it meanwhile.
    """
    facts: list[Event] = []
    for taken in refund.taken_from:
        document, application_id = documents[taken.document_id], new_id()
        netted = _netted_again(document, taken, application_id, effective_on or today)
        if netted is not None:
            document = evolve_mirror(document, netted)
            facts.append(netted)
        applied = payments.apply(
            payment,
            [_asked(document, taken)],
            policy=None,
            effective_on=effective_on,
            today=today,
            new_id=lambda: application_id,  # noqa: B023  # called at once
            family=family,
        )
        facts += applied.facts
        for fact in applied.facts:
            if isinstance(fact, PaymentApplied):
                payment = payments_state.evolve(payment, fact)
    return Decided(tuple(facts))


def asked_back(refund: Refund, documents: Mapping[UUID, Receivable]) -> tuple[AskedDocument, ...]:
    """What the money is asked to settle again."""
    return tuple(_asked(documents[taken.document_id], taken) for taken in refund.taken_from)


def _asked(document: Receivable, taken: TakenFrom) -> AskedDocument:
    lines = tuple(AskedLine(item_id, minor) for item_id, minor in taken.minor_by_item.items())
    return AskedDocument(document, sum(taken.minor_by_item.values()), lines)


def _netted_again(
    document: Receivable, taken: TakenFrom, application_id: UUID, day: date
) -> ItemsNetted | None:
    minor_by_pair: dict[Pair, int] = {}
    for undone in taken.undoes:
        for line in document.unnetted.get(undone, ()):
            pair = (line.negative_item_id, line.positive_item_id)
            minor_by_pair[pair] = minor_by_pair.get(pair, 0) + line.amount_minor
    if not minor_by_pair or not _is_possible(document, minor_by_pair, day):
        return None
    return ItemsNetted(
        document_id=document.document_id,
        document_kind=document.kind,
        account_id=document.account_id,
        currency=document.currency,
        application_id=application_id,
        lines=tuple(
            NettedLine(negative_item_id=negative, positive_item_id=positive, amount_minor=minor)
            for (negative, positive), minor in minor_by_pair.items()
        ),
        effective_on=day,
    )


def _is_possible(document: Receivable, minor_by_pair: Mapping[Pair, int], day: date) -> bool:
    """Whether no positive row would fall below zero, and no negative one rise above it, on any day."""
    given: dict[UUID, int] = {}
    gained: dict[UUID, int] = {}
    for (negative, positive), minor in minor_by_pair.items():
        gained[negative] = gained.get(negative, 0) + minor
        given[positive] = given.get(positive, 0) + minor
    return all(minor <= open_from(document, item_id, day) for item_id, minor in given.items()) and all(
        minor <= document.used_of(item_id).lowest_from(day) - document.rows[item_id].amount_minor
        for item_id, minor in gained.items()
    )
