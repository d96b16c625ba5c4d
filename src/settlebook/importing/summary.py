"""What an import did with every line it read, counted."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from settlebook.importing.exact import exact_sum
from settlebook.importing.formats import Incoming, Rejection


class Group(NamedTuple):
    """Documents that are added up together."""

    kind: str  # invoice, debit-memo or credit-memo
    status: str  # Posted or Draft
    currency: str


@dataclass(slots=True)
class Sum:
    documents: int = 0
    items: int = 0  # items and tax items
    total: Decimal = Decimal(0)  # major units, exact


@dataclass(slots=True)
class Summary:
    """Lines are those of the file: read = posted + already_there + rejected, whatever happened."""

    read: int
    posted: int = 0  # recorded now; drafts too, where the file asks for drafts
    already_there: int = 0
    accounts_created: int = 0
    groups: dict[Group, Sum] = field(default_factory=dict)
    lines_by_reason: Counter[str] = field(default_factory=Counter)
    example_of: dict[str, str] = field(default_factory=dict)  # by reason: what was said of its first line

    @property
    def rejected(self) -> int:
        return self.lines_by_reason.total()

    @property
    def answered(self) -> int:
        return self.posted + self.already_there + self.rejected

    def count_posted(self, document: Incoming, currency: str) -> None:
        self.posted += document.lines
        group = self.groups.setdefault(Group(document.kind, document.status, currency), Sum())
        group.documents += 1
        group.items += document.items
        group.total = exact_sum((group.total, document.total))

    def count_rejected(self, rejection: Rejection) -> None:
        self.lines_by_reason[rejection.code] += 1
        self.example_of.setdefault(rejection.code, rejection.reason)
