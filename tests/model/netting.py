"""Negative rows of a document, filled up from positive ones in the naive ledger, and given back."""

from datetime import date

from tests.model.book import Book
from tests.model.commands import ApplicationRef
from tests.model.history import Document, Item, Netting


def fill(book: Book, document: Document, day: date, application: ApplicationRef | None) -> list[Netting]:
    """Each negative row from what it belongs to, then from its line, then from the row with most left.

    As far as positive rows reach on that day and on every later one.
    """
    later = book.later_days(day)
    left = {
        item.name: max(0, min(book.open(item, each) for each in later))
        for item in document.items
        if item.amount > 0
    }
    rows = []
    for item in document.items:
        lacking = -max(book.open(item, each) for each in later) if item.amount < 0 else 0
        while lacking > 0 and (giver := _giver(document, item, left)):
            minor = min(lacking, left[giver])
            rows.append(Netting(document.number, item.name, giver, minor, day, application))
            left[giver] -= minor
            lacking -= minor
    return rows


def _giver(document: Document, item: Item, left: dict[str, int]) -> str | None:
    of_line = [each.name for each in document.items if _line(each.name) == _line(item.name)]
    for name in (*_above(document, item), *of_line):
        if left.get(name):
            return name
    largest = max(left, key=lambda name: left[name], default=None)  # the first of those with as much
    return largest if largest is not None and left[largest] else None


def _above(document: Document, item: Item) -> list[str]:
    """What it is a tax on, or what it discounts, and so on."""
    upward = item.parent or item.discounts
    if upward is None:
        return []
    parent = next(each for each in document.items if each.name == upward)
    return [upward, *_above(document, parent)]


def _line(name: str) -> str:
    return name.partition("#")[2].partition(".")[0].partition("d")[0]


def give_back(book: Book, application: ApplicationRef, day: date) -> None:
    """What was netted for an application is undone with the last of it."""
    if not book.remaining(application):
        book.add(*undone(book, application.document, application, day))


def undone(book: Book, document: str, application: ApplicationRef | None, day: date) -> list[Netting]:
    standing: dict[tuple[str, str], int] = {}
    for row in book.rows:
        if isinstance(row, Netting) and (row.document, row.application) == (document, application):
            pair = (row.negative, row.positive)
            standing[pair] = standing.get(pair, 0) + row.minor
    return [
        Netting(document, negative, positive, -minor, day, application)
        for (negative, positive), minor in standing.items()
        if minor
    ]
