"""Whether what is asked of a source and its documents is possible at all: refusals that all sources share."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.currency import shorten
from settlebook.domain.decisions.rules.asked import AskedDocument, AskedLine
from settlebook.domain.document import Document
from settlebook.domain.errors import (
    AccountMismatch,
    AlreadyReversed,
    CurrencyMismatch,
    DocumentNamedTwice,
    ExceedsBalance,
    ExceedsItemBalance,
    ExceedsItemUnapplied,
    ExceedsUnapplied,
    InvalidRequest,
    ItemNotOfDocument,
    LineNamedTwice,
    LinesDoNotAddUp,
    NothingOpen,
    NotPosted,
    NotProcessed,
    PairMismatch,
    Standalone,
    Unassigned,
)
from settlebook.domain.money import Money
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.domain.source import Lot, Lots, Pair, Spent


class Source(Protocol):
    """What payments and credit memos have in common: they settle."""

    @property
    def number(self) -> str: ...
    @property
    def account_id(self) -> UUID | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def unapplied_minor(self) -> int: ...
    @property
    def lots(self) -> Lots: ...
    @property
    def spent(self) -> Spent: ...


def require_some(asked: Sequence[AskedDocument]) -> None:
    if not asked:
        raise InvalidRequest("invoices", "name at least one invoice or debit memo")


def require_named_once(asked: Iterable[AskedDocument]) -> None:
    seen: set[UUID] = set()
    for entry in asked:
        if entry.document.document_id in seen:
            raise DocumentNamedTwice(entry.document.number)
        seen.add(entry.document.document_id)


def require_posted(document: Document) -> None:
    """Refuses: NotPosted, AlreadyReversed."""
    if not document.is_posted:
        raise NotPosted(document.number, document.header.status)
    require_not_reversed(document)


def require_not_reversed(document: Document) -> None:
    """Refuses: AlreadyReversed."""
    if document.header.reversed:
        raise AlreadyReversed(document.number)


def require_processed(payment: Payment) -> None:
    if payment.status != "Processed":
        raise NotProcessed(payment.number, payment.status)


def owner_of(payment: Payment) -> UUID:
    """The payment's account. Refuses: Unassigned."""
    if payment.account_id is None:
        raise Unassigned(payment.number)
    return payment.account_id


def require_settling(payment: Payment) -> None:
    """Refuses: NotProcessed, Standalone, Unassigned."""
    require_processed(payment)
    if payment.is_standalone:
        raise Standalone(payment.number)
    owner_of(payment)


def require_settleable(source: Source, asked: Iterable[AskedDocument], family: Collection[UUID] = ()) -> None:
    """Refuses, document by document: NotPosted, AlreadyReversed, AccountMismatch, CurrencyMismatch.

    `family` are the accounts beside the source's own whose documents it may settle.
    """
    for entry in asked:
        document = entry.document
        require_posted(document)
        if document.account_id != source.account_id and document.account_id not in family:
            raise AccountMismatch(document.number, source.number)
        if document.currency != source.currency:
            raise CurrencyMismatch(document.number, source.currency, document.currency)


def require_source_unapplied(source: Source, asked_minor: int) -> None:
    if asked_minor > source.unapplied_minor:
        currency = source.currency
        available = Money(source.unapplied_minor, currency)
        raise ExceedsUnapplied(source.number, Money(asked_minor, currency), available)


def require_row_unapplied(memo: CreditMemo, asked_by_row: Mapping[UUID, int]) -> None:
    """Refuses more of a row than it has unapplied, over all lines of a request: ExceedsItemUnapplied."""
    for item_id, asked in asked_by_row.items():
        available = memo.unapplied_of(item_id).total
        if asked > available:
            item, currency = memo.name_of(item_id), memo.currency
            raise ExceedsItemUnapplied(item, Money(asked, currency), Money(available, currency))


def require_balance(entry: AskedDocument) -> None:
    """Refuses: NothingOpen, ExceedsBalance."""
    document, balance = entry.document, entry.document.balance_minor
    if 0 < balance >= entry.amount_minor:
        return
    asked, available = Money(entry.amount_minor, document.currency), Money(balance, document.currency)
    if balance <= 0:
        raise NothingOpen(document.number, asked, available)
    raise ExceedsBalance(document.number, asked, available)


def require_lines(entry: AskedDocument, lines: Sequence[AskedLine], memo: CreditMemo | None = None) -> None:
    """Refuses: LineNamedTwice, ItemNotOfDocument, PairMismatch, LinesDoNotAddUp, ExceedsItemBalance."""
    document = entry.document
    asked_by_item = {line.item_id: line.amount_minor for line in lines}
    if len(asked_by_item) < len(lines):
        asked_by_item = minor_by_item(lines)
        require_lines_once(lines, document, memo)
    require_rows(lines, document, memo)
    if memo is not None:
        _require_pairs(lines, document, memo)
    require_sum(lines, entry.amount_minor, document)
    for item_id, asked in asked_by_item.items():
        available = document.open_minor(item_id)
        if asked > available:
            item, currency = document.name_of(item_id), document.currency
            raise ExceedsItemBalance(item, Money(asked, currency), Money(available, currency))


def minor_by_item(lines: Iterable[AskedLine]) -> dict[UUID, int]:
    asked: dict[UUID, int] = {}
    for line in lines:
        asked[line.item_id] = asked.get(line.item_id, 0) + line.amount_minor
    return asked


def require_lines_once(lines: Iterable[AskedLine], document: Document, memo: CreditMemo | None) -> None:
    seen: set[Pair] = set()
    for line in lines:
        pair = (line.source_item_id, line.item_id)
        if pair in seen:
            raise LineNamedTwice(name_of_pair(pair, document, memo))
        seen.add(pair)


def require_rows(lines: Iterable[AskedLine], document: Document, memo: CreditMemo | None) -> None:
    """Refuses lines that name a row of another document, on either side: ItemNotOfDocument."""
    for line in lines:
        if line.item_id not in document.rows:
            raise ItemNotOfDocument(line.item_id.hex, document.number)
        if memo is None:
            continue
        if line.source_item_id is None:
            raise InvalidRequest(
                "items", f"name the item of {memo.number} that {name_of(line, document)} takes"
            )
        if line.source_item_id not in memo.rows:
            raise ItemNotOfDocument(line.source_item_id.hex, memo.number)


def require_sum(lines: Iterable[AskedLine], asked_minor: int, document: Document) -> None:
    total = sum(line.amount_minor for line in lines)
    if total != asked_minor:
        currency = document.currency
        raise LinesDoNotAddUp(document.number, Money(asked_minor, currency), Money(total, currency))


def name_of(line: AskedLine, document: Document) -> str:
    return _name(line.item_id, document)


def name_of_pair(pair: Pair, document: Document, memo: CreditMemo | None) -> str:
    """How people name what a line settles: `INV-7#2`, for a credit memo `CM-1#1 to INV-7#2`."""
    source_item_id, item_id = pair
    target = _name(item_id, document)
    if memo is None or source_item_id is None:
        return target
    return f"{_name(source_item_id, memo)} to {target}"


def lots_on(source: Source, document: Receivable) -> list[Lot]:
    """What remains of the source's applications to the document, in the order they were recorded."""
    return [lot for lot in source.lots.values() if lot.document_id == document.document_id]


def shown(text: str) -> str:
    return repr(shorten(text))


def _require_pairs(lines: Iterable[AskedLine], document: Document, memo: CreditMemo) -> None:
    for line in lines:
        if line.source_item_id is None:
            continue
        source, target = memo.rows[line.source_item_id], document.rows[line.item_id]
        if source.is_tax != target.is_tax:
            raise PairMismatch(memo.name_of(source.item_id), document.name_of(target.item_id))


def _name(item_id: UUID, document: Document) -> str:
    return document.name_of(item_id) if item_id in document.rows else item_id.hex
