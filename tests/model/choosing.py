"""What the naive ledger chooses by itself: policies where none is asked for, documents and sources."""

from dataclasses import replace
from datetime import date

from tests.model.applying import apply, refuse_unposted
from tests.model.book import Book
from tests.model.commands import Apply, Choose, Collect, Pay, Settle, Share, SourceKind
from tests.model.history import Document, Rules
from tests.model.paying import pay
from tests.model.verdict import refuse_if


def choose(book: Book, command: Choose) -> None:
    if command.account is not None:
        account = book.accounts[command.account]
        book.accounts[command.account] = replace(account, choices=command.choices)
        return
    book.rules = Rules(command.choices, command.over_crediting, command.cancel_unapplies, command.family)


def settle(book: Book, command: Settle, place: int, today: date) -> None:
    day = command.day or today
    documents = [
        each
        for each in book.documents.values()
        if each.kind != "credit_memo" and each.account == command.account and _has_begun(each, day)
    ]
    documents.sort(
        key=lambda each: (each.written_on, each.written_on, -book.balance(each), book.number_of(each.number))
    )
    _use_up(book, command.account, documents, command.payments_first, day, place)


def collect(book: Book, command: Collect, place: int, today: date) -> None:
    document = book.documents[command.document]
    refuse_unposted(document)
    refuse_if(book.balance(document) <= 0, "nothing_to_collect")
    refuse_if(command.day is not None and command.day < document.day, "too_early")
    day = command.day or max(today, document.day)
    _use_up(book, document.account, [document], command.payments_first, day, place)
    rest = book.balance(document)
    if command.received is not None and rest > 0:
        share = Share(document.kind, document.number, rest)
        came_in = Pay(command.received, document.account, document.currency, rest, command.day, (share,))
        pay(book, came_in, place, today, of=command.received)


def _has_begun(document: Document, day: date) -> bool:
    return document.posted and not document.reversed and document.day <= day


def _use_up(
    book: Book, account: str, documents: list[Document], payments_first: bool, day: date, place: int
) -> None:
    """Each source in turn settles the documents of its currency, until it or they are used up."""
    later = book.later_days(day)
    left = {each.number: _capacity(book, each, later) for each in documents}
    for kind, source, currency in _sources(book, account, payments_first, day):
        amount = _unapplied(book, source, later)
        shares = []
        for document in documents:
            minor = min(amount, left[document.number])
            if document.currency == currency and minor > 0:
                shares.append(Share(document.kind, document.number, minor))
                left[document.number] -= minor
                amount -= minor
        if shares:
            shares.sort(key=lambda share: share.kind != "invoice")
            apply(book, Apply(kind, source, tuple(shares), None, day), place, day, of=source)


def _capacity(book: Book, document: Document, later: list[date]) -> int:
    """What can be settled of it on that day and on every later one, whichever rows a policy chooses."""
    balance = min(book.balance(document, each) for each in later)
    rows = sum(max(0, min(book.open(item, each) for each in later)) for item in document.items)
    return max(0, min(balance, rows))


def _unapplied(book: Book, source: str, later: list[date]) -> int:
    together = min(book.unapplied_of(source, each) for each in later)
    rows = [min(book.unapplied(source, row, each) for each in later) for row in book.rows_of(source)]
    return max(0, min(together, sum(max(0, minor) for minor in rows)))


def _sources(book: Book, account: str, payments_first: bool, day: date) -> list[tuple[SourceKind, str, str]]:
    """The oldest first, then the largest, then by number; credit memos first, unless it is said otherwise."""
    memos = [
        each
        for each in book.documents.values()
        if each.kind == "credit_memo" and each.account == account and _has_begun(each, day)
    ]
    memos = [each for each in memos if not each.is_excluded]
    memos.sort(
        key=lambda each: (each.written_on, -book.unapplied_of(each.number), book.number_of(each.number))
    )
    payments = [
        each
        for each in book.payments.values()
        if each.account == account and each.day <= day and not (each.prepayment or each.standalone)
    ]
    payments.sort(key=lambda each: (each.day, -book.unapplied_of(each.number), book.number_of(each.number)))
    credit: list[tuple[SourceKind, str, str]] = [
        ("credit_memo", each.number, each.currency) for each in memos
    ]
    money: list[tuple[SourceKind, str, str]] = [("payment", each.number, each.currency) for each in payments]
    return money + credit if payments_first else credit + money
