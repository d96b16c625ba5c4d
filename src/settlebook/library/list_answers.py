"""Lists that are narrowed, sorted and paged inside the database, single items, and versions."""

from pathlib import Path
from typing import Unpack

from settlebook.audit.explain import Explanation, explain_document
from settlebook.domain.errors import NotFound
from settlebook.library.answers import Answers
from settlebook.queries import histories
from settlebook.queries.cut import Cut
from settlebook.queries.histories import DocumentEventRow
from settlebook.queries.items import ItemRow
from settlebook.queries.listing import paging
from settlebook.queries.listing.lists import Listed, ListedItems
from settlebook.queries.listing.paging import PageOf
from settlebook.queries.listing.selection import Selection
from settlebook.queries.moment import When
from settlebook.queries.snapshot import Key, Kind, spelled
from settlebook.queries.tax_items import FoundTax, tax_item
from settlebook.statements import statements

(VERSION,) = statements(Path(__file__).parent / "sql" / "version.sql")


class ListAnswers(Answers):
    """Answers that are pages; each is of one state of the books, and a cursor goes on behind its last row."""

    def page_of(self, listed: Listed, selection: Selection, **when: Unpack[When]) -> PageOf:
        """Refuses: InvalidRequest for a cursor of another list or order."""
        return self._ask(lambda books: paging.page_of(books, listed, selection), **when)

    def page_of_items(
        self, listed: ListedItems, document: Key, selection: Selection, **when: Unpack[When]
    ) -> PageOf:
        """Items of one document, each with its tax items. Refuses: as `page_of`, and NotFound."""
        return self._ask(lambda books: paging.page_of_items(books, listed, document, selection), **when)

    def item_of(self, listed: ListedItems, document: Key, item: Key, **when: Unpack[When]) -> ItemRow:
        """One item of a document. Refuses: NotFound."""
        return self._ask(lambda books: paging.item_of(books, listed, document, item), **when)

    def tax_item(self, key: Key, **when: Unpack[When]) -> FoundTax:
        """A tax item by its id, whichever document it stands in. Refuses: NotFound."""
        return self._ask(lambda books: tax_item(books, key), **when)

    def history(
        self, kind: Kind, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[DocumentEventRow]:
        """What happened to an account, document, payment or refund. Refuses: NotFound."""
        told = histories.document_history if kind.document is not None else histories.history
        return self._tell(lambda books: told(books, kind, key, cut), **when)

    def explain_document(
        self, kind: Kind, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[Explanation]:
        """Of rows of a document, in canonical order, the events that made each balance. Refuses: NotFound."""
        return self._ask(lambda books: explain_document(books, kind, key, cut or Cut()), **when)

    def version(self, kind: Kind, key: Key) -> int:
        """How many facts tell of an account, document or payment: what changes whenever it does.

        A refund is told of by the facts of its source. Refuses: NotFound.
        """
        text, id, number = spelled(key)
        asked = {
            "ledger": self._log.ledger_id,
            "kind": kind.document or kind.model,
            "id": id,
            "number": number,
        }
        row = self._log.connections.read(lambda open: open.execute(VERSION, asked).fetchone())
        if row is None:
            raise NotFound(kind.name, text)
        version: int = row[0]
        return version
