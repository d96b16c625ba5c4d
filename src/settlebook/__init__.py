"""Settlebook: a settlement ledger. Invoices are settled item by item, every balance rebuilt from the events.

with settlebook.open("books") as ledger:
    ledger.perform("payment.apply", "P-1", {"invoices": [{"invoiceNumber": "INV-1", "amount": "60.00"}]})

Commands, rows and most of the other answers are imported from here. What else a ledger takes or answers with:

    settlebook.audit                     what explains and verifies: reports, and the steps to a balance
    settlebook.audit.difference          two points of the books compared
    settlebook.audit.replay              history, step by step
    settlebook.audit.what_if             history under another policy
    settlebook.carrying                  the log as a file
    settlebook.domain.accounting_codes   what accounting codes are for
    settlebook.domain.events             what happened, one class for each kind of fact
    settlebook.exporting.parquet         the books as files for engines
    settlebook.projecting                read models: how they stand, and rebuilt
    settlebook.queries.listing           lists, narrowed, sorted and paged
    settlebook.queries.objects.question  questions about any object
    settlebook.queries.objects.shapes    what objects there are, and what they have
    settlebook.sealing                   blocks, anchors and proofs
"""

from settlebook.starting import leave_when_interrupted

leave_when_interrupted()  # before anything else is read

from settlebook.garbage import no_garbage  # noqa: E402

with no_garbage():  # to look for it would take a fifth of the time
    from settlebook import commands, queries
    from settlebook.commands import *  # noqa: F403
    from settlebook.domain.allocation import Policy
    from settlebook.domain.errors import Malformed, NotFound, NotRun, Outdated, Refusal, Refused, RolledBack
    from settlebook.domain.events import Event
    from settlebook.domain.money import Minor, Money
    from settlebook.engine import EngineError, Role
    from settlebook.exporting.parquet.export import Exported
    from settlebook.exporting.plain_text import Program
    from settlebook.exporting.statement import (
        AgedRow,
        CurrencyStatement,
        MovementRow,
        Statement,
        StatementItemRow,
        UnappliedRow,
    )
    from settlebook.ledger.committing.watching import Batch
    from settlebook.ledger.identity.epochs import Epoch
    from settlebook.ledger.log.mapper import Envelope
    from settlebook.ledger.previews.preview import AccountChange, BalanceChange, Preview, RowChange
    from settlebook.ledger.requests.outcome import (
        Answer,
        AppliedTo,
        Made,
        Mode,
        Outcome,
        OutcomeLine,
        Recorded,
        Result,
    )
    from settlebook.library.exports import StatementFormat
    from settlebook.library.feed import FedEvent, FeedPage
    from settlebook.library.journal_files import FileFormat
    from settlebook.library.ledger import Ledger
    from settlebook.library.log_answers import DoneCommand, LogPage, LogStatus, StreamHead
    from settlebook.library.opening import migrate, open
    from settlebook.library.requests import Request
    from settlebook.library.run_of_accounts import SettledAccount
    from settlebook.library.sealing import Round
    from settlebook.queries import *  # noqa: F403
    from settlebook.queries.moment import KnownAt, Moment, When
    from settlebook.services.guarding import Guard

__all__ = [
    "AccountChange",
    "AgedRow",
    "Answer",
    "AppliedTo",
    "BalanceChange",
    "Batch",
    "CurrencyStatement",
    "DoneCommand",
    "EngineError",
    "Envelope",
    "Epoch",
    "Event",
    "Exported",
    "FedEvent",
    "FeedPage",
    "FileFormat",
    "Guard",
    "KnownAt",
    "Ledger",
    "LogPage",
    "LogStatus",
    "Made",
    "Malformed",
    "Minor",
    "Mode",
    "Moment",
    "Money",
    "MovementRow",
    "NotFound",
    "NotRun",
    "Outcome",
    "OutcomeLine",
    "Outdated",
    "Policy",
    "Preview",
    "Program",
    "Recorded",
    "Refusal",
    "Refused",
    "Request",
    "Result",
    "Role",
    "RolledBack",
    "Round",
    "RowChange",
    "SettledAccount",
    "Statement",
    "StatementFormat",
    "StatementItemRow",
    "StreamHead",
    "UnappliedRow",
    "When",
    "migrate",
    "open",
]
__all__ += commands.__all__
__all__ += queries.__all__
