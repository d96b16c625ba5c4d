"""What the naive ledger gives up of open balances, and takes back of documents, by memos that mirror them."""

from datetime import date

from tests.model import shares
from tests.model.applying import account_of, choice, refuse_unposted
from tests.model.book import Book
from tests.model.commands import ApplicationRef, Line, Reverse, Share, SourceKind, Unapply, WriteOff
from tests.model.crediting import live_memos
from tests.model.history import Document, Item, Move, Netting, Posting
from tests.model.netting import fill
from tests.model.taking_back import take_back
from tests.model.verdict import refuse_if

Rows = dict[str, int]  # minor units by row of the document


def carry_out(book: Book, command: WriteOff | Reverse, place: int, today: date) -> None:
    document = book.documents[command.number]
    match command:
        case WriteOff():
            refuse_twice_named(command.lines or ())
            _write_off(book, command, place, today)
        case Reverse() if document.kind == "invoice":
            _reverse_invoice(book, command, place, today)
        case Reverse():
            _refuse_bound(book, document)
            memo_day, day = _days(document, command, today)
            _reverse_credit_memo(book, document, memo_day, day, place)


def refuse_twice_named(lines: tuple[Line, ...]) -> None:
    names = [line.item for line in lines]
    refuse_if(len(set(names)) < len(names), "line_named_twice")


# write-offs


def write_off_rows(book: Book, number: str, lines: tuple[Line, ...], day: date, place: int) -> str:
    """These amounts of a document, on that day; by the memo whose number is returned."""
    kind = book.documents[number].kind
    _write_off(book, WriteOff(kind, number, None, lines, None, day), place, day)
    return list(book.documents)[-1]


def take_write_off_back(
    book: Book, memo_number: str, number: str, given: date | None, earliest: date, place: int
) -> date:
    """The memo is unapplied and reversed, if it still settles the document; the day of that is returned."""
    memo, document = book.documents[memo_number], book.documents[number]
    standing = [each for each in book.applications(memo_number, number) if any(book.remaining(each).values())]
    if not standing:
        return earliest
    latest = max(book.day_of(each) for each in standing)
    refuse_if(given is not None and given < latest, "too_early")
    day = given or max(earliest, latest)
    _refuse_bound(book, memo, document)
    minor = sum(sum(book.remaining(each).values()) for each in standing)
    share = Share(document.kind, number, minor)
    take_back(book, Unapply("credit_memo", memo_number, (share,), policy="latest-first", day=day), day)
    own = max(day, memo.written_on, memo.day)
    _reverse_credit_memo(book, memo, own, own, place)
    return day


def _write_off(book: Book, command: WriteOff, place: int, today: date) -> None:
    document = book.documents[command.number]
    is_credit = document.kind == "credit_memo"
    policy = command.policy or choice_of(book, document, "write_off") or "prorate"
    refuse_if(policy not in ("prorate", "fifo"), "invalid_request")
    refuse_unposted(document)
    left = {item.name: _left(book, document, item) for item in document.items}
    total, asked = sum(left.values()), _asked(command)
    refuse_if(total <= 0 or asked == 0, "nothing_to_write_off")
    if command.lines is not None and command.amount_minor is not None:
        refuse_if(
            sum(line.amount_minor for line in command.lines) != command.amount_minor, "lines_do_not_add_up"
        )
    for line in command.lines or ():
        refuse_if(line.amount_minor > left[line.item], _exceeds(is_credit, of="item"))
    refuse_if(asked is not None and asked > total, _exceeds(is_credit, of="document"))
    day = _memo_day(document, command.day, today)
    amount = total if asked is None else asked
    later = book.later_days(day)
    at_least = min(sum(_left(book, document, item, each) for item in document.items) for each in later)
    refuse_if(amount > at_least, "exceeds_on_day")
    mirror = _Mirror(book, document, place, day, day)
    nets = amount == total or choice_of(book, document, "negative_lines") == "net"
    if nets and not is_credit:
        mirror.net()
        if command.lines is not None and not mirror.fits(command.lines):
            mirror.nettings.clear()
    rows = _rows(mirror, command, policy, amount, closes=amount == total)
    for name, minor in rows.items():
        refuse_if(minor > mirror.lowest(name), "exceeds_on_day")
    mirror.settle(rows)


def _asked(command: WriteOff) -> int | None:
    if command.lines is not None:
        return sum(line.amount_minor for line in command.lines)
    return command.amount_minor


def _exceeds(is_credit: bool, of: str) -> str:
    codes = {"item": ("exceeds_item_balance", "exceeds_item_unapplied")}
    return codes.get(of, ("exceeds_balance", "exceeds_unapplied"))[is_credit]


def _rows(mirror: "_Mirror", command: WriteOff, policy: str, amount: int, closes: bool) -> Rows:
    if command.lines is not None:
        return {line.item: line.amount_minor for line in command.lines}
    if closes:
        return mirror.everything()
    left = {item.name: mirror.lowest(item.name) for item in mirror.document.items}
    refuse_if(amount > sum(max(minor, 0) for minor in left.values()), "exceeds_on_day")
    return (shares.fifo if policy == "fifo" else shares.prorate)(amount, left)


def _memo_day(document: Document, given: date | None, today: date) -> date:
    own = max(document.day, document.written_on)
    refuse_if(given is not None and given < own, "too_early")
    return given or max(today, own)


def _left(book: Book, document: Document, item: Item, day: date | None = None) -> int:
    if document.kind == "credit_memo":
        return book.unapplied(document.number, item.name, day)
    return book.open(item, day)


def choice_of(book: Book, document: Document, act: str) -> str | None:
    """What the document's account chooses, else the ledger."""
    return choice(book, document.number, act)


# reversals


def _refuse_bound(book: Book, memo: Document, invoice: Document | None = None) -> None:
    """A credit memo that settles nothing but that invoice, and of which nothing is paid back."""
    refuse_if(invoice is not None and memo.status == "Draft", "draft_made_from")
    refuse_unposted(memo)
    elsewhere = [
        move.minor
        for move in book.moves
        if move.source == memo.number and (invoice is None or move.document != invoice.number)
    ]
    refuse_if(sum(elsewhere) != 0, "still_applied")
    refuse_if(any(book.paid_out(memo.number, item.name) for item in memo.items), "still_refunded")


def _days(document: Document, command: Reverse, today: date) -> tuple[date, date]:
    given, applies_on = command.day, command.applies_on
    if given is None and applies_on is not None and applies_on < _memo_day(document, None, today):
        given = applies_on
    memo_day = _memo_day(document, given, today)
    refuse_if(applies_on is not None and applies_on < memo_day, "too_early")
    return memo_day, applies_on or memo_day


def _reverse_credit_memo(book: Book, memo: Document, memo_day: date, day: date, place: int) -> None:
    _refuse_bound(book, memo)
    mirror = _Mirror(book, memo, place, memo_day, day, whole=True)
    rows = mirror.everything()
    for name, minor in rows.items():
        refuse_if(minor > mirror.lowest(name), "exceeds_on_day")
    mirror.settle(rows)
    book.change(memo.number, reversed=True)


def _reverse_invoice(book: Book, command: Reverse, place: int, today: date) -> None:
    invoice = book.documents[command.number]
    refuse_unposted(invoice)
    sources = book.settled_by(invoice.number)
    refuse_if(bool(sources) and not command.unwinds, "still_settled")
    memos = live_memos(book, invoice)
    for memo in memos:
        _refuse_bound(book, memo, invoice)
    memo_day, day = _days(invoice, command, today)
    given = [each for source in sources for each in book.applications(source, invoice.number)]
    latest = max([day, *(book.day_of(each) for each in given if book.remaining(each))])
    refuse_if(command.applies_on is not None and command.applies_on < latest, "too_early")
    for source in reversed(sources):
        kind: SourceKind = "payment" if source in book.payments else "credit_memo"
        minor = sum(
            move.minor for move in book.moves if (move.source, move.document) == (source, invoice.number)
        )
        share = Share("invoice", invoice.number, minor)
        take_back(book, Unapply(kind, source, (share,), policy="latest-first", day=latest), latest)
    for memo in memos:
        own = max(memo_day, memo.written_on, memo.day)
        _reverse_credit_memo(book, memo, own, max(own, latest), place)
    mirror = _Mirror(book, invoice, place, memo_day, latest, whole=True)
    mirror.net()
    rows = mirror.everything()
    for name, minor in rows.items():
        refuse_if(minor > mirror.lowest(name), "exceeds_on_day")
    mirror.settle(rows)
    book.change(invoice.number, reversed=True)


# the memos


class _Mirror:
    """A memo of amounts of a document, row by row; it settles that, or, of a credit memo, that settles it."""

    def __init__(
        self, book: Book, document: Document, place: int, memo_day: date, day: date, whole: bool = False
    ) -> None:
        self.book, self.document = book, document
        self.memo_day, self.day, self.whole = memo_day, day, whole
        self.is_credit = document.kind == "credit_memo"
        self.number = book.made(place, "DM" if self.is_credit else "CM")
        target = self.number if self.is_credit else document.number
        self.application = ApplicationRef(place, target)
        self.nettings: list[Netting] = []

    def net(self) -> None:
        """Negative rows first, so that every row ends at nothing."""
        self.nettings = fill(self.book, self.document, self.day, self.application)

    def fits(self, lines: tuple[Line, ...]) -> bool:
        left = {name: minor for name, minor in self._left().items()}
        return all(line.amount_minor <= left[line.item] for line in lines)

    def everything(self) -> Rows:
        left = self._left()
        refuse_if(any(minor < 0 for minor in left.values()), "exceeds_on_day")
        return {name: minor for name, minor in left.items() if minor}

    def _left(self) -> Rows:
        rows = {item.name: _left(self.book, self.document, item) for item in self.document.items}
        return {name: minor + self._netted(name) for name, minor in rows.items()}

    def lowest(self, name: str) -> int:
        """What is left of a row on that day and on every later one."""
        item = next(each for each in self.document.items if each.name == name)
        later = self.book.later_days(self.day)
        return min(_left(self.book, self.document, item, each) for each in later) + self._netted(name)

    def _netted(self, name: str) -> int:
        gained = sum(row.minor for row in self.nettings if row.negative == name)
        return gained - sum(row.minor for row in self.nettings if row.positive == name)

    def settle(self, rows: Rows) -> None:
        items = tuple(self._items(rows))
        document, number = self.document, self.number
        self.book.documents[number] = Document(
            "debit_memo" if self.is_credit else "credit_memo",
            number,
            document.account,
            document.currency,
            self.memo_day,
            self.memo_day,
            items,
            "Posted",
            made_from=document.number,
            last_line=sum(not item.is_tax for item in items),
        )
        self.book.rows.extend(self.nettings)
        self.book.add(Posting(number, {item.name: item.amount for item in items}, self.memo_day, True))
        source, target = (document.number, number) if self.is_credit else (number, document.number)
        owner = account_of(self.book, source)
        for item in items:
            if item.amount:
                pair = (item.source, item.name) if self.is_credit else (item.name, item.source)
                row, to = pair
                assert to is not None
                self.book.add(Move(source, row, target, to, item.amount, self.day, self.application, owner))

    def _items(self, rows: Rows) -> list[Item]:
        """Those with an amount, or with a tax of one; of a whole document also what is not below zero."""
        found: list[Item] = []
        line = 0
        for item in self.document.items:
            if item.is_tax:
                continue
            taxes = [tax for tax in self.document.items if tax.parent == item.name]
            taxes = [tax for tax in taxes if rows.get(tax.name) or (self.whole and not tax.amount)]
            if not (rows.get(item.name) or taxes or (self.whole and item.amount >= 0)):
                continue
            line += 1
            name = f"{self.number}#{line}"
            found.append(Item(name, self.number, rows.get(item.name, 0), source=item.name))
            for tax_line, tax in enumerate(taxes, start=1):
                amount = rows.get(tax.name, 0)
                found.append(Item(f"{name}.{tax_line}", self.number, amount, tax.tax_name, name, tax.name))
        return found
