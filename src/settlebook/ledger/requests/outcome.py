"""What a command is answered: the outcome is stored with its events, and given again for ever."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from settlebook.domain.allocation import Policy
from settlebook.domain.errors import Refusal
from settlebook.domain.money import Money


class _Answered(BaseModel):
    model_config = ConfigDict(frozen=True)  # fields of newer versions are passed over


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    """An amount settled, taken back or refunded, in minor units; items by name: `INV-7#2`, `CM-1#1`."""

    amount_minor: int
    item: str | None = None  # None for a refund, which takes from `source` only
    item_id: UUID | None = None
    source: str | None = None  # the credit memo's item; None for payments
    source_item_id: UUID | None = None


class AppliedTo(_Answered):
    """One application: what a command did between one source and one document."""

    id: UUID
    document: str
    document_id: UUID
    currency: str
    amount_minor: int
    policy: Policy | None = None
    source: str | None = None  # the payment's or credit memo's number, where a command has several sources
    source_id: UUID | None = None
    undoes: tuple[UUID, ...] = ()
    lines: tuple[OutcomeLine, ...] = ()
    netted: tuple[OutcomeLine, ...] = ()  # negative rows that were filled from `source`, or no longer are

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Made(_Answered):
    """What a command brought into the ledger beside what it is about, such as the memo of a write-off."""

    kind: str  # invoice, debit_memo, credit_memo, payment, refund
    id: UUID
    number: str


class Result(_Answered):
    """What became of one of several documents: what it is now, or the refusal by its code and in words."""

    id: UUID | None = None
    number: str | None = None
    status: str | None = None
    code: str | None = None  # of the refusal
    message: str | None = None

    @property
    def is_refused(self) -> bool:
        return self.code is not None


class Outcome(_Answered):
    """What was done; `id` and `number` are the payment's, the memo's, the document's or the refund's."""

    id: UUID | None = None
    number: str | None = None
    made: tuple[Made, ...] = ()
    applications: tuple[AppliedTo, ...] = ()
    refunded: tuple[OutcomeLine, ...] = ()
    results: tuple[Result, ...] = ()  # of a command over several documents, one each, in their order
    amount_minor: int | None = None  # what was transferred or canceled, where no lines tell it
    currency: str | None = None  # of the lines, where money moved
    policy: Policy | None = None
    instead_of: Policy | None = None  # the policy that was chosen, where a limit made another one run
    status: str | None = None
    effective_on: date | None = None
    partly_undone: bool = False  # the undo of a partly consumed application took back its remainder


class Recorded(Outcome):
    """An outcome that is committed.

    `position`  where the log stood when it was: a read that has come this far sees it.
    `replayed`  it was already known under this idempotency key; nothing was recorded again.
    """

    position: int
    command_id: UUID
    replayed: bool = False

    @classmethod
    def of(cls, outcome: Outcome, position: int, command_id: UUID, *, replayed: bool = False) -> "Recorded":
        """Nothing is validated or copied twice: there is one of these for every command."""
        recorded = cls.__new__(cls)
        own = {"position": position, "command_id": command_id, "replayed": replayed}
        object.__setattr__(recorded, "__dict__", {**outcome.__dict__, **own})
        object.__setattr__(recorded, "__pydantic_fields_set__", {*outcome.__dict__, *own})
        object.__setattr__(recorded, "__pydantic_extra__", None)
        object.__setattr__(recorded, "__pydantic_private__", None)
        return recorded


Answer = Recorded | Refusal


class Mode(StrEnum):
    """What one refusal means for the other commands that were sent with it."""

    ATOMIC = "atomic"  # nothing of them is recorded
    CONTINUE = "continue"  # they are recorded all the same
    STOP = "stop"  # those before it are recorded, those after it not run
