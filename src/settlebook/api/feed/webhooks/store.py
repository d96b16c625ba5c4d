"""Where webhooks are kept, with their secrets, their tries and what could not be delivered."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from settlebook import Ledger, NotFound
from settlebook.api.feed.webhooks.webhook import COLUMNS, Webhook
from settlebook.api.wire import written
from settlebook.commands.parsing import read_json
from settlebook.domain.errors import KeyReused, OtherVersion
from settlebook.statements import statements

T = TypeVar("T")
Row = dict[str, Any]

SQL = Path(__file__).parent / "sql"


class Webhooks:
    """The webhooks of one ledger, in the transaction of a connection."""

    def __init__(self, connection: Connection[Any], ledger_id: str) -> None:
        self._connection = connection
        self._ledger_id = ledger_id

    def create(self, webhook_id: UUID, secret: str, **chosen: Any) -> None:
        self.run("create", webhook=webhook_id, secret=secret, **chosen)

    def count(self) -> int:
        return int(self.run("count")[0]["webhooks"])

    def all(self) -> list[Webhook]:
        """In the order in which they were made."""
        return [_webhook(row) for row in self.run("webhooks", webhook=None)]

    def get(self, webhook_id: UUID) -> Webhook:
        """Refuses: NotFound."""
        rows = self.run("webhooks", webhook=webhook_id)
        if not rows:
            raise NotFound("webhook", webhook_id.hex)
        return _webhook(rows[0])

    def lock(self, webhook_id: UUID, expected: int | None) -> Webhook:
        """The webhook, which nobody else changes meanwhile. Refuses: NotFound, OtherVersion."""
        self.run("lock", webhook=webhook_id)
        found = self.get(webhook_id)
        if expected is not None and expected != found.version:
            raise OtherVersion(webhook_id.hex, expected, found.version)
        return found

    def edit(self, webhook_id: UUID, **chosen: Any) -> None:
        self.run("edit", webhook=webhook_id, **chosen)

    def set_state(self, webhook_id: UUID, state: str, because: str | None = None) -> None:
        self.run("set_state", webhook=webhook_id, state=state, because=because)

    def delete(self, webhook_id: UUID) -> None:
        self.run("delete", webhook=webhook_id)

    def replace_secret(self, webhook_id: UUID, secret: str, overlap: float) -> None:
        """The one before signs for so many seconds more."""
        self.run("end_secrets", webhook=webhook_id, seconds=overlap)
        self.run("add_secret", webhook=webhook_id, secret=secret)

    def secrets(self, webhook_id: UUID) -> list[str]:
        return [row["secret"] for row in self.run("secrets", webhook=webhook_id)]

    def deliveries(self, webhook_id: UUID, before: int | None, limit: int) -> list[Row]:
        """The newest first."""
        return self.run("deliveries", webhook=webhook_id, before=before, limit=limit)

    def dead_letters(
        self, webhook_id: UUID, *, after: int = 0, limit: int = 100, only_due: bool = False
    ) -> list[Row]:
        return self.run("dead_letters", webhook=webhook_id, after=after, limit=limit, only_due=only_due)

    def redeliver(self, webhook_id: UUID, positions: Sequence[int] | None) -> list[int]:
        return self._positions("redeliver", webhook_id, positions)

    def discard(self, webhook_id: UUID, positions: Sequence[int] | None) -> list[int]:
        return self._positions("discard", webhook_id, positions)

    def once(
        self, client_id: str, key: str | None, digest: bytes, work: Callable[[], Mapping[str, Any]]
    ) -> tuple[Mapping[str, Any], bool]:
        """What `work` answers, and whether it was known under the key. Refuses: KeyReused."""
        if key is None:
            return work(), False
        asked = {"client": client_id, "key": key}
        self.run("lock_key", **asked)
        for row in self.run("known_request", **asked):
            if row["digest"] != digest:
                raise KeyReused(key, "the request")
            answer: Mapping[str, Any] = read_json(row["answer"].encode())
            return answer, True
        answer = work()
        self.run("keep_request", digest=digest, answer=written(answer).decode(), **asked)
        return answer, False

    def run(self, name: str, **given: Any) -> list[Row]:
        (statement,) = statements(SQL / f"{name}.sql")
        with self._connection.cursor(row_factory=dict_row) as cursor:
            cursor.execute(statement, {"ledger": self._ledger_id, **given})
            return cursor.fetchall() if cursor.description else []

    def _positions(self, name: str, webhook_id: UUID, positions: Sequence[int] | None) -> list[int]:
        """Refuses NotFound where a position has no dead letter; then nothing is done to the others."""
        asked = None if positions is None else sorted(set(positions))
        done = sorted(row["position"] for row in self.run(name, webhook=webhook_id, positions=asked))
        for position in asked or ():
            if position not in done:
                raise NotFound("dead letter", str(position))
        return done


def in_transaction(ledger: Ledger, work: Callable[[Webhooks], T]) -> T:
    """What `work` does, all of it or nothing."""

    def run(connection: Connection[Any]) -> T:
        with connection.transaction():
            return work(Webhooks(connection, ledger.ledger_id))

    return ledger.beside_the_log(run)


def at_once(ledger: Ledger, work: Callable[[Webhooks], T]) -> T:
    """What a single statement does, in no transaction but its own."""
    return ledger.beside_the_log(lambda connection: work(Webhooks(connection, ledger.ledger_id)))


def _webhook(row: Row) -> Webhook:
    return Webhook(**{name: row[name] for name in COLUMNS})
