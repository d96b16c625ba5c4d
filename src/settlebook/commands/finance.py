"""Commands about accounting codes and journal runs."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, ClassVar, Self, get_args

from pydantic import AfterValidator, Field, StrictStr, model_validator
from pydantic.alias_generators import to_camel, to_snake

from settlebook.commands.base import Command, Part
from settlebook.commands.editing import Editing
from settlebook.commands.fields import Day, Id, Key, Number, Several, ShortText, Text, storable
from settlebook.commands.kept import KeptText
from settlebook.commands.rules import one_of, wrong
from settlebook.domain.accounting_codes import CODE_FIELDS, ROLE_OF_FIELD, TYPES_OF_ROLE, Named, Role
from settlebook.domain.events import CodeType, TransactionType

_wire = cache(to_camel)
_CODE_FIELD = {to_snake(name): name for name in CODE_FIELDS}

CodeName = Annotated[StrictStr, Field(min_length=1, max_length=100), AfterValidator(storable)]


class _AboutCode(Command):
    """A code describes no person: nothing of it is personal."""

    ABOUT_NOBODY: ClassVar[bool] = True


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


class EditAccountingCode(Editing, _AboutCode):
    """Change what a code says of itself; its type only while no request has named it.

    Only what is given changes, and null or an empty text takes a field away, except the type.
    """

    DO: ClassVar[str] = "accounting-code.edit"

    key: CodeName
    type: CodeType | None = None
    gl_account_name: Text | None = None
    gl_account_number: Text | None = None
    notes: KeptText = None

    @model_validator(mode="after")
    def _keeps_a_type(self) -> Self:
        if "type" in self.given() and self.type is None:
            raise wrong("type", "a code has one, so it cannot be taken away")
        return self


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


def codes_named(part: Part) -> list[Named]:
    """The accounting codes that a request names, each with the path of the first field that names it so."""
    found: dict[tuple[str, str], Named] = {}
    _look_for_codes(part, "", found)
    return list(found.values())


def _look_for_codes(part: Part, path: str, found: dict[tuple[str, str], Named]) -> None:
    fields = part.__dict__  # of a request over 100,000 items this runs as often
    given = part.__pydantic_fields_set__
    for name in _may_name_codes(type(part)):
        if name not in given:
            continue
        value = fields[name]
        if isinstance(value, str):
            alias = _CODE_FIELD.get(name)
            if alias is not None and value and (alias, value) not in found:
                found[alias, value] = _named(f"{path}{alias}", ROLE_OF_FIELD[alias], value)
        elif isinstance(value, Part):
            _look_for_codes(value, f"{path}{_wire(name)}.", found)
        elif isinstance(value, tuple) and value and isinstance(value[0], Part):
            start = f"{path}{_wire(name)}["
            for index, each in enumerate(value):
                _look_for_codes(each, f"{start}{index}].", found)
        elif name == "accounting_codes" and isinstance(value, dict):
            for role, code in value.items():
                if code:
                    found[role, code] = _named(f"{path}accountingCodes.{role}", role, code)


@cache
def _may_name_codes(part: type[Part]) -> tuple[str, ...]:
    """The fields of a part that can hold a code, or a part that can: of most requests there are none."""
    fields = part.model_fields
    return tuple(
        name
        for name in sorted(fields)
        if name in _CODE_FIELD
        or name == "accounting_codes"
        or any(_may_name_codes(inner) for inner in _parts_in(fields[name].annotation))
    )


def _parts_in(annotation: Any) -> Iterator[type[Part]]:
    """The kinds of part that a field may hold: itself, in a list, or where it may be left out."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts_in(inner)


def _named(field: str, role: Role | None, name: str) -> Named:
    return Named(field, name, TYPES_OF_ROLE[role] if role is not None else ())


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
