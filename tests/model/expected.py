"""What a whole ledger answers, from the rules again: settlement, and what is refused before it comes to that.

That is requests that cannot be read, keys that name nothing, and drafts.
"""

from datetime import date

from tests.model import rules
from tests.model.book import Book, Item, items_of
from tests.model.commands import Apply, Command, Draft, Pay, Post, Refund, Unapply

PAYING, CREDITING, TAKING_BACK, REFUNDING = (
    ("prorate", "fifo"),
    ("prorate-matrix", "fifo", "source-item"),
    ("latest-first", "fifo"),
    ("fifo",),
)


def expected(book: Book, command: Command, place: int, today: date) -> str | None:
    """Carry a command out on the naive ledger, or answer the code of its refusal."""
    if not is_readable(command):
        return "invalid_request"
    if _names_what_is_not_there(book, command):
        return "not_found"
    if isinstance(command, Draft) and (refused := _refusal_of_draft(book, command)):
        return refused
    return rules.run(book, command, place, today)


def is_readable(command: Command) -> bool:
    """Whether the policy is one that the request knows, and asked for in its shape."""
    match command:
        case Apply(source_kind="credit_memo"):
            named = [share.lines is not None for share in command.shares]
            fits = [share.kind for share in command.shares] == ["invoice"] and not any(named)
            return command.policy in (None, *CREDITING) and (command.policy != "source-item" or fits)
        case Pay() | Apply():
            return command.policy in (None, *PAYING)
        case Unapply():
            return command.policy in (None, *TAKING_BACK)
        case Refund():
            return command.policy in (None, *REFUNDING)
    return True


def _names_what_is_not_there(book: Book, command: Command) -> bool:
    known = book.documents.keys() | book.payments.keys()
    match command:
        case Draft():
            return command.from_invoice is not None and command.from_invoice not in known
        case Post():
            return command.number not in known
        case Pay():
            account = book.accounts[command.account]
            is_received = account.status == "Active" and account.currency == command.currency
            return is_received and any(share.document not in known for share in command.shares)
        case Apply() | Unapply():
            return not known >= {command.source, *(share.document for share in command.shares)}
        case Refund():
            return command.source not in known
    return False


def _refusal_of_draft(book: Book, command: Draft) -> str | None:
    is_closed = book.accounts[command.account].status != "Active"
    if command.from_invoice is None:
        return "account_closed" if is_closed else None
    rows = list(items_of(command))
    sources = [(_source_of(book, row, rows), row.amount) for row in rows]
    if None in [source for source, _ in sources]:
        return "no_such_tax"
    if is_closed:
        return "account_closed"
    invoice = book.documents[command.from_invoice]
    if not invoice.posted:
        return "not_posted"
    if command.day < invoice.day:
        return "too_early"
    credited = _credited(book)
    for source, amount in sources:
        item = book.item(source or "")
        assert item is not None
        credited[item.name] = credited.get(item.name, 0) + amount
        if credited[item.name] > item.amount:
            return "exceeds_creditable"
    return None


def _credited(book: Book) -> dict[str, int]:
    """How much memos were made of each row of an invoice, drafts too."""
    credited: dict[str, int] = {}
    for document in book.documents.values():
        for row in document.items if document.kind == "credit_memo" else ():
            source = _source_of(book, row, document.items)
            if source is not None:
                credited[source] = credited.get(source, 0) + row.amount
    return credited


def _source_of(book: Book, row: Item, rows: list[Item]) -> str | None:
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
