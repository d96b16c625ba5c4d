"""Verifies the seals: every sealed event hashed again, every block against its chain and its anchors."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.audit.anchored import Anchored
from settlebook.audit.findings import Findings
from settlebook.audit.log_reading import end_of
from settlebook.audit.report import Offence, Report
from settlebook.audit.sealed_events import Compared, Difference, SealedEvents, block_name, told
from settlebook.audit.second_books import unreadable
from settlebook.audit.statements import statement
from settlebook.progress import Progress
from settlebook.sealing import merkle
from settlebook.sealing.canonical import FORMAT, NO_BLOCK, Block
from settlebook.sealing.chain import StoredBlock, blocks
from settlebook.sealing.errors import BlockUnreadable

SENTENCES = {
    "seal_chain": "Every block follows the one before: in its number, its events and the hash it holds.",
    "seal_blocks": "Every block hashes to what is stored of it, from the hashes of its events up.",
    "sealed_events": "Every sealed event is as it was sealed, where it was, and so is its command.",
    "sealed_tail": "Nothing is cut off: the log reaches as far as its head and its seals say.",
}
ANCHORED = {"seal_anchors": "Every block that was anchored is there, with the hash that was anchored."}


def verify_seals(
    connection: Connection[Any], ledger_id: str, anchors: Sequence[Path], progress: Progress
) -> Report:
    """Hash every sealed event again; hold the blocks against each other, and against anchors.

    `anchors`   files of anchors; without any, who rewrote log and seals alike is not found.
    `progress`  is told (events looked at, events in all).
    The report counts sealed events, and its position is that of the last. All of it is one snapshot.
    Raises AnchorRefused where a file holds no anchor of this ledger or a line that is none, and OSError.
    """
    with connection.transaction():
        connection.execute(statement("sql", "snapshot"))
        try:
            with connection.transaction():
                findings = Findings(SENTENCES | (ANCHORED if anchors else {}))
                known = Anchored(connection, ledger_id, anchors, findings) if anchors else None
                return _Look(connection, ledger_id, known, findings).report(progress)
        except psycopg.ProgrammingError as error:  # a table, a column or a right to read it is gone
            return Report(0, 0, (unreadable("seals", error),))


class _Look:
    """One verification, block by block in their order."""

    def __init__(
        self, connection: Connection[Any], ledger_id: str, anchored: Anchored | None, findings: Findings
    ) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._anchored = anchored
        self._findings = findings
        self._head = end_of(connection, ledger_id)
        self._last_event: int
        self._last_sealed: int
        ends = connection.execute(statement("sql", "sealed_ends"), {"ledger": ledger_id}).fetchone()
        self._last_event, self._last_sealed = ends or (0, 0)
        self._events = SealedEvents(connection, ledger_id, self._last_sealed)

    def report(self, progress: Progress) -> Report:
        before = self._blocks(progress)
        if self._anchored is not None:
            self._anchored.end(before)
        self._strays()
        self._tail()
        notes = tuple(self._notes())
        return Report(self._last_sealed, self._events.looked_at, self._findings.checks(), notes)

    def _blocks(self, progress: Progress) -> Block | None:
        """The last that could be read: what comes after one that cannot is not looked at."""
        before: Block | None = None
        try:
            for stored in blocks(self._connection, self._ledger_id):
                before = self._block(stored, before, progress)
        except BlockUnreadable as error:
            position = before.last_position + 1 if before else 1
            found = f"no {error.lacking}"
            offence = Offence(position, f"block {error.number}", "a block that lacks nothing", found)
            self._findings.offend("seal_blocks", offence)
        return before

    def _block(self, stored: StoredBlock, before: Block | None, progress: Progress) -> Block:
        self._follows(stored.block, before)
        if stored.format == FORMAT:
            self._hashes(stored)
        else:
            self._offend("seal_blocks", stored.block, f"format {FORMAT}", f"format {stored.format}")
        if self._anchored is not None:
            self._anchored.look_at(stored.block)
        progress(min(self._events.looked_at, self._last_sealed), self._last_sealed)
        return stored.block

    def _follows(self, block: Block, before: Block | None) -> None:
        expected = (before.number + 1, before.last_position + 1, before.hash) if before else (1, 1, NO_BLOCK)
        found = (block.number, block.first_position, block.previous_hash)
        if found != expected:
            position = min(expected[1], block.first_position)
            self._offend("seal_chain", block, _link(*expected), _link(*found), position)

    def _hashes(self, stored: StoredBlock) -> None:
        block, kept = stored.block, stored.leaf_hashes
        if block.hash != stored.stored_hash:
            self._offend("seal_blocks", block, f"hash {stored.stored_hash.hex()}", f"hash {block.hash.hex()}")
        if block.first_position <= self._events.reached:
            return  # it goes back, which its link to the block before tells
        compared = self._events.compare(block.first_position, block.last_position, kept)
        if merkle.root(merkle.split_hashes(kept)) == block.merkle_root:
            if compared.first is not None:
                self._changed(block, compared.first, compared.differing)
            return
        self._offend("seal_blocks", block, f"root {block.merkle_root.hex()}", "hashes of events with another")
        if compared.root != block.merkle_root:
            self._one_of_them_changed(block, compared)

    def _changed(self, block: Block, first: Difference, times: int) -> None:
        what = block_name(block.number, block.first_position, block.last_position)
        expected, found = told(first)
        self._findings.offend("sealed_events", Offence(first.position, what, expected, found), times)

    def _one_of_them_changed(self, block: Block, compared: Compared) -> None:
        """Which one its seal cannot tell: what would tell it was changed too. An anchor may."""
        named = self._anchored.difference_in(block) if self._anchored is not None else None
        if named is not None:
            self._changed(block, named, 1)
            return
        self._offend(
            "sealed_events",
            block,
            f"events with the root {block.merkle_root.hex()}",
            f"events with the root {compared.root.hex()}",
        )

    def _strays(self) -> None:
        """What the events were read past, position by position."""
        strays = self._connection.execute(statement("sql", "stray"), {"ledger": self._ledger_id})
        for position, what, expected, found in strays:
            self._findings.offend("sealed_events", Offence(position, what, expected, found))

    def _tail(self) -> None:
        ends = max(self._head or 0, self._last_sealed)
        if self._head is None:
            self._findings.offend(
                "sealed_tail", Offence(None, "the log", "a head that says where it ends", "none")
            )
        elif self._last_event != ends:
            found = f"at {self._last_event}"
            offence = Offence(min(self._last_event, ends) + 1, "the log", f"an end at position {ends}", found)
            self._findings.offend("sealed_tail", offence)

    def _notes(self) -> Iterator[str]:
        if self._anchored is None:
            yield "Without --anchor, nobody is found who rewrote events and seals alike."
        elif self._anchored.upto < self._last_sealed:
            yield (
                f"The anchors vouch for events up to {self._anchored.upto:,}: nobody is found who rewrote "
                f"those from there to {self._last_sealed:,} and their seals alike."
            )
        if (self._head or 0) > self._last_sealed:
            unsealed = (self._head or 0) - self._last_sealed
            yield f"Events that are not sealed yet, and were not looked at: {unsealed:,}."

    def _offend(
        self, check: str, block: Block, expected: str, found: str, position: int | None = None
    ) -> None:
        what = block_name(block.number, block.first_position, block.last_position)
        self._findings.offend(check, Offence(position or block.first_position, what, expected, found))


def _link(number: int, first_position: int, previous: bytes) -> str:
    return f"block {number} from event {first_position:,} after {previous.hex()}"
