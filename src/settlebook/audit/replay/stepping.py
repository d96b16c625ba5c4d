"""Replays event by event, in the order of the log: what each moved, from which balance to which."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from settlebook.audit.replay.moves import Balance, Subject
from settlebook.audit.replay.reading import SQL, Log, Told
from settlebook.audit.replay.selecting import Selected
from settlebook.audit.replay.streams import Folded
from settlebook.audit.replay.telling import sentence, spoken_of
from settlebook.audit.statements import statement
from settlebook.domain.money import Money

CAPACITY = 100_000  # balances kept at hand; streams beyond are read again when they go on
AT_ONCE = 200  # events whose names are looked up together
WHAT = {
    Subject.ITEM: "open",
    Subject.PAYMENT: "unapplied",
    Subject.CREDIT_ITEM: "unapplied",
    Subject.PART_ITEM: "applied",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One balance that an event moved. `what` it is: open, unapplied, or applied to the row that it names."""

    id: UUID
    name: str
    what: str
    before: Money
    moved: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a replay. `stream` is the document or payment that it is about, by number."""

    position: int
    effective_on: date | None  # None: the event cannot be read
    recorded_at: datetime
    actor: str | None
    event: str
    topic: str
    stream: str
    sentence: str
    lines: tuple[Line, ...]


class _Moved(NamedTuple):
    """An event with each balance that it moved: which, what it is then, and by how much it moved."""

    told: Told
    currency: str | None
    moves: tuple[tuple[Balance, int, int], ...]


class Steps:
    """The steps of a replay up to a position, maybe to a day. `connection` is in a transaction.

    Memory holds about so many balances as `capacity` says, and those of the events that are named together.
    """

    def __init__(
        self,
        connection: Connection[Any],
        ledger_id: str,
        upto: int,
        day: date | None,
        capacity: int = CAPACITY,
    ) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._day = day
        self._log = Log(connection, ledger_id, upto)
        self._shelf = _Shelf(self._log, day, capacity)

    def of(self, chosen: Selected) -> Iterator[Step]:
        """In the order of the log, without what takes effect after the day or is about something else."""
        moved = map(self._move, self._log.in_order(chosen.streams))
        meant = (one for one in moved if self._is_meant(one.told, chosen.refund_id))
        while page := list(islice(meant, AT_ONCE)):
            names = self._names(page)
            for one in page:
                yield _step(one, names)

    def _move(self, told: Told) -> _Moved:
        if told.fact is None:
            return _Moved(told, None, ())
        folded = self._shelf.take(told)
        moves = folded.move(told, told.fact)
        self._shelf.put(folded)
        standing = ((balance, folded.balances[balance], minor) for balance, minor in moves.items())
        return _Moved(told, folded.currency, tuple(standing))

    def _is_meant(self, told: Told, refund_id: UUID | None) -> bool:
        if told.fact is None:
            return True
        if refund_id is not None and getattr(told.fact, "refund_id", None) != refund_id:
            return False
        return self._day is None or told.fact.effective_on <= self._day

    def _names(self, page: list[_Moved]) -> "_Names":
        """What people call what these events are about; the read models are asked for names alone."""
        ids = {id for one in page if one.told.fact is not None for id in spoken_of(one.told.fact)}
        for balance, _, _ in (move for one in page for move in one.moves):
            ids.update(id for id in (balance.id, balance.source_item_id) if id is not None)
        asked = {"ledger": self._ledger_id, "ids": list(ids)}
        return _Names(self._connection.execute(statement(SQL, "names"), asked).fetchall())


class _Names(dict[UUID, str]):
    """Names by id; what has none is called by its id."""

    def of(self, id: UUID | None) -> str:
        return "nobody" if id is None else self.get(id, id.hex)

    def of_balance(self, balance: Balance) -> str:
        name = self.of(balance.id)
        return name if balance.source_item_id is None else f"{self.of(balance.source_item_id)} to {name}"


class _Shelf:
    """The streams that moved last, as far as they are replayed; others are read again when they go on."""

    def __init__(self, log: Log, day: date | None, capacity: int) -> None:
        self._log = log
        self._day = day
        self._capacity = capacity
        self._weight = 0
        self._known: OrderedDict[UUID, tuple[Folded, int]] = OrderedDict()

    def take(self, told: Told) -> Folded:
        """The stream as it was before this event."""
        known, weight = self._known.pop(told.stream_id, (None, 0))
        self._weight -= weight
        if known is not None:
            return known
        folded = Folded(told.stream_id, self._day)
        if told.version > 1:
            for earlier in self._log.before(told.stream_id, told.version):
                if earlier.fact is not None:
                    folded.move(earlier, earlier.fact)
        return folded

    def put(self, folded: Folded) -> None:
        weight = 1 + len(folded.balances)
        self._known[folded.stream_id] = folded, weight
        self._weight += weight
        while self._weight > self._capacity and self._known:
            _, (_, dropped) = self._known.popitem(last=False)
            self._weight -= dropped


def _step(one: _Moved, names: _Names) -> Step:
    told, fact, currency = one.told, one.told.fact, one.currency
    said = f"It cannot be read: {told.problem}" if fact is None else sentence(fact, names.of, currency)
    # What of a stream could not be read may be what said its currency: then no balance of it can be shown.
    lines = () if currency is None else tuple(_line(names, currency, *move) for move in one.moves)
    return Step(
        told.position,
        None if fact is None else fact.effective_on,
        told.recorded_at,
        told.actor,
        told.topic if fact is None else type(fact).__name__,
        told.topic,
        names.of(told.stream_id),
        said,
        lines,
    )


def _line(names: _Names, currency: str, balance: Balance, after: int, moved: int) -> Line:
    before, gained, left = (Money(minor, currency) for minor in (after - moved, moved, after))
    return Line(balance.id, names.of_balance(balance), WHAT[balance.subject], before, gained, left)
