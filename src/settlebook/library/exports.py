"""What a ledger hands over: itself, for other programs of accounting and for engines, and statements."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Unpack

from psycopg import Connection

from settlebook.exporting.parquet.export import Exported, export_parquet
from settlebook.exporting.plain_books import Span, plain_books
from settlebook.exporting.plain_text import Program, write_ledger
from settlebook.exporting.statement import Asked, Statement, statement, telling
from settlebook.exporting.statement_csv import write_csv
from settlebook.exporting.statement_html import write_html
from settlebook.exporting.whole_files import Target, whole_file
from settlebook.ledger.identity.epochs import epochs_of
from settlebook.library.answers import Answers
from settlebook.progress import Progress, silent
from settlebook.projecting import Projector
from settlebook.projecting.folding import Range
from settlebook.queries import Key
from settlebook.queries.moment import When, require_days
from settlebook.queries.snapshot import Snapshot


class StatementFormat(StrEnum):
    CSV = "csv"
    HTML = "html"


class Exports(Answers):
    """Each export is of one state of the books, of now or of the past; the same state gives the same file."""

    def export_ledger(self, to: Target, program: Program | str, **when: Unpack[When]) -> int:
        """Write every event that moves money as beancount or hledger reads it; how many there were.

        In order of effective days, with what stands in each account at the end of each month. `to` is a path,
        whose file is there whole or not at all, or an open file. Refuses: InvalidRequest, for the time.
        """
        kind = Program(program)

        def written(connection: Connection[Any]) -> int:
            with whole_file(to) as file, plain_books(connection, self._span(connection, when)) as books:
                return write_ledger(file, books, kind)

        return self._log.connections.read(written)

    def statement(
        self, account: Key, *, first: date | None = None, last: date | None = None, **when: Unpack[When]
    ) -> Statement:
        """What an account owed before `first`, every movement to `last`, and what it owes then, item by item.

        Without `last` it ends with `as_of`, or with all there is. Refuses: InvalidRequest, NotFound.
        """
        asked = self._asked(first, last, when)
        return self._ask(lambda books: statement(books, account, asked))

    def export_statement(
        self,
        to: Target,
        account: Key,
        *,
        first: date | None = None,
        last: date | None = None,
        format: StatementFormat | str = StatementFormat.CSV,
        raw: bool = False,
        **when: Unpack[When],
    ) -> None:
        """Write a statement as CSV, or as a page to print; refuses as `statement` does.

        `raw`  leave texts in CSV as they are, also those that a spreadsheet would take for a formula.
        """
        kind = StatementFormat(format)
        asked = self._asked(first, last, when)

        def written(books: Snapshot) -> None:
            told = telling(books, account, asked)
            with whole_file(to) as file:
                if kind is StatementFormat.CSV:
                    write_csv(file, told, raw=raw)
                else:
                    write_html(file, told)

        self._ask(written)

    def export_parquet(
        self,
        folder: Path | str,
        *,
        buckets: int = 16,
        progress: Progress = silent,
        **when: Unpack[When],
    ) -> Exported:
        """Write the log, the journal and the read models as Parquet, in buckets by account.

        The folder is there whole or not at all. Of a day, later effective days are in none of its tables.
        `progress` is told (tables done, tables in all).
        Refuses: InvalidRequest for the time, for `buckets`, then for a folder that is not empty. Raises
        NotInstalled without the extra `settlebook[parquet]`.
        """
        ledger_id, epoch = self._log.ledger_id, epochs_of(self._log.connections, self._log.ledger_id)[-1]

        def exported(connection: Connection[Any]) -> Exported:
            Projector(connection, ledger_id).catch_up()
            moment = self._moment(connection, self._log.today(), **when)
            past = Range(ledger_id, 0, moment.position, moment.day) if moment else None
            return export_parquet(
                connection,
                ledger_id,
                Path(folder),
                buckets=buckets,
                epoch=epoch.id.hex,
                progress=progress,
                past=past,
            )

        return self._log.connections.read(exported)

    def _asked(self, first: date | None, last: date | None, when: When) -> Asked:
        require_days(first, last)
        moment = self.moment(**when)
        ends = min((day for day in (last, moment.day if moment else None) if day), default=None)
        return Asked(
            first,
            ends,
            moment.position if moment else None,
            f"as known at {known_at}" if (known_at := when.get("known_at")) is not None else None,
            moment.today if moment else self._log.today(),
        )

    def _span(self, connection: Connection[Any], when: When) -> Span:
        reached = Projector(connection, self._log.ledger_id).catch_up()
        moment = self._moment(connection, self._log.today(), **when)
        if moment is None:
            return Span(self._log.ledger_id, reached)
        return Span(self._log.ledger_id, moment.position, moment.day, moment.position < reached)
