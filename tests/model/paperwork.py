"""Documents of the naive ledger: drafted, edited, posted, unposted, canceled, split."""

from dataclasses import replace
from datetime import date

from tests.model import shares
from tests.model.applying import apply, refuse_unposted, source_of
from tests.model.book import Book, items_of
from tests.model.commands import Apply, Cancel, Draft, Edit, NewItem, Post, Share, Split, Unpost
from tests.model.crediting import credited, credits_of, live_memos, with_following_taxes
from tests.model.history import Document, Item, Move, Netting, Posting, Refunded
from tests.model.netting import undone
from tests.model.verdict import refuse_if

Command = Draft | Post | Edit | Unpost | Cancel | Split


def carry_out(book: Book, command: Command, place: int, today: date) -> None:
    match command:
        case Draft():
            _draft(book, command)
            if command.posts:
                _post(book, Post(command.kind, command.number), place, today)
        case Post():
            _post(book, command, place, today)
        case Edit():
            _edit(book, command)
        case Unpost():
            _unpost(book, book.documents[command.number])
        case Cancel():
            refuse_if(book.documents[command.number].status != "Draft", "not_draft")
            book.change(command.number, status="Canceled")
        case Split():
            _split(book, command)


# drafts


def _draft(book: Book, command: Draft) -> None:
    is_closed = book.accounts[command.account].status != "Active"
    if command.from_invoice is None:
        refuse_if(is_closed, "account_closed")
        book.draft(command)
        refuse_amounts(book.documents[command.number])
        return
    invoice = book.documents[command.from_invoice]
    credits = command.kind == "credit_memo"
    items = command.items
    if command.derives:
        items = with_following_taxes(book, invoice, items, credits=credits)
    rows = [*items_of(command.number, items)]
    sources = [credits_of(row, rows, invoice) for row in rows]
    refuse_if(None in sources, "no_such_tax")
    refuse_if(is_closed, "account_closed")
    refuse_unposted(invoice)
    refuse_if(command.day < invoice.day, "too_early")
    if credits:
        refuse_over_crediting(book, invoice, rows, credited(book, invoice))
    book.draft(replace(command, items=items, currency=invoice.currency))
    refuse_amounts(book.documents[command.number])


def refuse_over_crediting(book: Book, invoice: Document, rows: list[Item], others: dict[str, int]) -> None:
    """As far as the ledger guards it: not beyond items less discounts and the total, the total, or at all."""
    taken = dict(others)
    for row in rows:
        source = next(each for each in invoice.items if each.name == credits_of(row, rows, invoice))
        taken[source.name] = taken.get(source.name, 0) + row.amount
        lowered = sum(each.amount for each in invoice.items if each.discounts == source.name)
        beyond = row.amount != 0 and taken[source.name] > source.amount + lowered
        refuse_if(book.rules.over_crediting == "item" and beyond, "exceeds_creditable")
    left = sum(item.amount for item in invoice.items) - sum(others.values())
    beyond = sum(row.amount for row in rows) > max(left, 0)
    refuse_if(book.rules.over_crediting != "off" and beyond, "exceeds_creditable")


def refuse_amounts(document: Document) -> None:
    for item in document.items:
        lowered = sum(each.amount for each in document.items if each.discounts == item.name)
        refuse_if(lowered < 0 and item.amount + lowered < 0, "discount_exceeds_item")
    refuse_if(sum(item.amount for item in document.items) < 0, "negative_total")


def _edit(book: Book, command: Edit) -> None:
    document = book.documents[command.number]
    refuse_if(document.status not in ("Draft", "Posted"), "not_editable")
    refuse_if(document.reversed, "already_reversed")
    refuse_if(document.status != "Draft", "not_draft")
    rows, last_line = list(document.items), document.last_line
    for line, item in command.changes:
        name = f"{document.number}#{line}"
        if item is not None and line > last_line:
            rows += items_of(document.number, [item], line)
        else:
            refuse_if(name not in [row.name for row in rows], "item_not_of_document")
            rows = [row for row in map(lambda row: _edited(row, name, item), rows) if row is not None]
    refuse_if(not rows, "no_item_left")
    invoice = _origin(book, document)
    if invoice is not None:
        refuse_if(document.written_on < invoice.day, "too_early")
        if document.kind == "credit_memo":
            others = credited(book, invoice, but=document.number)
            refuse_over_crediting(book, invoice, rows, others)
    lines = [last_line, *(line for line, _ in command.changes)]
    book.change(document.number, items=tuple(rows), last_line=max(lines))
    refuse_amounts(book.documents[document.number])


def _edited(row: Item, name: str, item: NewItem | None) -> Item | None:
    """What becomes of a row where the item of that name changes, or goes with its taxes and discounts."""
    if item is None:
        return None if row.name.partition(".")[0].partition("d")[0] == name else row
    if row.name == name:
        return replace(row, amount=item.amount_minor)
    if row.parent == name:
        tax_line = int(row.name.rpartition(".")[2])
        if tax_line <= len(item.taxes):
            return replace(row, amount=item.taxes[tax_line - 1].amount_minor)
    return row


# posting


def _post(book: Book, command: Post, place: int, today: date) -> None:
    document = book.documents[command.number]
    refuse_if(document.status != "Draft", "not_draft")
    refuse_if(book.accounts[document.account].status != "Active", "account_closed")
    moved = _last_moved(book, document)
    day = command.day or max(document.written_on, moved)
    invoice = _origin(book, document)
    if invoice is not None:
        refuse_unposted(invoice)
        refuse_if(day < invoice.day, "too_early")
    refuse_if(day < moved, "too_early")
    posted = book.change(command.number, status="Posted", day=day)
    book.add(_posting(posted, day, 1))
    for item in posted.items:
        if item.discounts is not None:
            book.add(Netting(posted.number, item.name, item.discounts, -item.amount, day, None))
    if posted.auto_apply and invoice is not None:
        _apply_to_its_invoice(book, posted, invoice, place, today)


def _origin(book: Book, document: Document) -> Document | None:
    """The invoice that a memo was made from."""
    origin = book.documents.get(document.made_from or "")
    return origin if origin is not None and origin.kind == "invoice" else None


def _apply_to_its_invoice(book: Book, memo: Document, invoice: Document, place: int, today: date) -> None:
    """As much as finds room, row to the row that it was made from where all of it does."""
    day = max(today, memo.day, invoice.day)
    later = book.later_days(day)
    room = {item.name: max(0, min(book.open(item, each) for each in later)) for item in invoice.items}
    amount = min(
        min(book.unapplied_of(memo.number, each) for each in later),
        min(book.balance(invoice, each) for each in later),
        sum(room.values()),
    )
    if amount <= 0:
        return
    for item in memo.items:
        source = source_of(book, item, invoice) or ""
        room[source] = room.get(source, 0) - book.unapplied(memo.number, item.name)
    fits = amount == book.unapplied_of(memo.number) and min(room.values()) >= 0
    share = Share("invoice", invoice.number, amount)
    policy = "source-item" if fits else None
    apply(book, Apply("credit_memo", memo.number, (share,), policy, day), place, today)


def _last_moved(book: Book, document: Document) -> date:
    """The last day on which what is set against a row of it, or comes of one, changed in sum."""
    changed: dict[tuple[str | None, date], int] = {}

    def count(row: str | None, day: date, minor: int) -> None:
        changed[row, day] = changed.get((row, day), 0) + minor

    for row in book.rows:
        match row:
            case Move() if row.document == document.number:
                count(row.item, row.day, row.minor)
            case Move() | Refunded() if row.source == document.number:
                count(row.source_item, row.day, row.minor)
            case Netting() if row.document == document.number:
                count(row.negative, row.day, -row.minor)
                count(row.positive, row.day, row.minor)
    return max((day for (_, day), minor in changed.items() if minor), default=date.min)


def _posting(document: Document, day: date, sign: int) -> Posting:
    amounts = {item.name: sign * item.amount for item in document.items}
    return Posting(document.number, amounts, day, sign > 0)


def _unpost(book: Book, document: Document) -> None:
    """On its own day, or where something was set against it and taken back, on the day when nothing is."""
    refuse_unposted(document)
    if document.kind == "credit_memo":
        applied = any(book.applied(document.number, item.name) for item in document.items)
        refuse_if(applied, "still_applied")
        paid = any(book.paid_out(document.number, item.name) for item in document.items)
        refuse_if(paid, "still_refunded")
    else:
        refuse_if(bool(book.settled_by(document.number)), "still_settled")
        is_credited = document.kind == "invoice" and bool(live_memos(book, document))
        refuse_if(is_credited, "still_credited")
    day = max(document.day, _last_moved(book, document))
    book.add(*undone(book, document.number, None, day), _posting(document, day, -1))
    book.change(document.number, status="Draft", day=document.written_on)


# splitting


def _split(book: Book, command: Split) -> None:
    """Each row by the largest remainders; what discounts leave of an item is divided beside them."""
    invoice = book.documents[command.invoice]
    refuse_if(invoice.status != "Draft", "not_draft")
    refuse_if(book.accounts[invoice.account].status != "Active", "account_closed")
    amounts = {item.name: item.amount for item in invoice.items}
    lowering = [item for item in invoice.items if item.discounts is not None]
    for item in lowering:
        amounts[item.discounts or ""] += item.amount
    parts = {name: shares.portions(minor, command.percentages) for name, minor in amounts.items()}
    for item in lowering:
        whole, discount = parts[item.discounts or ""], parts[item.name]
        parts[item.discounts or ""] = [left - each for left, each in zip(whole, discount, strict=True)]
    for place, number in enumerate(command.numbers):
        rows = tuple(_part(item, number, parts[item.name][place]) for item in invoice.items)
        refuse_if(sum(row.amount for row in rows) < 0, "split_below_zero")
        book.documents[number] = replace(invoice, number=number, items=rows)
    book.change(invoice.number, status="Split")


def _part(item: Item, number: str, amount: int) -> Item:
    def moved(name: str | None) -> str | None:
        return None if name is None else number + name[name.index("#") :]

    return replace(
        item,
        name=moved(item.name) or "",
        document=number,
        amount=amount,
        parent=moved(item.parent),
        discounts=moved(item.discounts),
    )
