"""Which balances changed between two points, from the journal alone, read as they are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from settlebook.audit.difference.points import Points
from settlebook.audit.statements import statement
from settlebook.domain.errors import InvalidRequest
from settlebook.domain.money import Money

SQL = "difference/sql"
AT_ONCE = 1_000  # rows fetched together

# What has a balance, in the order in which it is told.
ACCOUNTS, DOCUMENTS, ITEMS = "accounts", "documents", "items"
PAYMENTS, CREDIT_MEMOS, CREDIT_MEMO_ITEMS, CODES = "payments", "credit_memos", "credit_memo_items", "codes"
GROUPS = (ACCOUNTS, DOCUMENTS, ITEMS, PAYMENTS, CREDIT_MEMOS, CREDIT_MEMO_ITEMS)


@dataclass(frozen=True, slots=True)
class Change:
    """One balance that is another at the end than at the start.

    subject   item, invoice, debit_memo, payment, credit_memo, credit_memo_item, account or accounting_code.
    account   the number of the account that it belongs to; None for unassigned money, and for a code.
    events    the positions of the events that moved it, where they were asked for.
    """

    subject: str
    id: UUID | None
    name: str
    account: str | None
    before: Money
    change: Money
    after: Money
    events: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Total:
    """What changed in all, of one currency: owed, and unapplied of payments and of credit memos."""

    receivable: Money
    unapplied_payments: Money
    unapplied_credit: Money
    events: int


class Differences:
    """The answer for two points; it can be read as long as its transaction lasts.

    Of one account where one is given. `with_events` tells by which events as well.
    """

    def __init__(
        self,
        connection: Connection[Any],
        ledger_id: str,
        points: Points,
        account_id: UUID | None,
        with_events: bool,
    ) -> None:
        self.points = points
        self._connection = connection
        self._with_events = with_events
        self._asked = {"ledger": ledger_id, "account": account_id, **points.parameters}

    def changes(self, group: str) -> Iterator[Change]:
        """Those of one of GROUPS, or of CODES; by account and number. What is the same is left out.

        Refuses: InvalidRequest for another group.
        """
        if group not in (groups := (*GROUPS, CODES)):
            raise InvalidRequest("group", f"{group!r} is none of {', '.join(groups)}")
        with self._connection.cursor(name=f"changes_of_{group}", row_factory=dict_row) as cursor:
            cursor.itersize = AT_ONCE
            for row in cursor.execute(statement(SQL, group), self._asked | {"events": self._with_events}):
                yield self._change(row)

    def totals(self) -> list[Total]:
        """By currency, of all that moved, also where it moved back."""
        rows = self._connection.execute(statement(SQL, "totals"), self._asked).fetchall()
        return [_total(*row) for row in rows]

    def _change(self, row: dict[str, Any]) -> Change:
        before, change, after = (
            Money(int(row[name]), row["currency"]) for name in ("before_minor", "change_minor", "after_minor")
        )
        events = tuple(row["positions"] or ()) if self._with_events else None
        return Change(
            row["subject"], row["id"], row["name"], row["account_number"], before, change, after, events
        )


def _total(currency: str, receivable: int, payments: int, credit: int, events: int) -> Total:
    owed, unapplied, on_account = (Money(int(minor), currency) for minor in (receivable, payments, credit))
    return Total(owed, unapplied, on_account, events)
