"""Anchors as lines of JSON: what a file, a repository and an endpoint are given, and what is read back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from settlebook.nesting import json_of
from settlebook.sealing.canonical import instant_of
from settlebook.sealing.chain import StoredBlock
from settlebook.sealing.errors import AnchorRefused
from settlebook.sealing.merkle import HASH_BYTES, split_hashes

FORMAT = "settlebook.anchor.v1"
FINGERPRINT = (
    4  # bytes of each event's hash: they tell which event was changed, the block's hash that one was
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a block of a ledger hashed to when it was anchored."""

    ledger_id: str
    block: int
    first_position: int
    last_position: int
    hash: bytes
    fingerprints: bytes  # FINGERPRINT bytes an event, in their order; none where they were left out


def anchor_line(stored: StoredBlock) -> str:
    """One line of JSON, without its end."""
    block = stored.block
    return json.dumps(
        {
            "format": FORMAT,
            "ledger": block.ledger_id,
            "block": block.number,
            "firstPosition": block.first_position,
            "lastPosition": block.last_position,
            "hash": block.hash.hex(),
            "sealedAt": instant_of(block.sealed_at).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "fingerprints": fingerprints_of(stored.leaf_hashes).hex(),
        },
        separators=(",", ":"),
    )


def fingerprints_of(leaf_hashes: bytes) -> bytes:
    return b"".join(leaf[:FINGERPRINT] for leaf in split_hashes(leaf_hashes))


def anchors_in(file: Path, ledger_id: str) -> Iterator[Anchor]:
    """The anchors of a ledger in a file, line by line; those of other ledgers may stand between them.

    Raises AnchorRefused at a line that is none, OSError where the file cannot be read.
    """
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                anchor = _read(file, number, line)
                if anchor.ledger_id == ledger_id:
                    yield anchor


def anchor_of(line: bytes) -> Anchor:
    """Raises ValueError, KeyError or TypeError where the line is no anchor."""
    told: Any = json_of(line)
    if told["format"] != FORMAT:
        raise ValueError(f"its format is {told['format']!r}, not {FORMAT}")
    anchor = Anchor(
        told["ledger"],
        told["block"],
        told["firstPosition"],
        told["lastPosition"],
        bytes.fromhex(told["hash"]),
        bytes.fromhex(told.get("fingerprints", "")),
    )
    numbers = (anchor.block, anchor.first_position, anchor.last_position)
    if any(type(number) is not int or number < 1 for number in numbers):
        raise ValueError("block and positions are whole numbers from 1")
    if type(anchor.ledger_id) is not str or len(anchor.hash) != HASH_BYTES:
        raise ValueError("it needs the name of a ledger, and a hash of 64 hexadecimal digits")
    return anchor


def _read(file: Path, number: int, line: bytes) -> Anchor:
    try:
        return anchor_of(line)
    except (ValueError, KeyError, TypeError) as error:
        missing = f"it has no {error}" if isinstance(error, KeyError) else str(error)
        raise AnchorRefused(
            f"{file}, line {number} is no anchor: {missing}.",
            "Give the file that `settlebook seal` wrote, or lines as it writes them.",
        ) from None
