"""Refunds of the naive ledger: unapplied money paid back, after taking it back or not, or not after all."""

from datetime import date

from tests.model import shares
from tests.model.applying import account_of, day_of
from tests.model.book import Book
from tests.model.commands import CancelRefund, Refund, RefundApplied
from tests.model.history import Refund as Issued
from tests.model.history import Refunded
from tests.model.verdict import refuse_if


def carry_out(book: Book, command: Refund | RefundApplied | CancelRefund, place: int, today: date) -> None:
    match command:
        case Refund():
            _refund(book, command, today)


def _refund(book: Book, command: Refund, today: date) -> None:
    source, lines = command.source, command.lines
    if command.source_kind == "credit_memo":
        refuse_if(command.policy not in (None, "fifo"), "invalid_request")
        refuse_if(not book.documents[source].posted, "not_posted")
    refuse_if(command.amount_minor > book.unapplied_of(source), "exceeds_unapplied")
    if lines is not None:
        names = [line.item for line in lines]
        refuse_if(len(set(names)) < len(names), "line_named_twice")
        refuse_if(any(name not in book.rows_of(source) for name in names), "item_not_of_document")
        refuse_if(sum(line.amount_minor for line in lines) != command.amount_minor, "lines_do_not_add_up")
        for line in lines:
            refuse_if(line.amount_minor > book.unapplied(source, line.item), "exceeds_item_unapplied")
    day = day_of(book, command, today)
    later = book.later_days(day)
    least = min(book.unapplied_of(source, each) for each in later)
    refuse_if(command.amount_minor > least, "exceeds_on_day")
    left = {row: min(book.unapplied(source, row, each) for each in later) for row in book.rows_of(source)}
    if lines is not None:
        taken: dict[str | None, int] = {line.item: line.amount_minor for line in lines}
        refuse_if(any(minor > left[row] for row, minor in taken.items()), "exceeds_on_day")
    elif None in left:
        taken = {None: command.amount_minor}
    else:
        rows = {row: minor for row, minor in left.items() if row is not None}
        refuse_if(command.amount_minor > sum(max(minor, 0) for minor in rows.values()), "exceeds_on_day")
        taken = {row: minor for row, minor in shares.fifo(command.amount_minor, rows).items()}
    account = account_of(book, source)
    book.refunds[command.number] = Issued(command.number, source, day)
    book.add(*(Refunded(source, row, minor, day, command.number, account) for row, minor in taken.items()))
