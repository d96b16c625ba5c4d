"""Services: one act each, and each does three things: load, decide, record.

    counting   what each command asks for and touches, held against the limits
    reasons    what else refuses a command that is refused
    guarding   whose things a caller may touch, which version he saw
    wanting    which things a command names, to be read for many at once
    documents  acts on documents themselves, one by one or many at once
    refunding  acts on refunds
    giving_up  write-offs and reversals
    sources    acts on payments and credit memos, alone and in runs
    ledger     acts on accounts, settings, periods, codes and journal runs
    requests   what requests name and ask, and how they are answered
    limiting   how large requests may be
    service    what a service is

Each imports only from those below it.
"""

from settlebook.commands import Command
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services.counting import require_within_limits
from settlebook.services.documents import batches, document_keeping, making
from settlebook.services.giving_up import reversals, write_offs
from settlebook.services.ledger import accounts, finance, periods, settings
from settlebook.services.refunding import refunds
from settlebook.services.service import Services
from settlebook.services.sources import credit_memos, payment_keeping, payments, runs, transfers

SERVICES: Services = {
    **accounts.SERVICES,
    **making.SERVICES,
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
