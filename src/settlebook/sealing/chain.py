"""The blocks of a ledger as they are stored."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from psycopg import Connection

from settlebook.sealing.canonical import FORMAT, Block, instant_of
from settlebook.sealing.errors import BlockUnreadable
from settlebook.sealing.reading import FOR_EVER, microseconds_of
from settlebook.sealing.statements import statement

AT_ONCE = 64  # blocks fetched together
_NAMES = (
    *("block", "format", "first_position", "last_position", "merkle_root", "previous_hash", "block_hash"),
    *("sealed_at", "leaf_hashes"),
)


class StoredBlock(NamedTuple):
    """A row of log.seal; what it says of itself is believed by nobody who verifies."""

    block: Block
    format: int
    stored_hash: bytes
    leaf_hashes: bytes


def last_block(connection: Connection[Any], ledger_id: str) -> StoredBlock | None:
    with connection.cursor(binary=True) as cursor:
        row = cursor.execute(statement("last_block"), {"ledger": ledger_id}).fetchone()
    return None if row is None else _stored(ledger_id, row)


def blocks(
    connection: Connection[Any], ledger_id: str, after: int = 0, upto: int = FOR_EVER, at_once: int = AT_ONCE
) -> Iterator[StoredBlock]:
    """The blocks after the one of this number, in their order, a few at a time. Raises BlockUnreadable."""
    while after < upto:
        rows = _page(connection, ledger_id, after, upto, at_once)
        for row in rows:
            yield _stored(ledger_id, row)
        if len(rows) < at_once:
            return
        after = rows[-1][0]


def page_of_blocks(
    connection: Connection[Any], ledger_id: str, after: int, upto: int = FOR_EVER, at_once: int = AT_ONCE
) -> list[StoredBlock]:
    return [_stored(ledger_id, row) for row in _page(connection, ledger_id, after, upto, at_once)]


def block_of(connection: Connection[Any], ledger_id: str, position: int) -> StoredBlock | None:
    """The block that holds an event."""
    with connection.cursor(binary=True) as cursor:
        asked = {"ledger": ledger_id, "position": position}
        row = cursor.execute(statement("block_of"), asked).fetchone()
    return None if row is None else _stored(ledger_id, row)


def add(connection: Connection[Any], block: Block, leaf_hashes: bytes) -> bool:
    """Store a block; False where somebody else made one of its number first."""
    row = {
        "ledger": block.ledger_id,
        "block": block.number,
        "format": FORMAT,
        "first": block.first_position,
        "last": block.last_position,
        "root": block.merkle_root,
        "previous": block.previous_hash,
        "hash": block.hash,
        "sealed_at": instant_of(block.sealed_at),
        "leaves": leaf_hashes,
    }
    return connection.execute(statement("add_block"), row).fetchone() is not None


def _page(connection: Connection[Any], ledger_id: str, after: int, upto: int, at_once: int) -> list[Any]:
    asked = {"ledger": ledger_id, "after": after, "upto": upto, "most": at_once}
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(statement("blocks"), asked).fetchall()


def _stored(ledger_id: str, row: Any) -> StoredBlock:
    """Raises BlockUnreadable."""
    lacking = [name for name, value in zip(_NAMES, row, strict=True) if value is None]
    if lacking:
        raise BlockUnreadable(row[0], ", no ".join(lacking))
    number, format, first, last, root, previous, stored_hash, sealed_at, leaf_hashes = row
    block = Block(ledger_id, number, first, last, root, previous, microseconds_of(sealed_at))
    return StoredBlock(block, format, stored_hash, leaf_hashes)
