"""Seals what was recorded since the last block: beside the commands, which never wait for it."""

from itertools import islice
from typing import Any, NamedTuple

from psycopg import Connection

from settlebook.ledger.log.head import head_of
from settlebook.progress import Progress
from settlebook.sealing import chain, merkle
from settlebook.sealing.canonical import FORMAT, NO_BLOCK, Block
from settlebook.sealing.errors import ChainBroken, LogBroken
from settlebook.sealing.reading import Sealable, microseconds_of, sealable
from settlebook.sealing.statements import statement

MOST_EVENTS = 1_024  # of a block


class Sealed(NamedTuple):
    """What one round made; `last` is the newest block there is, None while nothing was ever sealed."""

    blocks: tuple[Block, ...]
    last: Block | None


class Standing(NamedTuple):
    """How far the log reaches, and how far the seals do."""

    last: Block | None
    head: int
    waiting_since: Any  # the instant since which the oldest event that is not sealed waits; None: all are

    @property
    def unsealed(self) -> int:
        return self.head - (self.last.last_position if self.last else 0)


def seal(connection: Connection[Any], ledger_id: str, progress: Progress, most: int = MOST_EVENTS) -> Sealed:
    """Gather what is committed now, after the last block, into blocks of at most so many, each on its own.

    What is recorded meanwhile waits for the next round, unless there is room in the last block: beside
    writers who never rest a round would not end, and nothing be anchored. Killed at any time, it leaves
    whole blocks behind and the next round goes on after them; where several programs seal at once, each block
    is made by one of them. `progress` is told (the position that is sealed, the position there is to seal).
    Raises HeadLost; LogBroken where an event or its command is missing, ChainBroken where the last block was
    changed.
    """
    made: list[Block] = []
    head = _require_tail(connection, standing(connection, ledger_id))
    while True:
        last = _last(connection, ledger_id)
        if last is not None and last.last_position >= head:
            return Sealed(tuple(made), last)
        block, leaf_hashes = _next_block(connection, ledger_id, last, most)
        if block is None:
            return Sealed(tuple(made), last)
        if chain.add(connection, block, leaf_hashes):
            made.append(block)
        progress(block.last_position, max(head, block.last_position))


def standing(connection: Connection[Any], ledger_id: str) -> Standing:
    """Raises HeadLost."""
    stored = chain.last_block(connection, ledger_id)
    last = stored.block if stored else None
    asked = {"ledger": ledger_id, "sealed": last.last_position if last else 0}
    (waiting_since,) = connection.execute(statement("waiting_since"), asked).fetchone() or (None,)
    return Standing(last, head_of(connection, ledger_id), waiting_since)


def _require_tail(connection: Connection[Any], found: Standing) -> int:
    """Where the log ends. Raises LogBroken where it no longer has the last event that was sealed."""
    last = found.last
    if last is not None:
        asked = {"ledger": last.ledger_id, "position": last.last_position}
        (is_there,) = connection.execute(statement("has_event"), asked).fetchone() or (False,)
        if found.head < last.last_position or not is_there:
            raise LogBroken(
                f"Block {last.number} of {last.ledger_id} sealed event {last.last_position}, which the log "
                "no longer has: its tail is cut off.",
                "Run `settlebook verify seals --anchor` with what was kept of it.",
            )
    return found.head


def _last(connection: Connection[Any], ledger_id: str) -> Block | None:
    stored = chain.last_block(connection, ledger_id)
    if stored is None:
        return None
    if stored.format != FORMAT or stored.block.hash != stored.stored_hash:
        raise ChainBroken(
            f"Block {stored.block.number} of {ledger_id} is not as it was sealed.",
            "Run `settlebook verify seals`.",
        )
    return stored.block


def _next_block(
    connection: Connection[Any], ledger_id: str, last: Block | None, most: int
) -> tuple[Block | None, bytes]:
    after = last.last_position if last else 0
    tree, leaves = merkle.Growing(), bytearray()
    for event in islice(sealable(connection, ledger_id, after), most):
        _require_whole(event, after + tree.leaves + 1)
        leaf = merkle.leaf_hash(event.canonical)
        tree.add(leaf)
        leaves += leaf
    if not leaves:
        return None, b""
    block = Block(
        ledger_id,
        number=last.number + 1 if last else 1,
        first_position=after + 1,
        last_position=after + tree.leaves,
        merkle_root=tree.root,
        previous_hash=last.hash if last else NO_BLOCK,
        sealed_at=_now(connection),
    )
    return block, bytes(leaves)


def _require_whole(event: Sealable, expected: int) -> None:
    if event.position != expected:
        raise LogBroken(
            f"The log has no event {expected}: nothing is sealed from there on.",
            "Run `settlebook verify books`.",
        )
    if not event.has_command:
        raise LogBroken(
            f"Event {event.position} has no command: nothing is sealed from there on.",
            "Run `settlebook verify books`.",
        )


def _now(connection: Connection[Any]) -> int:
    with connection.cursor(binary=True) as cursor:
        (sent,) = cursor.execute(statement("clock")).fetchone() or (b"",)
    return microseconds_of(sent)
