"""What is read alike of invoices, debit memos and credit memos: items, tax items, what explains them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from settlebook import ApplicationPartRow, Key, Ledger, Row
from settlebook.api.caller import Scope
from settlebook.api.context import Reading
from settlebook.api.reads.histories import ONE_EXPLANATION, add_explanations, add_history, explained
from settlebook.api.reads.listed import ListRoute, add_items, add_list, pages_of
from settlebook.api.reads.paging import Paging
from settlebook.api.reads.route import Reads, versioned
from settlebook.api.reads.shapes import document_schema, item_schema, item_shown, tax_shown, without_items
from settlebook.api.schemas import answer_schema
from settlebook.api.wire import Wire
from settlebook.queries.listing.lists import Listed, ListedItems


@dataclass(frozen=True, slots=True)
class Documents:
    """A kind of document: where it stands, and what of it is what.

    paths   where it stands; the first is Zuora's, others mean the same.
    name    the key of a list of them, `items` of a list of their items.
    one     reads one without its items.
    """

    paths: tuple[str, ...]
    scope: Scope
    name: str
    items: str
    listed: Listed
    listed_items: ListedItems
    item: type[BaseModel]
    tax: type[BaseModel]
    one: Callable[..., Row]

    def under(self, rest: str) -> tuple[str, ...]:
        return tuple(f"{path}/{{key}}{rest}" for path in self.paths)


def add_documents(reads: Reads, kind: Documents) -> None:
    """Routes that every kind of document has."""
    word = kind.listed.kind.name
    first, *others = kind.paths
    rows = ListRoute(
        first,
        kind.name,
        f"{word.capitalize()}s, narrowed, sorted and paged.",
        document_schema(kind.listed.row),
        without_items,
        tuple(others),
    )
    add_list(reads.router, rows, kind.listed)
    _add_one(reads, kind)
    first, *others = kind.under("/items")
    items = ListRoute(
        first, kind.items, f"Items of one {word}.", item_schema(kind.item), item_shown, tuple(others)
    )
    add_items(reads.router, items, kind.listed_items, kind.scope)
    _add_item(reads, kind)
    _add_explain(reads, kind)
    first, *others = kind.under("/history")
    add_history(reads, first, kind.listed.kind, *others)
    first, *others = kind.under("/explain")
    add_explanations(reads, first, kind.listed.kind, *others)


def _add_one(reads: Reads, kind: Documents) -> None:
    def told(ledger: Ledger, key: Key, **when: Any) -> dict[str, Any]:
        return {"success": True, **without_items(kind.one(ledger, key, with_items=False, **when))}

    def endpoint(context: Reading, key: str) -> Wire:
        return versioned(context, kind.listed.kind, key, lambda ledger: told(ledger, key, **context.when))

    word = kind.listed.kind.name
    reads.add(
        *_first(kind.under(""), endpoint, document_schema(kind.listed.row)),
        summary=f"One {word}, by id or number.",
    )


def _add_item(reads: Reads, kind: Documents) -> None:
    def item(context: Reading, key: str, item_id: str) -> Wire:
        row = context.ledger.item_of(kind.listed_items, key, item_id, **context.when)
        return Wire({"success": True, **item_shown(row)})

    def taxes(context: Reading, paged: Paging, key: str, item_id: str) -> Wire:
        row = context.ledger.item_of(kind.listed_items, key, item_id, **context.when)
        return Wire(paged.answer_of_all("data", vars(row)["taxation_items"], tax_shown))

    word = kind.listed.kind.name
    paths = kind.under("/items/{item_id}")
    reads.add(*_first(paths, item, item_schema(kind.item)), summary=f"One item of a {word}.")
    paths = kind.under("/items/{item_id}/taxation-items")
    schema = pages_of("data", answer_schema(kind.tax))
    reads.add(*_first(paths, taxes, schema), summary=f"The tax items of one item of a {word}.")


def _add_explain(reads: Reads, kind: Documents) -> None:
    def endpoint(context: Reading, key: str, item_id: str) -> Wire:
        row = context.ledger.item_of(kind.listed_items, key, item_id, **context.when)
        return explained(context, vars(row)["id"])

    word = kind.listed.kind.name
    paths = kind.under("/items/{item_id}/explain")
    reads.add(
        *_first(paths, endpoint, ONE_EXPLANATION),
        summary=f"The events that made the balance of one item of a {word}.",
    )


def add_application_parts(
    reads: Reads, kind: Documents, read: Callable[..., list[ApplicationPartRow]]
) -> None:
    """Of receivables: what settles them."""

    def endpoint(context: Reading, paged: Paging, key: str) -> Wire:
        rows = read(context.ledger, key, cut=paged.cut, **context.when)
        return Wire(paged.answer("applicationParts", rows))

    schema = pages_of("applicationParts", answer_schema(ApplicationPartRow))
    said = f"What settles one {kind.listed.kind.name} now."
    reads.add(*_first(kind.under("/application-parts"), endpoint, schema), summary=said)


def _first(paths: tuple[str, ...], endpoint: Callable[..., Wire], schema: Any) -> tuple[Any, ...]:
    """As `Reads.add` takes it."""
    return (paths[0], endpoint, schema, *paths[1:])
