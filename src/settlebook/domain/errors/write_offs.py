"""Refusals of write-off and reversal."""

from dataclasses import dataclass
from typing import ClassVar

from settlebook.domain.errors.base import Refused
from settlebook.domain.money import Money


@dataclass(eq=False)
class AlreadyReversed(Refused):
    """What was reversed is closed for good: nothing is set against it or taken back from it."""

    code: ClassVar[str] = "already_reversed"
    MESSAGE: ClassVar[str] = "{number} was reversed"
    REMEDY: ClassVar[str] = "It stays as it is: record what is to come with a new document."
    number: str


@dataclass(eq=False)
class NothingToWriteOff(Refused):
    """Only what is open of a document, or unapplied of a credit memo, can be written off."""

    code: ClassVar[str] = "nothing_to_write_off"
    MESSAGE: ClassVar[str] = "{number} has nothing left to write off ({available})"
    REMEDY: ClassVar[str] = "Unapply what settled it, if that is to be given up."
    number: str
    available: Money


@dataclass(eq=False)
class StillSettled(Refused):
    """A document is unposted or reversed while nothing settles it."""

    code: ClassVar[str] = "still_settled"
    MESSAGE: ClassVar[str] = "{number} is settled by {sources}, {settled} in all"
    REMEDY: ClassVar[str] = (
        "Unapply that first; an invoice can also be reversed with unwind, which unapplies all of that and "
        "leaves the money unapplied."
    )
    number: str
    sources: str  # such as "P-1 (60.00), CM-2 (5.00)"
    settled: Money


@dataclass(eq=False)
class StillApplied(Refused):
    """A credit memo is reversed when it settles nothing."""

    code: ClassVar[str] = "still_applied"
    MESSAGE: ClassVar[str] = "credit memo {number} settles {applied} of other documents"
    REMEDY: ClassVar[str] = "Unapply the memo first."
    number: str
    applied: Money


@dataclass(eq=False)
class StillRefunded(Refused):
    """A credit memo is reversed when nothing of it is paid back."""

    code: ClassVar[str] = "still_refunded"
    MESSAGE: ClassVar[str] = "{refunded} of credit memo {number} is paid back"
    REMEDY: ClassVar[str] = "Cancel its refunds first, or write off what is left of it."
    number: str
    refunded: Money


@dataclass(eq=False)
class DraftMadeFrom(Refused):
    """An invoice is reversed when no credit memo made from it is still a draft."""

    code: ClassVar[str] = "draft_made_from"
    MESSAGE: ClassVar[str] = "credit memo {memo}, made from {number}, is a draft"
    REMEDY: ClassVar[str] = "Post it or cancel it first."
    number: str
    memo: str
