"""One tax item by its id, whichever document it stands in."""

from typing import NamedTuple
from uuid import UUID

from settlebook.domain.errors import NotFound
from settlebook.domain.events import DocumentKind
from settlebook.domain.ids import as_id
from settlebook.queries.items import ItemRow, TaxRow
from settlebook.queries.listing.lists import ITEMS_OF
from settlebook.queries.snapshot import Key, Snapshot, question_of


class FoundTax(NamedTuple):
    """A tax item, the item that it is a tax on, and their document."""

    kind: DocumentKind
    document_id: UUID
    item: ItemRow
    tax: TaxRow


def tax_item(books: Snapshot, key: Key) -> FoundTax:
    """Refuses: NotFound."""
    id = key if not isinstance(key, str) else as_id(key)
    place = books.known(question_of("item", "present"), id=id) if id is not None else []
    if not place:
        raise NotFound("tax item", str(key))
    kind = DocumentKind(place[0]["document_kind"])
    items = ITEMS_OF[kind]
    books.about(items.kind, place[0]["document_id"])
    asked = {"id": place[0]["document_id"], "items": [place[0]["parent_id"]]}
    for item in items.shown(books.records(*items.rows, **asked)):
        for tax in vars(item)["taxation_items"]:
            if tax.id == id:
                return FoundTax(kind, place[0]["document_id"], item, tax)
    raise NotFound("tax item", str(key))
