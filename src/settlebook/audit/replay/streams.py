"""One stream folded from nothing: its state by the domain's rules, its balances by what its facts move."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from settlebook.audit.replay.moves import Balance, Moves, Subject, moves_of
from settlebook.audit.replay.reading import Told
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.events import Event
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.ledger.states.streams import UNFIT, HistoryImpossible, State, evolve

IMPOSSIBLE = (HistoryImpossible, *UNFIT)


@dataclass(slots=True)
class Folded:
    """A stream as far as it was read: `balances` count what takes effect up to `day`, the state counts all.

    `moved_at`  the position of the last fact that moved each balance.
    """

    stream_id: UUID
    day: date | None = None
    state: State | None = None
    balances: dict[Balance, int] = field(default_factory=dict)
    moved_at: dict[Balance, int] = field(default_factory=dict)
    currency: str | None = None

    def counts(self, fact: Event) -> bool:
        return self.day is None or fact.effective_on <= self.day

    def add(self, told: Told, fact: Event) -> None:
        """Take one more fact in. Raises one of IMPOSSIBLE where the state cannot; it moved all the same."""
        self.move(told, fact)
        self.state = evolve(self.state, fact)

    def move(self, told: Told, fact: Event) -> Moves:
        """Take in what the fact moves, and leave the state alone; what it moved, where it counts."""
        self.currency = self.currency or _currency_of(fact)
        moves = moves_of(fact) if self.counts(fact) else {}
        for balance, minor in moves.items():
            self.balances[balance] = self.balances.get(balance, 0) + minor
            self.moved_at[balance] = told.position
        return moves


def _currency_of(fact: Event) -> str | None:
    said: str | None = getattr(getattr(fact, "header", fact), "currency", None)
    return said


def balances_of(state: State | None) -> dict[Balance, int]:
    """What a state says of its own balances now; those of nothing are left out."""
    return {balance: minor for balance, minor in _balances(state) if minor}


def _balances(state: State | None) -> Iterator[tuple[Balance, int]]:
    match state:
        case Receivable():
            if state.is_posted:
                for item_id in state.rows:
                    yield Balance(Subject.ITEM, item_id), state.open_minor(item_id)
        case CreditMemo():
            for item_id in state.rows:
                yield Balance(Subject.CREDIT_ITEM, item_id), state.unapplied_of(item_id).total
            yield from _parts(state)
        case Payment():
            yield Balance(Subject.PAYMENT, state.payment_id), state.unapplied_minor
            yield from _parts(state)


def _parts(source: Payment | CreditMemo) -> Iterator[tuple[Balance, int]]:
    """Part by part: what remains of all applications."""
    parts: Counter[Balance] = Counter()
    for lot in source.lots.values():
        for (source_item_id, item_id), minor in lot.remaining.items():
            parts[Balance(Subject.PART_ITEM, item_id, lot.document_id, source_item_id)] += minor
    yield from parts.items()
