"""Services: one act each, and each does three things: load, decide, record."""

from settlebook.commands import Command
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services import (
    accounts,
    batches,
    credit_memos,
    document_keeping,
    documents,
    finance,
    payment_keeping,
    payments,
    periods,
    refunds,
    reversals,
    runs,
    settings,
    transfers,
    write_offs,
)
from settlebook.services.counting import require_within_limits
from settlebook.services.service import Services

SERVICES: Services = {
    **accounts.SERVICES,
    **documents.SERVICES,
    **document_keeping.SERVICES,
    **batches.SERVICES,
    **payments.SERVICES,
    **transfers.SERVICES,
    **payment_keeping.SERVICES,
    **refunds.SERVICES,
    **credit_memos.SERVICES,
    **write_offs.SERVICES,
    **reversals.SERVICES,
    **finance.SERVICES,
    **settings.SERVICES,
    **periods.SERVICES,
    **runs.SERVICES,
}


def decide(books: Books, command: Command, *, limited: bool = True) -> Outcome:
    """Carry a command out on the books: its facts are recorded, and the answer is returned.

    `limited` is False for what was settled elsewhere before: no limit of the ledger counts there.
    """
    if limited:
        require_within_limits(books, command)
    finance.use_codes(books, command)
    return SERVICES[type(command)](books, command)
