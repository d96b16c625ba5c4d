"""A ledger in memory for tests: the real decisions over states that facts evolve; no store, no clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from settlebook.domain import account, credit_memo, debit_memo, invoice, payment
from settlebook.domain.decisions.refunding import refunds
from settlebook.domain.decisions.rules.asked import AskedDocument, AskedLine, Decided
from settlebook.domain.decisions.sources import credit_memos, payments
from settlebook.domain.errors import NotDraft, Refusal
from settlebook.domain.events import (
    AccountCreated,
    CreditApplied,
    CreditedLine,
    CreditMemoCreated,
    CreditMemoPosted,
    DebitMemoCreated,
    DebitMemoPosted,
    Event,
    Header,
    InvoiceCreated,
    InvoicePosted,
    Item,
    ItemsCredited,
    PaymentApplied,
    PaymentReceived,
    PostedLine,
    RefundIssued,
    TaxItem,
)
from settlebook.domain.receivable import Receivable
from tests.model.commands import (
    ApplicationRef,
    Apply,
    Command,
    Draft,
    Line,
    NewAccount,
    NewItem,
    Pay,
    Post,
    Refund,
    Share,
    Unapply,
)

NAMES = UUID("00000000-0000-5000-8000-000000000000")
DRAFTED: dict[str, type[Any]] = {
    "invoice": InvoiceCreated,
    "debit_memo": DebitMemoCreated,
    "credit_memo": CreditMemoCreated,
}
POSTED: dict[str, type[Any]] = {
    "invoice": InvoicePosted,
    "debit_memo": DebitMemoPosted,
    "credit_memo": CreditMemoPosted,
}
EVOLVE: dict[type[Event], Callable[[Any, Any], Any]] = {
    AccountCreated: account.evolve,
    InvoiceCreated: invoice.evolve,
    DebitMemoCreated: debit_memo.evolve,
    CreditMemoCreated: credit_memo.evolve,
    PaymentReceived: payment.evolve,
}


@dataclass
class Stream:
    """One stream's state, and how its facts change it."""

    evolve: Callable[[Any, Event], Any]
    state: Any = None


def id_of(name: str) -> UUID:
    """Everything here has the id that its name gives it."""
    return uuid5(NAMES, name)


@dataclass
class Memory:
    today: date
    facts: list[Event] = field(default_factory=list)
    streams: dict[UUID, Stream] = field(default_factory=dict)
    applications: dict[ApplicationRef, UUID] = field(default_factory=dict)
    ids: Iterator[UUID] = field(default_factory=lambda: (id_of(f"fresh {n}") for n in range(10**9)))

    def run(self, command: Command, place: int = 0) -> str | None:
        """Carry a command out, or answer the code of its refusal."""
        try:
            self.do(command, place)
        except Refusal as refusal:
            return refusal.code
        return None

    def do(self, command: Command, place: int = 0) -> Decided | RefundIssued | None:
        """Carry a command out, or raise its refusal."""
        match command:
            case NewAccount():
                self._open(command)
            case Draft():
                self._draft(command)
            case Post():
                self._post(command)
            case Pay():
                return self._pay(command, place)
            case Apply():
                return self._record(self._apply(command), place)
            case Unapply():
                return self._record(self._unapply(command))
            case Refund():
                refund = self._refund(command)
                self._evolve(refund)
                return refund
        return None

    def state(self, name: str) -> Any:
        """The account, document or payment of that number, as its facts left it."""
        return self.streams[id_of(name)].state

    def states(self, kind: type) -> list[Any]:
        return [stream.state for stream in self.streams.values() if isinstance(stream.state, kind)]

    def _open(self, command: NewAccount) -> None:
        fact = AccountCreated(
            account_id=id_of(command.number),
            number=command.number,
            currency=command.currency,
            status=command.status,
            effective_on=self.today,
        )
        self._evolve(fact)

    def _draft(self, command: Draft) -> None:
        owner = self.state(command.account)
        header = Header(
            number=command.number,
            account_id=owner.account_id,
            currency=owner.currency,
            status="Draft",
            document_date=command.day,
            due_date=command.day,
            referred_invoice_id=id_of(command.from_invoice) if command.from_invoice else None,
        )
        items = tuple(_item(command.number, line, item) for line, item in enumerate(command.items, start=1))
        identity = {f"{command.kind}_id": id_of(command.number)}
        self._evolve(DRAFTED[command.kind](header=header, items=items, effective_on=command.day, **identity))
        if command.from_invoice:
            self._credit(command, command.from_invoice)
        if command.posts:
            self._post(Post(command.kind, command.number))

    def _credit(self, command: Draft, from_invoice: str) -> None:
        """A memo made from an invoice leaves its mirror there."""
        rows = self.state(command.number).rows.values()
        lines = tuple(
            CreditedLine(item_id=row.source_item_id, amount_minor=row.amount_minor)
            for row in rows
            if row.source_item_id is not None and row.amount_minor
        )
        fact = ItemsCredited(
            invoice_id=id_of(from_invoice),
            account_id=self.state(from_invoice).account_id,
            credit_memo_id=id_of(command.number),
            lines=lines,
            effective_on=command.day,
        )
        self._evolve(fact)

    def _post(self, command: Post) -> None:
        document = self.state(command.number)
        if document.is_posted:
            raise NotDraft(document.number, document.header.status)
        lines = tuple(
            PostedLine(item_id=row.item_id, amount_minor=row.amount_minor) for row in document.rows.values()
        )
        self._evolve(
            POSTED[command.kind](
                header=document.header.model_copy(update={"status": "Posted"}),
                lines=lines,
                effective_on=command.day or document.header.document_date,
                **{f"{command.kind}_id": document.document_id},
            )
        )

    def _pay(self, command: Pay, place: int) -> Decided | None:
        received = payments.receive(
            self.state(command.account or ""),
            payment_id=id_of(command.number),
            number=command.number,
            currency=command.currency,
            amount_minor=command.amount_minor,
            effective_on=command.day,
            today=self.today,
        )
        created = payment.evolve(None, received)
        if not command.shares:
            self._evolve(received)
            return None
        decided = payments.apply(
            created,
            self._asked(command.shares),
            policy=command.policy,
            effective_on=command.day,
            today=self.today,
            new_id=self.ids.__next__,
            created=True,
        )
        self._evolve(received)
        return self._record(decided, place)

    def _apply(self, command: Apply) -> Decided:
        settings: dict[str, Any] = {
            "policy": command.policy,
            "effective_on": command.day,
            "today": self.today,
            "new_id": self.ids.__next__,
        }
        asked = self._asked(command.shares)
        if command.source_kind == "payment":
            return payments.apply(self.state(command.source), asked, **settings)
        return credit_memos.apply(self.state(command.source), asked, **settings)

    def _unapply(self, command: Unapply) -> Decided:
        named = command.application
        settings: dict[str, Any] = {
            "application": self.applications.get(named, id_of("unknown")) if named else None,
            "policy": command.policy,
            "effective_on": command.day,
            "today": self.today,
            "new_id": self.ids.__next__,
        }
        asked = self._asked(command.shares)
        documents = {document.document_id: document for document in self.states(Receivable)}
        if command.source_kind == "payment":
            return payments.unapply(self.state(command.source), asked, documents, **settings)
        return credit_memos.unapply(self.state(command.source), asked, documents, **settings)

    def _refund(self, command: Refund) -> RefundIssued:
        settings: dict[str, Any] = {
            "amount_minor": command.amount_minor,
            "refund_id": id_of(command.number),
            "number": command.number,
            "refund_date": command.day,
            "today": self.today,
        }
        if command.source_kind == "payment":
            return refunds.of_payment(self.state(command.source), **settings)
        lines = None if command.lines is None else [_line(line) for line in command.lines]
        memo = self.state(command.source)
        return refunds.of_credit_memo(memo, lines=lines, policy=command.policy, **settings)

    def _asked(self, shares: tuple[Share, ...]) -> list[AskedDocument]:
        return [
            AskedDocument(
                self.state(share.document),
                share.amount_minor,
                None if share.lines is None else tuple(_line(line) for line in share.lines),
            )
            for share in shares
        ]

    def _record(self, decided: Decided, place: int | None = None) -> Decided:
        for fact in decided.facts:
            self._evolve(fact)
            if place is not None and isinstance(fact, PaymentApplied | CreditApplied):
                document = self.streams[fact.document_id].state.number
                self.applications[ApplicationRef(place, document)] = fact.application_id
        return decided

    def _evolve(self, fact: Event) -> None:
        self.facts.append(fact)
        if type(fact) in EVOLVE:
            self.streams[fact.stream_id] = Stream(EVOLVE[type(fact)])
        stream = self.streams[fact.stream_id]
        stream.state = stream.evolve(stream.state, fact)


def _item(number: str, line: int, item: NewItem) -> Item:
    name = f"{number}#{line}"
    taxes = tuple(
        TaxItem(
            item_id=id_of(f"{name}.{tax_line}"),
            tax_line=tax_line,
            amount_minor=tax.amount_minor,
            source_item_id=id_of(tax.source) if tax.source else None,
            details={"name": tax.name},
        )
        for tax_line, tax in enumerate(item.taxes, start=1)
    )
    return Item(
        item_id=id_of(name),
        line=line,
        amount_minor=item.amount_minor,
        source_item_id=id_of(item.source) if item.source else None,
        tax_items=taxes,
    )


def _line(line: Line) -> AskedLine:
    return AskedLine(id_of(line.item), line.amount_minor, id_of(line.source) if line.source else None)
