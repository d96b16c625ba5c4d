"""Holds live tables against the same books kept a second time, row by row."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.naming import name_of
from settlebook.audit.report import Check, Offence
from settlebook.audit.second_books import UNFIT, told
from settlebook.audit.statements import statement
from settlebook.domain.currency import shorten
from settlebook.statements import naming

JOURNAL = "journal"
JOURNAL_SENTENCE = "Every row of the journal is what its event tells, and no event lacks a row."
Row = Mapping[str, Any]

# What a row is about, the nearest first.
SUBJECTS = (
    *("item_id", "document_id", "payment_id", "credit_memo_id", "refund_id", "source_item_id", "source_id"),
    *("account_id", "application_id", "application_item_id", "part_id"),
)


def compared_models(
    connection: Connection[Any], ledger_id: str, tables: Iterable[str], last: int
) -> list[Check]:
    """A check a table of the read models; `last` is blamed where a row tells no position."""
    checks: list[Check] = []
    for table in tables:
        name = f"{table}_rows"
        findings = Findings({name: f"Every row of {table} is what its history folds to."})
        _compare(connection, ledger_id, table, findings, name, last)
        checks += findings.checks()
    return checks


def compared_journal(
    connection: Connection[Any], ledger_id: str, tables: Iterable[str], last: int
) -> list[Check]:
    """One check for all tables of the journal, over what is folded: up to `last`."""
    findings = Findings({JOURNAL: JOURNAL_SENTENCE})
    for table in tables:
        connection.execute(naming(statement("sql", "forget_newer"), table=table), {"upto": last})
        _compare(connection, ledger_id, table, findings, JOURNAL, last)
    return list(findings.checks())


def _compare(
    connection: Connection[Any], ledger_id: str, table: str, findings: Findings, check: str, last: int
) -> None:
    key = [column for (column,) in connection.execute(statement("sql", "key_of_table"), {"table": table})]
    asked = {"ledger": ledger_id, "key": key, "last": last}
    try:
        with connection.transaction():
            found = connection.execute(naming(statement("sql", "differences"), table=table), asked).fetchone()
    except UNFIT as error:  # its columns are others, or it is gone
        findings.offend(check, Offence(None, f"read.{table}", "a table that can be compared", told(error)))
        return
    if found is None:
        return
    count, position, expected, live = found
    what = _named(connection, ledger_id, expected or live)
    findings.offend(check, Offence(position, what, *_difference(table, expected, live)), count)


def _named(connection: Connection[Any], ledger_id: str, row: Row) -> str:
    if row.get("number"):
        return str(row["number"])
    ids = [UUID(row[field]) for field in SUBJECTS if row.get(field)]
    names = (name_of(connection, ledger_id, id) for id in ids)
    fallback = ids[0].hex if ids else str(row.get("topic", "a row"))
    return next((name for name in names if name is not None), fallback)


def _difference(table: str, expected: Row | None, live: Row | None) -> tuple[str, str]:
    if expected is None:
        return f"no such row of {table}", "one"
    if live is None:
        return f"a row of {table}", "none"
    fields = [field for field in expected if expected[field] != live[field]]
    return _shown(expected, fields), _shown(live, fields)


def _shown(row: Row, fields: list[str]) -> str:
    return ", ".join(f"{field} {shorten(str(row[field]))}" for field in fields)
