"""Acts on accounting periods."""

from settlebook.commands.periods import (
    BeginPeriodClose,
    ClosePeriod,
    CreatePeriod,
    DeletePeriod,
    EditPeriod,
    ReopenPeriod,
)
from settlebook.domain.calendar import Period
from settlebook.domain.decisions.ledger import periods
from settlebook.domain.errors import NotFound
from settlebook.domain.ids import as_id
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services.service import Services


def create_period(books: Books, command: CreatePeriod) -> Outcome:
    """Refuses, first match wins: IdTaken, InvalidRequest (a year or quarter that cannot be), NumberTaken (the
    name), PeriodNotContiguous.
    """
    fact = periods.create(
        books.calendar,
        books.calendar_id,
        books.new_id("accounting_period", command.id),
        command.name,
        (command.start_date, command.end_date),
        today=books.today,
        details=command.details(),
    )
    books.record(fact)
    return _answer(books, fact.period_id)


def edit_period(books: Books, command: EditPeriod) -> Outcome:
    """Refuses, first match wins: NotFound, InvalidRequest (a year or quarter that cannot be), NumberTaken."""
    period = _period(books, command.key)
    fact = periods.edit(
        books.calendar,
        books.calendar_id,
        period,
        name=command.name,
        changes=command.details(),
        today=books.today,
    )
    books.record(fact)
    return _answer(books, period.period_id)


def begin_period_close(books: Books, command: BeginPeriodClose) -> Outcome:
    """Refuses, first match wins: NotFound, PeriodHasStatus."""
    period = _period(books, command.key)
    books.record(periods.begin_close(books.calendar_id, period, today=books.today))
    return _answer(books, period.period_id)


def close_period(books: Books, command: ClosePeriod) -> Outcome:
    """Refuses, first match wins: NotFound, PeriodHasStatus, PeriodOutOfOrder."""
    period = _period(books, command.key)
    books.record(periods.close(books.calendar, books.calendar_id, period, today=books.today))
    return _answer(books, period.period_id)


def reopen_period(books: Books, command: ReopenPeriod) -> Outcome:
    """Refuses, first match wins: NotFound, PeriodHasStatus, PeriodOutOfOrder."""
    period = _period(books, command.key)
    books.record(periods.reopen(books.calendar, books.calendar_id, period, today=books.today))
    return _answer(books, period.period_id)


def delete_period(books: Books, command: DeletePeriod) -> Outcome:
    """Refuses, first match wins: NotFound, PeriodHasStatus, PeriodOutOfOrder."""
    period = _period(books, command.key)
    books.record(periods.delete(books.calendar, books.calendar_id, period, today=books.today))
    return Outcome(id=period.period_id, number=period.name, status="Deleted", effective_on=books.today)


def _period(books: Books, key: str) -> Period:
    """By its id or by its name. Refuses: NotFound."""
    id = as_id(key)
    for period in books.calendar.periods:
        if period.period_id == id or period.name == key:
            return period
    raise NotFound("accounting period", key)


def _answer(books: Books, period_id: object) -> Outcome:
    """The period as it is now; its name stands where others have a number."""
    period = next(each for each in books.calendar.periods if each.period_id == period_id)
    return Outcome(
        id=period.period_id, number=period.name, status=period.status.value, effective_on=books.today
    )


SERVICES: Services = {
    CreatePeriod: create_period,
    EditPeriod: edit_period,
    BeginPeriodClose: begin_period_close,
    ClosePeriod: close_period,
    ReopenPeriod: reopen_period,
    DeletePeriod: delete_period,
}
