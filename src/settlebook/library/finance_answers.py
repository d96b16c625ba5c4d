"""What a ledger tells the general ledger: codes, journal entries, runs, trial balances, files."""

from datetime import date
from typing import Unpack

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
from settlebook.queries.cut import Cut
from settlebook.queries.finance import (
    AccountingCodeRow,
    By,
    Entries,
    JournalEntryRow,
    JournalRunRow,
    JournalSummaryRow,
    TrialBalanceRow,
)
from settlebook.queries.moment import When
from settlebook.queries.snapshot import Snapshot


class FinanceAnswers(Answers):
    """Answers in the words of accounting; each is of one state of the books."""

    def accounting_codes(self, **when: Unpack[When]) -> list[AccountingCodeRow]:
        """By name."""
        return self._ask(finance.accounting_codes, **when)

    def accounting_code(self, key: Key, **when: Unpack[When]) -> AccountingCodeRow:
        """By name or id. Refuses: NotFound."""
        return self._ask(lambda books: finance.accounting_code(books, key), **when)

    def journal_runs(
        self,
        *,
        limit: int = 100,
        after: Key | None = None,
        cut: Cut | None = None,
        **when: Unpack[When],
    ) -> list[JournalRunRow]:
        return self._ask(lambda books: finance.journal_runs(books, limit, after, cut), **when)

    def journal_run(self, key: Key, **when: Unpack[When]) -> JournalRunRow:
        """Refuses: NotFound."""
        return self._ask(lambda books: finance.journal_run(books, key), **when)

    def journal_entries(
        self,
        *,
        run: Key | None = None,
        first: date | None = None,
        last: date | None = None,
        account: Key | None = None,
        limit: int = 100,
        after: Key | None = None,
        cut: Cut | None = None,
        **when: Unpack[When],
    ) -> list[JournalEntryRow]:
        """Of a live run, of the days from `first` to `last`, of an account, or all. Refuses: NotFound."""
        which = Entries(run, first, last, account)
        return self._ask(lambda books: finance.journal_entries(books, which, limit, after, cut), **when)

    def journal_entry(self, key: Key, **when: Unpack[When]) -> JournalEntryRow:
        """By number or id. Refuses: NotFound."""
        return self._ask(lambda books: finance.journal_entry(books, key), **when)

    def journal_summary(
        self,
        *,
        run: Key | None = None,
        first: date | None = None,
        last: date | None = None,
        **when: Unpack[When],
    ) -> list[JournalSummaryRow]:
        """Entries added up by accounting period, code and currency.

        Refuses: NotFound, JournalRunIsCanceled.
        """
        return self._ask(lambda books: finance.journal_summary(books, Entries(run, first, last)), **when)

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
        **when: Unpack[When],
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

        return self._ask(write, **when)

    def trial_balance(
        self,
        *,
        by: By = "code",
        currency: str | None = None,
        **when: Unpack[When],
    ) -> list[TrialBalanceRow]:
        """What stands under each code, or in each book: at the end of `as_of`, else of all days."""
        return self._ask(lambda books: finance.trial_balance(books, by, currency), **when)
