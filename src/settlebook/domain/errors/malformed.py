"""Refusals of requests that cannot be read, whatever the ledger holds; these are not kept as outcomes."""

from dataclasses import dataclass
from typing import ClassVar

from settlebook.domain.errors.base import Malformed


@dataclass(eq=False)
class InvalidRequest(Malformed):
    """A field is missing, unknown or of the wrong shape."""

    code: ClassVar[str] = "invalid_request"
    MESSAGE: ClassVar[str] = "{field}: {problem}"
    field: str
    problem: str


@dataclass(eq=False)
class BadAmount(Malformed):
    """An amount is no decimal number, not positive, or beyond any currency."""

    code: ClassVar[str] = "invalid_amount"
    MESSAGE: ClassVar[str] = "{field}: {asked} is no possible amount: {problem}"
    field: str
    asked: str
    problem: str


@dataclass(eq=False)
class UnknownField(Malformed):
    """The request has a field that this command does not know."""

    code: ClassVar[str] = "unknown_field"
    MESSAGE: ClassVar[str] = "{field} is no field of {command}; it knows {known}"
    field: str
    command: str
    known: str


@dataclass(eq=False)
class NotOffered(Malformed):
    """The request asks for something that would change money or state and that is not offered."""

    code: ClassVar[str] = "not_offered"
    MESSAGE: ClassVar[str] = "{field} {value} is not offered by {command}"
    REMEDY: ClassVar[str] = "Nothing was recorded; ask for what is offered."
    field: str
    command: str
    value: str = ""  # where only this value of the field is not offered

    @property
    def message(self) -> str:
        return super().message.replace("  ", " ")
