"""Verifies the log by itself: its order, its facts, its commands, whatever was made of it."""

from typing import Any
from uuid import UUID

import psycopg
from psycopg import Connection

from settlebook.audit.command_pass import checked_commands
from settlebook.audit.findings import Findings
from settlebook.audit.invariants import invariants
from settlebook.audit.log_reading import SENTENCES, Decode, LogReading, end_of
from settlebook.audit.log_schema import checked_schema
from settlebook.audit.personal_pass import PersonalPass
from settlebook.audit.report import Report
from settlebook.audit.second_books import unreadable
from settlebook.audit.snapshots import checked_snapshots
from settlebook.audit.statements import statement
from settlebook.progress import Progress


def verify_log(connection: Connection[Any], ledger_id: str, decode: Decode, progress: Progress) -> Report:
    """Every position and version there, every topic known, every fact and outcome readable, all in its place.

    `progress`  is told (events looked at, events in all).
    Nothing is written; the whole look is one snapshot, so commands go on beside it. Within a transaction of
    the caller, which reads repeatably, it sees what that one has written.
    """
    with connection.transaction():
        connection.execute(statement("sql", "snapshot"))
        schema = checked_schema(connection)
        try:
            with connection.transaction():
                read = _read(connection, ledger_id, decode, progress)
        except psycopg.ProgrammingError as error:  # a table, a column or a right to read it is gone
            return Report(0, 0, (*schema, unreadable("log", error)))
        return Report(read.position, read.events, (*schema, *read.checks))


def _read(connection: Connection[Any], ledger_id: str, decode: Decode, progress: Progress) -> Report:
    head = end_of(connection, ledger_id)
    findings = Findings(SENTENCES)
    reading = LogReading(connection, ledger_id, decode, findings)
    personal = PersonalPass(connection, ledger_id)
    for one, _ in reading.facts(head, progress):
        personal.add(one)
    checks = (
        *findings.checks(),
        *personal.checks(),
        *checked_commands(connection, ledger_id),
        *checked_snapshots(connection, ledger_id, decode),
        *invariants(connection, ledger_id, "log", _number_of),
    )
    return Report(head or 0, reading.events, checks)


def _number_of(connection: Connection[Any], ledger_id: str, id: UUID) -> str | None:
    row = connection.execute(statement("sql", "number_of"), {"ledger": ledger_id, "id": id}).fetchone()
    return str(row[0]) if row else None
