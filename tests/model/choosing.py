"""What the naive ledger chooses by itself: by the request, else the account, else the ledger."""

from tests.model.book import Book
from tests.model.commands import Choose


def choose(book: Book, command: Choose) -> None:
    raise NotImplementedError
