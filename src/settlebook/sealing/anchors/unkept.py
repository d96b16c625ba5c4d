"""The chain as a place of anchors sees it: the blocks it has not kept yet, read a few at a time."""

from collections.abc import Callable, Iterator
from typing import Any

from psycopg import Connection

from settlebook.sealing import chain
from settlebook.sealing.anchors.lines import Anchor
from settlebook.sealing.canonical import Block
from settlebook.sealing.chain import StoredBlock
from settlebook.sealing.errors import ChainBroken

Read = Callable[[Callable[[Connection[Any]], list[StoredBlock]]], list[StoredBlock]]


class Chain:
    """The blocks up to `last`; those from `fresh` on were made since the program last anchored."""

    def __init__(self, read: Read, last: Block, fresh: int) -> None:
        self._read = read
        self.last = last
        self.fresh = fresh

    @property
    def ledger_id(self) -> str:
        return self.last.ledger_id

    def after(self, number: int) -> Iterator[StoredBlock]:
        """No connection is held while the caller waits for a disk or a network."""
        while number < self.last.number:
            page = self._page(number)
            if not page:
                return
            yield from page
            number = page[-1].block.number

    def require(self, anchor: Anchor, where: str) -> None:
        """Raises ChainBroken unless the chain still holds what was anchored."""
        page = self._page(anchor.block - 1, anchor.block)
        if not page or page[0].block.hash != anchor.hash:
            found = (
                f"that of the ledger is {page[0].block.hash.hex()}"
                if page
                else "the ledger has no such block"
            )
            raise ChainBroken(
                f"{where} keeps block {anchor.block} with the hash {anchor.hash.hex()}; {found}. "
                "Nothing was anchored after it.",
                "Run `settlebook verify seals --anchor` with what is kept there.",
            )

    def _page(self, after: int, upto: int | None = None) -> list[StoredBlock]:
        last = self.last.number if upto is None else upto
        return self._read(lambda connection: chain.page_of_blocks(connection, self.ledger_id, after, last))
