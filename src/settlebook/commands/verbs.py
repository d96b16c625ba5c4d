"""Every command by the word that the wire has for it."""

from settlebook.commands import accounts, documents, refunds, settlement
from settlebook.commands.base import Command

ROOMS: tuple[tuple[type[Command], ...], ...] = (
    accounts.COMMANDS,
    documents.COMMANDS,
    settlement.COMMANDS,
    refunds.COMMANDS,
)
VERBS: dict[str, type[Command]] = {command.DO: command for room in ROOMS for command in room}
