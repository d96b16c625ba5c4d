"""Acts on accounts."""

from settlebook.commands import CreateAccount
from settlebook.domain.decisions import accounts
from settlebook.ledger.books import Books
from settlebook.ledger.outcome import Outcome
from settlebook.services.keys import parent_of
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


SERVICES: Services = {
    CreateAccount: create_account,
}
