"""What a ledger tells the general ledger: codes, journal entries, runs, trial balances, files."""

from datetime import date

from settlebook.exporting.whole_files import Target, whole_file
from settlebook.library.answers import Answers
from settlebook.library.journal_files import (
    LINE_FIELDS,
    SUMMARY_FIELDS,
    FileFormat,
    entry_lines,
    summary_lines,
    write_lines,
)
from settlebook.queries import Key, finance
from settlebook.queries.finance import (
    AccountingCodeRow,
    By,
    Entries,
    JournalEntryRow,
    JournalRunRow,
    JournalSummaryRow,
    TrialBalanceRow,
)
from settlebook.queries.snapshot import Snapshot


class FinanceAnswers(Answers):
    """Answers in the words of accounting; each is of one state of the books."""

    def accounting_codes(self) -> list[AccountingCodeRow]:
        """By name."""
        return self._ask(finance.accounting_codes)

    def accounting_code(self, key: Key) -> AccountingCodeRow:
        """By name or id. Refuses: NotFound."""
        return self._ask(lambda books: finance.accounting_code(books, key))

    def journal_runs(self, *, limit: int = 100, after: Key | None = None) -> list[JournalRunRow]:
        return self._ask(lambda books: finance.journal_runs(books, limit, after))

    def journal_run(self, key: Key) -> JournalRunRow:
        """Refuses: NotFound."""
        return self._ask(lambda books: finance.journal_run(books, key))

    def journal_entries(
        self,
        *,
        run: Key | None = None,
        first: date | None = None,
        last: date | None = None,
        account: Key | None = None,
        limit: int = 100,
        after: Key | None = None,
    ) -> list[JournalEntryRow]:
        """Of a live run, of the days from `first` to `last`, of an account, or all. Refuses: NotFound."""
        which = Entries(run, first, last, account)
        return self._ask(lambda books: finance.journal_entries(books, which, limit, after))

    def journal_summary(
        self, *, run: Key | None = None, first: date | None = None, last: date | None = None
    ) -> list[JournalSummaryRow]:
        """Entries added up by accounting period, code and currency.

        Refuses: NotFound, JournalRunIsCanceled.
        """
        return self._ask(lambda books: finance.journal_summary(books, Entries(run, first, last)))

    def export_journal(
        self,
        to: Target,
        *,
        run: Key | None = None,
        first: date | None = None,
        last: date | None = None,
        format: FileFormat | str = FileFormat.CSV,
        summary: bool = False,
        raw: bool = False,
    ) -> int:
        """Write entries, or their summary, to a file that is there whole or not at all; how many lines.

        `to`   the path of the file, or an open one, which is written to when all lines are there.
        `raw`  leave texts in CSV as they are, also those that a spreadsheet would take for a formula.

        An entry has two lines, debit and credit. Refuses: NotFound, JournalRunIsCanceled.
        """
        which, kind = Entries(run, first, last), FileFormat(format)

        def write(books: Snapshot) -> int:
            with whole_file(to) as file:
                if summary:
                    rows = finance.journal_summary(books, which)
                    return write_lines(file, summary_lines(rows), SUMMARY_FIELDS, kind, raw=raw)
                entries = entry_lines(finance.every_entry(books, which))
                return write_lines(file, entries, LINE_FIELDS, kind, raw=raw)

        return self._ask(write)

    def trial_balance(
        self,
        day: date | None = None,
        *,
        by: By = "code",
        currency: str | None = None,
        position: int | None = None,
    ) -> list[TrialBalanceRow]:
        """What stands under each code, or in each book, at the end of a day (None: of all days).

        `position`  as it was known there: only what was recorded up to it counts.
        """
        return self._ask(lambda books: finance.trial_balance(books, day, by, currency, position))
