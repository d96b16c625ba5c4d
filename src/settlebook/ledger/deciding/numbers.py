"""Numbers from the ledger's sequences: taken ahead of the commit, so that nobody waits in line for them."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from settlebook.ledger.database.arrays import Texts
from settlebook.ledger.database.connections import Connections
from settlebook.ledger.database.statements import statement

FORMATS = {
    "account": "A{:08d}",
    "invoice": "INV{:08d}",
    "debit_memo": "DM{:08d}",
    "credit_memo": "CM{:08d}",
    "payment": "P-{:08d}",
    "refund": "R-{:08d}",
    "journal_run": "JR-{:08d}",
}
LARGEST_BLOCK = 256


class Numbers(Protocol):
    """Where decisions take the numbers of what they make."""

    def take(self, kind: str) -> int: ...
    def spelled(self, kind: str, number: int) -> str: ...
    def give_back(self, kind: str, number: int) -> None: ...
    def doubt(self) -> None: ...


@dataclass(slots=True)
class _Block:
    """What this program has taken of one sequence and not used yet."""

    free: list[int] = field(default_factory=list)  # a heap: the smallest goes first
    next: int = 0  # where the sequence stood after we took from it last
    size: int = 1


class Sequences:
    """The sequences of one ledger. A refill takes twice as many as the one before, a single command just one.

    Numbers that callers gave themselves are left out. Used by who decides and by who records before that.
    """

    def __init__(self, connections: Connections, ledger_id: str) -> None:
        self._connections = connections
        self._ledger_id = ledger_id
        self._blocks = {kind: _Block() for kind in FORMATS}
        self._lock = Lock()

    def take(self, kind: str) -> int:
        block = self._blocks[kind]
        with self._lock:
            while not block.free:
                self._refill(kind, block)
            return heapq.heappop(block.free)

    def spelled(self, kind: str, number: int) -> str:
        return FORMATS[kind].format(number)

    def give_back(self, kind: str, number: int) -> None:
        """A number that was not used after all: the next one to be taken."""
        with self._lock:
            heapq.heappush(self._blocks[kind].free, number)

    def coming(self, kind: str) -> Iterator[int]:
        """The numbers that would be taken next, if nobody else takes any; nothing is taken by looking."""
        yield from sorted(list(self._blocks[kind].free))
        parameters = {"ledger_id": self._ledger_id, "kind": kind}
        rows = self._connections.read(
            lambda connection: connection.execute(statement("next_number"), parameters).fetchall()
        )
        first, size = rows[0][0] if rows else 1, 1
        while True:
            yield from self._without_taken(kind, range(first, first + size))
            first, size = first + size, min(2 * size, LARGEST_BLOCK)

    def doubt(self) -> None:
        """After a lost race: others may have given themselves a number that is free here."""
        with self._lock:
            for kind, block in self._blocks.items():
                block.free = self._without_taken(kind, block.free)

    def close(self) -> None:
        """Give back what was taken last and not used, where nobody took more since."""
        for kind, block in self._blocks.items():
            first = block.next
            unused = set(block.free)
            while first - 1 in unused:
                first -= 1
            if first < block.next:
                self._return(kind, first, block.next)
            block.free.clear()

    def _refill(self, kind: str, block: _Block) -> None:
        parameters = {"ledger_id": self._ledger_id, "kind": kind, "count": block.size}
        first = self._connections.read(
            lambda connection: int(connection.execute(statement("take_numbers"), parameters).fetchall()[0][0])
        )
        block.next = first + block.size
        block.size = min(2 * block.size, LARGEST_BLOCK)
        block.free = self._without_taken(kind, range(first, block.next))

    def _return(self, kind: str, first: int, next: int) -> None:
        parameters = {"ledger_id": self._ledger_id, "kind": kind, "first": first, "next": next}
        self._connections.read(
            lambda connection: connection.execute(statement("give_numbers_back"), parameters)
        )

    def _without_taken(self, kind: str, numbers: Iterable[int]) -> list[int]:
        by_text = {self.spelled(kind, number): number for number in numbers}
        if not by_text:
            return []
        parameters = {
            "ledger_id": self._ledger_id,
            "kinds": Texts.of([kind] * len(by_text)),
            "numbers": Texts.of(by_text),
        }
        taken = self._connections.read(
            lambda connection: connection.execute(statement("numbers_taken"), parameters).fetchall()
        )
        return sorted(set(by_text.values()) - {by_text[number] for _, number, _ in taken})


class Foreseen:
    """The numbers of a preview: those that would come next. None of them is used up."""

    def __init__(self, sequences: Sequences) -> None:
        self._sequences = sequences
        self._coming: dict[str, Iterator[int]] = {}
        self._given_back: dict[str, list[int]] = {}

    def take(self, kind: str) -> int:
        given_back = self._given_back.get(kind)
        if given_back:
            return heapq.heappop(given_back)
        if kind not in self._coming:
            self._coming[kind] = self._sequences.coming(kind)
        return next(self._coming[kind])

    def spelled(self, kind: str, number: int) -> str:
        return self._sequences.spelled(kind, number)

    def give_back(self, kind: str, number: int) -> None:
        heapq.heappush(self._given_back.setdefault(kind, []), number)

    def doubt(self) -> None:
        """Look again which come next."""
        self._coming.clear()
        self._given_back.clear()
