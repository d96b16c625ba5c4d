"""Accounting periods of the naive ledger: one after another, closed and opened in order."""

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
    refuse_if(command.name in [period.name for period in book.periods], "number_taken")
    if book.periods:
        next_day = book.periods[-1].ends_on + timedelta(days=1)
        refuse_if(command.starts_on != next_day, "period_not_contiguous")
    book.periods.append(Period(command.name, command.starts_on, command.ends_on))


def _turn(book: Book, command: TurnPeriod) -> None:
    place = next(place for place, period in enumerate(book.periods) if period.name == command.name)
    before, period, after = book.periods[:place], book.periods[place], book.periods[place + 1 :]
    match command.how:
        case "pending-close":
            refuse_if(period.status != "Open", "period_has_status")
            turned = replace(period, status="PendingClose")
        case "close":
            refuse_if(period.status == "Closed", "period_has_status")
            refuse_if(any(each.status != "Closed" for each in before), "period_out_of_order")
            turned = replace(period, status="Closed")
        case "reopen":
            refuse_if(period.status == "Open", "period_has_status")
            refuse_if(any(each.status == "Closed" for each in after), "period_out_of_order")
            turned = replace(period, status="Open")
    book.periods[place] = turned
