"""What a request asks of the documents it names, in minor units and with every document loaded."""

from collections.abc import Sequence
from uuid import UUID

from settlebook.commands.settled import Line, SettledDocument
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.asked import AskedDocument, AskedLine
from settlebook.domain.receivable import Receivable
from settlebook.domain.source import Lots
from settlebook.ledger.deciding.books import Books
from settlebook.services.requests.amounts import minor_of
from settlebook.services.requests.keys import RowNames, document_of


def asked_documents(
    books: Books, documents: Sequence[SettledDocument], currency: str, memo: CreditMemo | None = None
) -> tuple[AskedDocument, ...]:
    """Document by document, in the order of the request; `currency` is the source's.

    Refuses: NotFound, KeysDisagree, TooManyDecimalsForCurrency, AmountOutOfRange, ItemNotOfDocument,
    WrongKindOfItem.
    """
    sources = RowNames(memo) if memo is not None else None
    return tuple(_asked(document_of(books, entry), entry, currency, sources) for entry in documents)


def lots_documents(
    books: Books, lots: Lots, named: Sequence[AskedDocument], application: UUID | None
) -> dict[UUID, Receivable]:
    """The documents that an unapply may take back from: those named, of one application, else of all lots."""
    if named:
        return by_id(named)
    kinds = {
        lot.document_id: lot.document_kind
        for lot in lots.values()
        if application in (None, lot.application_id)
    }
    return {id: books.receivable_by_id(kind, id) for id, kind in kinds.items()}


def by_id(asked: Sequence[AskedDocument]) -> dict[UUID, Receivable]:
    return {entry.document.document_id: entry.document for entry in asked}


def _asked(
    document: Receivable, entry: SettledDocument, currency: str, sources: RowNames | None
) -> AskedDocument:
    amount = minor_of(entry.amount, currency)
    if entry.lines is None:
        return AskedDocument(document, amount)
    targets = RowNames(document)
    lines = tuple(
        AskedLine(
            item_id=targets.id_of(line.item, is_tax=line.item_is_tax),
            amount_minor=minor_of(line.amount, currency),
            source_item_id=None if sources is None else _source_of(line, sources),
        )
        for line in entry.lines
    )
    return AskedDocument(document, amount, lines)


def _source_of(line: Line, sources: RowNames) -> UUID | None:
    item = line.source_item
    return None if item is None else sources.id_of(item, is_tax=line.source_is_tax)
