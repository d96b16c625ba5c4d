"""One state of a ledger's books, which any number of questions are put to."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.domain.events import DocumentKind
from settlebook.domain.ids import as_id, is_number
from settlebook.projecting.catalogue import built_in
from settlebook.statements import statements

BEGIN = statements(Path(__file__).parent / "sql" / "begin_snapshot.sql")
MOST = 2**62  # rows of a page: whoever asks for more gets all
FETCHED = 5_000  # rows at a time, of answers that are streamed

Key: TypeAlias = str | UUID  # an id, or a number


class Found(NamedTuple):
    id: UUID
    account_id: UUID | None  # none: an unassigned payment's
    position: int  # where it was recorded


class Kind(NamedTuple):
    """A kind of object that is found by key and listed: its name for people, and its read model."""

    name: str
    model: str
    document: DocumentKind | None = None


ACCOUNT = Kind("account", "account")
INVOICE = Kind("invoice", "document", DocumentKind.INVOICE)
DEBIT_MEMO = Kind("debit memo", "document", DocumentKind.DEBIT_MEMO)
CREDIT_MEMO = Kind("credit memo", "document", DocumentKind.CREDIT_MEMO)
PAYMENT = Kind("payment", "payment")
REFUND = Kind("refund", "refund")


class Snapshot:
    """What was recorded up to one position; `connection` is in a transaction that sees nothing later."""

    def __init__(self, connection: Connection[Any], ledger_id: str) -> None:
        self._connection = connection
        self._ledger_id = ledger_id

    def records(self, model: str, question: str, **parameters: Any) -> list[dict[str, Any]]:
        """The answer of projections/<model>/queries/<question>.sql."""
        given = {"ledger": self._ledger_id, **parameters}
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(_question(model, question), given).fetchall()

    def stream(self, model: str, question: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """As `records`, for answers of any length: rows are fetched as they are asked for."""
        given = {"ledger": self._ledger_id, **parameters}
        with self._connection.cursor(name="stream", row_factory=dict_row) as cursor:
            cursor.itersize = FETCHED
            yield from cursor.execute(_question(model, question), given)

    def find(self, kind: Kind, key: Key) -> Found:
        """What an id or number names. Refuses: NotFound, for an id of another kind as well."""
        text = key.hex if isinstance(key, UUID) else key
        id = as_id(text)
        number = text if id is None and is_number(text) else None
        found: list[dict[str, Any]] = []
        if id is not None or number is not None:
            found = self.records(kind.model, "key", kind=kind.document, id=id, number=number)
        if not found:
            raise NotFound(kind.name, text)
        return Found(**found[0])

    def page(self, kind: Kind, account: Key | None, limit: int, after: Key | None) -> list[UUID]:
        """The ids of a page in the order of recording, of one account or all; `after` is the last one seen.

        Refuses: InvalidRequest for a limit below 1; NotFound for the account, then for `after`.
        """
        if limit < 1:
            raise InvalidRequest("limit", "give a whole number above 0")
        account_id = self.find(ACCOUNT, account).id if account is not None else None
        position = self.find(kind, after).position if after is not None else 0
        page = {"after": position, "limit": min(limit, MOST), "account": account_id}
        return [row["id"] for row in self.records(kind.model, "page", kind=kind.document, **page)]


@contextmanager
def snapshot(connection: Connection[Any], ledger_id: str) -> Iterator[Snapshot]:
    """A snapshot as long as the block lasts; the connection is in no transaction before and after."""
    with connection.transaction():
        for statement in BEGIN:
            connection.execute(statement, {})
        yield Snapshot(connection, ledger_id)


@cache
def _question(model: str, question: str) -> bytes:
    (folder,) = (known.folder for known in built_in() if known.name == model)
    (statement,) = statements(folder / "queries" / f"{question}.sql")
    return statement
