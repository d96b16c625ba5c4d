"""Answers that are one statement over the books of now, where the read models turn out to be up to date."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from psycopg import Connection

from settlebook.domain.errors import NotFound
from settlebook.projecting.catalogue import BUILT_IN
from settlebook.projecting.projector import READ_PROGRESS
from settlebook.queries.cut import Cut
from settlebook.queries.snapshot import Key, Kind, question_of, question_of_one, spelled
from settlebook.statements import embedding, statements

(GLANCE,) = statements(Path(__file__).parent / "sql" / "glance.sql")
_BESIDE = 4  # columns before those of the answer: reached, head, found, is_there


class Behind(Exception):
    """The read models have to be brought up to date first."""


class Teller(Protocol):
    """Tells what is known of one object: a glance at the books of now, or a snapshot of any moment."""

    def told(
        self, kind: Kind, key: Key, model: str, question: str, cut: Cut | None = None, **parameters: Any
    ) -> Iterator[dict[str, Any]]: ...


class Glance:
    """One look at the books; `connection` is the app's, in no transaction.

    `upto` is the position that the answer has to count in; None for all that is recorded.
    """

    def __init__(self, connection: Connection[Any], ledger_id: str, upto: int | None = None) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._upto = upto

    def told(
        self, kind: Kind, key: Key, model: str, question: str, cut: Cut | None = None, **parameters: Any
    ) -> Iterator[dict[str, Any]]:
        """What projections/<model>/queries/<question>.sql says of the object that a key names.

        Raises Behind. Refuses: NotFound.
        """
        text, id, number = spelled(key)
        parameters |= {"ledger": self._ledger_id, "model": BUILT_IN, "kind": kind.document}
        parameters |= {"id": id, "number": number} | (cut.parameters if cut else {})
        statement = _fused(kind.model, model, question, cut.statement if cut else None)
        cursor = self._connection.execute(statement, parameters, prepare=True)
        rows = cursor.fetchall()
        reached, head, found, is_there, *_ = rows[0]
        wanted = head if self._upto is None else self._upto
        if head is None or reached < wanted or reached > head:  # the last two are for others to tell
            raise Behind
        if found is None:
            raise NotFound(kind.name, text)
        names = [column.name for column in cursor.description or ()]
        return _records(names, rows) if is_there else iter(())


def _records(names: list[str], rows: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Each row as a record; rows are let go as they are asked for, as there may be very many."""
    rows.reverse()
    while rows:
        yield dict(zip(names[_BESIDE:], rows.pop()[_BESIDE:], strict=True))


@cache
def _fused(kind_model: str, model: str, question: str, cut: bytes | None) -> bytes:
    asked = question_of_one(model, question)
    asked = (asked if cut is None else embedding(cut, question=asked)).replace(b"%(id)s", b"found.id")
    return embedding(GLANCE, progress=READ_PROGRESS, key=question_of(kind_model, "key"), question=asked)
