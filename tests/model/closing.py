"""Accounting periods of the naive ledger."""

from dataclasses import replace
from datetime import timedelta

from tests.model.book import Book
from tests.model.commands import NewPeriod, TurnPeriod
from tests.model.history import Period
from tests.model.verdict import refuse_if


def carry_out(book: Book, command: NewPeriod | TurnPeriod) -> None:
    match command:
        case NewPeriod():
            _begin(book, command)
        case TurnPeriod():
            _turn(book, command)


def _begin(book: Book, command: NewPeriod) -> None:
    if book.periods:
        refuse_if(command.starts_on != book.periods[-1].ends_on + timedelta(days=1), "not_contiguous")
    book.periods.append(Period(command.name, command.starts_on, command.ends_on))


def _turn(book: Book, command: TurnPeriod) -> None:
    place = next(place for place, period in enumerate(book.periods) if period.name == command.name)
    before, period, after = book.periods[:place], book.periods[place], book.periods[place + 1 :]
    if command.how == "reopen":
        refuse_if(period.status != "Closed", "not_closed")
        refuse_if(any(each.status == "Closed" for each in after), "later_is_closed")
        status = "Open"
    else:
        refuse_if(period.status == "Closed", "already_closed")
        refuse_if(any(each.status != "Closed" for each in before), "earlier_is_open")
        status = "Closed" if command.how == "close" else "PendingClose"
    book.periods[place] = replace(period, status=status)
