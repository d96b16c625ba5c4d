"""Refunds of the naive ledger: unapplied money paid back, after taking it back or not, or not after all."""

from dataclasses import replace
from datetime import date

from tests.model import shares
from tests.model.applying import account_of, apply, choice, day_of, refuse_unposted
from tests.model.book import Book
from tests.model.commands import (
    ApplicationRef,
    Apply,
    CancelRefund,
    Line,
    Refund,
    RefundApplied,
    Share,
    Unapply,
)
from tests.model.giving_up import take_write_off_back, write_off_rows
from tests.model.history import Move, Netting, Refunded
from tests.model.history import Refund as Issued
from tests.model.taking_back import take_back
from tests.model.verdict import refuse_if


def carry_out(book: Book, command: Refund | RefundApplied | CancelRefund, place: int, today: date) -> None:
    match command:
        case Refund():
            _refund(book, command, today)
        case RefundApplied():
            _refund_applied(book, command, place, today)
        case CancelRefund():
            _cancel(book, command, place, today)


def _refund(
    book: Book,
    command: Refund,
    today: date,
    took_back: tuple[Share, ...] = (),
    unnetted: tuple[Netting, ...] = (),
) -> None:
    source, lines = command.source, command.lines
    policy = "fifo"
    if command.source_kind == "credit_memo":
        policy = command.policy or choice(book, source, "refund") or "fifo"
        refuse_if(policy not in ("fifo", "prorate", "latest-first"), "invalid_request")
        refuse_unposted(book.documents[source])
    else:
        refuse_if(book.payments[source].status != "Processed", "not_processed")
        refuse_if(book.payments[source].account is None, "unassigned")
    refuse_if(command.amount_minor > book.unapplied_of(source), "exceeds_unapplied")
    if lines is not None:
        names = [line.item for line in lines]
        refuse_if(len(set(names)) < len(names), "line_named_twice")
        refuse_if(any(name not in book.rows_of(source) for name in names), "item_not_of_document")
        refuse_if(sum(line.amount_minor for line in lines) != command.amount_minor, "lines_do_not_add_up")
        for line in lines:
            refuse_if(line.amount_minor > book.unapplied(source, line.item), "exceeds_item_unapplied")
    day = day_of(book, command, today)
    later = book.later_days(day)
    least = min(book.unapplied_of(source, each) for each in later)
    refuse_if(command.amount_minor > least, "exceeds_on_day")
    left = {row: min(book.unapplied(source, row, each) for each in later) for row in book.rows_of(source)}
    if lines is not None:
        taken: dict[str | None, int] = {line.item: line.amount_minor for line in lines}
        refuse_if(any(minor > left[row] for row, minor in taken.items()), "exceeds_on_day")
    elif None in left:
        taken = {None: command.amount_minor}
    else:
        refuse_if(command.amount_minor > sum(max(minor, 0) for minor in left.values()), "exceeds_on_day")
        taken = _chosen(book, source, policy, command.amount_minor, left)
    account = account_of(book, source)
    book.refunds[command.number] = Issued(command.number, source, day, took_back, unnetted)
    book.add(*(Refunded(source, row, minor, day, command.number, account) for row, minor in taken.items()))


def _chosen(
    book: Book, source: str, policy: str, amount: int, left: dict[str | None, int]
) -> dict[str | None, int]:
    if policy == "prorate":
        return shares.prorate(amount, left)
    if policy == "latest-first":
        left = dict(sorted(left.items(), key=lambda slot: _gained_on(book, source, slot[0]), reverse=True))
    return shares.fifo(amount, left)


def _gained_on(book: Book, memo: str, row: str | None) -> date:
    """The last day on which credit of the row became unapplied."""
    days = [posting.day for posting in book.postings if posting.amounts.get(row or "", 0) > 0]
    days += [each.day for each in book.moves if each.source_item == row and each.minor < 0]
    days += [
        each.day
        for each in book.rows
        if isinstance(each, Refunded) and each.source_item == row and each.minor < 0
    ]
    return max(days, default=date.min)


def _refund_applied(book: Book, command: RefundApplied, place: int, today: date) -> None:
    number = command.payment
    payment = book.payments[number]
    refuse_if(payment.status != "Processed", "not_processed")
    refuse_if(payment.account is None, "unassigned")
    refuse_if(book.unapplied_of(number) <= 0 and not book.applied(number, None), "nothing_unapplied")
    total, asked = command.amount_minor, command.shares
    if asked:
        named = sum(share.amount_minor for share in asked)
        refuse_if(total is not None and named > total, "exceeds_refund")
        total = named if total is None else total
    elif total is not None:
        asked = _newest_first(book, command, total, today)
    moves, known = list[Move](), len(book.rows)
    if asked or (total is None and book.applied(number, None)):
        moves = take_back(book, Unapply("payment", number, asked, None, command.policy, command.day), today)
    total = book.unapplied_of(number) if total is None else total
    latest = max([today, *(move.day for move in moves)])
    took_back = _by_document(book, moves)
    unnetted = tuple(row for row in book.rows[known:] if isinstance(row, Netting))
    refund = Refund("payment", number, command.number, total, day=command.day)
    _refund(book, refund, latest, took_back, unnetted)
    if command.writes_off:
        day = book.refunds[command.number].day
        memos = tuple(
            write_off_rows(
                book,
                share.document,
                share.lines or (),
                max(day, book.documents[share.document].written_on),
                place,
            )
            for share in took_back
        )
        book.refunds[command.number] = replace(book.refunds[command.number], written_off_by=memos)


def _newest_first(book: Book, command: RefundApplied, total: int, today: date) -> tuple[Share, ...]:
    """Unapplied money first, then what settles the newest documents."""
    number = command.payment
    day = command.day or max(today, book.payments[number].day)
    missing = total - max(0, min(book.unapplied_of(number, each) for each in book.later_days(day)))
    applied: dict[str, int] = {}
    for application in book.applications(number):
        if command.day is None or book.day_of(application) <= command.day:
            minor = sum(book.remaining(application).values())
            applied[application.document] = applied.get(application.document, 0) + minor
    refuse_if(missing > sum(applied.values()), "exceeds_payment")
    found = []
    documents = [book.documents[name] for name, minor in applied.items() if minor]
    for document in sorted(documents, key=lambda each: (each.written_on, each.number), reverse=True):
        minor = min(missing, applied[document.number])
        if minor > 0:
            found.append(Share(document.kind, document.number, minor))
            missing -= minor
    return tuple(found)


def _by_document(book: Book, moves: list[Move]) -> tuple[Share, ...]:
    """What was taken back of each document, by row."""
    found = []
    for name in dict.fromkeys(move.document for move in moves):
        by_row: dict[str, int] = {}
        for move in moves:
            if move.document == name:
                by_row[move.item] = by_row.get(move.item, 0) - move.minor
        lines = tuple(Line(item, minor) for item, minor in by_row.items())
        found.append(Share(book.documents[name].kind, name, sum(by_row.values()), lines))
    return tuple(found)


def _cancel(book: Book, command: CancelRefund, place: int, today: date) -> None:
    refund = book.refunds[command.refund]
    refuse_if(refund.status != "Processed", "refund_not_processed")
    refuse_if(command.reapplies and not refund.took_back, "nothing_to_reapply")
    if refund.source in book.payments:
        refuse_if(book.payments[refund.source].account is None, "unassigned")
    refuse_if(command.day is not None and command.day < refund.day, "too_early")
    day = command.day or max(today, refund.day)
    paid = [row for row in book.rows if isinstance(row, Refunded) and row.refund == refund.number]
    book.add(*(replace(row, minor=-row.minor, day=day) for row in paid))
    book.refunds[refund.number] = replace(refund, status="Canceled")
    if not command.reapplies:
        return
    for memo, share in zip(refund.written_off_by, refund.took_back, strict=False):
        day = take_write_off_back(book, memo, share.document, command.day, day, place)
    for share in refund.took_back:
        _net_again(book, refund, ApplicationRef(place, share.document), command.day or day)
        apply(book, Apply("payment", refund.source, (share,), None, command.day, nets=False), place, day)


def _net_again(book: Book, refund: Issued, application: ApplicationRef, day: date) -> None:
    """What was given back with the money is netted again, where the rows still bear it on every day."""
    pairs: dict[tuple[str, str], int] = {}
    for row in refund.unnetted:
        if row.document == application.document:
            pair = (row.negative, row.positive)
            pairs[pair] = pairs.get(pair, 0) - row.minor
    changes: dict[str, int] = {}
    for (negative, positive), minor in pairs.items():
        changes[negative] = changes.get(negative, 0) + minor
        changes[positive] = changes.get(positive, 0) - minor
    for later in book.later_days(day):
        for name, minor in changes.items():
            after = book.open_of(name, later) + minor
            if after < 0 if minor < 0 else after > 0:
                return
    document = application.document
    rows = [Netting(document, *pair, minor, day, application) for pair, minor in pairs.items()]
    book.rows.extend(rows)
