"""Writes the log of one ledger as a file, row by row: however long it is, one row is in memory."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO

from psycopg import ClientCursor, Connection

from settlebook.carrying.form import FORMAT, SECTIONS, VERSION, Section, as_line
from settlebook.carrying.statements import statement
from settlebook.ledger.log.head import head_of
from settlebook.progress import Progress

BUFFER = 1 << 18  # bytes that are written and hashed together


@dataclass(frozen=True, slots=True)
class Exported:
    """What a file holds: rows by section, and the digest at its end, of everything before it."""

    ledger_id: str
    position: int
    has_personal: bool
    rows: Mapping[str, int]
    digest: str


def export_log(
    connection: Connection[Any],
    ledger_id: str,
    target: BinaryIO,
    progress: Progress,
    *,
    personal: bool = True,
) -> Exported:
    """Write all of a ledger's log, as it is at one moment; commands and reads go on meanwhile.

    progress  is told (events written, all events).
    personal  whether content that may have to be forgotten goes along; left out, it counts as erased there.
    `connection` is in no transaction. Raises HeadLost.
    """
    asked = {"ledger": ledger_id, "personal": personal}
    file = _File(target)
    rows: Counter[str] = Counter()
    with connection.transaction():
        connection.execute(statement("snapshot"))
        connection.execute(statement("spelling"), {})
        position = head_of(connection, ledger_id)
        header = {"ledger": ledger_id, "position": position, "personal": personal}
        file.add({"format": FORMAT, "version": VERSION, **header})
        for section in SECTIONS:
            file.add(section.heading)
            for row in _rows(connection, section, asked):
                file.add(section.spelled(row))
                rows[section.name] += 1
                if section.name == "event" and rows["event"] % 1_000 == 0:
                    progress(rows["event"], position)
    progress(position, position)
    counts = {section.name: rows[section.name] for section in SECTIONS}
    return Exported(ledger_id, position, personal, counts, file.end(counts))


def _rows(
    connection: Connection[Any], section: Section, asked: Mapping[str, Any]
) -> Iterator[tuple[Any, ...]]:
    """A COPY, which sends row by row and waits for us; its values stand in the statement itself."""
    query = statement(f"export_{section.name}")
    with ClientCursor(connection) as cursor, cursor.copy(query, asked) as copy:
        copy.set_types([kind.type_name for kind in section.columns.values()])
        yield from copy.rows()


class _File:
    """Lines on their way into a file, and the digest of those that were written."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._digest = sha256()
        self._waiting: list[bytes] = []
        self._bytes = 0

    def add(self, value: object) -> None:
        line = as_line(value)
        self._waiting.append(line)
        self._bytes += len(line)
        if self._bytes >= BUFFER:
            self._write()

    def end(self, rows: Mapping[str, int]) -> str:
        """The last line: how many rows there were, and what all before it hashes to."""
        self._write()
        digest = self._digest.hexdigest()
        self._target.write(as_line({"end": {"rows": rows, "sha256": digest}}))
        return digest

    def _write(self) -> None:
        lines, self._waiting, self._bytes = b"".join(self._waiting), [], 0
        self._digest.update(lines)
        self._target.write(lines)
