"""What happened to a document: edited, posted, settled, credited, reversed, split; and its nettings."""

from datetime import date

from settlebook.queries.cut import Cut
from settlebook.queries.glance import Teller
from settlebook.queries.row import Amount, Id, Instant, Row, Stamped
from settlebook.queries.snapshot import Key, Kind


class DocumentEventRow(Row):
    """One thing that happened to a document; `other_...` is what it became, came from or was settled by.

    `event`  created, edited, posted, unposted, canceled, deleted; settled, unsettled; credited, debited (by a
             memo made from it); written off, reversed, split; of the other document writes off, reverses,
             split off.
    """

    position: int
    event: str
    effective_date: date
    other_document_type: str | None = None
    other_document_id: Id | None = None
    other_document_number: str | None = None
    amount: Amount | None = None
    application_group_id: Id
    created_by_id: str | None = None
    created_date: Instant


class NettingRow(Stamped):
    """How much of a negative row a positive row of the same document fills up now."""

    negative_item_id: Id
    negative_item_number: str
    positive_item_id: Id
    positive_item_number: str
    amount: Amount


def document_history(books: Teller, kind: Kind, key: Key, cut: Cut | None = None) -> list[DocumentEventRow]:
    """In the order of recording. Refuses: NotFound."""
    records = books.told(kind, key, "document_mark", "history", cut)
    return [DocumentEventRow.of(record) for record in records]


def history(books: Teller, kind: Kind, key: Key, cut: Cut | None = None) -> list[DocumentEventRow]:
    """Of an account, payment or refund, in the order of recording. Refuses: NotFound."""
    return [DocumentEventRow.of(record) for record in books.told(kind, key, kind.model, "history", cut)]


def nettings(books: Teller, kind: Kind, key: Key) -> list[NettingRow]:
    """In canonical order of the negative rows. Refuses: NotFound."""
    return [NettingRow.of(record) for record in books.told(kind, key, "netting", "of_document")]
