"""Verifies the books: the log, the journal, and every read model, each held against its history."""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.audit.comparing import compared_journal, compared_models
from settlebook.audit.invariants import invariants
from settlebook.audit.log_pass import LogPass
from settlebook.audit.log_reading import Decode, end_of
from settlebook.audit.naming import name_of
from settlebook.audit.replay.replaying import folded_to
from settlebook.audit.report import Check, Report
from settlebook.audit.second_books import SecondBooks, unreadable
from settlebook.audit.statements import statement
from settlebook.progress import Progress
from settlebook.projecting.catalogue import built_in, folded, journal
from settlebook.projecting.past.scratch import scratch


def verify_books(connection: Connection[Any], ledger_id: str, decode: Decode, progress: Progress) -> Report:
    """Every invariant over the log and the read models, and every live row against what the log folds to.

    Invariants   of commands and numbers, of amounts on every day, of applications, of balances as sums.
    `progress`   is told (events looked at, events in all).
    Nothing live is written; the whole look is one snapshot, so commands and reads go on beside it.
    """
    with scratch(connection, [journal(), *folded(built_in())]) as tables, connection.transaction():
        connection.execute(statement("sql", "hold_tables"))
        connection.execute(statement("sql", "snapshot"))
        connection.execute(statement("sql", "second"))
        try:
            with connection.transaction():
                return _Look(connection, ledger_id, tables).report(decode, progress)
        except psycopg.ProgrammingError as error:  # a table, a column or a right to read it is gone
            return Report(0, 0, (unreadable("books", error),))


class _Look:
    """One verification, in one snapshot, with empty tables beside the live ones."""

    def __init__(self, connection: Connection[Any], ledger_id: str, tables: tuple[str, ...]) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._journal = [table for table in tables if table.startswith("journal_")]
        self._models = [table for table in tables if not table.startswith("journal_")]

    def report(self, decode: Decode, progress: Progress) -> Report:
        head, upto = end_of(self._connection, self._ledger_id), folded_to(self._connection, self._ledger_id)
        second = SecondBooks(self._connection, self._ledger_id, folded(built_in()))
        log = LogPass(self._connection, self._ledger_id, decode, second.add)
        found = [*log.run(head, progress)]
        second.end(self._journal)
        found += [*self._invariants("log"), *self._invariants("history")]
        found += self._compared(second, upto, head or 0)
        self._connection.execute(statement("sql", "live"))
        found += self._invariants("books")
        return Report(head or 0, log.events, tuple(found))

    def _compared(self, second: SecondBooks, upto: int, head: int) -> list[Check]:
        """The live tables, as far as they are folded; newer events only have to be such that they can be."""
        connection, ledger_id = self._connection, self._ledger_id
        second.fold(0, upto)
        models = compared_models(connection, ledger_id, self._models, upto)
        second.fold(upto, head)
        journal = compared_journal(connection, ledger_id, self._journal, upto)
        return [*second.checks(), *journal, *models]

    def _invariants(self, group: str) -> Iterator[Check]:
        return invariants(self._connection, self._ledger_id, group, name_of)
