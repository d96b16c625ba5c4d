"""What each fact moves on its own stream: balances of a document's rows, a payment, a memo's rows, a part."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from settlebook.domain.events import (
    CreditApplied,
    CreditUnapplied,
    Event,
    ItemsSettled,
    ItemsUnsettled,
    PaymentApplied,
    PaymentReceived,
    PaymentUnapplied,
)
from settlebook.domain.postings import Book, Leg, postings


class Subject(StrEnum):
    """Of what there is a balance."""

    ITEM = "item"  # what is open of a row of an invoice or debit memo
    PAYMENT = "payment"  # what is unapplied of a payment
    CREDIT_ITEM = "credit_item"  # what is unapplied of a row of a credit memo
    PART_ITEM = "part_item"  # what of a source sits on a row of a document


class Balance(NamedTuple):
    """Which balance, within the stream that tells of it.

    Part  `document_id`, and for a credit memo `source_item_id`, name what else a part item is of.
    """

    subject: Subject
    id: UUID  # the row; of a payment itself
    document_id: UUID | None = None
    source_item_id: UUID | None = None


Moves = dict[Balance, int]  # minor units, signed; in the order in which the fact names them

_SUBJECT = {
    Book.RECEIVABLE: Subject.ITEM,
    Book.UNAPPLIED_PAYMENT: Subject.PAYMENT,
    Book.ON_ACCOUNT_CREDIT: Subject.CREDIT_ITEM,
}


def moves_of(fact: Event) -> Moves:
    """What the fact moves of its own stream's balances; nothing for most facts.

    A document's rows are moved by its own record of a settlement, the mirror, not by the payment's fact that
    carries the money: so what is replayed of a document comes of other events than what the journal posts.
    """
    moved: Counter[Balance] = Counter()
    for balance, minor in _moved(fact):
        moved[balance] += minor
    return {balance: minor for balance, minor in moved.items() if minor}


def _moved(fact: Event) -> Iterator[tuple[Balance, int]]:
    match fact:
        case ItemsSettled() | ItemsUnsettled():
            sign = -1 if isinstance(fact, ItemsSettled) else 1
            for line in fact.lines:
                yield Balance(Subject.ITEM, line.item_id), sign * line.amount_minor
            return
        case PaymentReceived() if fact.transferred_from is not None:
            yield Balance(Subject.PAYMENT, fact.payment_id), fact.amount_minor
    for posting in postings(fact):
        yield from _leg(fact.stream_id, posting.debit, posting.amount_minor)
        yield from _leg(fact.stream_id, posting.credit, -posting.amount_minor)
    yield from _parts(fact)


def _leg(stream_id: UUID, leg: Leg, minor: int) -> Iterator[tuple[Balance, int]]:
    """Debits raise what is owed; credits raise what is unapplied."""
    subject = _SUBJECT.get(leg.book)
    if subject is None or leg.document_id != stream_id:
        return
    sign = 1 if subject is Subject.ITEM else -1
    yield Balance(subject, leg.item_id or stream_id), sign * minor


def _parts(fact: Event) -> Iterator[tuple[Balance, int]]:
    match fact:
        case PaymentApplied() | CreditApplied():
            sign = 1
        case PaymentUnapplied() | CreditUnapplied():
            sign = -1
        case _:
            return
    for line in fact.lines:
        part = Balance(Subject.PART_ITEM, line.item_id, fact.document_id, line.source_item_id)
        yield part, sign * line.amount_minor
