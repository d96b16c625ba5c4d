"""How the naive ledger sets payments and credit memos against documents."""

from datetime import date

from tests.model import shares
from tests.model.book import Book
from tests.model.commands import ApplicationRef, Apply, Line, Refund, Share
from tests.model.history import Document, Item, Move
from tests.model.netting import fill
from tests.model.verdict import refuse_if

Lines = dict[tuple[str | None, str], int]


def apply(
    book: Book, command: Apply, place: int, today: date, *, created: bool = False, of: str | None = None
) -> None:
    """`of` names the source in the application, where one command applies several."""
    is_memo = command.source_kind == "credit_memo"
    offered = ("prorate-matrix", "fifo", "source-item") if is_memo else ("prorate", "fifo")
    act = "apply_credit" if is_memo else "apply_payment"
    chooses = any(share.lines is None for share in command.shares)
    chosen = choice(book, command.source, act) if chooses else None
    policy = command.policy or chosen or offered[0]
    refuse_if(policy not in offered or not command.shares, "invalid_request")
    if policy == "source-item":
        one = len(command.shares) == 1 and command.shares[0].kind == "invoice"
        refuse_if(not one or command.shares[0].lines is not None, "invalid_request")
    refuse_unready(book, command.source)
    _refuse_impossible(book, command, created)
    _net(book, command, place, today, of)
    named = [_named_lines(book, command, share, policy) for share in command.shares]
    if is_memo:
        _refuse_more_than_rows_have(book, command, named)
    day = day_of(book, command, today)
    _refuse_on_day(book, command, named, day)
    for share, lines in zip(command.shares, _all_lines(book, command, named, policy, day), strict=True):
        application = ApplicationRef(place, share.document, of)
        owner = account_of(book, command.source)
        for (row, item), minor in lines.items():
            book.add(Move(command.source, row, share.document, item, minor, day, application, owner))


def _net(book: Book, command: Apply, place: int, today: date, of: str | None) -> None:
    """Fill up what is negative of the documents, where somebody chooses that."""
    chosen = choice(book, command.source, "negative_lines") == "net"
    if not (chosen if command.nets is None else command.nets):
        return
    own_days = [
        own_day(book, command.source),
        *(book.documents[each.document].day for each in command.shares),
    ]
    day = max(command.day or today, *own_days)
    for share in command.shares:
        application = ApplicationRef(place, share.document, of)
        book.rows.extend(fill(book, book.documents[share.document], day, application))


def choice(book: Book, source: str, act: str) -> str | None:
    """What the source's account chooses, else the ledger."""
    owner = account_of(book, source)
    own = book.accounts[owner].choices if owner else ()
    return dict(own).get(act) or dict(book.rules.choices).get(act)


def refuse_unready(book: Book, source: str) -> None:
    """What can settle: posted credit memos; payments that came in, are for settling, and have an owner."""
    if source in book.documents:
        refuse_unposted(book.documents[source])
        return
    payment = book.payments[source]
    refuse_if(payment.status != "Processed", "not_processed")
    refuse_if(payment.standalone, "standalone")
    refuse_if(payment.account is None, "unassigned")


def refuse_unposted(document: Document) -> None:
    refuse_if(not document.posted, "not_posted")
    refuse_if(document.reversed, "already_reversed")


def _refuse_impossible(book: Book, command: Apply, created: bool) -> None:
    names = [share.document for share in command.shares]
    refuse_if(len(set(names)) < len(names), "document_named_twice")
    source = book.payments.get(command.source) or book.documents[command.source]
    for name in names:
        document = book.documents[name]
        refuse_unposted(document)
        refuse_if(not may_settle(book, source.account, document.account), "account_mismatch")
        refuse_if(document.currency != source.currency, "currency_mismatch")
    asked = sum(share.amount_minor for share in command.shares)
    if created:
        refuse_if(asked > book.payments[command.source].amount, "exceeds_amount")
    refuse_if(asked > book.unapplied_of(command.source), "exceeds_unapplied")


def may_settle(book: Book, owner: str | None, debtor: str) -> bool:
    """Money settles documents of its own account; where the ledger allows it, of parent and children too."""
    related = owner is not None and debtor in (book.accounts[owner].parent, *_children(book, owner))
    return owner == debtor or (book.rules.family and related)


def _children(book: Book, account: str) -> list[str]:
    return [each.number for each in book.accounts.values() if each.parent == account]


def _named_lines(book: Book, command: Apply, share: Share, policy: str) -> Lines | None:
    document = book.documents[share.document]
    balance = book.balance(document)
    refuse_if(balance <= 0, "nothing_open")
    refuse_if(share.amount_minor > balance, "exceeds_balance")
    if policy == "source-item":
        lines: tuple[Line, ...] | None = _from_source_items(book, command.source, document)
    else:
        lines = share.lines
    if lines is None:
        return None
    pairs = [(line.source, line.item) for line in lines]
    refuse_if(len(set(pairs)) < len(pairs), "line_named_twice")
    for line in lines:
        item, source = book.item(line.item), book.item(line.source) if line.source else None
        refuse_if(item is None or item.document != share.document, "item_not_of_document")
        if command.source_kind == "credit_memo":
            refuse_if(source is None or source.document != command.source, "item_not_of_document")
    if command.source_kind == "credit_memo":
        for line in lines:
            refuse_if(the(book, line.item).is_tax != the(book, line.source).is_tax, "pair_mismatch")
    refuse_if(sum(line.amount_minor for line in lines) != share.amount_minor, "lines_do_not_add_up")
    for item in document.items:
        asked = sum(line.amount_minor for line in lines if line.item == item.name)
        refuse_if(bool(asked) and asked > book.open(item), "exceeds_item_balance")
    return {(line.source, line.item): line.amount_minor for line in lines}


def _from_source_items(book: Book, memo: str, document: Document) -> tuple[Line, ...]:
    lines = []
    for item in book.documents[memo].items:
        left = book.unapplied(memo, item.name)
        if left > 0:
            source = source_of(book, item, document)
            refuse_if(source not in [other.name for other in document.items], "no_source_item")
            assert source is not None
            lines.append(Line(source, left, item.name))
    return tuple(lines)


def source_of(book: Book, item: Item, document: Document) -> str | None:
    """The row that a memo's row credits; a tax that names none, the like tax of what its item credits."""
    if item.source is not None or item.parent is None:
        return item.source
    parent = the(book, item.parent).source
    like = [
        other.name
        for other in document.items
        if parent is not None and other.parent == parent and other.tax_name == item.tax_name
    ]
    return like[0] if len(like) == 1 else None


def _refuse_more_than_rows_have(book: Book, command: Apply, named: list[Lines | None]) -> None:
    for row in book.rows_of(command.source):
        refuse_if(
            _asked_of_row(named, row) > max(book.unapplied(command.source, row), 0), "exceeds_item_unapplied"
        )


def _asked_of_row(named: list[Lines | None], row: str | None) -> int:
    return sum(minor for lines in named for (source, _), minor in (lines or {}).items() if source == row)


def day_of(book: Book, command: Apply | Refund, today: date) -> date:
    documents = [share.document for share in command.shares] if isinstance(command, Apply) else []
    own_days = [own_day(book, command.source), *(book.documents[name].day for name in documents)]
    if command.day is None:
        return max(today, *own_days)
    refuse_if(any(command.day < own_day for own_day in own_days), "too_early")
    return command.day


def _refuse_on_day(book: Book, command: Apply, named: list[Lines | None], day: date) -> None:
    """Whatever is named or asked is there on that day and on every later one."""
    asked = sum(share.amount_minor for share in command.shares)
    for later in book.later_days(day):
        refuse_if(asked > book.unapplied_of(command.source, later), "exceeds_on_day")
        for row in book.rows_of(command.source):
            if row is not None and _asked_of_row(named, row):
                left = book.unapplied(command.source, row, later)
                refuse_if(_asked_of_row(named, row) > left, "exceeds_on_day")
        for share, lines in zip(command.shares, named, strict=True):
            document = book.documents[share.document]
            refuse_if(share.amount_minor > book.balance(document, later), "exceeds_on_day")
            for item in document.items:
                asked_here = sum(minor for (_, name), minor in (lines or {}).items() if name == item.name)
                refuse_if(bool(asked_here) and asked_here > book.open(item, later), "exceeds_on_day")


def _all_lines(book: Book, command: Apply, named: list[Lines | None], policy: str, day: date) -> list[Lines]:
    later = book.later_days(day)
    rows = {
        row: min(book.unapplied(command.source, row, each) for each in later) - _asked_of_row(named, row)
        for row in book.rows_of(command.source)
        if row is not None
    }
    left_to_policies = sum(
        share.amount_minor for share, lines in zip(command.shares, named, strict=True) if lines is None
    )
    if rows:
        refuse_if(left_to_policies > sum(max(left, 0) for left in rows.values()), "exceeds_on_day")
    found = []
    for share, lines in zip(command.shares, named, strict=True):
        if lines is None:
            lines = _chosen(book, share, policy, rows, later)
            for (source, _), minor in lines.items():
                if source is not None:
                    rows[source] -= minor
        found.append(lines)
    return found


def _chosen(book: Book, share: Share, policy: str, rows: shares.Slots, later: list[date]) -> Lines:
    items = book.documents[share.document].items
    targets = {item.name: min(book.open(item, each) for each in later) for item in items}
    positive = sum(max(left, 0) for left in targets.values())
    refuse_if(share.amount_minor > positive, "exceeds_on_day")
    if rows:
        matrix = shares.fifo_matrix if policy == "fifo" else shares.prorate_matrix
        return {
            (row, name): minor for (row, name), minor in matrix(share.amount_minor, rows, targets).items()
        }
    spread = shares.fifo if policy == "fifo" else shares.prorate
    return {(None, name): minor for name, minor in spread(share.amount_minor, targets).items()}


def account_of(book: Book, source: str) -> str | None:
    return book.payments[source].account if source in book.payments else book.documents[source].account


def own_day(book: Book, source: str) -> date:
    return book.payments[source].day if source in book.payments else book.documents[source].day


def the(book: Book, name: str | None) -> Item:
    found = book.item(name or "")
    assert found is not None
    return found
