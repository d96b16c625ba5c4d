"""Every command by the word that the wire has for it."""

from settlebook.commands import (
    accounts,
    batches,
    document_keeping,
    documents,
    finance,
    ledger,
    payment_keeping,
    periods,
    refunds,
    reversals,
    runs,
    settlement,
    transfers,
    write_offs,
)
from settlebook.commands.base import Command

ROOMS: tuple[tuple[type[Command], ...], ...] = (
    accounts.COMMANDS,
    documents.COMMANDS,
    document_keeping.COMMANDS,
    batches.COMMANDS,
    settlement.COMMANDS,
    transfers.COMMANDS,
    payment_keeping.COMMANDS,
    refunds.COMMANDS,
    write_offs.COMMANDS,
    reversals.COMMANDS,
    finance.COMMANDS,
    ledger.COMMANDS,
    periods.COMMANDS,
    runs.COMMANDS,
)
VERBS: dict[str, type[Command]] = {command.DO: command for room in ROOMS for command in room}
