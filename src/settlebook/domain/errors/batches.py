"""Answers to commands that were sent with others, and did not take effect because of one of those."""

from dataclasses import dataclass
from typing import ClassVar

from settlebook.domain.errors.base import Refusal


@dataclass(eq=False)
class RolledBack(Refusal):
    """Another command of the same atomic batch was refused."""

    code: ClassVar[str] = "rolled_back"
    MESSAGE: ClassVar[str] = "nothing was recorded, since another command of the batch was refused"
    REMEDY: ClassVar[str] = "Correct that one, then send them all again."


@dataclass(eq=False)
class NotRun(Refusal):
    """A command before it was refused, and the batch stops at the first refusal."""

    code: ClassVar[str] = "not_run"
    MESSAGE: ClassVar[str] = "not run, since a command before it was refused"
    REMEDY: ClassVar[str] = "Correct that one, then send the rest again."


@dataclass(eq=False)
class NeedsUnreadable(Refusal):
    """The command needs what the log no longer tells as it was recorded; nothing of it was recorded.

    `problem`  which event it is, and what to do.
    """

    code: ClassVar[str] = "ledger_unreadable"
    MESSAGE: ClassVar[str] = "nothing was recorded. {problem}"
    problem: str


@dataclass(eq=False)
class NotTaken(Refusal):
    """The database does not take what the command would record; nothing of it was recorded."""

    code: ClassVar[str] = "not_recorded"
    MESSAGE: ClassVar[str] = "nothing was recorded. {problem}"
    problem: str


@dataclass(eq=False)
class Failed(Refusal):
    """The command met a fault of the program, not of the request; nothing of it was recorded."""

    code: ClassVar[str] = "internal_error"
    MESSAGE: ClassVar[str] = "nothing was recorded: the program failed ({problem})"
    REMEDY: ClassVar[str] = "This is a fault of Settlebook: please report it."
    problem: str
