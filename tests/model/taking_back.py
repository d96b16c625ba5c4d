"""What the naive ledger takes back: an application, of documents or everything; the latest recorded first."""

from collections.abc import Iterable
from datetime import date

from tests.model import shares
from tests.model.applying import account_of, choice
from tests.model.book import Book
from tests.model.commands import ApplicationRef, Share, Unapply
from tests.model.history import Move
from tests.model.netting import give_back
from tests.model.verdict import refuse_if

Pair = tuple[str | None, str]
Taken = dict[tuple[ApplicationRef, Pair], int]


def take_back(book: Book, command: Unapply, today: date) -> list[Move]:
    """The moves by which it was taken back, in the order of the documents."""
    policy = command.policy or choice(book, command.source, "unapply") or "latest-first"
    if command.source in book.payments:
        refuse_if(book.payments[command.source].status != "Processed", "not_processed")
    refuse_if(policy not in ("latest-first", "fifo", "prorate"), "invalid_request")
    if command.source in book.documents:
        refuse_if(book.documents[command.source].reversed, "already_reversed")
    refuse_if(command.application is not None and bool(command.shares), "invalid_request")
    if command.application is not None:
        taken = _of_application(book, command, command.application)
    elif not command.shares:
        taken = _everything(book, command)
    else:
        names = [share.document for share in command.shares]
        refuse_if(len(set(names)) < len(names), "document_named_twice")
        taken = {}
        for share in command.shares:
            taken.update(_of_document(book, command, share, policy))
    day = command.day or max(today, *(book.day_of(application) for application, _ in taken))
    account = account_of(book, command.source)
    moves = [
        Move(command.source, source, application.document, item, -minor, day, application, account)
        for (application, (source, item)), minor in taken.items()
    ]
    book.add(*moves)
    for application in dict.fromkeys(application for application, _ in taken):
        give_back(book, application, day)
    return moves


def _refuse_reversed(book: Book, documents: Iterable[str]) -> None:
    refuse_if(any(book.documents[name].reversed for name in documents), "already_reversed")


def _of_application(book: Book, command: Unapply, application: ApplicationRef) -> Taken:
    refuse_if(application not in book.applications(command.source), "not_found")
    refuse_if(not book.remaining(application), "nothing_applied")
    _refuse_reversed(book, [application.document])
    refuse_if(command.day is not None and command.day < book.day_of(application), "too_early")
    return {(application, pair): minor for pair, minor in book.remaining(application).items()}


def _everything(book: Book, command: Unapply) -> Taken:
    holding = [each for each in book.applications(command.source) if book.remaining(each)]
    refuse_if(not holding, "nothing_applied")
    _refuse_reversed(book, [each.document for each in holding])
    latest = max(book.day_of(each) for each in holding)
    refuse_if(command.day is not None and command.day < latest, "too_early")
    return {(each, pair): minor for each in holding for pair, minor in book.remaining(each).items()}


def _of_document(book: Book, command: Unapply, share: Share, policy: str) -> Taken:
    _refuse_reversed(book, [share.document])
    holding = [each for each in book.applications(command.source, share.document) if book.remaining(each)]
    if holding and command.day is not None:
        refuse_if(command.day < min(book.day_of(each) for each in holding), "too_early")
        holding = [each for each in holding if book.day_of(each) <= command.day]
    available = sum(sum(book.remaining(each).values()) for each in holding)
    refuse_if(share.amount_minor > available, "exceeds_applied")
    if share.lines is not None:
        return _named(book, command, share, holding)
    if policy == "latest-first":
        return _walk(book, share.amount_minor, _latest_first(book, command, share, holding))
    if policy == "fifo":
        return _walk(book, share.amount_minor, _by_item(book, command, share, holding))
    taken: Taken = {}
    for pair, minor in _prorated(book, command, share, holding).items():
        keys = [(each, pair) for each in reversed(holding) if pair in book.remaining(each)]
        taken.update(_walk(book, minor, keys))
    return taken


def _prorated(book: Book, command: Unapply, share: Share, holding: list[ApplicationRef]) -> dict[Pair, int]:
    left = {
        pair: sum(book.remaining(each).get(pair, 0) for each in holding)
        for pair in _pairs(book, command, share)
    }
    return shares.prorate(share.amount_minor, left)


def _named(book: Book, command: Unapply, share: Share, holding: list[ApplicationRef]) -> Taken:
    lines = share.lines or ()
    pairs = [(line.source, line.item) for line in lines]
    refuse_if(len(set(pairs)) < len(pairs), "line_named_twice")
    for line in lines:
        item = book.item(line.item)
        refuse_if(item is None or item.document != share.document, "item_not_of_document")
        if command.source_kind == "credit_memo":
            source = book.item(line.source or "")
            refuse_if(source is None or source.document != command.source, "item_not_of_document")
    refuse_if(sum(line.amount_minor for line in lines) != share.amount_minor, "lines_do_not_add_up")
    taken: Taken = {}
    for line in lines:
        pair = (line.source, line.item)
        keys = [(each, pair) for each in reversed(holding) if pair in book.remaining(each)]
        available = sum(book.remaining(each)[pair] for each, _ in keys)
        refuse_if(line.amount_minor > available, "exceeds_item_applied")
        taken.update(_walk(book, line.amount_minor, keys))
    return taken


def _latest_first(
    book: Book, command: Unapply, share: Share, holding: list[ApplicationRef]
) -> Iterable[tuple[ApplicationRef, Pair]]:
    for each in reversed(holding):
        for pair in _pairs(book, command, share):
            if pair in book.remaining(each):
                yield each, pair


def _by_item(
    book: Book, command: Unapply, share: Share, holding: list[ApplicationRef]
) -> Iterable[tuple[ApplicationRef, Pair]]:
    for pair in _pairs(book, command, share):
        for each in reversed(holding):
            if pair in book.remaining(each):
                yield each, pair


def _pairs(book: Book, command: Unapply, share: Share) -> list[Pair]:
    """Every possible pair, in canonical order."""
    items = book.documents[share.document].items
    return [(row, item.name) for row in book.rows_of(command.source) for item in items]


def _walk(book: Book, amount: int, keys: Iterable[tuple[ApplicationRef, Pair]]) -> Taken:
    taken: Taken = {}
    for application, pair in keys:
        share = min(amount - sum(taken.values()), book.remaining(application)[pair])
        if share > 0:
            taken[application, pair] = share
    return taken
