"""What a whole ledger answers: by the rules, and what is refused before it comes to them.

That is requests that cannot be read, and keys that name nothing.
"""

from datetime import date

from tests.model import rules
from tests.model.book import Book
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
            account = book.accounts[command.account] if command.account else None
            is_received = account is None or (
                account.status == "Active" and account.currency == command.currency
            )
            return is_received and any(share.document not in known for share in command.shares)
        case Apply() | Unapply():
            return not known >= {command.source, *(share.document for share in command.shares)}
        case Refund():
            return command.source not in known
    return False
