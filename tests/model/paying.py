"""Payments of the naive ledger: received, transferred whole or in part, canceled."""

from datetime import date

from tests.model.applying import apply
from tests.model.book import Book
from tests.model.commands import Apply, CancelPayment, Pay, Transfer
from tests.model.history import Brought, Payment
from tests.model.verdict import refuse_if


def carry_out(book: Book, command: Pay | Transfer | CancelPayment, place: int, today: date) -> None:
    match command:
        case Pay():
            _pay(book, command, place, today)


def _pay(book: Book, command: Pay, place: int, today: date) -> None:
    day = command.day or today
    if command.account is not None:
        account = book.accounts[command.account]
        refuse_if(account.status != "Active", "account_closed")
        refuse_if(account.currency != command.currency, "currency_mismatch")
    book.payments[command.number] = Payment(
        command.number,
        command.account,
        command.currency,
        command.amount_minor,
        day,
        prepayment=command.prepayment,
        standalone=command.standalone,
    )
    book.add(Brought(command.number, command.account, command.amount_minor, day))
    if command.shares:
        applied = Apply("payment", command.number, command.shares, command.policy, command.day)
        apply(book, applied, place, today, created=True)
