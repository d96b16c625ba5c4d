"""Writes the ledger for plain-text accounting: a transaction an event, and balances at each month's end."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import IO, Protocol

from settlebook.domain.currency import digits
from settlebook.exporting.plain_books import Month, Opened, PlainBooks, Span, Transaction


class Program(StrEnum):
    BEANCOUNT = "beancount"
    HLEDGER = "hledger"


class Words(Protocol):
    """How one program wants it written; each text is whole lines, ended."""

    def title(self, text: str) -> str: ...
    def opened(self, account: Opened) -> str: ...
    def transaction(self, transaction: Transaction) -> Iterator[str]: ...
    def standings(self, month: Month) -> Iterator[str]: ...


def write_ledger(file: IO[str], books: PlainBooks, program: Program) -> int:
    """How many transactions were written."""
    words: Words = Beancount() if program is Program.BEANCOUNT else Hledger()
    file.write(words.title(_title(books.span)))
    for account in books.accounts():
        file.write(words.opened(account))
    count = 0
    for month in books.months():
        for transaction in month.transactions:
            file.writelines(words.transaction(transaction))
            count += 1
        file.writelines(words.standings(month))
    return count


class Beancount:
    """Balances are said of the morning after, to the last decimal: a tolerance of 0 is none."""

    def title(self, text: str) -> str:
        return f'; Settlebook, {text}\n\noption "title" "{text}"\n\n'

    def opened(self, account: Opened) -> str:
        return f"{account.on} open {account.name} {','.join(account.currencies)}\n"

    def transaction(self, transaction: Transaction) -> Iterator[str]:
        payee = f'"{transaction.payee}" ' if transaction.payee else ""
        links = "".join(f" ^{number}" for number in transaction.numbers)
        yield f'\n{transaction.on} * {payee}"{transaction.narration}"{links}\n'
        for name, value in _said(transaction):
            yield f"  {name}: {value}\n" if name == "position" else f'  {name}: "{value}"\n'
        for leg in transaction.legs:
            yield f"  {leg.name}  {leg.amount} {leg.currency}\n"
            if leg.item:
                yield f'    item: "{leg.item}"\n'

    def standings(self, month: Month) -> Iterator[str]:
        yield "\n"
        for standing in month.standings:
            amount = f"{standing.amount} ~ 0 {standing.currency}"
            yield f"{_after(month.first)} balance {standing.name}  {amount}\n"


class Hledger:
    """Balances are said in a transaction of nothing at the end of the month's last day."""

    def __init__(self) -> None:
        self._known: set[str] = set()  # currencies

    def title(self, text: str) -> str:
        return f"; Settlebook, {text}\n\n"

    def opened(self, account: Opened) -> str:
        new = [currency for currency in account.currencies if currency not in self._known]
        self._known.update(new)
        said = "".join(f"commodity 1000.{'0' * digits(currency)} {currency}\n" for currency in new)
        return f"{said}account {account.name}\n"

    def transaction(self, transaction: Transaction) -> Iterator[str]:
        payee = f"{transaction.payee} | " if transaction.payee else ""
        yield f"\n{transaction.on} * {payee}{transaction.narration}\n"
        yield f"    ; {', '.join(f'{name}:{value}' for name, value in _said(transaction))}\n"
        for leg in transaction.legs:
            item = f"  ; item:{leg.item}" if leg.item else ""
            yield f"    {leg.name}  {leg.amount} {leg.currency}{item}\n"

    def standings(self, month: Month) -> Iterator[str]:
        yield f"\n{_after(month.first) - timedelta(days=1)} * What stands at the end of the month\n"
        for standing in month.standings:
            yield f"    {standing.name}  0 {standing.currency} = {standing.amount} {standing.currency}\n"


def _title(span: Span) -> str:
    said = f"ledger {span.ledger_id} at position {span.upto}"
    return said if span.day is None else f"{said}, as of {span.day}"


def _said(transaction: Transaction) -> Iterator[tuple[str, object]]:
    """What is kept beside a transaction: where it was recorded, and what it concerns."""
    yield "position", transaction.position
    if transaction.numbers:
        yield "document", " ".join(transaction.numbers)
    if transaction.application_id:
        yield "application", transaction.application_id.hex


def _after(first: date) -> date:
    """The first day of the month after the one that begins so."""
    return (first + timedelta(days=31)).replace(day=1)
