"""Holds the blocks of a ledger against the anchors that were kept of them elsewhere."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.report import Offence
from settlebook.audit.sealed_events import Difference, block_name, first_difference, told
from settlebook.sealing.anchors import Anchor, anchors_in
from settlebook.sealing.canonical import Block
from settlebook.sealing.errors import AnchorRefused

CHECK = "seal_anchors"


class _Known(NamedTuple):
    hash: bytes
    first_position: int
    last_position: int


class Anchored:
    """Remembers of each anchor its hash; its fingerprints are read again where an offence has to be named."""

    def __init__(
        self, connection: Connection[Any], ledger_id: str, files: Sequence[Path], findings: Findings
    ) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._files = files
        self._findings = findings
        self._known: dict[int, set[_Known]] = {}
        self._good: Block | None = None  # the last block that is as it was anchored
        self._first: Offence | None = None
        for file in files:
            self._remember(file)

    @property
    def upto(self) -> int:
        """The last event that an anchor vouches for, with all before it; 0 where none does."""
        return self._good.last_position if self._good else 0

    def look_at(self, block: Block) -> None:
        """Blocks come in their order."""
        anchors = self._known.pop(block.number, set())
        wrong = [anchor for anchor in anchors if anchor.hash != block.hash]
        for anchor in wrong:
            self._offend(block.number, anchor, f"hash {block.hash.hex()}")
        if anchors and not wrong:
            self._good = block

    def difference_in(self, block: Block) -> Difference | None:
        """The first event of a block that is not as its anchor has it, where the block itself is."""
        anchors = (one for one in self._from(block.number) if one.hash == block.hash)
        found = first_difference(self._connection, self._ledger_id, anchors)
        return found[1] if found else None

    def end(self, last: Block | None) -> None:
        """No block comes any more: those that were anchored beyond are cut off."""
        found = f"the last block is {last.number}" if last else "no block at all"
        for number in sorted(self._known):
            for anchor in self._known[number]:
                self._offend(number, anchor, found)

    def _remember(self, file: Path) -> None:
        empty = True
        for anchor in anchors_in(file, self._ledger_id):
            empty = False
            known = _Known(anchor.hash, anchor.first_position, anchor.last_position)
            self._known.setdefault(anchor.block, set()).add(known)
        if empty:
            raise AnchorRefused(
                f"{file} has no anchor of the ledger {self._ledger_id}.",
                "Give the file that `settlebook seal` wrote for it, or name the --ledger.",
            )

    def _offend(self, number: int, anchor: _Known, found: str) -> None:
        """Those after the first follow from it, and are counted."""
        self._first = self._first or self._named(number, anchor, found)
        self._findings.offend(CHECK, self._first)

    def _named(self, number: int, anchor: _Known, found: str) -> Offence:
        """With the event, where fingerprints tell which; else one of those after the last good block."""
        named = first_difference(self._connection, self._ledger_id, self._from(number))
        if named is not None:
            changed, difference = named
            what = block_name(changed.block, changed.first_position, changed.last_position)
            return Offence(difference.position, what, *told(difference))
        position = self._good.last_position + 1 if self._good else 1
        what = block_name(number, anchor.first_position, anchor.last_position)
        return Offence(position, what, f"hash {anchor.hash.hex()}", found)

    def _from(self, number: int) -> Iterator[Anchor]:
        for file in self._files:
            for anchor in anchors_in(file, self._ledger_id):
                if anchor.block >= number:
                    yield anchor
