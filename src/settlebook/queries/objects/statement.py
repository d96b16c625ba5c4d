"""Makes the statement of a page: parts are .sql files, names those of the catalogue, values parameters."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from settlebook.queries.objects.catalogue import BY_NAME
from settlebook.queries.objects.question import AllOf, AnyOf, Compared, Condition, Operator, Order
from settlebook.queries.objects.shapes import Column, Owner, Shape
from settlebook.statements import embedding, naming, statements

SQL = Path(__file__).parent / "sql"
(PAGE,) = statements(SQL / "page.sql")
(OWNED,) = statements(SQL / "owned.sql")

ViewOf = Callable[[Shape], bytes]  # where the view of an object stands, quoted
NOTHING, ALL = b"false", b"true"
_COMPARED = {
    Operator.EQ: b"%b = %b",
    Operator.NE: b"%b IS DISTINCT FROM %b",
    Operator.LT: b"%b < %b",
    Operator.LE: b"%b <= %b",
    Operator.GT: b"%b > %b",
    Operator.GE: b"%b >= %b",
    Operator.SW: b"starts_with(%b, %b)",
    Operator.IN: b"%b = ANY(%b)",
    Operator.LIKE: b"%b LIKE %b",
}


class Writer:
    """Writes the conditions, columns and order of one statement, and keeps the values that they name."""

    def __init__(self, view_of: ViewOf) -> None:
        self._view_of = view_of
        self.values: dict[str, Any] = {}

    def page(
        self, shape: Shape, columns: Iterable[Column], conditions: Sequence[bytes], order: Iterable[Order]
    ) -> bytes:
        """The statement; it takes `values`, and `limit`."""
        return embedding(
            PAGE,
            columns=b", ".join(b"%b AS %b" % (self.column(each), _quoted(each.name)) for each in columns),
            view=self._view_of(shape),
            condition=_joined(b" AND ", conditions, ALL),
            order=b", ".join(self._ordered(each) for each in order),
        )

    def _ordered(self, by: Order) -> bytes:
        """Where none has nothing there, an index is walked from either end."""
        ordered = self.column(by.column) + (b" DESC" if by.descends else b" ASC")
        return ordered if by.column.is_unique else ordered + b" NULLS LAST"

    def column(self, column: Column) -> bytes:
        if column.is_custom:
            return b"custom_field(root.customfields, %b)" % self._value(column.name)
        if column.name == "customFields":
            return b"root.customfields::text"
        return b"root." + _quoted(column.name.lower())

    def condition(self, condition: Condition) -> bytes:
        match condition:
            case AllOf(parts):
                return _joined(b" AND ", [self.condition(each) for each in parts], ALL)
            case AnyOf(parts):
                return _joined(b" OR ", [self.condition(each) for each in parts], NOTHING)
            case Compared(column, Operator.EQ, None):
                return self.column(column) + b" IS NULL"
            case Compared(column, Operator.NE, None):
                return self.column(column) + b" IS NOT NULL"
            case Compared(column, operator, value):
                return _COMPARED[operator] % (self.column(column), self._value(value))

    def among(self, column: Column, values: Sequence[Any]) -> bytes:
        return self.condition(Compared(column, Operator.IN, list(values)))

    def later(self, order: Sequence[Order], after: Sequence[Any]) -> bytes:
        """As a condition: the row comes after the one that has these values in the columns of the order."""
        if not order:
            return NOTHING
        by, value = order[0], after[0]
        column = self.column(by.column)
        if by.column.is_unique:
            return b"%b %b %b" % (column, b"<" if by.descends else b">", self._value(value))
        if value is None:
            strictly, same = NOTHING, column + b" IS NULL"
        else:
            given = self._value(value)
            strictly = b"(%b %b %b OR %b IS NULL)" % (column, b"<" if by.descends else b">", given, column)
            same = b"%b = %b" % (column, given)
        return b"(%b OR %b AND %b)" % (strictly, same, self.later(order[1:], after[1:]))

    def owned(self, shape: Shape, account: Any, row: bytes = b"root", depth: int = 1) -> bytes:
        """As a condition: the row is the account's. What belongs to nobody is not."""
        if shape.account is not None:
            return b"%b.%b = %b" % (row, _quoted(shape.account.lower()), self._value(account))
        ways = [self._owned_by(each, account, row, depth) for each in shape.owners]
        return _joined(b" OR ", ways, NOTHING)

    def _owned_by(self, owner: Owner, account: Any, row: bytes, depth: int) -> bytes:
        of, alias = BY_NAME[owner.of], b"owner_%d" % depth
        named = naming(OWNED, ours=owner.ours.lower(), theirs=owner.theirs.lower())
        return embedding(
            named,
            row=row,
            owner=alias,
            view=self._view_of(of),
            condition=self.owned(of, account, alias, depth + 1),
        )

    def _value(self, value: Any) -> bytes:
        name = f"value_{len(self.values)}"
        self.values[name] = value
        return b"%%(%b)s" % name.encode()


def _joined(word: bytes, parts: Sequence[bytes], without: bytes) -> bytes:
    return b"(" + word.join(parts) + b")" if parts else without


def _quoted(name: str) -> bytes:
    return naming(b':"name"', name=name)
