"""What the read models show of a ledger: the Data Query views to a reader, the tables as of a day."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.engine import Engine, Role
from settlebook.projecting import READER_SEARCH_PATH, Range, folded_over
from settlebook.statements import statements
from tests.model.book import Book
from tests.model.figures import snapshot
from tests.model.snapshot import Snapshot, Source, differences, drop_zeros

Row = tuple[Any, ...]

SQL = Path(__file__).parent / "shown"
FIGURES = ("items", "documents", "payments", "memo_rows", "parts", "part_items", "accounts")
NOW = {figure: statements(SQL / "now" / f"{figure}.sql")[0] for figure in FIGURES}
AS_OF = {figure: statements(SQL / "as_of" / f"{figure}.sql")[0] for figure in FIGURES}
(ORDER,) = statements(SQL / "order.sql")
(HISTORY,) = statements(SQL / "history.sql")

# What a day changes; the headers of items and accounts are the live ones.
OF_A_DAY = ("document", "document_balance", "item_balance", "payment", "credit_memo", "account_balance")


class Shown:
    """Looks at the ledgers of one database, with the rights of a reader and, for a past day, of the app."""

    def __init__(self, reader: Connection[Any], app: Connection[Any]) -> None:
        self._reader = reader
        self.app = app

    def now(self, ledger_id: str) -> Snapshot:
        """By the views."""
        return _snapshot({figure: self._seen(ledger_id, query) for figure, query in NOW.items()})

    def assert_like(self, ledger_id: str, book: Book) -> None:
        """The views show the figures of the naive ledger, and what happened adds up to them."""
        seen = self.now(ledger_id)
        assert not (found := differences(seen.renamed(book.called), without_deleted(snapshot(book), book))), (
            found
        )
        of_documents = {names: minor for names, minor in seen.part_items.items() if names[1] is not None}
        assert self.history(ledger_id) == of_documents

    def recorded(self, ledger_id: str) -> list[int]:
        """The places of the commands that took effect, in the order of the log."""
        return [int(key) for (key,) in self.app.execute(ORDER, {"ledger": ledger_id})]

    def history(self, ledger_id: str) -> dict[Row, int]:
        """By source, document, source item and item, what was applied less what was taken back."""
        sums = _once((tuple(names), minor) for *names, minor in self._seen(ledger_id, HISTORY))
        drop_zeros(sums)
        return sums

    def on(self, ledger_id: str, day: date, upto: int) -> Snapshot:
        """By the same folds over the journal up to that day."""
        with folded_over(self.app, OF_A_DAY, Range(ledger_id, 0, upto, day)):
            return _snapshot({figure: self._kept(ledger_id, query) for figure, query in AS_OF.items()})

    def _seen(self, ledger_id: str, query: bytes) -> list[Row]:
        self._reader.execute("SELECT set_config('settlebook.ledger', %s, false)", [ledger_id])
        return [tuple(map(_minor, row)) for row in self._reader.execute(query)]

    def _kept(self, ledger_id: str, query: bytes) -> list[Row]:
        return [tuple(map(_whole, row)) for row in self.app.execute(query, {"ledger": ledger_id})]


def without_deleted(seen: Snapshot, book: Book) -> Snapshot:
    """Payments that were deleted are no longer shown; nothing is left of them."""
    kept = {name: source for name, source in seen.payments.items() if book.payments[name].status != "Deleted"}
    return replace(seen, payments=kept)


@contextmanager
def shown_by(engine: Engine) -> Iterator[Shown]:
    with (
        psycopg.connect(engine.conninfo(Role.READER), autocommit=True) as reader,
        psycopg.connect(engine.conninfo(Role.APP), autocommit=True) as app,
    ):
        reader.execute("SELECT set_config('search_path', %s, false)", [READER_SEARCH_PATH])
        yield Shown(reader, app)


def _snapshot(rows: dict[str, list[Row]]) -> Snapshot:
    seen = Snapshot(
        items=_once((name, minor) for name, minor in rows["items"]),
        documents=_once((number, minor) for number, minor in rows["documents"]),
        payments=_once((number, Source(*amounts)) for number, *amounts in rows["payments"]),
        memo_rows=_once((name, Source(*amounts)) for name, *amounts in rows["memo_rows"]),
        parts=_once(((source, document), minor) for source, document, minor in rows["parts"]),
        part_items=_once((tuple(names), minor) for *names, minor in rows["part_items"]),
        accounts=_once((number, minor) for number, minor in rows["accounts"]),
    )
    drop_zeros(seen.parts)
    drop_zeros(seen.part_items)
    return seen


def _once(rows: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """Nothing is shown twice."""
    found = list(rows)
    figures = dict(found)
    assert len(figures) == len(found), found
    return figures


def _minor(value: Any) -> Any:
    """12.34 is 1234: were there a decimal too many or too few, the figure would be another."""
    if not isinstance(value, Decimal):
        return value
    sign, figures, _ = value.as_tuple()
    return (-1 if sign else 1) * int("".join(map(str, figures)))


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, Decimal) else value
