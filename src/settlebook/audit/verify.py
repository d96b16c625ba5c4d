"""Verifies the books: the log, the journal, and every read model, each held against its history."""

from collections.abc import Callable
from typing import Any

from psycopg import Connection

from settlebook.audit.log_pass import Decode, LogPass
from settlebook.audit.report import Check, Offence, Report
from settlebook.audit.statements import checks, statement
from settlebook.projecting.catalogue import BUILT_IN

Progress = Callable[[int, int], None]  # (done, of)


def verify_books(connection: Connection[Any], ledger_id: str, decode: Decode, progress: Progress) -> Report:
    """Every invariant over the log and the read models, as of the position the read models are folded to.

    Invariants   of amounts on every day, of parts and applications, of balances and parts as sums.
    `progress`   is told (events looked at, events in all).
    Nothing is written; the whole look is one snapshot, so commands and reads go on beside it.
    """
    with connection.transaction():
        connection.execute(statement("sql", "snapshot"))
        connection.execute(statement("sql", "live"))
        position = _position(connection, ledger_id)
        look = LogPass(connection, ledger_id, decode)
        found = [*look.run(position, progress)]
        for group in ("history", "books"):
            for name, sentence in checks(group):
                found.append(_checked(connection, ledger_id, group, name, sentence))
        return Report(position, look.events, tuple(found))


def _position(connection: Connection[Any], ledger_id: str) -> int:
    row = connection.execute(statement("sql", "head"), {"ledger": ledger_id, "model": BUILT_IN}).fetchone()
    return int(row[0]) if row else 0


def _checked(connection: Connection[Any], ledger_id: str, group: str, name: str, sentence: str) -> Check:
    rows = connection.execute(statement(f"checks/{group}", name), {"ledger": ledger_id}).fetchall()
    if not rows:
        return Check(name, sentence, 0, None)
    position, subject, expected, found = rows[0]
    named = connection.execute(statement("sql", "name_of"), {"ledger": ledger_id, "id": subject}).fetchone()
    what = named[0] if named else subject.hex
    return Check(name, sentence, len(rows), Offence(position, what, expected, found))
