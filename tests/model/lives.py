"""Sequences of every command as hypothesis draws them: the whole life of what settles and is settled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.model.applying import may_settle
from tests.model.commands import (
    Cancel,
    Choose,
    Collect,
    Command,
    Delete,
    Draft,
    Edit,
    Kind,
    Line,
    NewAccount,
    NewItem,
    NewPeriod,
    NewTax,
    Reverse,
    Settle,
    Split,
    TurnPeriod,
    Unpost,
    WriteOff,
)
from tests.model.history import Document, Item
from tests.model.money_lives import MoneyAuthor
from tests.model.sequences import KINDS

CHOICES: dict[str, tuple[str, ...]] = {
    "apply_payment": ("prorate", "fifo"),
    "apply_credit": ("prorate-matrix", "fifo", "source-item"),
    "unapply": ("latest-first", "fifo", "prorate"),
    "refund": ("fifo", "prorate", "latest-first"),
    "write_off": ("prorate", "fifo"),
    "negative_lines": ("net", "skip"),
}
PERCENTAGES = ((50, 50), (30, 70), (1, 99), (10, 20, 70), (33, 33, 34))
OF_DOCUMENTS = ("edit", "edit", "unpost", "unpost", "cancel", "split", *("write off",) * 4, *("reverse",) * 2)
OF_PAYMENTS = ("transfer", "transfer", "cancel payment", *("refund applied",) * 2, *("cancel refund",) * 2)
OF_THE_LEDGER = ("choose", "choose", "period", "period", "settle", "collect", "collect", "delete")


@st.composite
def lives(draw: st.DrawFn, today: date, longest: int = 45, currency: str = "GBP") -> list[Command]:
    """Commands that set up accounts with documents, then all that can happen to them."""
    return LifeAuthor(draw, today, currency).write(longest)


class LifeAuthor(MoneyAuthor):
    """Draws every kind of command; documents have discounts, and memos are made from invoices."""

    def write(self, longest: int) -> list[Command]:
        self._add(NewAccount("A-1", self.currency))
        self._add(NewAccount("A-2", self.currency, parent="A-1"))
        self._add(NewAccount("A-3", self.currency, "Canceled"))
        if self._number(0, 3) == 1:
            self._add(self._period())
        for kind in (*KINDS, *KINDS[:1]):
            self._add_document(kind)
        self._add(self._plain_payment())
        if self.book.periods and self._number(0, 2):
            self._add(TurnPeriod(self.book.periods[0].name, "close"))
        for _ in range(self._number(longest // 2, longest)):
            self._add_any()
        return self.commands

    def _add_any(self) -> None:
        missing = [kind for kind in KINDS if kind not in {each.kind for each in self.book.documents.values()}]
        if missing:
            self._add_document(missing[0])
        elif self._number(0, 1):
            self._add_next()
        else:
            self._add_more()

    def _add_more(self) -> None:
        match self._one_of((*OF_DOCUMENTS, *OF_PAYMENTS, *OF_THE_LEDGER)):
            case "edit":
                self._add_if(self._edit())
            case "unpost":
                document = self._document(lambda each: each.posted and not self.book.settled_by(each.number))
                self._add(Unpost(document.kind, document.number))
            case "cancel":
                document = self._document(lambda each: each.status == "Draft")
                self._add(Cancel(document.kind, document.number))
            case "split":
                self._add_if(self._split())
            case "write off":
                self._add(self._write_off())
            case "reverse":
                self._add(self._reverse())
            case "choose":
                self._add(self._choose())
            case "period":
                self._add(self._period())
            case "settle":
                self._add(Settle(self._one_of(("A-1", "A-1", "A-2")), self._rarely(), self._day()))
            case "collect":
                self._add_if(self._collect())
            case "delete":
                self._add_if(self._delete())
            case money:
                self._add_if(self._of_money(money))

    def _add_if(self, command: Command | None) -> None:
        if command is not None:
            self._add(command)

    def _document(
        self, fits: Callable[[Document], bool] = lambda each: True, kinds: tuple[Kind, ...] = KINDS
    ) -> Document:
        documents = [each for each in self.book.documents.values() if each.kind in kinds]
        fitting = [each for each in documents if fits(each)]
        return self._one_of(documents if self._rarely() or not fitting else fitting)

    def _can_pay(self, account: str | None, document: Document) -> bool:
        return document.account == account or (
            self._rarely() and may_settle(self.book, account, document.account)
        )

    # documents

    def _add_document(self, kind: Kind) -> None:
        prefix = {"invoice": "INV", "debit_memo": "DM", "credit_memo": "CM"}[kind]
        number = f"{prefix}-{len(self.book.documents) + 1}"
        invoices = [
            each
            for each in self.book.documents.values()
            if each.kind == "invoice" and each.posted and not each.reversed
        ]
        day = self.today + timedelta(days=self._number(-8, 1))
        account = "A-2" if self._rarely() else "A-1"
        drafted = Draft(kind, number, account, day, self._items(kind))
        if kind != "invoice" and invoices and self._number(0, 1):
            drafted = self._made_from(self._one_of(invoices), kind, number, day) or drafted
        elif self._rarely():
            drafted = replace(drafted, currency="USD")
        self._add(replace(drafted, posts=self._number(0, 2) > 0))

    def _made_from(self, invoice: Document, kind: Kind, number: str, day: date) -> Draft | None:
        made = self._memo_from(invoice, number, day)
        if not made.items:
            return None
        made = replace(made, kind=kind, auto_apply=kind == "credit_memo" and self._number(0, 2) == 0)
        if self._number(0, 1):
            items = tuple(replace(item, taxes=()) for item in made.items)
            made = replace(made, items=items, derives=True)
        return made

    def _items(self, kind: str) -> tuple[NewItem, ...]:
        items = super()._items(kind)
        if kind != "invoice" or self._number(0, 2):
            return items
        first = items[0]
        discounts = tuple(
            NewItem(-self._number(1, max(1, first.amount_minor // 2)), self._taxes_of_discount(first))
            for _ in range(self._number(1, 2))
        )
        return (replace(first, discounts=discounts), *items[1:])

    def _taxes_of_discount(self, item: NewItem) -> tuple[NewTax, ...]:
        return tuple(NewTax(-self._number(0, 2), tax.name) for tax in item.taxes[: self._number(0, 1)])

    def _edit(self) -> Edit:
        document = self._document(lambda each: each.status == "Draft")
        origin = self.book.documents.get(document.made_from or "")
        invoice = origin if origin is not None and origin.kind == "invoice" else None
        lines = {_line(item): item for item in document.items if not item.is_tax and not item.discounts}
        changes: list[tuple[int, NewItem | None]] = []
        for line in self._some_of(sorted(lines)):
            gone = self._number(0, 3) == 2
            changes.append((line, None if gone else self._changed(document, lines[line])))
        if self._number(0, 2) == 0 or not changes:
            item = self._item() if invoice is None else self._new_credit(invoice)
            changes.append((document.last_line + 1, item))
        made_from = invoice.number if invoice is not None else None
        return Edit(document.kind, document.number, tuple(changes), document.last_line, made_from)

    def _changed(self, document: Document, item: Item) -> NewItem:
        taxes = [each for each in document.items if each.parent == item.name]
        sign = -1 if item.amount < 0 else 1
        changed = tuple(NewTax(self._number(0, 20), tax.tax_name or "") for tax in taxes)
        return NewItem(sign * self._number(1, 100), changed)

    def _new_credit(self, invoice: Document) -> NewItem:
        items = [each for each in invoice.items if not each.is_tax and not each.discounts and each.amount > 0]
        item = self._one_of(items or list(invoice.items))
        return NewItem(self._amount(self._creditable(item)), source=item.name)

    def _split(self) -> Split | None:
        if not any(each.kind == "invoice" for each in self.book.documents.values()):
            return None
        invoice = self._document(lambda each: each.status == "Draft", ("invoice",))
        shares = self._one_of(PERCENTAGES)
        place = len(self.commands)
        return Split(invoice.number, shares, tuple(f"INV-{place}-{part}" for part in range(len(shares))))

    def _write_off(self) -> WriteOff:
        document = self._document(lambda each: each.posted and self._left_of(each) > 0)
        left, day = self._left_of(document), self._day()
        match self._number(0, 2):
            case 0:
                return WriteOff(document.kind, document.number, day=day)
            case 1:
                policy = self._one_of((None, "prorate", "fifo", "random" if self._rarely() else "fifo"))
                amount = self._amount(left)
                return WriteOff(document.kind, document.number, amount, policy=policy, day=day)
        rows = {item.name: self._left_of_row(document, item) for item in document.items}
        fitting = [name for name, minor in rows.items() if minor > 0]
        named = self._some_of(fitting or list(rows)) or list(rows)[:1]
        lines = tuple(Line(name, self._amount(rows[name])) for name in named)
        asked = sum(line.amount_minor for line in lines) + self._rarely() if self._rarely() else None
        return WriteOff(document.kind, document.number, asked, lines, day=day)

    def _left_of(self, document: Document) -> int:
        return sum(self._left_of_row(document, item) for item in document.items)

    def _left_of_row(self, document: Document, item: Item) -> int:
        if document.kind == "credit_memo":
            return self.book.unapplied(document.number, item.name)
        return self.book.open(item)

    def _reverse(self) -> Reverse:
        document = self._document(lambda each: each.posted and not each.reversed, ("invoice", "credit_memo"))
        unwinds = document.kind == "invoice" and self._number(0, 2) > 0
        day = self._one_of((None, None, self._day()))
        applies_on = self._day() if self._number(0, 2) == 1 else None
        if day is not None and applies_on is not None:
            applies_on = max(day, applies_on)
        return Reverse(document.kind, document.number, unwinds, day, applies_on)

    # the ledger

    def _choose(self) -> Choose:
        choices = tuple(
            (name, self._one_of(offered)) for name, offered in CHOICES.items() if self._number(0, 1)
        )
        if self._number(0, 1):
            return Choose(self._one_of(("A-1", "A-1", "A-2")), choices)
        guard = self._one_of(("off", "header", "item"))
        return Choose(None, choices, guard, bool(self._number(0, 1)), bool(self._number(0, 1)))  # type: ignore[arg-type]

    def _period(self) -> NewPeriod | TurnPeriod:
        periods = self.book.periods
        if not periods or self._number(0, 2) == 0:
            newest = periods[-1].ends_on if periods else self.today - timedelta(days=9)
            starts_on = newest + timedelta(days=1 + self._rarely())
            name = f"period {len(self.commands)}"
            return NewPeriod(name, starts_on, starts_on + timedelta(days=self._number(0, 5)))
        closed = [each for each in periods if each.status == "Closed"]
        waiting = [each for each in periods if each.status != "Closed"]
        if waiting and not self._rarely() and self._number(0, 2):
            return TurnPeriod(waiting[0].name, self._one_of(("close", "close", "pending-close")))
        period = self._one_of(periods) if self._rarely() or not closed else closed[-1]
        return TurnPeriod(period.name, "reopen")

    def _collect(self) -> Collect:
        document = self._document(
            lambda each: each.posted and self.book.balance(each) > 0, ("invoice", "debit_memo")
        )
        received = f"P-{len(self.commands)}" if self._number(0, 1) else None
        return Collect(document.kind, document.number, bool(self._number(0, 1)), received, self._day())

    def _delete(self) -> Delete | None:
        things: list[tuple[Kind | str, str, str]] = [
            (each.kind, each.number, each.status) for each in self.book.documents.values()
        ]
        things += [("payment", each.number, each.status) for each in self.book.payments.values()]
        things += [("refund", each.number, each.status) for each in self.book.refunds.values()]
        canceled = [each for each in things if each[2] == "Canceled"]
        if not canceled and not self._rarely():
            return None
        kind, number, _ = self._one_of(canceled or things)
        return Delete(kind, number)  # type: ignore[arg-type]


def _line(item: Item) -> int:
    return int(item.name.partition("#")[2])
