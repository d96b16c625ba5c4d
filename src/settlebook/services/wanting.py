"""Which things of the ledger a command names, so that they are read for many commands at once."""

from collections.abc import Iterator
from functools import cache

from settlebook.commands import Command, CreateCreditMemoFromInvoice, CreateDebitMemoFromInvoice
from settlebook.commands.batches import Batch
from settlebook.commands.document_keeping import CreditMemoEdit, DebitMemoEdit, InvoiceEdit
from settlebook.commands.settlement import Settling

Wanted = tuple[str, str]  # a kind, and the id or number of one of it

_KINDS = {
    "account": "account",
    "credit-memo": "credit_memo",
    "debit-memo": "debit_memo",
    "invoice": "invoice",
    "payment": "payment",
}


def wanted_by(command: Command) -> Iterator[Wanted]:
    """As far as the request alone tells; what is missing here is read when a decision asks for it."""
    if isinstance(command, Batch):
        for each in command.commands:
            yield from wanted_by(each)
        return
    kind, key = about(command)
    if kind is not None and key is not None:
        yield kind, key
    if _names_account(type(command)):
        yield from (("account", key) for key in command.account.values() if key is not None)  # type: ignore[attr-defined]
    if isinstance(command, Settling):
        for document in command.documents:
            yield from ((document.KIND.value, key) for key in document.keys.values() if key is not None)


@cache
def _names_account(command: type[Command]) -> bool:
    return hasattr(command, "account")


def about(command: Command) -> tuple[str | None, str | None]:
    """What a command is about; an edit that stands in a batch has no verb of its own."""
    match command:
        case InvoiceEdit():
            return "invoice", command.edited_key
        case DebitMemoEdit():
            return "debit_memo", command.edited_key
        case CreditMemoEdit():
            return "credit_memo", command.edited_key
        case CreateCreditMemoFromInvoice() | CreateDebitMemoFromInvoice():
            return "invoice", command.__dict__.get("key")
        case _:
            return _KINDS.get(command.DO.partition(".")[0]), command.__dict__.get("key")
