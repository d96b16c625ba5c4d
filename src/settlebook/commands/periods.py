"""Commands about accounting periods: defined one after another, closed from the oldest on."""

from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, StrictStr, model_validator

from settlebook.commands.base import Command
from settlebook.commands.editing import Editing
from settlebook.commands.fields import Day, Id, Text, Whole, canonical_id, storable
from settlebook.commands.kept import KEPT, KeptLongText, KeptWhole
from settlebook.commands.rules import wrong

PeriodName = Annotated[StrictStr, Field(min_length=1, max_length=100), AfterValidator(storable)]
FiscalYear = Annotated[Text | Whole | None, KEPT]
PeriodKey = Annotated[PeriodName, BeforeValidator(canonical_id)]  # its id or its name


class _AboutPeriod(Command):
    """Periods are about no person: their notes are kept with them."""

    ABOUT_NOBODY: ClassVar[bool] = True


class CreatePeriod(_AboutPeriod):
    """Define an accounting period: open, and right after the newest one."""

    DO: ClassVar[str] = "accounting-period.create"

    name: PeriodName
    start_date: Day
    end_date: Day
    id: Id | None = None
    fiscal_year: FiscalYear = None
    fiscal_quarter: KeptWhole = None
    notes: KeptLongText = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.end_date < self.start_date:
            raise wrong("endDate", "it is before startDate")
        return self


class EditPeriod(Editing, _AboutPeriod):
    """Change what a period says of itself; its days stay. `key` is its name or id."""

    DO: ClassVar[str] = "accounting-period.edit"

    key: PeriodKey
    name: PeriodName | None = None
    fiscal_year: FiscalYear = None
    fiscal_quarter: KeptWhole = None
    notes: KeptLongText = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        self.require_change("name")
        if "name" in self.given() and self.name is None:
            raise wrong("name", "a period has a name")
        return self


class BeginPeriodClose(_AboutPeriod):
    """Say that a period is about to be closed; what is dated in it is still recorded."""

    DO: ClassVar[str] = "accounting-period.pending-close"

    key: PeriodKey


class ClosePeriod(_AboutPeriod):
    """Close a period, once all before it are: nothing that moves money is dated in it any more."""

    DO: ClassVar[str] = "accounting-period.close"

    key: PeriodKey


class ReopenPeriod(_AboutPeriod):
    """Open the last period that is closed again, or one whose close is pending."""

    DO: ClassVar[str] = "accounting-period.reopen"

    key: PeriodKey


class DeletePeriod(_AboutPeriod):
    """Take the newest period away while it is open; what is dated in it stays."""

    DO: ClassVar[str] = "accounting-period.delete"

    key: PeriodKey


COMMANDS: tuple[type[Command], ...] = (
    CreatePeriod,
    EditPeriod,
    BeginPeriodClose,
    ClosePeriod,
    ReopenPeriod,
    DeletePeriod,
)
