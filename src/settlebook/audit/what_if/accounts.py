"""Which accounts have to be replayed together, since money went between them; and in how many goes."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.audit.statements import statement

SQL = "what_if/sql"
NOBODY = UUID(int=0)  # whose money is unassigned
TOGETHER = 2_000  # documents and payments of one go, unless accounts that belong together have more


def batches(connection: Connection[Any], ledger_id: str, account_id: UUID | None) -> Iterator[list[UUID]]:
    """The streams to replay, go by go: what one go tells needs nothing of another.

    Of one account: its own, with those of the accounts that money went to or came from, however far.
    """
    asked = {"ledger": ledger_id, "nobody": NOBODY}
    linked = _Linked(connection.execute(statement(SQL, "linked_accounts"), asked).fetchall())
    sizes = dict(connection.execute(statement(SQL, "sizes_of_accounts"), asked).fetchall())
    for accounts in _gathered(linked, sizes, account_id):
        given = asked | {"accounts": accounts}
        found = connection.execute(statement(SQL, "streams_of_accounts"), given).fetchall()
        yield [stream_id for (stream_id,) in found]


def _gathered(linked: "_Linked", sizes: dict[UUID, int], account_id: UUID | None) -> Iterator[list[UUID]]:
    groups: dict[UUID, list[UUID]] = {}
    for account in sizes:
        groups.setdefault(linked.head_of(account), []).append(account)
    if account_id is not None:
        head = linked.head_of(account_id)
        groups = {head: groups.get(head, [])}
    batch: list[UUID] = []
    for accounts in groups.values():
        batch += accounts
        if sum(sizes[account] for account in batch) >= TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


class _Linked:
    """Accounts in groups, each called by one of its own, its head."""

    def __init__(self, pairs: Iterable[tuple[UUID, UUID]]) -> None:
        self._above: dict[UUID, UUID] = {}
        for one, other in pairs:
            self._above[self.head_of(one)] = self.head_of(other)

    def head_of(self, account: UUID) -> UUID:
        while (above := self._above.get(account, account)) != account:
            self._above[account] = self._above.get(above, above)  # shorter the next time
            account = above
        return account
