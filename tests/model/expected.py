"""What a whole ledger answers: by the rules, and what is refused before it comes to them.

That is requests that cannot be read, and keys that name nothing.
"""

from datetime import date

from tests.model import rules
from tests.model.book import Book
from tests.model.commands import (
    Apply,
    Cancel,
    CancelPayment,
    CancelRefund,
    Collect,
    Command,
    Delete,
    Draft,
    Edit,
    Pay,
    Post,
    Refund,
    RefundApplied,
    Reverse,
    Split,
    Transfer,
    Unapply,
    Unpost,
    WriteOff,
)


def expected(book: Book, command: Command, place: int, today: date) -> str | None:
    """Carry a command out on the naive ledger, or answer the code of its refusal."""
    if not is_readable(command):
        return "invalid_request"
    if _names_what_is_not_there(book, command):
        return "not_found"
    return rules.run(book, command, place, today)


def is_readable(command: Command) -> bool:
    """Whether the request has a shape that can mean something."""
    match command:
        case Apply(source_kind="credit_memo", policy="source-item"):
            named = [share.lines is not None for share in command.shares]
            return [share.kind for share in command.shares] == ["invoice"] and not any(named)
        case Pay():
            return not command.shares or (command.account is not None and not command.standalone)
    return True


def _names_what_is_not_there(book: Book, command: Command) -> bool:
    named: tuple[str | None, ...] = ()
    match command:
        case Draft():
            named = (command.from_invoice,)
        case Post() | Edit() | Unpost() | Cancel() | WriteOff() | Reverse():
            named = (command.number,)
        case Split():
            named = (command.invoice,)
        case Collect():
            named = (command.document,)
        case Delete():
            named = (command.number,)
        case Pay():
            account = book.accounts[command.account] if command.account else None
            is_received = account is None or account.status == "Active"
            named = tuple(share.document for share in command.shares) if is_received else ()
        case Apply() | Unapply():
            named = (command.source, *(share.document for share in command.shares))
        case Refund():
            named = (command.source,)
        case Transfer() | RefundApplied():
            named = (command.payment, *(share.document for share in command.shares))
        case CancelPayment():
            named = (command.payment,)
        case CancelRefund():
            named = (command.refund,)
    known = {None, *book.documents, *book.payments, *book.refunds}
    return not known >= set(named)
