"""What the naive ledger does with a command: the same refusals in the same order, told from the rules."""

from dataclasses import replace
from datetime import date

from tests.model import applying, choosing, closing, giving_up, paperwork, paying, refunding, taking_back
from tests.model.book import Book
from tests.model.commands import (
    Apply,
    Cancel,
    CancelPayment,
    CancelRefund,
    Choose,
    Collect,
    Command,
    Delete,
    Draft,
    Edit,
    NewAccount,
    NewPeriod,
    Pay,
    Post,
    Refund,
    RefundApplied,
    Reverse,
    Settle,
    Split,
    Transfer,
    TurnPeriod,
    Unapply,
    Unpost,
    WriteOff,
)
from tests.model.verdict import No, refuse_if


def run(book: Book, command: Command, place: int, today: date) -> str | None:
    """Carry a command out, all of it or nothing, or answer the code of its refusal.

    `place` is its place in the sequence. Where it says no day, it is today, or the first day that is open.
    """
    trial = book.copy()
    try:
        _carry_out(trial, command, place, trial.open_from(today))
    except No as no:
        return no.code
    book.become(trial)
    return None


def _carry_out(book: Book, command: Command, place: int, today: date) -> None:
    match command:
        case NewAccount():
            book.accounts[command.number] = command
        case Draft() | Post() | Edit() | Unpost() | Cancel() | Split():
            paperwork.carry_out(book, command, place, today)
        case Delete():
            _delete(book, command)
        case Pay() | Transfer() | CancelPayment():
            paying.carry_out(book, command, place, today)
        case Apply():
            applying.apply(book, command, place, today)
        case Unapply():
            taking_back.take_back(book, command, today)
        case Refund() | RefundApplied() | CancelRefund():
            refunding.carry_out(book, command, place, today)
        case WriteOff() | Reverse():
            giving_up.carry_out(book, command, place, today)
        case NewPeriod() | TurnPeriod():
            closing.carry_out(book, command)
        case Choose():
            choosing.choose(book, command)
        case Settle():
            choosing.settle(book, command, place, today)
        case Collect():
            choosing.collect(book, command, place, today)


def _delete(book: Book, command: Delete) -> None:
    match command.kind:
        case "payment":
            payment = book.payments[command.number]
            refuse_if(payment.status != "Canceled", "not_canceled")
            book.payments[command.number] = replace(payment, status="Deleted")
        case "refund":
            refund = book.refunds[command.number]
            refuse_if(refund.status != "Canceled", "not_canceled")
            book.refunds[command.number] = replace(refund, status="Deleted")
        case _:
            refuse_if(book.documents[command.number].status != "Canceled", "not_canceled")
            book.change(command.number, status="Deleted")
