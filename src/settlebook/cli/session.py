"""What stands before the command on every line: which database, which ledger, who acts."""

from dataclasses import dataclass

import typer

import settlebook
from settlebook import Ledger
from settlebook.cli.asking.as_options import note_options
from settlebook.cli.showing.output import notice


@dataclass(frozen=True, slots=True)
class Session:
    database: str | None
    ledger: str
    actor: str

    def open(self) -> Ledger:
        return settlebook.open(self.database, ledger=self.ledger, actor=self.actor, notice=notice)


def session_of(context: typer.Context) -> Session:
    """Where the command works; from here on its refusals name what was typed."""
    note_options(context)
    session = context.find_object(Session)
    if session is None:
        raise AssertionError("the application sets the session before any command runs")
    return session


def opened(context: typer.Context) -> Ledger:
    """The ledger that the command is about, for as long as a block lasts. Raises NoSuchLedger."""
    ledger = opened_to_record(context)
    try:
        ledger.require_begun()
    except BaseException:
        ledger.close()
        raise
    return ledger


def opened_to_record(context: typer.Context) -> Ledger:
    """The same, which the command may begin."""
    return session_of(context).open()
