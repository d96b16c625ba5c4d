"""A ledger's story for tests: commands are carried out in memory, and their facts appended to a real log."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from settlebook.domain.events import Event
from settlebook.engine import Role
from settlebook.ledger.log.mapper import state_of
from settlebook.ledger.requests.outcome import Outcome
from settlebook.projecting import How, Owner, Projector, Rebuilder
from settlebook.projecting.beside.comparing import digest_of
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

    def again(self, database: Database) -> "Story":
        """The same story in a copy of its database, to go on with."""
        copied = Story(database, self.ledger_id)
        copied.books, copied.head = deepcopy(self.books), self.head
        copied._versions, copied._kept = dict(self._versions), set(self._kept)
        return copied

    def do(self, verb: str, key: str | None = None, actor: str = "clerk", **body: Any) -> Outcome:
        """Carry out a command of that actor and append its facts, one second after the last."""
        known = len(self.books.facts)
        outcome = self.books.do(verb, key, **body)
        self.append(self.books.facts[known:], verb, actor)
        return outcome

    def append(self, facts: Iterable[Event], verb: str, actor: str = "clerk") -> None:
        """Append facts as one command."""
        command_id, recorded_at = uuid4(), BEGINNING + timedelta(seconds=self.head + 1)
        first = self.head + 1
        with self.app.transaction():
            self._keep_personal()
            for fact in facts:
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

    def projector(self, page_size: int = PAGE_SIZE) -> Projector:
        return Projector(self.app, self.ledger_id, page_size)

    def catch_up(self, page_size: int = PAGE_SIZE) -> int:
        return self.projector(page_size).catch_up()

    def rebuilder(self, page_size: int = PAGE_SIZE, **how: Any) -> Rebuilder:
        return Rebuilder(self.owner, self.ledger_id, How(page_size=page_size, **how))

    @property
    def owner(self) -> Owner:
        return Owner(self.database.conninfo(Role.OWNER))

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

    def _keep_personal(self) -> None:
        kept: Mapping[UUID, Mapping[str, Any]] = self.books.personal
        for personal_id in kept.keys() - self._kept:
            self._kept.add(personal_id)
            self.app.execute(
                "INSERT INTO log.personal (ledger_id, personal_id, owner_id, salt, content) "
                "VALUES (%s, %s, %s, 'salt', %s)",
                [self.ledger_id, personal_id, personal_id, Jsonb(dict(kept[personal_id]))],
            )

    def close(self) -> None:
        self.app.close()

    def tell_of_account(self) -> None:
        self.do("account.create", accountNumber="A-1", name="Ada Ltd", currency="GBP")

    def tell(self) -> None:
        """An invoice with tax, a debit memo and a credit memo, paid, credited, taken back and refunded.

        INV-1  Seats 60.00 with VAT 12.00, Support 40.00: 50.00 paid, 6.00 of Seats credited
        DM-1   Late fee 8.00, paid
        CM-1   Goodwill 30.00 with VAT 6.00: 10.00 applied, 4.00 taken back, 5.00 and VAT 1.00 refunded
        P-1    100.00: 58.00 applied, 2.00 refunded
        INV-2  a draft of 5.00
        """
        self._tell_of_documents()
        self.do(
            "payment.create",
            number="P-1",
            accountNumber="A-1",
            amount="100.00",
            effectiveDate="2024-03-05",
            comment="by wire",
            referenceId="W-77",
            invoices=[
                {
                    "invoiceNumber": "INV-1",
                    "amount": "50.00",
                    "items": [
                        {"invoiceItemId": "INV-1#1", "amount": "30.00"},
                        {"taxItemId": "INV-1#1.1", "amount": "12.00"},
                        {"invoiceItemId": "INV-1#2", "amount": "8.00"},
                    ],
                }
            ],
            debitMemos=[{"debitMemoNumber": "DM-1", "amount": "8.00"}],
        )
        pair = {"creditMemoItemId": "CM-1#1", "invoiceItemId": "INV-1#1"}
        for verb, amount, day in (("apply", "10.00", "2024-03-08"), ("unapply", "4.00", "2024-03-12")):
            share = {"invoiceNumber": "INV-1", "amount": amount, "items": [pair | {"amount": amount}]}
            self.do(f"credit-memo.{verb}", "CM-1", effectiveDate=day, invoices=[share])
        self.do("payment.refund", "P-1", number="R-1", totalAmount="2.00", type="External")
        self.do(
            "credit-memo.refund",
            "CM-1",
            actor="supervisor",
            number="R-2",
            totalAmount="6.00",
            type="External",
            items=[
                {"creditMemoItemId": "CM-1#1", "amount": "5.00"},
                {"creditTaxItemId": "CM-1#1.1", "amount": "1.00"},
            ],
        )

    def _tell_of_documents(self) -> None:
        account = {"accountNumber": "A-1"}
        vat = {"name": "VAT", "taxRate": "0.2", "taxCode": "S"}
        seats = {"amount": "60.00", "chargeName": "Seats", "sku": "SEAT", "quantity": "3", "unitPrice": "20"}
        self.do(
            "invoice.create",
            number="INV-1",
            status="Posted",
            invoiceDate="2024-03-01",
            dueDate="2024-03-31",
            comments="thank you",
            **account,
            invoiceItems=[
                seats | {"taxItems": [vat | {"taxAmount": "12.00"}], "serviceStartDate": "2024-03-01"},
                {"amount": "40.00", "chargeName": "Support"},
            ],
        )
        self.do(
            "debit-memo.create",
            number="DM-1",
            status="Posted",
            debitMemoDate="2024-03-02",
            **account,
            charges=[{"amount": "8.00", "chargeName": "Late fee"}],
        )
        goodwill = {"amount": "36.00", "taxMode": "TaxInclusive", "chargeName": "Goodwill"}
        self.do(
            "credit-memo.create",
            number="CM-1",
            status="Posted",
            creditMemoDate="2024-03-03",
            **account,
            charges=[goodwill | {"taxItems": [vat | {"taxAmount": "6.00"}]}],
        )
        self.do("invoice.create", number="INV-2", **account, invoiceItems=[{"amount": "5.00"}])


def digests(story: Story) -> dict[str, str]:
    """Of every live table."""
    return {table: digest_of(story.app, "read", table, story.ledger_id) for table in story.tables()}


def green_schemas(story: Story) -> list[str]:
    """What rebuilds have left standing."""
    rows = story.app.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'green%%'").fetchall()
    return [name for (name,) in rows]
