"""Sequences of commands as hypothesis draws them: mostly sensible, back-dated and wrong often enough.

The naive ledger runs along while drawing, so that amounts lie at the edge of what is open or unapplied.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from tests.model.book import Book
from tests.model.commands import (
    ApplicationRef,
    Apply,
    Command,
    Draft,
    Kind,
    Line,
    NewAccount,
    NewItem,
    NewTax,
    Pay,
    Post,
    Refund,
    Share,
    SourceKind,
    Unapply,
)
from tests.model.expected import expected
from tests.model.history import Document, Item

Drawn = TypeVar("Drawn")
KINDS: tuple[Kind, ...] = ("invoice", "debit_memo", "credit_memo")
WRONG_POLICIES = ("prorate", "latest-first", "random")
POLICIES: dict[str, tuple[str | None, ...]] = {
    "payment": (None, "prorate", "fifo"),
    "credit_memo": (None, None, "prorate-matrix", "fifo", "fifo", "source-item"),
}


@st.composite
def sequences(draw: st.DrawFn, today: date, longest: int = 40, currency: str = "GBP") -> list[Command]:
    """Commands that set up two accounts with documents, then settle, take back and pay out."""
    return Author(draw, today, currency).write(longest)


class Author:
    """Draws one command after the other and runs each on the naive ledger, to know what is possible next."""

    def __init__(self, draw: st.DrawFn, today: date, currency: str) -> None:
        self.draw = draw
        self.today = today
        self.currency = currency
        self.book = Book()
        self.commands: list[Command] = []

    def write(self, longest: int) -> list[Command]:
        for number in ("A-1", "A-2"):
            self._add(NewAccount(number, self.currency))
        self._add(NewAccount("A-3", self.currency, "Canceled"))
        for kind in (*KINDS, *KINDS[:1]):
            self._add_document(kind)
        self._add(self._plain_payment())
        for _ in range(self._number(longest // 2, longest)):
            self._add_next()
        return self.commands

    def _add(self, command: Command) -> None:
        expected(self.book, command, len(self.commands), self.today)
        self.commands.append(command)

    def _add_next(self) -> None:
        kinds = ("apply",) * 9 + ("unapply",) * (6 if self.book.moves else 0)
        kinds += ("refund", "refund", "pay", "document", "post")
        match self._one_of(kinds):
            case "apply":
                self._add(self._apply())
            case "unapply":
                self._add(self._unapply())
            case "refund":
                self._add(self._refund())
            case "pay":
                self._add(self._payment())
            case "document":
                self._add_document(self._one_of(KINDS))
            case "post":
                drafts = [each for each in self.book.documents.values() if not each.posted]
                document = self._one_of(drafts or list(self.book.documents.values()))
                self._add(Post(document.kind, document.number, self._day()))

    # small choices

    def _one_of(self, values: list[Drawn] | tuple[Drawn, ...]) -> Drawn:
        return self.draw(st.sampled_from(values))

    def _number(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def _rarely(self) -> bool:
        return self._number(0, 19) == 13  # not at an end of the range, which hypothesis draws more often

    def _day(self) -> date | None:
        """Most days are free to choose; some days are too early."""
        if self._number(0, 1):
            return None
        return self.today + timedelta(days=self._number(-6, 4))

    def _amount(self, available: int) -> int:
        """At the edge, inside, or now and then above."""
        if self._rarely():
            return max(available, 0) + 1
        return self._one_of((available, *[self._number(1, available)] * 3)) if available > 0 else 1

    # documents and payments

    def _add_document(self, kind: Kind) -> None:
        prefix = {"invoice": "INV", "debit_memo": "DM", "credit_memo": "CM"}[kind]
        number = f"{prefix}-{len(self.book.documents) + 1}"
        account = "A-2" if self._rarely() else "A-1"
        day = self.today + timedelta(days=self._number(-8, 1))
        invoices = [each for each in self.book.documents.values() if each.kind == "invoice" and each.posted]
        drafted = None
        if kind == "credit_memo" and invoices and self._number(0, 1):
            drafted = self._memo_from(self._one_of(invoices), number, day)
        if drafted is None or not drafted.items:
            drafted = Draft(kind, number, account, day, self._items(kind))
        posts = self._number(0, 2) == 1
        self._add(replace(drafted, posts=posts))
        if not posts and not self._rarely():
            self._add(Post(kind, number, self._day() if self._number(0, 5) == 3 else None))

    def _items(self, kind: str) -> tuple[NewItem, ...]:
        items = [self._item() for _ in range(self._number(1, 2))]
        total = sum(item.amount_minor + sum(tax.amount_minor for tax in item.taxes) for item in items)
        if kind != "credit_memo" and self._number(0, 3) == 0:
            items.append(NewItem(-self._number(1, total)))
        return tuple(items)

    def _item(self) -> NewItem:
        names = self._one_of(((), (), ("state",), ("state", "city"), ("state", "state")))
        taxes = tuple(NewTax(self._number(0, 20), name) for name in names)
        return NewItem(self._number(1, 100), taxes)

    def _memo_from(self, invoice: Document, number: str, day: date) -> Draft:
        """Credits part of what is left of the invoice's items, rarely more; a tax is named or described."""
        left = {item.name: self._creditable(item) for item in invoice.items}
        items = []
        for item in invoice.items:
            if not item.is_tax and left[item.name] > 0:
                taxes = [each for each in invoice.items if each.parent == item.name and left[each.name] > 0]
                credited = tuple(
                    NewTax(
                        self._number(1, left[tax.name]), tax.tax_name or "", self._one_of((tax.name, None))
                    )
                    for tax in taxes[: self._number(0, len(taxes))]
                )
                items.append(NewItem(self._number(1, left[item.name]), credited, item.name))
        day = day if self._rarely() else max(day, invoice.day)
        return Draft("credit_memo", number, invoice.account, day, tuple(items), invoice.number)

    def _creditable(self, item: Item) -> int:
        """What no memo was made of yet; rarely all of it again."""
        credited = sum(
            row.amount
            for memo in self.book.documents.values()
            if memo.kind == "credit_memo"
            for row in memo.items
            if row.source == item.name or (row.source is None and row.tax_name == item.tax_name)
        )
        return item.amount - (0 if self._rarely() else credited)

    def _plain_payment(self) -> Pay:
        """One that nothing refuses."""
        return Pay(f"P-{len(self.commands)}", "A-1", self.currency, self._number(1, 300), None)

    def _payment(self) -> Pay:
        number = f"P-{len(self.commands)}"
        account = "A-3" if self._rarely() else "A-1"
        currency = "USD" if self._rarely() else self.currency
        day = self._day()
        amount = self._number(1, 300)
        shares = self._shares("payment", amount, account) if self._number(0, 2) == 0 else ()
        return Pay(number, account, currency, amount, day, shares, self._policy("payment"))

    # settlement

    def _apply(self) -> Apply:
        kind, source = self._source(self.book.unapplied_of)
        policy = self._policy(kind)
        shares = self._shares(kind, self.book.unapplied_of(source), self._account(source), source)
        if policy == "source-item" and not self._rarely():
            shares = (self._back_to_source(source, shares[0]),)
        return Apply(kind, source, shares, policy, self._day())

    def _back_to_source(self, memo: str, share: Share) -> Share:
        """What source-item takes: all of the memo, for the invoice that it was made from."""
        made_from = [self.book.item(item.source or "") for item in self.book.documents[memo].items]
        invoices = [item.document for item in made_from if item is not None] or [share.document]
        kind = self.book.documents[invoices[0]].kind
        return Share(kind, invoices[0], self.book.unapplied_of(memo) or 1)

    def _policy(self, kind: SourceKind) -> str | None:
        if self._rarely():
            return self._one_of(WRONG_POLICIES)
        return self._one_of(POLICIES[kind])

    def _applied_of(self, source: str) -> int:
        return sum(move.minor for move in self.book.moves if move.source == source)

    def _source(self, holds: Callable[[str], int]) -> tuple[SourceKind, str]:
        """Mostly one that holds something for what it is drawn for."""
        memos = [each.number for each in self.book.documents.values() if each.kind == "credit_memo"]
        sources: list[tuple[SourceKind, str]] = [("payment", number) for number in self.book.payments]
        sources += [("credit_memo", number) for number in memos]
        fitting = [each for each in sources if holds(each[1]) > 0]
        return self._one_of(sources if self._rarely() or not fitting else fitting)

    def _account(self, source: str) -> str | None:
        return (
            self.book.payments[source].account
            if source in self.book.payments
            else (self.book.documents[source].account)
        )

    def _shares(
        self, kind: SourceKind, unapplied: int, account: str | None, source: str | None = None
    ) -> tuple[Share, ...]:
        receivables = [each for each in self.book.documents.values() if each.kind != "credit_memo"]
        posted = [each for each in receivables if each.posted and not each.reversed]
        fitting = [each for each in posted if self._can_pay(account, each) and self.book.balance(each) > 0]
        shares: list[Share] = []
        for _ in range(self._one_of((1, 1, 1, 2, 3))):
            document = self._one_of(receivables if self._rarely() or not fitting else fitting)
            known = document.number in [share.document for share in shares]
            if shares and (known or unapplied <= 0) and not self._rarely():
                break
            if document in fitting and len(fitting) > 1:
                fitting.remove(document)
            amount = self._amount(min(unapplied, self.book.balance(document)))
            unapplied -= amount
            lines = self._lines(document, amount, source) if self._number(0, 2) == 0 else None
            if lines and not self._rarely():
                amount = sum(line.amount_minor for line in lines)
            shares.append(Share(document.kind, document.number, amount, lines))
        return tuple(shares)

    def _can_pay(self, account: str | None, document: Document) -> bool:
        return document.account == account

    def _lines(self, document: Document, amount: int, memo: str | None) -> tuple[Line, ...]:
        rows: list[str | None] = [None]
        if memo in self.book.documents:
            rows = [item.name for item in self.book.documents[memo].items]
        lines, left = [], amount
        for _ in range(self._number(1, 3)):
            item = self._one_of(document.items)
            open_of_item = self.book.open(item)
            fitting = [row for row in rows if row is None or ("." in row) == item.is_tax]
            row = self._one_of(rows if self._rarely() or not fitting else fitting)
            unapplied = left if row is None or memo is None else self.book.unapplied(memo, row)
            minor = self._amount(min(left, open_of_item, unapplied))
            left -= minor
            name = "INV-1#9" if self._rarely() else item.name
            lines.append(Line(name, minor, row))
        once = {(line.source, line.item): line for line in lines}
        return tuple(lines if self._rarely() else once.values())

    # taking back and paying out

    def _unapply(self) -> Unapply:
        kind, source = self._source(self._applied_of)
        applications = self.book.applications(source)
        policy = self._one_of((None, "latest-first", "fifo", "prorate" if self._rarely() else None))
        day = self._one_of((self._day(), *map(self.book.day_of, applications)))
        if not applications or self._number(0, 9) == 5:
            return Unapply(kind, source, policy=policy, day=day)
        holding = [each for each in applications if self.book.remaining(each)]
        application = self._one_of(applications if self._rarely() or not holding else holding)
        if self._number(0, 4) == 3:
            unknown = ApplicationRef(999, "INV-1")
            return Unapply(kind, source, (), unknown if self._rarely() else application, policy, day)
        documents = list(dict.fromkeys(each.document for each in applications))
        chosen = documents[: self._number(1, len(documents))]
        shares = tuple(self._share_back(source, document) for document in chosen)
        return Unapply(kind, source, shares + shares[:1] if self._rarely() else shares, None, policy, day)

    def _share_back(self, source: str, document: str) -> Share:
        left: dict[tuple[str | None, str], int] = {}
        for application in self.book.applications(source, document):
            for pair, minor in self.book.remaining(application).items():
                left[pair] = left.get(pair, 0) + minor
        kind = self.book.documents[document].kind
        if self._number(0, 1) or not left:
            return Share(kind, document, self._amount(sum(left.values())))
        pairs = self.draw(
            st.lists(st.sampled_from(sorted(left, key=str)), min_size=1, max_size=3, unique=True)
        )
        lines = tuple(Line(item, self._amount(left[row, item]), row) for row, item in pairs)
        return Share(kind, document, sum(line.amount_minor for line in lines) + self._rarely(), lines)

    def _refund(self) -> Refund:
        kind, source = self._source(self.book.unapplied_of)
        number = f"R-{len(self.commands)}"
        amount = self._amount(self.book.unapplied_of(source))
        policy = (
            None if kind == "payment" else self._one_of((None, "fifo", *(WRONG_POLICIES * self._rarely())))
        )
        if kind == "payment" or self._number(0, 1):
            return Refund(kind, source, number, amount, None, policy, self._day())
        rows = [row for row in self.book.rows_of(source) if row is not None]
        named = self.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=2, unique=not self._rarely()))
        lines = tuple(Line(row, self._amount(self.book.unapplied(source, row))) for row in named)
        asked = sum(line.amount_minor for line in lines) + self._rarely()
        return Refund(kind, source, number, asked, lines, policy, self._day())
