"""Answers questions about objects: one state of the books for the rows and for all that they lead to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from json import loads
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg.errors import QueryCanceled

from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.domain.ids import as_id
from settlebook.projecting.relations import own_views
from settlebook.queries import snapshot
from settlebook.queries.objects.columns import POSITION
from settlebook.queries.objects.question import (
    MOST_ROWS,
    AllOf,
    Compared,
    Expansion,
    Operator,
    Order,
    Page,
    Question,
)
from settlebook.queries.objects.shapes import Column, Shape
from settlebook.queries.objects.statement import Writer
from settlebook.queries.snapshot import Kind, Snapshot
from settlebook.statements import statements

(BEGIN,) = statements(Path(__file__).parent / "sql" / "begin.sql")
TIMEOUT = "30s"  # of one statement about now; the past takes as long as it takes
MOST_EXPANDED = 10_000  # rows that one answer shows inside others
CUSTOM_FIELDS = Column("customFields")
KINDS: Mapping[str, Kind] = {
    "Account": snapshot.ACCOUNT,
    "Invoice": snapshot.INVOICE,
    "DebitMemo": snapshot.DEBIT_MEMO,
    "CreditMemo": snapshot.CREDIT_MEMO,
    "Payment": snapshot.PAYMENT,
    "Refund": snapshot.REFUND,
}
# What read models tell of the whole ledger, not of one account.
WIDE = {"accounting_code", "accounting_period", "entry_run", "entry_run_member", "journal_entry"}

Record = dict[str, Any]


def page(books: Snapshot, question: Question) -> Page:
    """A page of rows. Refuses: InvalidRequest, where it takes too long or expands to too much."""
    _narrow(books, question)
    return _page(books, question)


def found(books: Snapshot, question: Question, key: str) -> Record:
    """The one row that an id or number names. Refuses: NotFound, and as `page`."""
    kind = KINDS.get(question.shape.name)
    id = books.find(kind, key).id if kind is not None else as_id(key)
    if kind is None or question.expansions or _is_wide(question.shape, {}):
        _narrow(books, question)
    elif id is not None:
        books.narrow([id])
    named = Compared(question.shape.columns["id"], Operator.EQ, id)
    rows = _page(books, replace(question, condition=named)).rows if id is not None else []
    if not rows:
        raise NotFound(question.shape.spoken, key)
    return rows[0]


def total_order(shape: Shape, asked: Sequence[Order]) -> tuple[Order, ...]:
    """The order that was asked for, and by id among equals: every row has its place.

    What is recorded later has a later date and a later position, and by position an index finds it.
    """
    orders: list[Order] = []
    for each in asked:
        is_by_date = each.column.name == "createdDate"
        by_position = shape.columns.get(POSITION.lower()) if is_by_date else None
        orders.append(replace(each, column=by_position) if by_position is not None else each)
        if orders[-1].column.is_unique:
            return tuple(orders)
    return (*orders, Order(shape.columns["id"]))


def _narrow(books: Snapshot, question: Question) -> None:
    """Of the past, only what is of the account is told anew, where nothing else is asked for."""
    if _is_wide(question.shape, question.expansions):
        return
    if question.account is not None:
        books.narrow([question.account])
    elif not question.expansions and (account := _account_of(question)) is not None:
        books.narrow([account])


def _account_of(question: Question) -> UUID | None:
    """The one account that the condition asks for."""
    condition = question.condition
    for each in condition.conditions if isinstance(condition, AllOf) else ():
        match each:
            case Compared(column, Operator.EQ, UUID() as account) if column.name == question.shape.account:
                return account
    return None


def _is_wide(shape: Shape, expansions: Mapping[str, Expansion]) -> bool:
    """Whether a row tells something that is no account's: a code, a period, a run."""
    reads = own_views()[shape.view].reads
    return bool(reads & WIDE) or any(_is_wide(each.shape, each.inside) for each in expansions.values())


def _page(books: Snapshot, question: Question) -> Page:
    limit = min(question.limit, MOST_ROWS)
    order = total_order(question.shape, question.order)
    asking = _Asking(books, question.account)
    rows = asking.rows(question, order, limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    after = tuple(rows[-1][each.column.name] for each in order) if more else None
    asking.expand(rows, question.expansions)
    return Page([_shown(row, question.fields, question.expansions) for row in rows], after)


class _Asking:
    """One question being answered."""

    def __init__(self, books: Snapshot, account: UUID | None) -> None:
        self._books = books
        self._account = account
        self._left = MOST_EXPANDED
        timeout = TIMEOUT if books.moment is None else "0"
        books.asked_once(BEGIN, {"timeout": timeout})

    def rows(self, question: Question, order: Sequence[Order], limit: int) -> list[Record]:
        writer = self._writer()
        conditions = [writer.condition(question.condition)]
        if question.after is not None:
            conditions.append(writer.later(order, question.after))
        needed = [each.column for each in order]
        columns = _columns(question.shape, question.fields, question.expansions, needed)
        return self._select(writer, question.shape, columns, conditions, order, limit)

    def expand(self, rows: Sequence[Record], expansions: Mapping[str, Expansion]) -> None:
        """Put into each row what it leads to."""
        for expansion in expansions.values():
            relation = expansion.relation
            values = list({row[relation.ours]: None for row in rows if row[relation.ours] is not None})
            related = self._related(expansion, values) if values else []
            self.expand(related, expansion.inside)
            by_value: defaultdict[Any, list[Record]] = defaultdict(list)
            for each in related:
                shown = _shown(each, expansion.fields, expansion.inside)
                by_value[each[relation.theirs]].append(shown)
            for row in rows:
                there = by_value.get(row[relation.ours], [])
                row[relation.name] = there if relation.is_many else next(iter(there), None)

    def _related(self, expansion: Expansion, values: Sequence[Any]) -> list[Record]:
        shape, writer = expansion.shape, self._writer()
        theirs = shape.columns[expansion.relation.theirs.lower()]
        order = total_order(shape, [Order(shape.columns[name]) for name in _NATURAL if name in shape.columns])
        columns = _columns(shape, expansion.fields, expansion.inside, [theirs])
        conditions = [writer.among(theirs, values)]
        rows = self._select(writer, shape, columns, conditions, order, self._left + 1)
        self._left -= len(rows)
        if self._left < 0:
            advice = f"ask for smaller pages, or for /object-query/{shape.plural} by themselves"
            raise InvalidRequest("expand[]", f"it leads to more than {MOST_EXPANDED:,} rows: {advice}")
        return rows

    def _select(
        self,
        writer: Writer,
        shape: Shape,
        columns: Sequence[Column],
        conditions: list[bytes],
        order: Sequence[Order],
        limit: int,
    ) -> list[Record]:
        if self._account is not None:
            conditions.append(writer.owned(shape, self._account))
        statement = writer.page(shape, columns, conditions, order)
        try:
            rows = self._books.asked_once(statement, writer.values | {"limit": limit})
        except QueryCanceled:
            problem = f"the answer takes longer than {TIMEOUT}: filter by id, number or account"
            raise InvalidRequest("filter[]", problem) from None
        for row in rows:
            if CUSTOM_FIELDS.name in row:
                row |= loads(row.pop(CUSTOM_FIELDS.name), parse_float=Decimal)
        return rows

    def _writer(self) -> Writer:
        return Writer(lambda shape: self._books.view(shape.view))


_NATURAL = ("linenumber", "createddate")  # how rows inside others are ordered


def _columns(
    shape: Shape,
    fields: Sequence[Column] | None,
    expansions: Mapping[str, Expansion],
    needed: Sequence[Column],
) -> list[Column]:
    """What has to be read to show the fields, and to find what comes next and what a row leads to."""
    chosen = list(shape.columns.values()) if fields is None else [*fields]
    ours = [shape.columns[expansion.relation.ours.lower()] for expansion in expansions.values()]
    if fields is None and shape.has_custom_fields:
        chosen.append(CUSTOM_FIELDS)
    return list({each.name: each for each in [*chosen, *needed, *ours]}.values())


def _shown(row: Record, fields: Sequence[Column] | None, expansions: Mapping[str, Expansion]) -> Record:
    if fields is None:
        return row
    names = [*(each.name for each in fields), *(each.relation.name for each in expansions.values())]
    return {name: row.get(name) for name in names}
