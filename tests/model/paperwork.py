"""Documents of the naive ledger: drafted, edited, posted, unposted, canceled, split."""

from collections.abc import Sequence
from datetime import date

from tests.model.applying import the
from tests.model.book import Book, items_of
from tests.model.commands import Cancel, Draft, Edit, Post, Split, Unpost
from tests.model.history import Document, Item, Posting
from tests.model.verdict import refuse_if

Command = Draft | Post | Edit | Unpost | Cancel | Split


def carry_out(book: Book, command: Command, place: int, today: date) -> None:
    match command:
        case Draft():
            _draft(book, command)
            if command.posts:
                _post(book, Post(command.kind, command.number))
        case Post():
            _post(book, command)


def _draft(book: Book, command: Draft) -> None:
    is_closed = book.accounts[command.account].status != "Active"
    if command.from_invoice is None:
        refuse_if(is_closed, "account_closed")
        book.draft(command)
        return
    invoice = book.documents[command.from_invoice]
    rows = [*items_of(command.number, command.items)]
    sources = [_credits(book, row, rows) for row in rows]
    refuse_if(None in sources, "no_such_tax")
    refuse_if(is_closed, "account_closed")
    refuse_if(not invoice.posted, "not_posted")
    refuse_if(command.day < invoice.day, "too_early")
    known = _credited(book)
    for row, source in zip(rows, sources, strict=True):
        item = the(book, source)
        known[item.name] = known.get(item.name, 0) + row.amount
        refuse_if(known[item.name] > item.amount, "exceeds_creditable")
    book.draft(command)


def _credited(book: Book) -> dict[str, int]:
    """How much memos were made of each row of an invoice, drafts too."""
    credited: dict[str, int] = {}
    for document in book.documents.values():
        for row in document.items if document.kind == "credit_memo" else ():
            source = _credits(book, row, document.items)
            if source is not None:
                credited[source] = credited.get(source, 0) + row.amount
    return credited


def _credits(book: Book, row: Item, rows: Sequence[Item]) -> str | None:
    """The row of an invoice that a memo's row credits; a tax may say it by what the tax is called."""
    if row.source is not None or row.parent is None:
        return row.source
    parent = next(each.source for each in rows if each.name == row.parent)
    like = [
        item.name
        for document in book.documents.values()
        for item in document.items
        if parent is not None and (item.parent, item.tax_name) == (parent, row.tax_name)
    ]
    return like[0] if len(like) == 1 else None


def _post(book: Book, command: Post) -> None:
    document = book.documents[command.number]
    refuse_if(document.status != "Draft", "not_draft")
    day = command.day or document.day
    posted = book.change(command.number, status="Posted", day=day)
    book.add(posting(posted, day, 1))


def posting(document: Document, day: date, sign: int) -> Posting:
    amounts = {item.name: sign * item.amount for item in document.items}
    return Posting(document.number, amounts, day, sign > 0)
