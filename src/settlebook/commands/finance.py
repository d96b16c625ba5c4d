"""Commands about accounting codes and journal runs."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, StrictStr, model_validator

from settlebook.commands.base import Command, Part
from settlebook.commands.fields import Day, Id, Key, Number, Several, ShortText, Text, storable
from settlebook.commands.kept import KeptText
from settlebook.commands.rules import one_of, wrong
from settlebook.domain.accounting_codes import CODE_FIELDS, ROLE_OF_FIELD, TYPES_OF_ROLE, Named, Role
from settlebook.domain.events import CodeType, TransactionType

CodeName = Annotated[StrictStr, Field(min_length=1, max_length=100), AfterValidator(storable)]


class _AboutCode(Command):
    """A code describes no person: nothing of it is personal."""

    def personal_fields(self) -> dict[str, Any]:
        return {}


class CreateAccountingCode(_AboutCode):
    """Register an account of the general ledger under the name by which requests name it."""

    DO: ClassVar[str] = "accounting-code.create"
    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset({"deferredAccount"})

    name: CodeName
    type: CodeType
    gl_account_name: Text | None = None
    gl_account_number: Text | None = None
    notes: KeptText = None
    id: Id | None = None


class EditAccountingCode(_AboutCode):
    """Change what a code says of itself; its type only while no request has named it."""

    DO: ClassVar[str] = "accounting-code.edit"

    key: CodeName
    type: CodeType | None = None
    gl_account_name: Text | None = None
    gl_account_number: Text | None = None
    notes: KeptText = None


class ActivateAccountingCode(_AboutCode):
    """Let requests name a code again."""

    DO: ClassVar[str] = "accounting-code.activate"

    key: CodeName


class DeactivateAccountingCode(_AboutCode):
    """Let requests no longer name a code."""

    DO: ClassVar[str] = "accounting-code.deactivate"

    key: CodeName


class RunType(Part):
    """A type of transaction whose entries a run takes. There are no electronic ones: no gateway is asked."""

    type: TransactionType


class CreateJournalRun(Command):
    """Take the journal entries of an accounting period, or of a range of days, that no live run has."""

    DO: ClassVar[str] = "journal-run.create"

    accounting_period_name: ShortText | None = None
    target_start_date: Day | None = None
    target_end_date: Day | None = None
    journal_entry_date: Day | None = None  # None: the last day of the range
    transaction_types: Several[RunType] | None = None  # None: all
    number: Number | None = None
    id: Id | None = None

    @model_validator(mode="after")
    def _one_range(self) -> Self:
        one_of(
            {"accountingPeriodName": self.accounting_period_name, "targetStartDate": self.target_start_date}
        )
        if (self.target_start_date is None) != (self.target_end_date is None):
            missing = "targetStartDate" if self.target_start_date is None else "targetEndDate"
            raise wrong(missing, "a range of days has a first day and a last one")
        if (
            self.target_start_date is not None
            and self.target_end_date is not None
            and self.target_end_date < self.target_start_date
        ):
            raise wrong("targetEndDate", "it lies before targetStartDate")
        return self

    @property
    def types(self) -> tuple[TransactionType, ...]:
        return tuple(dict.fromkeys(each.type for each in self.transaction_types or ()))


class CancelJournalRun(Command):
    """Give the entries of a run back, for another run over the same days to take."""

    DO: ClassVar[str] = "journal-run.cancel"

    key: Key


def codes_named(part: Part, path: str = "") -> list[Named]:
    """The accounting codes that a request names, with the paths of the fields that name them."""
    found: list[Named] = []
    for name, value in part.given().items():
        field = f"{path}{name}"
        if name in CODE_FIELDS and isinstance(value, str) and value:
            role = ROLE_OF_FIELD[name]
            found.append(Named(field, value, TYPES_OF_ROLE[role] if role else ()))
        elif name == "accountingCodes" and isinstance(value, dict):
            found.extend(_default(field, role, code) for role, code in value.items() if code)
        elif isinstance(value, Part):
            found.extend(codes_named(value, f"{field}."))
        elif isinstance(value, tuple) and value and isinstance(value[0], Part):
            for index, each in enumerate(value):
                found.extend(codes_named(each, f"{field}[{index}]."))
    return found


def _default(field: str, role: str, code: str) -> Named:
    known = role in TYPES_OF_ROLE
    return Named(f"{field}.{role}", code, TYPES_OF_ROLE[Role(role)] if known else ())


COMMANDS: tuple[type[Command], ...] = (
    CreateAccountingCode,
    EditAccountingCode,
    ActivateAccountingCode,
    DeactivateAccountingCode,
    CreateJournalRun,
    CancelJournalRun,
)

__all__ = [
    "COMMANDS",
    "ActivateAccountingCode",
    "CancelJournalRun",
    "CreateAccountingCode",
    "CreateJournalRun",
    "DeactivateAccountingCode",
    "EditAccountingCode",
    "RunType",
    "codes_named",
]
