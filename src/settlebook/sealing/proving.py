"""Proves that events are in the log: their bytes, the path to their block's root, the chain to an anchor."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from psycopg import Connection

from settlebook.domain.errors import NotFound
from settlebook.domain.ids import as_id
from settlebook.sealing import merkle
from settlebook.sealing.anchors import anchors_in
from settlebook.sealing.canonical import Block
from settlebook.sealing.chain import StoredBlock, block_of, blocks, last_block
from settlebook.sealing.errors import ChainBroken, NotSealed
from settlebook.sealing.reading import FOR_EVER, sealable
from settlebook.sealing.statements import statement

FORMAT = "settlebook.proof.v1"


class Proof(NamedTuple):
    """What a stranger needs beside an anchor; docs/seals.md defines `text`."""

    text: str
    positions: tuple[int, ...]
    first: Block
    last: Block  # this one, or one before it that is not before the events, has to be anchored


def prove(
    connection: Connection[Any],
    ledger_id: str,
    keys: Sequence[str],
    anchors: Path | None = None,
) -> Proof:
    """The proof of what the keys name: ids of applications, transfers, refunds and groups, or positions.

    `anchors`  ends the chain of blocks at the first one anchored in this file; else at the newest.
    The read models have to be up to date. Raises NotFound; NotSealed where an event is not sealed yet, or no
    block from it on is anchored in the file; ChainBroken where it was changed since; AnchorRefused, OSError.
    """
    positions = tuple(sorted({at for key in keys for at in _positions(connection, ledger_id, key)}))
    holders = {position: _holder(connection, ledger_id, position) for position in positions}
    events = [_event(connection, ledger_id, position, holder) for position, holder in holders.items()]
    numbers = [holder.block.number for holder in holders.values()]
    end = _end(connection, ledger_id, max(numbers), anchors)
    chain = _chain(blocks(connection, ledger_id, min(numbers) - 1, end))
    told = {
        "format": FORMAT,
        "events": events,
        "chain": [block.header.hex() for block in chain],
        "last": chain[-1].hash.hex(),
    }
    text = json.dumps(told, indent=1, sort_keys=True) + "\n"
    return Proof(text, positions, chain[0], chain[-1])


def _positions(connection: Connection[Any], ledger_id: str, key: str) -> list[int]:
    """The number of an event names itself; ids and numbers are looked up."""
    if key.isascii() and key.isdecimal() and len(key) < 19:
        return [int(key)]
    asked = {"ledger": ledger_id, "id": as_id(key), "number": key}
    found = connection.execute(statement("positions_of_application"), asked).fetchall()
    if not found:
        raise NotFound("application", key)
    return [position for (position,) in found]


def _holder(connection: Connection[Any], ledger_id: str, position: int) -> StoredBlock:
    found = block_of(connection, ledger_id, position)
    if found is not None:
        return found
    if next(sealable(connection, ledger_id, position - 1, position), None) is None:
        raise NotFound("event", str(position))
    raise NotSealed(f"Event {position} is not sealed yet.", "Run `settlebook seal now`, with an --anchor.")


def _event(connection: Connection[Any], ledger_id: str, position: int, holder: StoredBlock) -> dict[str, Any]:
    leaves = merkle.split_hashes(holder.leaf_hashes)
    index = position - holder.block.first_position
    if merkle.root(leaves) != holder.block.merkle_root:
        raise _not_as_sealed(holder.block.number)
    event = next(sealable(connection, ledger_id, position - 1, position), None)
    if event is None or leaves[index : index + 1] != [merkle.leaf_hash(event.canonical)]:
        raise ChainBroken(
            f"Event {position} is not as block {holder.block.number} sealed it: there is nothing to prove.",
            "Run `settlebook verify seals`.",
        )
    return {"event": event.canonical.hex(), "path": [hash.hex() for hash in merkle.path(index, leaves)]}


def _chain(found: Iterable[StoredBlock]) -> list[Block]:
    """Raises ChainBroken unless each block has its hash, and holds that of the one before."""
    chain: list[Block] = []
    for block, _, stored_hash, _ in found:
        before = chain[-1] if chain else None
        follows = before is None or (block.number, block.first_position, block.previous_hash) == (
            before.number + 1,
            before.last_position + 1,
            before.hash,
        )
        if not follows or block.hash != stored_hash:
            raise _not_as_sealed(block.number)
        chain.append(block)
    return chain


def _not_as_sealed(number: int) -> ChainBroken:
    return ChainBroken(
        f"Block {number} is not as it was sealed: nothing can be proven by it.",
        "Run `settlebook verify seals`.",
    )


def _end(connection: Connection[Any], ledger_id: str, needed: int, anchors: Path | None) -> int:
    """The number of the block that the chain ends with."""
    if anchors is None:
        newest = last_block(connection, ledger_id)
        return newest.block.number if newest else FOR_EVER
    told = [anchor for anchor in anchors_in(anchors, ledger_id) if anchor.block >= needed]
    if not told:
        raise NotSealed(
            f"{anchors} has no anchor of {ledger_id} from block {needed} on, which holds the events.",
            "Run `settlebook seal now --anchor` with it.",
        )
    first = min(told, key=lambda anchor: anchor.block)
    kept = next(blocks(connection, ledger_id, first.block - 1, first.block), None)
    if kept is None or kept.block.hash != first.hash:
        raise ChainBroken(
            f"Block {first.block} of {ledger_id} is not as it was anchored in {anchors}.",
            "Run `settlebook verify seals --anchor` with it.",
        )
    return first.block
