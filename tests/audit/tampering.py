"""What somebody who may write everywhere does to the log, and what a verification says of it."""

import psycopg

from settlebook.audit.report import Report


def failed(report: Report) -> set[str]:
    return {check.name for check in report.checks if not check.ok}


def rewrite(connection: psycopg.Connection, position: int, old: str, new: str) -> None:
    changed = connection.execute(
        "UPDATE log.event SET state = convert_to(replace(convert_from(state, 'UTF8'), %s, %s), 'UTF8')"
        " WHERE position = %s AND position(%s in convert_from(state, 'UTF8')) > 0",
        [old, new, position, old],
    )
    assert changed.rowcount == 1


def amount_at(connection: psycopg.Connection, position: int) -> int:
    row = connection.execute(
        "SELECT amount_minor FROM read.journal_posting WHERE position = %s ORDER BY line LIMIT 1", [position]
    ).fetchone()
    assert row is not None
    return int(row[0])
