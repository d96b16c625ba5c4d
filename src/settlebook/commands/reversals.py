"""Commands that take whole documents back, for good."""

from typing import ClassVar, Self

from pydantic import model_validator

from settlebook.commands.base import Command
from settlebook.commands.fields import Day, Flag, Key, Text
from settlebook.commands.kept import KeptText
from settlebook.commands.rules import wrong


class Reverse(Command):
    """What every reversal has; `key` is the document's.

    `memoDate` is the day of the memo that mirrors it, `applyEffectiveDate` the day on which they settle each
    other, the same one unless given.
    """

    key: Key
    memo_date: Day | None = None
    apply_effective_date: Day | None = None
    reason_code: KeptText = None
    comment: Text | None = None

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        memo, applied = self.memo_date, self.apply_effective_date
        if memo is not None and applied is not None and applied < memo:
            raise wrong("applyEffectiveDate", "it is before memoDate")
        return self


class ReverseInvoice(Reverse):
    """Take all of an invoice back; with `unwind`, unapply first what settles it, and leave that unapplied."""

    DO: ClassVar[str] = "invoice.reverse"

    unwind: Flag | None = None


class ReverseCreditMemo(Reverse):
    """Take all of a credit memo back that settles nothing."""

    DO: ClassVar[str] = "credit-memo.reverse"


COMMANDS: tuple[type[Command], ...] = (
    ReverseInvoice,
    ReverseCreditMemo,
)
