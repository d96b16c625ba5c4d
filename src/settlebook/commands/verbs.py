"""Every command by the word that the wire has for it."""

from settlebook.commands import (
    accounts,
    documents,
    finance,
    payment_keeping,
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
    settlement.COMMANDS,
    transfers.COMMANDS,
    payment_keeping.COMMANDS,
    refunds.COMMANDS,
    write_offs.COMMANDS,
    reversals.COMMANDS,
    finance.COMMANDS,
    runs.COMMANDS,
)
VERBS: dict[str, type[Command]] = {command.DO: command for room in ROOMS for command in room}
