"""A ledger's story for tests: commands are carried out in memory, and their facts appended to a real log."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from settlebook.engine import Role
from settlebook.ledger.mapper import state_of
from settlebook.ledger.outcome import Outcome
from settlebook.projecting import Projector, Rebuilder
from settlebook.projecting.projector import PAGE_SIZE
from tests.conftest import Database
from tests.memory_books import MemoryBooks

TODAY = date(2024, 6, 30)
BEGINNING = datetime(2024, 6, 30, 12, tzinfo=UTC)


class Story:
    """One ledger of a database; `app` is an autocommit connection in the app's role."""

    def __init__(self, database: Database, ledger_id: str = "main") -> None:
        self.database = database
        self.ledger_id = ledger_id
        self.books = MemoryBooks(TODAY, ledger_id)
        self.app = psycopg.connect(database.conninfo(Role.APP), autocommit=True)
        self.head = 0
        self._versions: dict[UUID, int] = {}
        self._kept: set[UUID] = set()

    def do(self, verb: str, key: str | None = None, actor: str = "clerk", **body: Any) -> Outcome:
        """Carry out a command and append its facts, as one command of that actor; one second after the last."""
        known = len(self.books.facts)
        outcome = self.books.do(verb, key, **body)
        self._append(known, verb, actor)
        return outcome

    def catch_up(self, page_size: int = PAGE_SIZE) -> int:
        return Projector(self.app, self.ledger_id, page_size).catch_up()

    def rebuilder(self, page_size: int = PAGE_SIZE) -> Rebuilder:
        return Rebuilder(self.app, self.ledger_id, page_size)

    def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """What a reader sees, with the reader's search path."""
        with psycopg.connect(self.database.conninfo(Role.READER)) as reader:
            reader.execute("SET search_path = data_query, read, added")
            reader.execute("SELECT set_config('settlebook.ledger', %s, false)", [self.ledger_id])
            return reader.execute(query, parameters).fetchall()

    def table(self, name: str) -> list[tuple[Any, ...]]:
        """A live table of this ledger, in a fixed order."""
        query = sql.SQL("SELECT t::text FROM read.{} AS t WHERE ledger_id = %s ORDER BY 1")
        return self.app.execute(query.format(sql.Identifier(name)), [self.ledger_id]).fetchall()

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """All live tables of this ledger."""
        names = self.app.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'read'::regnamespace AND relkind = 'r' "
            "AND relname NOT IN ('progress', 'installed', 'currency') ORDER BY 1"
        ).fetchall()
        return {name: self.table(name) for (name,) in names}

    def forget_reading(self) -> None:
        """Empty the read models, as if nothing had ever been folded."""
        for name in [*self.tables(), "progress"]:
            query = sql.SQL("DELETE FROM read.{} WHERE ledger_id = %s")
            self.app.execute(query.format(sql.Identifier(name)), [self.ledger_id])

    def close(self) -> None:
        self.app.close()

    def _append(self, known: int, verb: str, actor: str) -> None:
        command_id, recorded_at = uuid4(), BEGINNING + timedelta(seconds=self.head + 1)
        first = self.head + 1
        with self.app.transaction():
            self._keep_personal()
            for fact in self.books.facts[known:]:
                self.head += 1
                version = self._versions[fact.stream_id] = self._versions.get(fact.stream_id, 0) + 1
                self.app.execute(
                    "INSERT INTO log.event VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                    [self.ledger_id, self.head, fact.stream_id, version, fact.TOPIC, state_of(fact),
                     fact.effective_on, recorded_at, command_id],
                )  # fmt: skip
            self.app.execute(
                "INSERT INTO log.command VALUES (%s, %s, 'local', %s, %s, %s, '{}', '{}', %s, %s, %s)",
                [self.ledger_id, command_id, command_id.hex, verb, actor, first, self.head, recorded_at],
            )
            self.app.execute(
                "INSERT INTO log.log_head VALUES (%s, %s, %s) ON CONFLICT (ledger_id) DO UPDATE "
                "SET position = excluded.position, recorded_at = excluded.recorded_at",
                [self.ledger_id, self.head, recorded_at],
            )

    def _keep_personal(self) -> None:
        kept: Mapping[UUID, Mapping[str, Any]] = self.books.personal
        for personal_id in kept.keys() - self._kept:
            self._kept.add(personal_id)
            self.app.execute(
                "INSERT INTO log.personal (ledger_id, personal_id, owner_id, salt, content) "
                "VALUES (%s, %s, %s, 'salt', %s)",
                [self.ledger_id, personal_id, personal_id, Jsonb(dict(kept[personal_id]))],
            )
