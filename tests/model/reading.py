"""What facts say up to a day, by their postings and lines alone, without states; and what they must keep."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from settlebook.domain.events import (
    AccountCreated,
    CreditApplied,
    CreditMemoCreated,
    CreditMemoPosted,
    CreditUnapplied,
    DebitMemoCreated,
    DebitMemoPosted,
    Event,
    InvoiceCreated,
    InvoicePosted,
    ItemsSettled,
    ItemsUnsettled,
    PaymentApplied,
    PaymentReceived,
    PaymentUnapplied,
    RefundIssued,
)
from settlebook.domain.ids import item_name
from settlebook.domain.postings import Book, Leg, postings
from tests.model.snapshot import Snapshot, Source, drop_zeros

Settlement = PaymentApplied | CreditApplied | PaymentUnapplied | CreditUnapplied
SIGN: dict[type[Event], int] = {
    PaymentApplied: 1,
    CreditApplied: 1,
    PaymentUnapplied: -1,
    CreditUnapplied: -1,
}


class Reading:
    """The facts up to a day, summed."""

    def __init__(self, facts: Iterable[Event], names: dict[UUID, str], day: date | None = None) -> None:
        self.facts = [fact for fact in facts if day is None or fact.effective_on <= day]
        self.accounts = [fact.number for fact in facts if isinstance(fact, AccountCreated)]
        self.names = names
        self.debits: Counter[Leg] = Counter()
        self.part_items: Counter[tuple[str, str | None, str | None, str | None]] = Counter()
        self.refunded: Counter[tuple[str, str | None]] = Counter()
        for fact in self.facts:
            self._add(fact)

    def _add(self, fact: Event) -> None:
        for posting in postings(fact):
            self.debits[posting.debit] += posting.amount_minor
            self.debits[posting.credit] -= posting.amount_minor
        source = self.names.get(fact.stream_id, "")
        match fact:
            case PaymentApplied() | CreditApplied() | PaymentUnapplied() | CreditUnapplied():
                for line in fact.lines:
                    from_row = self.names[line.source_item_id] if line.source_item_id else None
                    key = (source, self.names[fact.document_id], from_row, self.names[line.item_id])
                    self.part_items[key] += SIGN[type(fact)] * line.amount_minor
            case RefundIssued():
                for paid in fact.lines:
                    row = self.names[paid.source_item_id] if paid.source_item_id else None
                    self.refunded[source, row] += paid.amount_minor

    def snapshot(self) -> Snapshot:
        seen = Snapshot(part_items=dict(self.part_items), accounts=dict.fromkeys(self.accounts, 0))
        for fact in self.facts:
            name = self.names.get(fact.stream_id, "")
            match fact:
                case InvoicePosted() | DebitMemoPosted():
                    rows = {row: self.debits[leg] for row, leg in self._legs(fact, Book.RECEIVABLE)}
                    seen.items.update(rows)
                    seen.documents[name] = sum(rows.values())
                    self._add_to_account(seen, fact.header.account_id, sum(rows.values()))
                case CreditMemoPosted():
                    rows = {row: -self.debits[leg] for row, leg in self._legs(fact, Book.ON_ACCOUNT_CREDIT)}
                    seen.memo_rows.update({row: self._source(name, row, left) for row, left in rows.items()})
                    seen.parts[name, None] = sum(rows.values())
                    seen.part_items.update({(name, None, row, None): left for row, left in rows.items()})
                    self._add_to_account(seen, fact.header.account_id, -sum(rows.values()))
                case PaymentReceived():
                    left = -self.debits[Leg(Book.UNAPPLIED_PAYMENT, fact.payment_id)]
                    seen.payments[name] = self._source(name, None, left)
                    seen.parts[name, None] = left
                    self._add_to_account(seen, fact.account_id, -left)
        for (source, document, _, _), minor in self.part_items.items():
            seen.parts[source, document] = seen.parts.get((source, document), 0) + minor
        drop_zeros(seen.parts)
        drop_zeros(seen.part_items)
        return seen

    def _legs(
        self, fact: InvoicePosted | DebitMemoPosted | CreditMemoPosted, book: Book
    ) -> Iterator[tuple[str, Leg]]:
        for line in fact.lines:
            yield self.names[line.item_id], Leg(book, fact.stream_id, line.item_id)

    def _source(self, name: str, row: str | None, unapplied: int) -> Source:
        applied = sum(minor for (s, _, r, _), minor in self.part_items.items() if (s, r) == (name, row))
        return Source(applied, unapplied, self.refunded[name, row])

    def _add_to_account(self, seen: Snapshot, account_id: UUID, minor: int) -> None:
        account = self.names[account_id]
        seen.accounts[account] += minor


def names_in(facts: Iterable[Event]) -> dict[UUID, str]:
    """How people name accounts, documents, payments, items and tax items."""
    names: dict[UUID, str] = {}
    for fact in facts:
        if isinstance(fact, AccountCreated | PaymentReceived):
            names[fact.stream_id] = fact.number
        elif isinstance(fact, InvoiceCreated | DebitMemoCreated | CreditMemoCreated):
            number = names[fact.stream_id] = fact.header.number
            for item in fact.items:
                names[item.item_id] = item_name(number, item.line)
                names.update(
                    {tax.item_id: item_name(number, item.line, tax.tax_line) for tax in item.tax_items}
                )
    return names


def broken_promises(facts: list[Event]) -> list[str]:
    """What facts must keep on every day and do not: amounts within bounds, sums, both records alike."""
    names = names_in(facts)
    days = sorted({fact.effective_on for fact in facts})
    broken = [promise for day in (*days, None) for promise in _broken_on(facts, names, day)]
    return [*broken, *_mirrors_that_differ(facts, names)]


def _broken_on(facts: list[Event], names: dict[UUID, str], day: date | None) -> Iterator[str]:
    reading = Reading(facts, names, day)
    seen = reading.snapshot()
    amounts = _amounts(facts, names)
    for name, left in seen.items.items():
        amount = amounts[name]
        if not (0 <= left <= amount or left == amount):
            yield f"{day}: {name} of {amount} has {left} open"
    for name, source in {**seen.payments, **seen.memo_rows}.items():
        if min(source.applied, source.unapplied, source.refunded) < 0:
            yield f"{day}: {name} is {source}"
        if source.applied + source.unapplied + source.refunded != amounts[name]:
            yield f"{day}: {name} of {amounts[name]} is {source}"
    yield from (f"{day}: {name} has {left} open" for name, left in seen.documents.items() if left < 0)
    yield from (f"{day}: part {part} is {minor}" for part, minor in seen.parts.items() if minor < 0)
    yield from (f"{day}: part item {part} is {minor}" for part, minor in seen.part_items.items() if minor < 0)
    for part, minor in seen.parts.items():
        items = sum(each for key, each in seen.part_items.items() if key[:2] == part)
        if items != minor and not (part[1] is None and part[0] in seen.payments):
            yield f"{day}: part {part} is {minor}, its items {items}"
    if sum(reading.debits.values()):
        yield f"{day}: debits and credits differ"


def _amounts(facts: list[Event], names: dict[UUID, str]) -> dict[str, int]:
    amounts: dict[str, int] = {}
    for fact in facts:
        match fact:
            case InvoicePosted() | DebitMemoPosted() | CreditMemoPosted():
                amounts.update({names[line.item_id]: line.amount_minor for line in fact.lines})
            case PaymentReceived():
                amounts[fact.number] = fact.amount_minor
    return amounts


def _mirrors_that_differ(facts: list[Event], names: dict[UUID, str]) -> Iterator[str]:
    """A source's fact and its document's mirror stand together and say the same, item by item."""
    for fact, following in zip(facts, [*facts[1:], None], strict=True):
        if not isinstance(fact, Settlement):
            continue
        expected = ItemsSettled if SIGN[type(fact)] > 0 else ItemsUnsettled
        sums: Counter[UUID] = Counter()
        for line in fact.lines:
            sums[line.item_id] += line.amount_minor
        alike = (
            isinstance(following, ItemsSettled | ItemsUnsettled)
            and isinstance(following, expected)
            and {line.item_id: line.amount_minor for line in following.lines} == sums
            and _same_settlement(fact, following)
        )
        if not alike:
            yield f"{names[fact.stream_id]} and its document differ on {fact.application_id.hex}"


def _same_settlement(fact: Settlement, mirror: ItemsSettled | ItemsUnsettled) -> bool:
    said = (fact.application_id, fact.document_id, fact.document_kind, fact.document_account_id)
    return (*said, fact.stream_id, fact.effective_on) == (
        mirror.application_id,
        mirror.document_id,
        mirror.document_kind,
        mirror.account_id,
        mirror.source_id,
        mirror.effective_on,
    )
