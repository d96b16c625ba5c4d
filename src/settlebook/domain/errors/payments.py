"""Refusals of what payments are and where they belong."""

from dataclasses import dataclass
from typing import ClassVar

from settlebook.domain.errors.base import Refused


@dataclass(eq=False)
class NotProcessed(Refused):
    """A payment that was canceled settles nothing and pays nothing back."""

    code: ClassVar[str] = "not_processed"
    MESSAGE: ClassVar[str] = "payment {number} is {status}, not Processed"
    REMEDY: ClassVar[str] = "Record the money as a new payment if it did come in."
    number: str
    status: str


@dataclass(eq=False)
class Unassigned(Refused):
    """A payment whose account nobody knows settles nothing and pays nothing back."""

    code: ClassVar[str] = "unassigned"
    MESSAGE: ClassVar[str] = "payment {number} is not assigned to an account"
    REMEDY: ClassVar[str] = "Transfer it to the account that it is from."
    number: str


@dataclass(eq=False)
class Standalone(Refused):
    """A standalone payment is settled outside of this ledger."""

    code: ClassVar[str] = "standalone"
    MESSAGE: ClassVar[str] = "payment {number} is standalone: it is never settled here"
    REMEDY: ClassVar[str] = "Record the money as an ordinary payment to settle documents with it."
    number: str
