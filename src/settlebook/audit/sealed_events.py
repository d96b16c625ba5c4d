"""The events as they stand now, hashed again and held against what seals and anchors keep of them."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from psycopg import Connection

from settlebook.sealing.anchors import FINGERPRINT, Anchor
from settlebook.sealing.merkle import HASH_BYTES, Growing, leaf_hash
from settlebook.sealing.reading import Sealable, sealable


class Difference(NamedTuple):
    """The first event that is not as it was; `found` is None where there is no such event."""

    position: int
    expected: bytes
    found: bytes | None


class Compared(NamedTuple):
    """The events of a block: the root they hash to, how many differ from what is kept, and the first."""

    root: bytes
    differing: int
    first: Difference | None


class SealedEvents:
    """The log in its order, a block at a time, each event read once."""

    def __init__(self, connection: Connection[Any], ledger_id: str, upto: int) -> None:
        self.looked_at = 0
        self.reached = 0  # the position up to which blocks were compared
        self._events = sealable(connection, ledger_id, 0, upto)
        self._next: Sealable | None = next(self._events, None)

    def compare(self, first: int, last: int, kept: bytes) -> Compared:
        """The events from `first` to `last` with the hashes kept of them. Blocks come in their order."""
        tree, differing, earliest = Growing(), 0, None
        self.reached = last
        for difference in _differences(first, last, kept, HASH_BYTES, self._leaves(first, last, tree)):
            differing += 1
            earliest = earliest or difference
        return Compared(tree.root, differing, earliest)

    def _leaves(self, first: int, last: int, tree: Growing) -> Iterator[tuple[int, bytes]]:
        while self._next is not None and self._next.position <= last:
            event, self._next = self._next, next(self._events, None)
            if event.position >= first:
                self.looked_at += 1
                leaf = leaf_hash(event.canonical)
                tree.add(leaf)
                yield event.position, leaf


def first_difference(
    connection: Connection[Any], ledger_id: str, anchors: Iterable[Anchor]
) -> tuple[Anchor, Difference] | None:
    """The first event that differs from its fingerprint, and the anchor that keeps it."""
    for anchor in anchors:
        first, last, kept = anchor.first_position, anchor.last_position, anchor.fingerprints
        if kept:
            events = sealable(connection, ledger_id, first - 1, last)
            leaves = ((event.position, leaf_hash(event.canonical)) for event in events)
            for difference in _differences(first, last, kept, FINGERPRINT, leaves):
                return anchor, difference
    return None


def told(difference: Difference) -> tuple[str, str]:
    """What was expected of an event, and what was found, in words."""
    found = "no event" if difference.found is None else f"one that hashes to {difference.found.hex()}"
    return f"an event that hashes to {difference.expected.hex()}", found


def block_name(number: int, first_position: int, last_position: int) -> str:
    return f"block {number} (events {first_position:,} to {last_position:,})"


def _differences(
    first: int, last: int, kept: bytes, size: int, leaves: Iterator[tuple[int, bytes]]
) -> Iterator[Difference]:
    """Every position whose event is missing, or hashes to something else than the `size` bytes kept of it.

    Of events that are missing in a row, which may be as many as a forged block says, one is told.
    """
    expected = first
    for position, leaf in leaves:
        if position > expected:
            yield Difference(expected, _of(kept, expected - first, size), None)
        if _of(kept, position - first, size) != leaf[:size]:
            yield Difference(position, _of(kept, position - first, size), leaf[:size])
        expected = position + 1
    if expected <= last:
        yield Difference(expected, _of(kept, expected - first, size), None)


def _of(kept: bytes, index: int, size: int) -> bytes:
    return kept[index * size : (index + 1) * size]
