"""Accounting periods follow one another, are closed from the oldest on, and keep what is closed as it is."""

from collections.abc import Callable
from datetime import date

import pytest

from settlebook.domain.errors import (
    InvalidRequest,
    NotFound,
    NumberTaken,
    PeriodHasStatus,
    PeriodIsClosed,
    PeriodNotContiguous,
    PeriodOutOfOrder,
    Refusal,
)
from settlebook.domain.events import PeriodEdited
from tests.memory_books import MemoryBooks

MONTHS = {
    "January": ("2024-01-01", "2024-01-31"),
    "February": ("2024-02-01", "2024-02-29"),
    "March": ("2024-03-01", "2024-03-31"),
}


@pytest.fixture
def quarter(paid: MemoryBooks) -> MemoryBooks:
    """January to March, all open; INV-1 of 1 March is open, P-1 is unapplied."""
    for name, (first, last) in MONTHS.items():
        paid.do("accounting-period.create", name=name, startDate=first, endDate=last, fiscalYear="2024")
    return paid


def period(act: str, key: str, **body: object) -> Callable[[MemoryBooks], object]:
    return lambda books: books.do(f"accounting-period.{act}", key, **body)


def refusal_of(books: MemoryBooks, act: Callable[[MemoryBooks], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act(books)
    return refused.value


def statuses(books: MemoryBooks) -> list[str]:
    return [each.status.value for each in books.calendar.periods]


def on_invoice(amount: str) -> dict[str, object]:
    return {"invoices": [{"invoiceNumber": "INV-1", "amount": amount}]}


def test_a_period_begins_on_the_day_after_the_one_before_it(quarter: MemoryBooks) -> None:
    late = refusal_of(
        quarter,
        lambda books: books.do(
            "accounting-period.create", name="April", startDate="2024-04-02", endDate="2024-04-30"
        ),
    )
    taken = refusal_of(
        quarter,
        lambda books: books.do(
            "accounting-period.create", name="March", startDate="2024-04-02", endDate="2024-04-30"
        ),
    )

    assert isinstance(late, PeriodNotContiguous)
    assert late.first_day == date(2024, 4, 1)
    assert isinstance(taken, NumberTaken)  # the name, before its days
    quarter.do("accounting-period.create", name="April", startDate="2024-04-01", endDate="2024-04-01")
    assert quarter.calendar.periods[-1].ends_on == date(2024, 4, 1)


def test_a_period_that_ends_before_it_begins_cannot_be_meant(books: MemoryBooks) -> None:
    with pytest.raises(InvalidRequest, match="endDate: it is before startDate"):
        books.do("accounting-period.create", name="x", startDate="2024-04-02", endDate="2024-04-01")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"fiscalQuarter": 0}, "fiscalQuarter: a year has the quarters 1 to 4, and 0 was asked"),
        ({"fiscalQuarter": 5}, "fiscalQuarter: a year has the quarters 1 to 4, and 5 was asked"),
        ({"fiscalYear": "x"}, "fiscalYear: 'x' is no year"),
        ({"fiscalYear": "-2024"}, "fiscalYear: '-2024' is no year"),
        ({"fiscalYear": 20240}, "fiscalYear: '20240' is no year"),
        ({"fiscalYear": 0}, "fiscalYear: '0' is no year"),
    ],
)
def test_a_year_or_quarter_that_cannot_be_is_refused(
    quarter: MemoryBooks, said: dict[str, object], problem: str
) -> None:
    april = {"name": "April", "startDate": "2024-04-01", "endDate": "2024-04-30"}
    before = quarter.calendar

    for act in (period("create", None, **april, **said), period("edit", "March", **said)):  # type: ignore[arg-type]
        assert problem in str(refusal_of(quarter, act))

    assert quarter.calendar == before


def test_a_year_is_said_as_text_or_number_and_can_be_taken_away(quarter: MemoryBooks) -> None:
    quarter.do("accounting-period.edit", "March", fiscalYear=2025, fiscalQuarter=4)
    assert quarter.calendar.periods[-1].details == {"fiscalYear": 2025, "fiscalQuarter": 4}

    quarter.do("accounting-period.edit", "March", fiscalYear="", fiscalQuarter=None)
    assert quarter.calendar.periods[-1].details == {}


def test_a_year_that_was_recorded_before_years_were_judged_is_still_read(quarter: MemoryBooks) -> None:
    march = quarter.calendar.periods[-1]
    recorded = PeriodEdited(
        calendar_id=quarter.calendar_id,
        period_id=march.period_id,
        name="March",
        details={"fiscalYear": "FY24", "fiscalQuarter": 9},
        effective_on=march.ends_on,
    )

    quarter.record(recorded)
    quarter.do("accounting-period.edit", "March", notes="audited")

    said = {"fiscalYear": "FY24", "fiscalQuarter": 9, "notes": "audited"}
    assert quarter.calendar.periods[-1].details == said


def test_periods_are_closed_in_order_and_reopened_in_the_other(quarter: MemoryBooks) -> None:
    refusals = [
        refusal_of(quarter, period("close", "February")),
        refusal_of(quarter, period("reopen", "January")),
    ]
    quarter.do("accounting-period.close", "January")
    quarter.do("accounting-period.pending-close", "February")
    refusals += [
        refusal_of(quarter, period("pending-close", "February")),
        refusal_of(quarter, period("close", "March")),
    ]
    quarter.do("accounting-period.close", "February")
    refusals += [
        refusal_of(quarter, period("close", "February")),
        refusal_of(quarter, period("pending-close", "February")),
        refusal_of(quarter, period("reopen", "January")),
    ]

    assert [type(refusal) for refusal in refusals] == [
        PeriodOutOfOrder,
        PeriodHasStatus,
        PeriodHasStatus,
        PeriodOutOfOrder,
        PeriodHasStatus,
        PeriodHasStatus,
        PeriodOutOfOrder,
    ]
    assert statuses(quarter) == ["Closed", "Closed", "Open"]
    quarter.do("accounting-period.reopen", "February")
    quarter.do("accounting-period.reopen", "January")
    assert statuses(quarter) == ["Open", "Open", "Open"]


def test_a_pending_close_still_records_and_can_be_taken_back(quarter: MemoryBooks) -> None:
    for name in ("January", "February"):
        quarter.do("accounting-period.close", name)
    quarter.do("accounting-period.pending-close", "March")

    quarter.do("payment.apply", "P-1", **on_invoice("1.00"))
    outcome = quarter.do("accounting-period.reopen", "March")

    assert (outcome.number, outcome.status) == ("March", "Open")


def test_only_the_newest_period_is_deleted_and_only_while_it_is_open(quarter: MemoryBooks) -> None:
    middle = refusal_of(quarter, period("delete", "February"))
    quarter.do("accounting-period.pending-close", "March")
    pending = refusal_of(quarter, period("delete", "March"))
    quarter.do("accounting-period.reopen", "March")

    outcome = quarter.do("accounting-period.delete", "March")

    assert (type(middle), type(pending)) == (PeriodOutOfOrder, PeriodHasStatus)
    assert outcome.status == "Deleted"
    assert [each.name for each in quarter.calendar.periods] == ["January", "February"]
    assert isinstance(refusal_of(quarter, period("delete", "March")), NotFound)


def test_a_period_is_found_by_its_id_and_says_other_things_after_an_edit(quarter: MemoryBooks) -> None:
    march = quarter.calendar.periods[-1]

    quarter.do(
        "accounting-period.edit", march.period_id.hex, name="March 24", notes="audited", fiscalYear=None
    )

    edited = quarter.calendar.periods[-1]
    assert (edited.name, edited.details) == ("March 24", {"notes": "audited"})
    assert (edited.starts_on, edited.ends_on) == (march.starts_on, march.ends_on)
    assert isinstance(refusal_of(quarter, period("edit", "March 24", name="January")), NumberTaken)


def applying(day: str) -> Callable[[MemoryBooks], object]:
    return lambda books: books.do("payment.apply", "P-1", **on_invoice("1.00"), effectiveDate=day)


def test_nothing_that_moves_money_is_dated_in_a_closed_period_or_before_it(quarter: MemoryBooks) -> None:
    quarter.do("payment.apply", "P-1", **on_invoice("10.00"), effectiveDate="2024-03-10")
    for name in MONTHS:
        quarter.do("accounting-period.close", name)

    refused = [refusal_of(quarter, applying(day)) for day in ("2024-03-31", "2024-03-10")]
    unapplied = refusal_of(
        quarter, lambda books: books.do("payment.unapply", "P-1", effectiveDate="2024-03-31")
    )

    for refusal in (*refused, unapplied):
        assert isinstance(refusal, PeriodIsClosed)
        assert refusal.first_open == date(2024, 4, 1)
    assert "the first open day is 2024-04-01" in refused[0].message


def test_what_names_no_day_moves_to_the_first_open_one(quarter: MemoryBooks) -> None:
    for name in MONTHS:
        quarter.do("accounting-period.close", name)

    applied = quarter.do("payment.apply", "P-1", **on_invoice("10.00"))
    taken_back = quarter.do("payment.unapply", "P-1")
    received = quarter.do("payment.create", accountNumber="A-1", amount="1.00")

    first_open = date(2024, 4, 1)
    assert [each.effective_on for each in (applied, taken_back, received)] == [first_open] * 3
    quarter.do("accounting-period.reopen", "March")
    assert quarter.do("payment.apply", "P-1", **on_invoice("10.00")).effective_on == date(2024, 3, 10)


def test_what_moves_no_money_is_said_in_a_closed_period_too(quarter: MemoryBooks) -> None:
    for name in MONTHS:
        quarter.do("accounting-period.close", name)

    edited = quarter.do("account.edit", "A-1", notes="paid late")

    assert edited.effective_on == date(2024, 3, 10)
