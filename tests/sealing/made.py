"""Ledgers that were never recorded, sealed and proven byte by byte: what forgeries are made of."""

import json
from typing import Any

from settlebook.sealing import merkle
from settlebook.sealing.canonical import EVENT, NO_BLOCK, Block, fields

Told = dict[str, Any]


def spelled(proof: Told) -> str:
    return json.dumps(proof, indent=1, sort_keys=True) + "\n"


class Made:
    """A ledger of events that only say how many there are, in blocks of these sizes, with a proof of one."""

    def __init__(self, sizes: list[int], proven: int, ledger_id: str = "main", **changes: Any) -> None:
        self.blocks: list[Block] = []
        self.leaves: list[list[bytes]] = []
        self.events: dict[int, bytes] = {}
        for size in sizes:
            self._add(ledger_id, size, **({"amount": 6000, "tag": EVENT, "told_ledger": ledger_id} | changes))
        number = next(at for at, block in enumerate(self.blocks) if proven <= block.last_position)
        path = merkle.path(proven - self.blocks[number].first_position, self.leaves[number])
        chain = self.blocks[number:]
        event = {"event": self.events[proven].hex(), "path": [one.hex() for one in path]}
        self.proof = {
            "format": "settlebook.proof.v1",
            "events": [event],
            "chain": [block.header.hex() for block in chain],
            "last": chain[-1].hash.hex(),
        }

    def _add(self, ledger_id: str, size: int, amount: int, tag: bytes, told_ledger: str) -> None:
        first = len(self.events) + 1
        for at in range(first, first + size):
            state = json.dumps({"amount_minor": amount + at}).encode()
            told = (told_ledger, at, "0" * 32, at, "x.v1", "2026-01-01", 0, "0" * 32, bytes(32), state)
            self.events[at] = fields(tag, *told)
        self.leaves.append([merkle.leaf_hash(self.events[at]) for at in range(first, first + size)])
        previous = self.blocks[-1].hash if self.blocks else NO_BLOCK
        root = merkle.root(self.leaves[-1])
        self.blocks.append(Block(ledger_id, len(self.blocks) + 1, first, first + size - 1, root, previous, 0))

    @property
    def text(self) -> str:
        return spelled(self.proof)

    def anchor(self, number: int = -1) -> str:
        block = self.blocks[number]
        return json.dumps({"ledger": block.ledger_id, "block": block.number, "hash": block.hash.hex()})
