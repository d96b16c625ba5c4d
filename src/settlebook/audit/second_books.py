"""The same books kept a second time, from the log alone, in tables that only this session sees."""

from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.report import Check, Offence, briefly
from settlebook.audit.statements import statement
from settlebook.projecting.catalogue import ReadModel
from settlebook.projecting.folding import Range, copy_rows, fold
from settlebook.projecting.journal.rows import journal_page
from settlebook.projecting.journal.stored import Stored
from settlebook.projecting.poison import UNFOLDABLE
from settlebook.statements import naming

PAGE = 2_000  # events
PAGE_BYTES = 16 * 2**20
# What a fact can be that no table takes, or no check; a lost connection is something else.
UNFIT = (*UNFOLDABLE, psycopg.ProgrammingError, psycopg.NotSupportedError)
SENTENCES = {"foldable": "Every event of the log can be folded into the read models."}


class SecondBooks:
    """Journal and read models of one ledger, made of the facts they are given, in order.

    A fact that cannot be folded is an offence, and is left out.
    """

    def __init__(self, connection: Connection[Any], ledger_id: str, models: Iterable[ReadModel]) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._models = list(models)
        self._page: list[Stored] = []
        self._bytes = 0
        self._findings = Findings(SENTENCES)

    def add(self, one: Stored, size: int) -> None:
        self._page.append(one)
        self._bytes += size
        if len(self._page) >= PAGE or self._bytes >= PAGE_BYTES:
            self._write()

    def end(self, tables: Iterable[str]) -> None:
        """All facts are there: measure the journal, so that what follows is planned well."""
        self._write()
        for table in tables:
            self._connection.execute(naming(statement("sql", "measure"), table=table), {})

    def fold(self, after: int, upto: int) -> None:
        """The read models, over a range of the journal; where it fails, over its halves."""
        if upto <= after:
            return
        over = Range(self._ledger_id, after, upto)
        error = self._tried(lambda: fold(self._connection, self._models, over))
        if error is not None and upto - after == 1:
            self._offend(upto, error)
        elif error is not None:
            middle = (after + upto) // 2
            self.fold(after, middle)
            self.fold(middle, upto)

    def checks(self) -> tuple[Check, ...]:
        return self._findings.checks()

    def _write(self) -> None:
        page, self._page, self._bytes = self._page, [], 0
        self._copy(page)

    def _copy(self, page: list[Stored]) -> None:
        if not page:
            return
        error = self._tried(lambda: copy_rows(self._connection, journal_page(page)))
        if error is not None and len(page) == 1:
            self._offend(page[0].position, error)
        elif error is not None:
            middle = len(page) // 2
            self._copy(page[:middle])
            self._copy(page[middle:])

    def _tried(self, work: Callable[[], object]) -> Exception | None:
        """All of the work is done, or nothing of it for the reason returned."""
        try:
            with self._connection.transaction():
                work()
        except UNFIT as error:
            return error
        return None

    def _offend(self, position: int, error: Exception) -> None:
        self._findings.offend(
            "foldable", Offence(position, "the log", "an event that can be folded", told(error))
        )


def unreadable(room: str, error: Exception) -> Check:
    """The check that ends a verification: what it reads is not there, or not as it should be."""
    offence = Offence(None, f"the {room}", "tables that can be read", told(error))
    return Check(f"{room}_tables", f"Every table of the {room} can be read.", 1, offence)


def told(error: Exception) -> str:
    """What the database says of it, in one line."""
    said = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    return briefly(said or error)
