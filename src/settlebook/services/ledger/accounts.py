"""Acts on accounts."""

from collections.abc import Iterator

from settlebook.commands import CreateAccount
from settlebook.commands.accounts import EditAccount
from settlebook.domain.account import Account
from settlebook.domain.decisions.ledger import accounts
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services.ledger.settings import require_policies
from settlebook.services.requests.keys import parent_of
from settlebook.services.requests.personal import edited_personal
from settlebook.services.service import Services


def create_account(books: Books, command: CreateAccount) -> Outcome:
    """Refuses, first match wins: NotFound and KeysDisagree (the parent), NumberTaken, IdTaken."""
    parent = parent_of(books, command.parent)
    number = books.number("account", command.asked_number)
    account_id = books.new_id("account", command.id)
    fact = accounts.create(
        account_id=account_id,
        number=number,
        currency=command.currency,
        status=command.status,
        parent=parent,
        today=books.today,
        personal=books.keep_personal(account_id, command.personal_fields()),
        details=command.details(),
    )
    books.record(fact)
    return Outcome(id=account_id, number=number, status=fact.status, effective_on=fact.effective_on)


def edit_account(books: Books, command: EditAccount) -> Outcome:
    """Refuses, first match wins: NotFound (the account), InvalidRequest (a policy), PolicyBroken; NotFound
    and KeysDisagree (the parent), ParentCircle.
    """
    account = books.account(command.key)
    choices = command.choices()
    require_policies(choices)
    parent = _parent_after(books, account, command)
    fact = accounts.edit(
        account,
        command.details(),
        choices=choices,
        status=command.status,
        parent=parent,
        above=_above(books, parent),
        personal=edited_personal(books, account.account_id, account.personal, command.personal_fields()),
        today=books.today,
    )
    books.record(fact)
    return Outcome(
        id=account.account_id, number=account.number, status=fact.status, effective_on=fact.effective_on
    )


def _parent_after(books: Books, account: Account, command: EditAccount) -> Account | None:
    if command.takes_parent_away:
        return None
    named = parent_of(books, command.parent)
    if named is not None or account.parent_id is None:
        return named
    return books.account_by_id(account.parent_id)


def _above(books: Books, account: Account | None) -> Iterator[Account]:
    """The accounts above an account, from the nearest on."""
    while account is not None and account.parent_id is not None:
        account = books.account_by_id(account.parent_id)
        yield account


SERVICES: Services = {
    CreateAccount: create_account,
    EditAccount: edit_account,
}
