"""Journal runs: over an accounting period or a range of days, made and canceled once."""

from datetime import date

import pytest

from settlebook.domain.errors import InvalidRequest, JournalRunIsCanceled, NotFound, NumberTaken
from settlebook.domain.events import JournalRunCreated
from tests.memory_books import MemoryBooks

MARCH = {"targetStartDate": "2024-03-01", "targetEndDate": "2024-03-31"}


def test_a_run_is_made_over_a_range_and_booked_on_its_last_day(books: MemoryBooks):
    answer = books.do("journal-run.create", **MARCH)

    fact = books.facts[-1]
    assert isinstance(fact, JournalRunCreated)
    assert (fact.starts_on, fact.ends_on) == (date(2024, 3, 1), date(2024, 3, 31))
    assert fact.effective_on == date(2024, 3, 31)
    assert (answer.number, answer.status) == (fact.number, "Completed")


def test_a_run_of_one_day_is_a_run(books: MemoryBooks):
    books.do("journal-run.create", targetStartDate="2024-03-01", targetEndDate="2024-03-01")


def test_a_run_over_an_accounting_period_has_its_days(books: MemoryBooks):
    books.do(
        "accounting-period.create",
        name="Feb 24",
        startDate="2024-02-01",
        endDate="2024-02-29",
        fiscalYear=2024,
    )

    books.do("journal-run.create", accountingPeriodName="Feb 24", journalEntryDate="2024-03-01")

    fact = books.facts[-1]
    assert isinstance(fact, JournalRunCreated)
    assert (fact.starts_on, fact.ends_on) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (fact.effective_on, fact.period_id) == (date(2024, 3, 1), books.calendar.periods[0].period_id)


def test_a_type_that_is_named_twice_counts_once(books: MemoryBooks):
    books.do(
        "journal-run.create", transactionTypes=[{"type": "Invoice Item"}, {"type": "Invoice Item"}], **MARCH
    )

    assert books.facts[-1].transaction_types == ("Invoice Item",)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "accountingPeriodName"),
        ({"accountingPeriodName": "Feb 24", **MARCH}, "targetStartDate"),
        ({"targetStartDate": "2024-03-01"}, "targetEndDate"),
        ({"accountingPeriodName": "Feb 24", "targetEndDate": "2024-03-31"}, "targetStartDate"),
        ({"targetStartDate": "2024-03-02", "targetEndDate": "2024-03-01"}, "targetEndDate"),
        ({"transactionTypes": [{"type": "Invoices"}], **MARCH}, r"transactionTypes\[0\].type"),
        ({"transactionTypes": [], **MARCH}, "transactionTypes"),
    ],
)
def test_a_run_that_does_not_say_which_days_cannot_be_read(
    books: MemoryBooks, body: dict[str, object], field: str
):
    with pytest.raises(InvalidRequest, match=field):
        books.do("journal-run.create", **body)


def test_a_period_that_there_is_not_is_not_found_before_its_number_is_taken(books: MemoryBooks):
    books.do("journal-run.create", number="JR-1", **MARCH)

    with pytest.raises(NotFound, match="accounting period May"):
        books.do("journal-run.create", accountingPeriodName="May", number="JR-1")
    with pytest.raises(NumberTaken):
        books.do("journal-run.create", number="JR-1", **MARCH)


def test_a_run_is_canceled_once(books: MemoryBooks):
    books.do("journal-run.create", number="JR-1", **MARCH)

    assert books.do("journal-run.cancel", "JR-1").status == "Canceled"

    with pytest.raises(JournalRunIsCanceled):
        books.do("journal-run.cancel", "JR-1")


def test_what_is_no_run_is_not_found(books: MemoryBooks):
    with pytest.raises(NotFound, match="journal run JR-9"):
        books.do("journal-run.cancel", "JR-9")
