"""Reads a file of the log into an empty ledger: all of it, verified, in one transaction, or nothing."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

import psycopg
from psycopg import Connection, IsolationLevel

from settlebook.audit.log import verify_log
from settlebook.audit.report import Report
from settlebook.audit.seals import verify_seals
from settlebook.audit.second_books import UNFIT
from settlebook.carrying.form import Section, Value
from settlebook.carrying.reading import LogFile, Row
from settlebook.carrying.statements import statement
from settlebook.domain.currency import shorten
from settlebook.engine import Engine
from settlebook.ledger.database.owning import as_owner
from settlebook.ledger.errors import AnotherLedger, LedgerInUse, LogFileRefused
from settlebook.ledger.identity.settings import zone_of
from settlebook.ledger.log.upcasting import FactReader
from settlebook.statements import naming

Progress = Callable[[str, int, int], None]  # (what is done, how many, of how many)
ELSEWHERE = "Import it into an empty one: another database, or another folder for an embedded one."


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read: rows by section, and the epoch that began with it, after `position`."""

    ledger_id: str
    position: int
    has_personal: bool
    rows: dict[str, int]
    epoch_number: int
    epoch_id: UUID


def import_log(engine: Engine, ledger_id: str, source: BinaryIO, progress: Progress) -> Imported:
    """Put a ledger back from its file, as the owner; instants, ids and answers stay what they were.

    Raises LogFileRefused for another file, another version, one that was cut off or changed, or does not
    verify, naming the first event that offends; AnotherLedger; UnknownTimeZone; LedgerInUse; RoleMissing.
    """
    file = LogFile(source)
    if file.ledger_id != ledger_id:
        raise AnotherLedger(
            f"The file holds the ledger {shorten(file.ledger_id)}, and {ledger_id} was asked.",
            "A ledger keeps its name, since its ids are derived from it: give --ledger with the file's.",
        )
    try:
        with as_owner(engine, IsolationLevel.REPEATABLE_READ) as connection:
            return _Import(connection, file, progress).run()
    except psycopg.errors.SerializationFailure as error:
        raise LedgerInUse(f"Others record in the ledger {ledger_id}.", ELSEWHERE) from error


class _Import:
    """One import, within a transaction."""

    def __init__(self, connection: Connection[Any], file: LogFile, progress: Progress) -> None:
        self._connection = connection
        self._file = file
        self._progress = progress
        self._knows = FactReader().knows

    def run(self) -> Imported:
        self._execute("lock_head")
        self._require_empty()
        self._execute("give_way")
        for section, rows in self._file.sections():
            self._keep(section, rows)
        zone_of(self._connection, self._file.ledger_id)  # without a known one it could never be opened
        self._verify("log", self._log_report)
        self._verify("seals", self._seals_report)
        ((number, epoch_id),) = self._execute("begin_epoch", position=self._file.position)
        self._connection.execute(statement("measure"))
        file = self._file
        return Imported(file.ledger_id, file.position, file.has_personal, file.rows, number, epoch_id)

    def _require_empty(self) -> None:
        found = [what for (what,) in self._execute("holds_anything")]
        if found:
            raise LedgerInUse(
                f"The ledger {self._file.ledger_id} is not empty: it holds {', '.join(found)}.", ELSEWHERE
            )

    def _keep(self, section: Section, rows: Iterable[Row]) -> None:
        match section.name:
            case "event":
                self._copy(section, self._in_order(rows))
            case "log_head":
                self._try(section, lambda: self._set_head(list(rows)))
            case "number_sequence":
                self._try(section, lambda: self._continue_sequences(rows))
            case _:
                self._copy(section, rows)

    def _copy(self, section: Section, rows: Iterable[Row]) -> None:
        self._try(section, lambda: self._copied(section, rows))

    def _copied(self, section: Section, rows: Iterable[Row]) -> None:
        ledger: list[Value] = [self._file.ledger_id]
        query = naming(statement("copy"), table=section.name)
        with self._connection.cursor() as cursor, cursor.copy(query) as copy:
            for row in rows:
                copy.write_row(ledger + row)

    def _in_order(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The events, each at the position after the one before, none of a topic that no code here reads."""
        for expected, row in enumerate(rows, 1):
            position, topic = row[0], str(row[3])
            if position != expected:
                raise LogFileRefused(
                    f"Event {expected} is not in the file: position {position!r} stands in its place.",
                    NOT_WHOLE,
                )
            if not self._knows(topic):
                raise LogFileRefused(
                    f"Event {expected} has the topic {shorten(topic)}, which this version cannot read.",
                    "Import it with the version that wrote it, or a newer one.",
                )
            if expected % 1_000 == 0:
                self._progress("Importing", expected, self._file.position)
            yield row

    def _continue_sequences(self, rows: Iterable[Row]) -> None:
        for kind, next_number in rows:
            self._execute("continue_sequence", kind=kind, next=next_number)

    def _set_head(self, rows: list[Row]) -> None:
        if len(rows) != 1 or rows[0][0] != self._file.position:
            raise LogFileRefused(
                f"The file does not end where it says it does, at position {self._file.position}.", NOT_WHOLE
            )
        ((position, recorded_at),) = rows
        self._execute("set_head", position=position, recorded_at=recorded_at)

    def _verify(self, what: str, look: Callable[[], Report]) -> None:
        """In a savepoint that is taken back: the look closes its transaction for writing."""
        with self._connection.transaction(force_rollback=True):
            first = look().first_offence
        if first is not None:
            raise LogFileRefused(f"The {what} of the file cannot be right: {first}.", NOT_WHOLE)

    def _log_report(self) -> Report:
        return verify_log(self._connection, self._file.ledger_id, FactReader().read, self._verifying)

    def _seals_report(self) -> Report:
        return verify_seals(self._connection, self._file.ledger_id, (), self._verifying)

    def _verifying(self, done: int, of: int) -> None:
        self._progress("Verifying", done, of)

    def _try(self, section: Section, work: Callable[[], object]) -> None:
        try:
            work()
        except UNFIT as error:
            raise LogFileRefused(
                f"The section {section.name} cannot be stored: {_said(error)}.", NOT_WHOLE
            ) from error

    def _execute(self, name: str, **given: Value) -> list[tuple[Any, ...]]:
        cursor = self._connection.execute(statement(name), {"ledger": self._file.ledger_id, **given})
        return cursor.fetchall() if cursor.description else []


NOT_WHOLE = "Nothing was imported. Export the ledger again where it is whole; `settlebook verify all` tells."


def _said(error: Exception) -> str:
    """What the database says of it, with the row of the section that it was at."""
    if not isinstance(error, psycopg.Error):
        return shorten(str(error), 200)
    said = error.diag.message_primary or str(error)
    row = re.search(r"line (\d+)", error.diag.context or "")
    detail = f" {error.diag.message_detail}" if error.diag.message_detail else ""
    return shorten(" ".join(f"{said}{detail}".split()), 200) + (f" (row {row[1]})" if row else "")
