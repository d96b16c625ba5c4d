"""Facts about the ledger as a whole: what it chooses where a request does not, and its accounting periods."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from settlebook.domain.events.base import Details, Event, Fact

NegativeLines = Literal["skip", "net"]
OverCrediting = Literal["off", "header", "item"]
PolicyText = Annotated[str, Field(min_length=1, max_length=64)]


class Choices(Fact):
    """Which policies run where a request names none; None leaves the choice to the next above.

    The request comes first, then the account, the ledger, and what is built in.
    """

    apply_payment: PolicyText | None = None
    apply_credit: PolicyText | None = None
    unapply: PolicyText | None = None
    refund: PolicyText | None = None
    write_off: PolicyText | None = None
    negative_lines: NegativeLines | None = None


class Settings(Fact):
    """What a ledger chooses.

    over_crediting     how far credit memos made from an invoice may go: not beyond its items and its total,
                       not beyond its total, or anywhere.
    cancel_unapplies   whether canceling a payment that is applied unapplies it first.
    family             whether money of an account may settle documents of its parent or its children.
    limits             the numbers of limits.toml, or none of them; `limit_of` changes single ones.
    accounting_codes   codes by book, for what names none itself.
    """

    choices: Choices = Field(default_factory=Choices)
    over_crediting: OverCrediting = "item"
    cancel_unapplies: bool = False
    family: bool = False
    limits: Literal["strict", "lifted"] = "strict"
    limit_of: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    accounting_codes: dict[str, str] = Field(default_factory=dict)


class SettingsChanged(Event):
    """The ledger chose anew; the fact carries all its choices."""

    TOPIC: ClassVar[str] = "settings.changed.v1"
    STREAM: ClassVar[str] = "settings_id"

    settings_id: UUID
    settings: Settings


class PeriodCreated(Event):
    """An accounting period was defined, right after the one before it; it is open."""

    TOPIC: ClassVar[str] = "accounting_period.created.v1"
    STREAM: ClassVar[str] = "calendar_id"

    calendar_id: UUID
    period_id: UUID
    name: str
    starts_on: date
    ends_on: date
    details: Details = Field(default_factory=dict)


class _OfPeriod(Event):
    STREAM: ClassVar[str] = "calendar_id"

    calendar_id: UUID
    period_id: UUID


class PeriodEdited(_OfPeriod):
    """A period's name and what it says of itself were edited; the fact carries all of it."""

    TOPIC: ClassVar[str] = "accounting_period.edited.v1"
    name: str
    details: Details = Field(default_factory=dict)


class PeriodCloseBegun(_OfPeriod):
    """A period is about to be closed; what is dated in it is still recorded."""

    TOPIC: ClassVar[str] = "accounting_period.close_begun.v1"


class PeriodClosed(_OfPeriod):
    """A period was closed: nothing that moves money is dated in it any more, nor before it."""

    TOPIC: ClassVar[str] = "accounting_period.closed.v1"


class PeriodReopened(_OfPeriod):
    """The last closed period was opened again."""

    TOPIC: ClassVar[str] = "accounting_period.reopened.v1"


class PeriodDeleted(_OfPeriod):
    """The newest period, open and without entries, was taken away."""

    TOPIC: ClassVar[str] = "accounting_period.deleted.v1"
