"""Reads the log as canonical bytes, page by page: a few events at a time, however large they are."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from psycopg import Connection, Cursor

from settlebook.sealing.canonical import COMMAND, EVENT, day_text, fields
from settlebook.sealing.statements import statement

MOST_EVENTS = 512  # of a page
MOST_BYTES = 8 << 20  # of the facts of a page, the last of them excepted
FOR_EVER = 2**63 - 1

# PostgreSQL counts from 2000-01-01.
_MICROSECONDS_BEFORE = 946_684_800_000_000
_DAYS_BEFORE = 10_957

Digests = dict[bytes, bytes]  # of commands, by id
T = TypeVar("T")


class Sealable(NamedTuple):
    """An event as it is hashed."""

    position: int
    canonical: bytes
    has_command: bool


def sealable(
    connection: Connection[Any], ledger_id: str, after: int, upto: int = FOR_EVER
) -> Iterator[Sealable]:
    """The events there are after a position, in their order; a hole in the log is not looked for here."""
    digests: Digests = {}
    with connection.cursor(binary=True) as cursor:
        while after < upto:
            rows = _page(cursor, ledger_id, after, upto)
            if not rows:
                return
            ids = {row[6] for row in rows if row[6] is not None}
            digests = {id: digest for id, digest in digests.items() if id in ids}
            digests |= dict(_digests(cursor, ledger_id, ids - digests.keys()))
            for row in rows:
                digest = digests.get(row[6])
                yield Sealable(row[0], _event(ledger_id, row, digest), digest is not None)
            after = rows[-1][0]


def microseconds_of(sent: bytes) -> int:
    """Since 1970, of an instant as PostgreSQL sends it: whatever stands there, infinity too."""
    return int.from_bytes(sent, signed=True) + _MICROSECONDS_BEFORE


def _page(cursor: Cursor[Any], ledger_id: str, after: int, upto: int) -> list[Any]:
    asked = {"ledger": ledger_id, "after": after, "upto": upto, "most": MOST_EVENTS, "bytes": MOST_BYTES}
    return cursor.execute(statement("page_of_events"), asked).fetchall()


def _digests(cursor: Cursor[Any], ledger_id: str, ids: set[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Of the commands that there are; a few come over at a time where requests are large."""
    while ids:
        rows = cursor.execute(statement("commands"), _of_commands(ledger_id, ids)).fetchall()
        if not rows:
            return
        for row in rows:
            yield row[0], sha256(_command(ledger_id, row)).digest()
        ids = ids - {row[0] for row in rows}


def _of_commands(ledger_id: str, ids: set[bytes]) -> dict[str, Any]:
    return {"ledger": ledger_id, "ids": [id.hex() for id in ids], "bytes": MOST_BYTES}


def _event(ledger_id: str, row: Any, digest: bytes | None) -> bytes:
    position, stream_id, version, topic, day, recorded_at, command_id, state = row
    return fields(
        EVENT,
        ledger_id,
        position,
        _told(stream_id, bytes.hex),
        version,
        topic,
        _told(day, _day_of),
        _told(recorded_at, microseconds_of),
        _told(command_id, bytes.hex),
        digest,
        state,
    )


def _command(ledger_id: str, row: Any) -> bytes:
    command_id, client, key, kind, actor, request, outcome, first, last, recorded_at = row
    return fields(
        COMMAND,
        ledger_id,
        _told(command_id, bytes.hex),
        client,
        key,
        kind,
        actor,
        request,
        outcome,
        first,
        last,
        _told(recorded_at, microseconds_of),
    )


def _told(sent: bytes | None, tell: Callable[[bytes], T]) -> T | None:
    """Null stays null: nothing that was sealed is, and it hashes to something else."""
    return None if sent is None else tell(sent)


def _day_of(sent: bytes) -> str:
    return day_text(int.from_bytes(sent, signed=True) + _DAYS_BEFORE)
