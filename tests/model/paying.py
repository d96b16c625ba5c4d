"""Payments of the naive ledger: received, transferred whole or in part, canceled."""

from dataclasses import replace
from datetime import date

from tests.model.applying import apply
from tests.model.book import Book
from tests.model.commands import Apply, CancelPayment, Pay, Transfer, Unapply
from tests.model.history import Brought, Move, Payment, Refunded
from tests.model.taking_back import take_back
from tests.model.verdict import refuse_if


def carry_out(book: Book, command: Pay | Transfer | CancelPayment, place: int, today: date) -> None:
    match command:
        case Pay():
            pay(book, command, place, today)
        case Transfer():
            _transfer(book, command, place, today)
        case CancelPayment():
            _cancel(book, command, today)


def pay(book: Book, command: Pay, place: int, today: date, of: str | None = None) -> None:
    day = command.day or today
    if command.account is not None:
        refuse_if(book.accounts[command.account].status != "Active", "account_closed")
    _begin(book, command, day)
    book.add(Brought(command.number, command.account, command.amount_minor, day))
    if command.shares:
        applied = Apply("payment", command.number, command.shares, command.policy, command.day)
        apply(book, applied, place, today, created=True, of=of)


def _begin(book: Book, command: Pay, day: date) -> None:
    book.payments[command.number] = Payment(
        command.number,
        command.account,
        command.currency,
        command.amount_minor,
        day,
        prepayment=command.prepayment,
        standalone=command.standalone,
        received=day,
    )


def _transfer(book: Book, command: Transfer, place: int, today: date) -> None:
    """A payment moves as a whole where all of it is unapplied; else what is, as a payment of its own."""
    if command.shares:
        take_back(book, Unapply("payment", command.payment, command.shares, day=command.day), today)
    payment, unapplied = book.payments[command.payment], book.unapplied_of(command.payment)
    is_whole = command.amount_minor in (None, payment.amount) and unapplied == payment.amount
    is_whole = is_whole and command.number is None
    refuse_if(payment.status != "Processed", "not_processed")
    refuse_if(payment.standalone, "standalone")
    refuse_if(payment.account == command.account, "same_account")
    if command.account is not None:
        refuse_if(book.accounts[command.account].status != "Active", "account_closed")
    if not is_whole and command.amount_minor is None:
        refuse_if(command.account is None and unapplied != payment.amount, "partly_used")
        refuse_if(unapplied <= 0, "nothing_unapplied")
    amount = command.amount_minor or unapplied
    refuse_if(amount > unapplied, "exceeds_unapplied")
    day = command.day or max(today, payment.day)
    refuse_if(day < payment.day, "too_early")
    _refuse_missing(book, payment, amount, day)
    target = command.payment if is_whole else (command.number or book.made(place, "P"))
    book.add(
        Brought(command.payment, payment.account, -amount, day), Brought(target, command.account, amount, day)
    )
    if is_whole:  # before that day it is somebody else's
        book.payments[target] = replace(payment, account=command.account, day=day)
    else:
        book.payments[target] = replace(
            payment, number=target, account=command.account, amount=amount, day=day, received=day
        )


def _cancel(book: Book, command: CancelPayment, today: date) -> None:
    payment = book.payments[command.payment]
    refuse_if(payment.status != "Processed", "not_processed")
    if payment.account is not None:
        refuse_if(book.accounts[payment.account].status == "Canceled", "account_closed")
    refuse_if(book.paid_out(payment.number, None) != 0, "payment_is_refunded")
    refuse_if(book.brought(payment.number) != payment.amount, "transferred_away")
    unapplies = book.rules.cancel_unapplies if command.unapplies is None else command.unapplies
    if unapplies and book.applied(payment.number, None):
        take_back(book, Unapply("payment", payment.number, day=command.day), today)
    refuse_if(book.applied(payment.number, None) != 0, "payment_is_applied")
    day = command.day or max(today, payment.day, *_changed_on(book, payment.number))
    refuse_if(day < payment.day, "too_early")
    _refuse_missing(book, payment, payment.amount, day)
    book.add(Brought(payment.number, payment.account, -payment.amount, day))
    book.payments[payment.number] = replace(payment, status="Canceled")


def _changed_on(book: Book, number: str) -> list[date]:
    """The days on which what is unapplied of it changed, all in all."""
    rows = [row for row in book.rows if isinstance(row, Move | Refunded) and row.source == number]
    return [day for day in {row.day for row in rows} if sum(row.minor for row in rows if row.day == day)]


def _refuse_missing(book: Book, payment: Payment, amount: int, day: date) -> None:
    left = min(book.unapplied_of(payment.number, each) for each in book.later_days(day))
    refuse_if(amount > left, "exceeds_on_day")
