"""What each event of a stream may say after those before it: the next version, later, and nothing twice."""

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from settlebook.audit.replay.reading import Told
from settlebook.domain.events import (
    CreditApplied,
    CreditUnapplied,
    Event,
    ItemsSettled,
    ItemsUnsettled,
    PaymentApplied,
    PaymentTransferred,
    PaymentUnapplied,
    RefundCanceled,
    RefundDeleted,
    RefundIssued,
)


class Misplaced(NamedTuple):
    """Why an event cannot stand where it does, under the check that says so."""

    check: str
    expected: str
    found: str


class Ordering:
    """One stream as it is read, version by version."""

    def __init__(self) -> None:
        self._version = 0
        self._position = 0
        self._said: dict[Hashable, int] = {}

    def next(self, told: Told) -> Iterator[Misplaced]:
        """What is wrong with one more event; what follows is held against it, as if it were right."""
        if told.version != self._version + 1:
            yield Misplaced("versions", f"version {self._version + 1}", f"version {told.version}")
        if told.position < self._position:
            expected = f"a position after that of version {self._version}, {self._position}"
            yield Misplaced("versions", expected, f"position {told.position}")
        self._version, self._position = told.version, told.position
        once = told.fact and _said_once(told.fact)
        if once and once in self._said:
            yield Misplaced("possible", "what its stream had not said", f"said at {self._said[once]} as well")
        elif once:
            self._said[once] = told.position


def _said_once(fact: Event) -> Hashable:
    """By what a fact is the only one of its kind on its stream; None for what may be said again."""
    match fact:
        case RefundIssued() | RefundCanceled() | RefundDeleted():
            return type(fact), fact.refund_id
        case PaymentTransferred() if fact.to_payment_id != fact.payment_id:
            return type(fact), fact.to_payment_id
        case (
            PaymentApplied()
            | PaymentUnapplied()
            | CreditApplied()
            | CreditUnapplied()
            | ItemsSettled()
            | ItemsUnsettled()
        ):
            return type(fact), fact.application_id
        case _:
            return None
