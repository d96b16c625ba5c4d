"""Makes the checks that are SQL: each finds the rows that offend, of which none may be."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.audit.report import Check, Offence
from settlebook.audit.second_books import UNFIT, told
from settlebook.audit.statements import checks, statement
from settlebook.domain.currency import shorten

LONGEST = 300  # characters of what is shown of a value
NOBODY = UUID(int=0)  # where a check is about all there is
Naming = Callable[[Connection[Any], str, UUID], str | None]


def invariants(connection: Connection[Any], ledger_id: str, group: str, name_of: Naming) -> Iterator[Check]:
    """The checks of a group, one after another; a check that the database cannot make is an offence."""
    for name, sentence in checks(group):
        try:
            with connection.transaction():
                rows = connection.execute(
                    statement(f"checks/{group}", name), {"ledger": ledger_id}
                ).fetchall()
                yield _check(name, sentence, rows, lambda id: name_of(connection, ledger_id, id))
        except UNFIT as error:  # a value that no sum can hold, or no row
            yield Check(
                name, sentence, 1, Offence(None, "the books", "a check that can be made", told(error))
            )


def _check(
    name: str, sentence: str, rows: list[tuple[Any, ...]], named: Callable[[UUID], str | None]
) -> Check:
    if not rows:
        return Check(name, sentence, 0, None)
    position, subject, expected, found = rows[0]
    what = _what(subject, named)
    first = Offence(position, what, shorten(str(expected), LONGEST), shorten(str(found), LONGEST))
    return Check(name, sentence, len(rows), first)


def _what(subject: UUID | None, named: Callable[[UUID], str | None]) -> str:
    if subject is None:
        return "a row that names nothing"
    return "the ledger" if subject == NOBODY else named(subject) or subject.hex
