"""Makes the statement of a page out of .sql files; columns are of a table of ours, values are parameters."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from settlebook.queries.listing.fields import Is, Value
from settlebook.queries.listing.selection import Listing, Order, Selection, values_of, whole_order
from settlebook.queries.snapshot import question_of
from settlebook.statements import embedding, naming, statements

SQL = Path(__file__).parent / "sql"
(LISTING,) = statements(SQL / "listing.sql")
_COLUMN, *_CONDITIONS = statements(SQL / "conditions.sql")
_HOW = ("null", "not null", "=", ">", ">=", "<", "<=", "after")
_TEST = dict(zip(_HOW, _CONDITIONS, strict=True))


class Asking:
    """One statement, growing: each value that it compares to gets a name of its own."""

    def __init__(self, listing: Listing, selection: Selection) -> None:
        self._listing = listing
        self._selection = selection
        self.order = whole_order(listing, selection.sort or (listing.order,))
        self.given: dict[str, Value] = {}

    def statement(self) -> tuple[bytes, dict[str, Any]]:
        """The statement, and its parameters: one row more is asked for than the page shows."""
        page = self._selection.page
        conditions = self._conditions()
        keys = [naming(_COLUMN, column=each.column) for each in self.order]
        text = embedding(
            LISTING,
            keys=b", ".join(keys),
            conditions=b" AND ".join(conditions) or b"true",
            order=b", ".join(map(_sorted, self.order)),
            listed=question_of(self._listing.model, self._listing.question),
        )
        return text, {**self.given, "limit": page.size + 1, "offset": page.offset}

    def _conditions(self) -> list[bytes]:
        found = [self._test(*condition) for condition in self._selection.conditions]
        if self._selection.account is not None:
            assert self._listing.account is not None, "a list that is of no account is closed to those of one"
            found.append(self._test(self._listing.account, Is("=", self._selection.account)))
        if self._selection.page.cursor is not None:
            found.append(self._after(values_of(self._listing, self.order, self._selection.page.cursor)))
        return found

    def _test(self, column: str, test: Is) -> bytes:
        text = naming(_TEST[test.how], column=column)
        if b"%(value)s" in text:
            name = f"value_{len(self.given)}"
            self.given[name] = test.value
            text = text.replace(b"%(value)s", f"%({name})s".encode())
        return text

    def _after(self, values: Sequence[Value]) -> bytes:
        """Rows that stand behind the one of these values: by the first column in which they differ."""
        ways: list[bytes] = []
        for place, (order, value) in enumerate(zip(self.order, values, strict=True)):
            beyond = self._beyond(order, value)
            if beyond is not None:
                same = [self._same(*pair) for pair in zip(self.order[:place], values[:place], strict=True)]
                ways.append(b" AND ".join([*same, beyond]))
        return b"(" + b" OR ".join(ways) + b")" if ways else b"false"

    def _beyond(self, order: Order, value: Value) -> bytes | None:
        """What comes later in one column; nothing comes after no value where it ascends."""
        if value is None:
            return None if order.ascending else self._test(order.column, Is("not null"))
        is_whole = order.column == self._listing.unique  # it has no nulls: an index finds it
        how = ("after" if not is_whole else ">") if order.ascending else "<"
        return self._test(order.column, Is(how, value))

    def _same(self, order: Order, value: Value) -> bytes:
        return self._test(order.column, Is("null") if value is None else Is("=", value))


def _sorted(order: Order) -> bytes:
    return naming(_COLUMN, column=order.column) + (b" ASC" if order.ascending else b" DESC")
