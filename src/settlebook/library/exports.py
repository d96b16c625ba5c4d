"""What a ledger hands over: itself, for other programs of accounting and for engines, and statements."""

from typing import Any, Unpack

from psycopg import Connection

from settlebook.exporting.plain_books import Span, plain_books
from settlebook.exporting.plain_text import Program, write_ledger
from settlebook.exporting.whole_files import Target, whole_file
from settlebook.library.answers import Answers
from settlebook.queries.moment import When


class Exports(Answers):
    """Each export is of one state of the books, of now or of the past, and the same again for the same state."""

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

    def _span(self, connection: Connection[Any], when: When) -> Span:
        moment = self._moment(connection, self._log.today(), **when)
        upto = self._log.head if moment is None else moment.position
        return Span(self._log.ledger_id, upto, moment.day if moment else None)
