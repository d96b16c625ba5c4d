"""Decisions that wait, so that others line up behind them."""

from threading import Event

from settlebook.ledger.deciding.books import Books
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Outcome
from tests.ledger.toys import open_account


class Gate:
    """A decision that waits, and with it the batch it is in."""

    def __init__(self) -> None:
        self.reached, self.opens = Event(), Event()

    def decide(self, books: Books) -> Outcome:
        self.reached.set()
        self.opens.wait(10)
        return open_account()(books)


def wait_for_line(log: LedgerLog, length: int) -> None:
    pause = Event()
    while len(log.committer._line._waiting) < length:
        pause.wait(0.01)
