"""One state of a ledger's books, which any number of questions are put to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from settlebook.domain.errors import InvalidRequest, NotFound, NotFoundThen
from settlebook.domain.events import DocumentKind
from settlebook.domain.ids import as_id, is_number
from settlebook.projecting.catalogue import built_in
from settlebook.projecting.folding import Range
from settlebook.projecting.past.standing_in import Past
from settlebook.projecting.relations import own_views, read_by
from settlebook.queries.cut import Cut
from settlebook.queries.moment import Moment
from settlebook.statements import naming as naming_of
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
BEGIN = statements(SQL / "begin_snapshot.sql")
BEGIN_PAST = statements(SQL / "begin_past.sql")
NARROW = 1_000  # subjects of a question; with more, all of the ledger is folded once
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

    moment: Moment | None = None  # none: now

    def __init__(self, connection: Connection[Any], ledger_id: str) -> None:
        self._connection = connection
        self._ledger_id = ledger_id

    def records(self, model: str, question: str, **parameters: Any) -> list[dict[str, Any]]:
        """The answer of projections/<model>/queries/<question>.sql."""
        return self.asked(question_of(model, question), **parameters)

    def asked(self, statement: bytes, **parameters: Any) -> list[dict[str, Any]]:
        """The answer of a statement over the journal and the read models."""
        given = {"ledger": self._ledger_id, **parameters}
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(self._ready(statement), given).fetchall()

    def asked_once(self, statement: bytes, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The answer of a statement that was made for one question: no plan of it is kept."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement, {"ledger": self._ledger_id, **given}, prepare=False).fetchall()

    def view(self, name: str) -> bytes:
        """Where the Data Query view of that name stands, as statements name it."""
        return naming_of(b'data_query.:"name"', name=name)

    def known(self, statement: bytes, **parameters: Any) -> list[dict[str, Any]]:
        """The answer of a statement over what is known now, whatever the moment."""
        given = {"ledger": self._ledger_id, **parameters}
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement, given).fetchall()

    def stream(self, model: str, question: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """As `records`, for answers of any length: rows are fetched as they are asked for."""
        given = {"ledger": self._ledger_id, **parameters}
        statement = self._ready(question_of(model, question))
        with self._connection.cursor(name="stream", row_factory=dict_row) as cursor:
            cursor.itersize = FETCHED
            yield from cursor.execute(statement, given)

    def find(self, kind: Kind, key: Key) -> Found:
        """What an id or number names. Refuses: NotFound, for an id of another kind as well."""
        text, id, number = spelled(key)
        found: list[dict[str, Any]] = []
        if id is not None or number is not None:
            found = self._keyed(kind, id, number)
        if not found:
            raise NotFound(kind.name, text)
        return Found(**found[0])

    def about(self, kind: Kind, key: Key) -> Found:
        """As `find`, of what all that is asked from here on is about."""
        found = self.find(kind, key)
        self.narrow([found.id])
        return found

    def told(
        self, kind: Kind, key: Key, model: str, question: str, cut: Cut | None = None, **parameters: Any
    ) -> Iterator[dict[str, Any]]:
        """As `records`, or a cut of it, about the object that a key names. Refuses: NotFound."""
        id, asked = self.about(kind, key).id, question_of_one(model, question)
        parameters |= {"id": id}
        if cut is None:
            return iter(self.asked(asked, **parameters))
        return iter(self.asked(cut.of(asked), **parameters, **cut.parameters))

    def page(self, kind: Kind, account: Key | None, limit: int, after: Key | None) -> list[UUID]:
        """The ids of a page in the order of recording, of one account or all; `after` is the last one seen.

        Refuses: InvalidRequest for a limit below 1; NotFound for the account, then for `after`.
        """
        if limit < 1:
            raise InvalidRequest("limit", "give a whole number above 0")
        account_id = self.find(ACCOUNT, account).id if account is not None else None
        position = self.find(kind, after).position if after is not None else 0
        page = {"after": position, "limit": min(limit, MOST), "account": account_id}
        ids = [row["id"] for row in self._paged(kind, page)]
        self.narrow(ids)
        return ids

    def narrow(self, subjects: Sequence[UUID]) -> None:
        """All that is asked from here on is about these accounts, documents, payments or refunds."""

    def narrow_to(self, statement: bytes, given: Mapping[str, Any]) -> None:
        """As `narrow`, to the ids that a statement finds among all that is known now; to none in particular
        where it finds none, or several thousands."""

    def _keyed(self, kind: Kind, id: UUID | None, number: str | None) -> list[dict[str, Any]]:
        return self.records(kind.model, "key", kind=kind.document, id=id, number=number)

    def _paged(self, kind: Kind, page: dict[str, Any]) -> list[dict[str, Any]]:
        return self.records(kind.model, "page", kind=kind.document, **page)

    def _ready(self, statement: bytes) -> bytes:
        return statement


class PastSnapshot(Snapshot):
    """What counts at a moment; `connection` is in a transaction that is rolled back in the end."""

    def __init__(self, connection: Connection[Any], ledger_id: str, moment: Moment) -> None:
        super().__init__(connection, ledger_id)
        self.moment: Moment = moment
        self._subjects: Sequence[UUID] | None = None
        self._past: Past | None = None

    def narrow(self, subjects: Sequence[UUID]) -> None:
        if len(subjects) <= NARROW:
            self._subjects = subjects

    def narrow_to(self, statement: bytes, given: Mapping[str, Any]) -> None:
        rows = self._connection.execute(statement, {"ledger": self._ledger_id, **given})
        if subjects := [id for (id,) in rows]:
            self.narrow(subjects)

    def _keyed(self, kind: Kind, id: UUID | None, number: str | None) -> list[dict[str, Any]]:
        return self._present(kind, id=id, number=number, account=None, after=0, limit=1)

    def _paged(self, kind: Kind, page: dict[str, Any]) -> list[dict[str, Any]]:
        return self._present(kind, id=None, number=None, **page)

    def _present(self, kind: Kind, **asked: Any) -> list[dict[str, Any]]:
        """What is there at the moment, found by the live tables and the journal: nothing is folded for it."""
        given = {"ledger": self._ledger_id, "kind": kind.document, **asked}
        given |= {"upto": self.moment.position, "day": self.moment.day}
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(question_of(kind.model, "present"), given).fetchall()

    def view(self, name: str) -> bytes:
        return naming_of(b'pg_temp.:"name"', name=self._told().show(own_views()[name]))

    def _ready(self, statement: bytes) -> bytes:
        """All that it reads stands in for the past."""
        self._told().require(read_by(statement))
        return statement

    def _told(self) -> Past:
        if self._past is None:
            over = Range(self._ledger_id, 0, self.moment.position, self.moment.day)
            self._past = Past(self._connection, over, self._subjects)
        return self._past


@contextmanager
def snapshot(connection: Connection[Any], ledger_id: str, moment: Moment | None = None) -> Iterator[Snapshot]:
    """A snapshot as long as the block lasts, of now or of a moment; before and after it is no transaction.

    What is not found at a moment is NotFoundThen.
    """
    if moment is None:
        with connection.transaction():
            for statement in BEGIN:
                connection.execute(statement, {})
            yield Snapshot(connection, ledger_id)
        return
    with connection.transaction(force_rollback=True), naming(moment):
        for statement in BEGIN_PAST:
            connection.execute(statement, {})
        yield PastSnapshot(connection, ledger_id, moment)


@contextmanager
def naming(moment: Moment) -> Iterator[None]:
    """Whoever finds nothing is told of which moment."""
    try:
        yield
    except NotFound as error:
        raise NotFoundThen(error.kind, error.key, moment.spoken) from None


def spelled(key: Key) -> tuple[str, UUID | None, str | None]:
    """A key as text, and what it may be: an id, or a number, or neither."""
    text = key.hex if isinstance(key, UUID) else key
    id = key if isinstance(key, UUID) else as_id(text)
    return text, id, text if id is None and is_number(text) else None


def named(key: Key) -> tuple[str, UUID | None]:
    """A key of what is called by a name, and the id that it may be; PostgreSQL keeps no text with NUL."""
    text = key.hex if isinstance(key, UUID) else key
    return text.replace("\0", "\ufffd"), as_id(text)


@cache
def question_of(model: str, question: str) -> bytes:
    """The statement of projections/<model>/queries/<question>.sql."""
    (folder,) = (known.folder for known in built_in() if known.name == model)
    (statement,) = statements(folder / "queries" / f"{question}.sql")
    return statement


@cache
def question_of_one(model: str, question: str) -> bytes:
    """The same of a single `id`; the planner is told that it is one, or it would plan anew each time."""
    return question_of(model, question).replace(b"%(ids)s", b"ARRAY[%(id)s::uuid]")
