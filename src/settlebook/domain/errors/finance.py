"""Refusals about accounting codes and journal runs."""

from dataclasses import dataclass
from typing import ClassVar

from settlebook.domain.errors.base import Refused


@dataclass(eq=False)
class UnknownAccountingCode(Refused):
    """A request names a code that nobody registered, though codes are registered here."""

    code: ClassVar[str] = "unknown_accounting_code"
    MESSAGE: ClassVar[str] = "{field}: {name} is no accounting code of this ledger"
    REMEDY: ClassVar[str] = "Name a registered code, or register it with accounting-code.create."
    field: str
    name: str


@dataclass(eq=False)
class AccountingCodeIsInactive(Refused):
    """A request names a code that was deactivated."""

    code: ClassVar[str] = "accounting_code_inactive"
    MESSAGE: ClassVar[str] = "{field}: the accounting code {name} is inactive"
    REMEDY: ClassVar[str] = "Name another code, or activate it with accounting-code.activate."
    field: str
    name: str


@dataclass(eq=False)
class WrongTypeOfAccountingCode(Refused):
    """A request names a code of a type that does not fit the field."""

    code: ClassVar[str] = "wrong_accounting_code_type"
    MESSAGE: ClassVar[str] = (
        "{field}: the accounting code {name} is of type {type}, where {fitting} is needed"
    )
    REMEDY: ClassVar[str] = "Name a code of a fitting type."
    field: str
    name: str
    type: str
    fitting: str


@dataclass(eq=False)
class AccountingCodeExists(Refused):
    """There is an accounting code of that name."""

    code: ClassVar[str] = "accounting_code_exists"
    MESSAGE: ClassVar[str] = "there is an accounting code {name} already"
    REMEDY: ClassVar[str] = "Edit that one, or choose another name."
    name: str


@dataclass(eq=False)
class AccountingCodeInUse(Refused):
    """A code that a request has named keeps its type: what was booked under it keeps its meaning."""

    code: ClassVar[str] = "accounting_code_in_use"
    MESSAGE: ClassVar[str] = "the accounting code {name} is in use, so it stays of type {type}"
    REMEDY: ClassVar[str] = "Register another code of the type you need, and deactivate this one."
    name: str
    type: str


@dataclass(eq=False)
class AccountingCodeHasStatus(Refused):
    """The code is active, or inactive, already."""

    code: ClassVar[str] = "accounting_code_has_status"
    MESSAGE: ClassVar[str] = "the accounting code {name} is {status} already"
    name: str
    status: str


@dataclass(eq=False)
class JournalRunIsCanceled(Refused):
    """A journal run is canceled once."""

    code: ClassVar[str] = "journal_run_canceled"
    MESSAGE: ClassVar[str] = "the journal run {number} is canceled"
    REMEDY: ClassVar[str] = "Make a new run over the same days: it takes the entries again."
    number: str
