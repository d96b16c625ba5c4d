"""The two worlds of a what-if: each stream as the log tells it, and as it would be under the other policy."""

from collections.abc import Sequence
from uuid import UUID

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.events import Event
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.ledger.states.streams import State, evolve

Source = Payment | CreditMemo


class Impossible(Exception):
    """A fact of the log cannot happen in the other world; the text says why."""


class World:
    """States by stream. One that is the same in both worlds is the same object in both."""

    def __init__(self) -> None:
        self._actual: dict[UUID, State] = {}
        self._other: dict[UUID, State] = {}

    def is_same(self, stream_id: UUID) -> bool:
        return self._actual.get(stream_id) is self._other.get(stream_id)

    def actual(self, stream_id: UUID) -> State | None:
        return self._actual.get(stream_id)

    def other(self, stream_id: UUID) -> State | None:
        return self._other.get(stream_id)

    def source(self, stream_id: UUID) -> Source:
        """As it is in the other world. Raises Impossible where it is not there."""
        state = self._other.get(stream_id)
        if not isinstance(state, Payment | CreditMemo):
            raise Impossible("the payment or memo it takes from is not there in that world")
        return state

    def actual_source(self, stream_id: UUID) -> Source:
        state = self._actual.get(stream_id)
        if not isinstance(state, Payment | CreditMemo):
            raise Impossible("the log does not tell of the payment or memo it takes from")
        return state

    def document(self, document_id: UUID) -> Receivable:
        """As it is in the other world. Raises Impossible where it is not there."""
        state = self._other.get(document_id)
        if not isinstance(state, Receivable):
            raise Impossible("its document is not there in that world")
        return state

    def take(self, fact: Event, instead: Sequence[Event]) -> None:
        """The fact happens in the log's world, and in the other one what happens there instead."""
        stream_id = fact.stream_id
        was_same = self.is_same(stream_id)
        self._actual[stream_id] = evolve(self._actual.get(stream_id), fact)
        if was_same and len(instead) == 1 and instead[0] is fact:
            self._other[stream_id] = self._actual[stream_id]
            return
        for event in instead:
            self._other[event.stream_id] = evolve(self._other.get(event.stream_id), event)
