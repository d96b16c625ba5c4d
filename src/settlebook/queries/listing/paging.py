"""Reads a page of a list: which rows, in which order, and the cursor to go on from."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from settlebook.domain.errors import NotFound
from settlebook.domain.ids import as_id
from settlebook.queries.items import ItemRow
from settlebook.queries.listing.lists import Listed, ListedItems
from settlebook.queries.listing.selection import Listing, Selection, cursor_of
from settlebook.queries.listing.statement import Asking
from settlebook.queries.row import Record, Row
from settlebook.queries.snapshot import ACCOUNT, Key, Snapshot


class PageOf(NamedTuple):
    """Rows of a list; `cursor` goes on behind them, and is none at the end."""

    rows: Sequence[Row]
    cursor: str | None


class Chosen(NamedTuple):
    ids: list[UUID]
    cursor: str | None


def page_of(books: Snapshot, listed: Listed, selection: Selection) -> PageOf:
    """Refuses: InvalidRequest for a cursor of another list or order."""
    narrow_to_account(books, selection)
    ids, cursor = chosen(books, listed.listing, selection, kind=listed.kind.document)
    return PageOf(in_order(ids, listed.told(books, ids)), cursor)


def page_of_items(books: Snapshot, listed: ListedItems, document: Key, selection: Selection) -> PageOf:
    """Items of one document, each with its tax items. Refuses: as `page_of`, and NotFound."""
    id = books.about(listed.kind, document).id
    ids, cursor = chosen(books, listed.listing, selection, document=id)
    rows = listed.shown(books.records(*listed.rows, id=id, items=ids))
    return PageOf(in_order(ids, rows), cursor)


def item_of(books: Snapshot, listed: ListedItems, document: Key, item: Key) -> ItemRow:
    """One item of a document with its tax items. Refuses: NotFound."""
    id = books.about(listed.kind, document).id
    named = item if isinstance(item, UUID) else as_id(item)
    for found in listed.shown(books.records(*listed.rows, id=id, items=[named] if named else [])):
        if found.id == named:
            return found
    raise NotFound("item", str(item))


def chosen(books: Snapshot, listing: Listing, selection: Selection, **parameters: Any) -> Chosen:
    """The ids of a page, as sorted."""
    asking = Asking(listing, selection)
    statement, given = asking.statement()
    records = books.asked(statement, **given, **parameters)
    size = selection.page.size
    if len(records) <= size:
        return Chosen(_ids(records), None)
    last = records[size - 1]
    cursor = cursor_of(asking.order, [last[order.column] for order in asking.order])
    return Chosen(_ids(records[:size]), cursor)


def in_order(ids: Iterable[UUID], rows: Iterable[Row]) -> list[Row]:
    """The rows of these ids, in their order."""
    found: dict[UUID, Row] = {vars(row)["id"]: row for row in rows}
    return [found[id] for id in ids]


def narrow_to_account(books: Snapshot, selection: Selection) -> None:
    """Where only one account's rows can be meant, a question about the past folds that account alone."""
    if books.moment is None:
        return
    if selection.account is not None:
        books.narrow([selection.account])
        return
    for column, test in selection.conditions:
        if column in ("accountId", "accountNumber") and test.how == "=":
            try:
                books.narrow([books.find(ACCOUNT, test.value).id])
            except NotFound:
                books.narrow([])


def _ids(records: Iterable[Record]) -> list[UUID]:
    return [record["id"] for record in records]
