"""What a what-if found: balances that are others under the other policy, and what cannot be in that world."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from settlebook.audit.statements import statement
from settlebook.audit.what_if.accounts import SQL
from settlebook.audit.what_if.replaying_otherwise import Counts, Otherwise
from settlebook.audit.what_if.rules import Rules
from settlebook.domain.errors import InvalidRequest
from settlebook.domain.money import Money
from settlebook.progress import Progress
from settlebook.statements import statements

SCRATCH = Path(__file__).parent / "sql" / "scratch.sql"
AT_ONCE = 1_000  # rows fetched together
SUBJECTS = ("account", "document", "item", "payment", "credit_memo", "credit_item")


@dataclass(frozen=True, slots=True)
class OtherBalance:
    """A balance as it is, and as it would be. `subject` is one of SUBJECTS."""

    subject: str
    id: UUID
    name: str
    account: str | None
    actual: Money
    other: Money

    @property
    def difference(self) -> Money:
        return Money(self.other.minor - self.actual.minor, self.actual.currency)


@dataclass(frozen=True, slots=True)
class NotCarriedOut:
    """A fact of the log, or a part of it, that cannot be in the other world. `code` is that of a refusal."""

    position: int
    effective_on: date
    event: str
    stream: str | None
    account: str | None
    code: str | None
    reason: str


class WhatIf:
    """The answer; it can be read as long as its transaction lasts, whose names mean the live read models."""

    def __init__(
        self,
        connection: Connection[Any],
        ledger_id: str,
        policy: str,
        upto: int,
        day: date | None,
        account_id: UUID | None,
    ) -> None:
        self.policy = policy
        self.position = upto
        self.day = day
        self.counts = Counts()
        self._rules = Rules(policy)
        self._connection = connection
        self._ledger_id = ledger_id
        self._account_id = account_id

    def run(self, progress: Progress) -> None:
        """Replay. Raises UnreadableEvent."""
        for each in statements(SCRATCH):
            self._connection.execute(each, {})
        otherwise = Otherwise(
            self._connection, self._ledger_id, self._rules, self.position, self.day, self._account_id
        )
        otherwise.run(progress)
        self.counts = otherwise.counts

    def balances(self, subject: str) -> Iterator[OtherBalance]:
        """Those of one of SUBJECTS that are others, by account and number.

        Refuses: InvalidRequest for another subject, of which nothing would ever be told.
        """
        if subject not in SUBJECTS:
            raise InvalidRequest("subject", f"{subject!r} is none of {', '.join(SUBJECTS)}")
        for row in self._rows("balances", {"subject": subject}):
            actual, other = (
                Money(int(row[name]), row["currency"]) for name in ("actual_minor", "other_minor")
            )
            yield OtherBalance(row["subject"], row["id"], row["name"], row["account_number"], actual, other)

    def problems(self) -> Iterator[NotCarriedOut]:
        """In the order of the log."""
        for row in self._rows("problems", {}):
            yield NotCarriedOut(*row.values())

    def _rows(self, name: str, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        given = {"ledger": self._ledger_id, "account": self._account_id, **asked}
        with self._connection.cursor(name=f"what_if_{name}", row_factory=dict_row) as cursor:
            cursor.itersize = AT_ONCE
            yield from cursor.execute(statement(SQL, name), given)
