"""What the naive ledger says at one moment: every figure summed from all rows up to a day."""

from collections.abc import Iterable, Iterator
from datetime import date

from tests.model.book import Book, by
from tests.model.history import Brought, Document, Move, Refunded
from tests.model.snapshot import Snapshot, Source, drop_zeros


def snapshot(book: Book, day: date | None = None) -> Snapshot:
    """On a day, or, without one, now, with all that is dated in the future."""
    seen = Snapshot()
    for document, rows in standing(book, day):
        if document.kind == "credit_memo":
            seen.memo_rows.update({name: _source(book, document.number, name, day) for name in rows})
        else:
            seen.items.update({name: book.open_of(name, day) for name in rows})
            seen.documents[document.number] = book.balance(document, day)
    for payment in book.payments.values():
        if day is None or payment.received <= day:
            seen.payments[payment.number] = _source(book, payment.number, None, day)
    _add_parts(book, seen, day)
    for account in book.accounts:
        seen.accounts[account] = account_balance(book, account, day)
    return seen


def amounts_on(book: Book, day: date) -> dict[str, int]:
    """What is settled of each item that is posted now, and unapplied of each payment and memo row."""
    amounts = {number: book.unapplied(number, None, day) for number in book.payments}
    for document in book.documents.values():
        for item in document.items if document.posted else ():
            is_credit = document.kind == "credit_memo"
            amounts[item.name] = (
                book.unapplied(document.number, item.name, day) if is_credit else book.settled(item.name, day)
            )
    return amounts


def written(book: Book) -> dict[str, str]:
    """What each document says: its status and the amount of each row, drafts too."""
    said = {document.number: document.status for document in book.documents.values()}
    rows = [item for document in book.documents.values() for item in document.items]
    return {**said, **{item.name: str(item.amount) for item in rows}}


def standing(book: Book, day: date | None) -> Iterator[tuple[Document, Iterable[str]]]:
    """The documents that were posted by then, and not unposted again, with the rows that they had."""
    for document in book.documents.values():
        rows = [row for row in book.postings if row.document == document.number and by(row, day)]
        if rows and rows[-1].is_posted:
            yield document, rows[-1].amounts


def _source(book: Book, source: str, row: str | None, day: date | None) -> Source:
    return Source(
        book.applied(source, row, day), book.unapplied(source, row, day), book.paid_out(source, row, day)
    )


def _add_parts(book: Book, seen: Snapshot, day: date | None) -> None:
    for move in book.moves:
        if by(move, day):
            part = (move.source, move.document)
            seen.parts[part] = seen.parts.get(part, 0) + move.minor
            part_item = (move.source, move.document, move.source_item, move.item)
            seen.part_items[part_item] = seen.part_items.get(part_item, 0) + move.minor
    for memo in book.documents.values():
        if memo.kind == "credit_memo":
            seen.parts[memo.number, None] = book.unapplied_of(memo.number, day)
            for name in book.names_of(memo):
                seen.part_items[memo.number, None, name, None] = book.unapplied(memo.number, name, day)
    for number in book.payments:
        seen.parts[number, None] = book.unapplied_of(number, day)
    drop_zeros(seen.parts)
    drop_zeros(seen.part_items)


def account_balance(book: Book, account: str, day: date | None) -> int:
    """What the account owes, less what it has unapplied, as it was its own, in its own currency."""
    currency = book.accounts[account].currency
    owed = sum(
        book.balance(document, day) if document.kind != "credit_memo" else -book.unapplied_of(number, day)
        for number, document in book.documents.items()
        if (document.account, document.currency) == (account, currency)
    )
    payments = [number for number, payment in book.payments.items() if payment.currency == currency]
    rows = [row for row in book.rows if by(row, day)]
    brought = sum(
        row.minor
        for row in rows
        if isinstance(row, Brought) and row.account == account and row.payment in payments
    )
    used = sum(
        row.minor
        for row in rows
        if isinstance(row, Move | Refunded) and row.source in payments and row.account == account
    )
    return owed - (brought - used)
