"""What must hold beside the rules of settlement: whose things a caller may touch, which version he saw."""

from dataclasses import dataclass
from uuid import UUID

from settlebook.commands import Command, CreateAccount, CreatePayment, TransferPayment
from settlebook.commands.batches import Batch
from settlebook.domain.account import Account
from settlebook.domain.document import Document
from settlebook.domain.errors import InvalidRequest, OtherVersion
from settlebook.domain.payment import Payment
from settlebook.ledger.deciding.books import Books
from settlebook.services.wanting import about


@dataclass(frozen=True, slots=True)
class Guard:
    """What a caller's command is kept to.

    account  the only one whose things are there for it; None: all.
    version  that what the command is about must have; None: any.
    """

    account: UUID | None = None
    version: int | None = None

    def require(self, books: Books, command: Command) -> None:
        """Refuses: InvalidRequest, NotFound; OtherVersion."""
        if self.account is not None:
            books.only = self.account
            _require_owned(command)
        if self.version is not None:
            _require_version(books, command, self.version)


ANY = Guard()
_OF_ACCOUNTS = frozenset({"account", "credit-memo", "debit-memo", "invoice", "payment", "refund"})
_KEYLESS = {"settings.change": "settings"}


def _require_owned(command: Command) -> None:
    """A caller of one account makes nothing that is of none, and no accounts. Refuses: InvalidRequest."""
    kind = command.DO.partition(".")[0]
    if kind not in _OF_ACCOUNTS:
        raise InvalidRequest("do", "a client that is kept to one account leaves the ledger as a whole alone")
    for each in command.commands if isinstance(command, Batch) else (command,):
        if isinstance(each, CreateAccount):
            raise InvalidRequest("name", "a client that is kept to one account opens no others")
        if isinstance(each, CreatePayment | TransferPayment) and not any(each.account.values()):
            raise InvalidRequest("accountId", "a client that is kept to one account names it")


def _require_version(books: Books, command: Command, expected: int) -> None:
    key = command.__dict__.get("key") or _KEYLESS.get(command.DO)
    if key is None:
        raise InvalidRequest("If-Match", f"{command.DO} makes something new, which has no version yet")
    version = books.version(_stream_of(books, command, key))
    if version != expected:
        raise OtherVersion(key, expected, version)


def _stream_of(books: Books, command: Command, key: str) -> UUID:
    """The stream that tells of what a command is about. Refuses: NotFound."""
    match command.DO.partition(".")[0]:
        case "accounting-period":
            return books.calendar_id
        case "accounting-code":
            return books.codes_id
        case "settings":
            return books.settings_id
        case "journal-run":
            return books.journal_run(key).run_id
        case "refund":
            return _id_of(books.refund(key)[0])
    kind, key_of_it = about(command)
    return _id_of(getattr(books, kind or "")(key_of_it))


def _id_of(state: object) -> UUID:
    match state:
        case Document():
            return state.document_id
        case Payment():
            return state.payment_id
        case Account():
            return state.account_id
    raise AssertionError(f"{type(state).__name__} has no stream of its own")
