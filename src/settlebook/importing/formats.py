"""What every format makes of a file: documents to record, or the reasons why not, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol, TextIO

from settlebook.commands import Command
from settlebook.importing.gathering import Gathering, Line
from settlebook.importing.source import Source


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a line is not taken over: `code` groups lines in the table, `reason` goes to the rejects file."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document that can be recorded.

    `kind`      invoice, debit-memo or credit-memo.
    `account`   a number or id.
    `currency`  None: the account's.
    `total`     of its items and tax items, in major units, exact.
    """

    rank: int
    command: Command
    idempotency_key: str
    kind: str
    status: str  # Posted or Draft
    account: str
    currency: str | None
    lines: int  # of the file
    items: int  # items and tax items
    total: Decimal


@dataclass(frozen=True, slots=True)
class Unfit:
    """A document that is rejected before the ledger is asked: for `rejection`, or for faults of its lines."""

    rank: int
    rejection: Rejection


class Format(Protocol):
    """One kind of file that can be imported."""

    name: ClassVar[str]
    longest_line: ClassVar[int]  # bytes
    creates_accounts: ClassVar[bool]
    rejects_suffix: ClassVar[str]

    def gather(self, source: Source, gathering: Gathering) -> int:
        """Read and check the whole file into the gathering; the number of lines read."""

    def document(self, rank: int, number: str, lines: Iterator[Line]) -> "Incoming | Unfit":
        """What the lines of one document amount to."""

    def fault_of(self, line: Line) -> Rejection | None:
        """What is wrong with one line, whatever document it belongs to."""

    def start_rejects(self, file: TextIO) -> None:
        """Write what stands above the rejected lines."""

    def write_reject(self, file: TextIO, line: Line, rejection: Rejection) -> None:
        """Write a line as it was in the file, and its reason."""
