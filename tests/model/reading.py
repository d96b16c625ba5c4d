"""What facts say up to a day, by their postings and lines alone, without states; and what they must keep."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from settlebook.domain.events import (
    AccountCreated,
    CreditApplied,
    CreditMemoCreated,
    CreditMemoEdited,
    CreditMemoPosted,
    CreditMemoUnposted,
    CreditUnapplied,
    DebitMemoCreated,
    DebitMemoEdited,
    DebitMemoPosted,
    DebitMemoUnposted,
    Event,
    InvoiceCreated,
    InvoiceEdited,
    InvoicePosted,
    InvoiceUnposted,
    ItemsSettled,
    ItemsUnsettled,
    PaymentApplied,
    PaymentCanceled,
    PaymentReceived,
    PaymentTransferred,
    PaymentUnapplied,
    RefundCanceled,
    RefundIssued,
    SourceKind,
)
from settlebook.domain.ids import item_name
from settlebook.domain.postings import Book, Leg, postings
from tests.model.snapshot import Snapshot, Source, drop_zeros

Settlement = PaymentApplied | CreditApplied | PaymentUnapplied | CreditUnapplied
Posted = InvoicePosted | DebitMemoPosted | CreditMemoPosted
Drafted = InvoiceCreated | DebitMemoCreated | CreditMemoCreated
Edited = InvoiceEdited | DebitMemoEdited | CreditMemoEdited
SIGN: dict[type[Event], int] = {
    PaymentApplied: 1,
    CreditApplied: 1,
    PaymentUnapplied: -1,
    CreditUnapplied: -1,
    RefundIssued: 1,
    RefundCanceled: -1,
}


class Reading:
    """The facts up to a day, summed."""

    def __init__(self, facts: Iterable[Event], names: dict[UUID, str], day: date | None = None) -> None:
        self.facts = [fact for fact in facts if day is None or fact.effective_on <= day]
        self.accounts = [fact.number for fact in facts if isinstance(fact, AccountCreated)]
        self.currencies = {
            fact.account_id: fact.currency for fact in facts if isinstance(fact, AccountCreated)
        }
        self.names = names
        self.debits: Counter[Leg] = Counter()
        self.posted: dict[UUID, Posted] = {}
        self.amounts: Counter[str] = Counter()
        self.gone: Counter[str] = Counter()
        self.part_items: Counter[tuple[str, str | None, str | None, str | None]] = Counter()
        self.refunded: Counter[tuple[str, str | None]] = Counter()
        self.unapplied_of: Counter[tuple[UUID | None, str]] = Counter()
        for fact in self.facts:
            self._add(fact)

    def _add(self, fact: Event) -> None:
        for posting in postings(fact):
            self.debits[posting.debit] += posting.amount_minor
            self.debits[posting.credit] -= posting.amount_minor
        source = self.names.get(fact.stream_id, "")
        match fact:
            case InvoicePosted() | DebitMemoPosted() | CreditMemoPosted():
                self.posted[fact.stream_id] = fact
                self.amounts.update({self.names[line.item_id]: line.amount_minor for line in fact.lines})
            case InvoiceUnposted() | DebitMemoUnposted() | CreditMemoUnposted():
                del self.posted[fact.stream_id]
                self.amounts.subtract({self.names[line.item_id]: line.amount_minor for line in fact.lines})
            case PaymentApplied() | CreditApplied() | PaymentUnapplied() | CreditUnapplied():
                for line in fact.lines:
                    from_row = self.names[line.source_item_id] if line.source_item_id else None
                    key = (source, self.names[fact.document_id], from_row, self.names[line.item_id])
                    self.part_items[key] += SIGN[type(fact)] * line.amount_minor
            case RefundIssued() | RefundCanceled():
                for paid in fact.lines:
                    row = self.names[paid.source_item_id] if paid.source_item_id else None
                    self.refunded[source, row] += SIGN[type(fact)] * paid.amount_minor
        self._add_to_owner(fact, source)

    def _add_to_owner(self, fact: Event, source: str) -> None:
        """Whose the unapplied money of payments is, and how much of a payment is in it no more."""
        match fact:
            case PaymentReceived():
                self.amounts[source] = fact.amount_minor
                if fact.transferred_from is None:
                    self.unapplied_of[fact.account_id, fact.currency] += fact.amount_minor
            case PaymentTransferred():
                self.unapplied_of[fact.from_account_id, fact.currency] -= fact.amount_minor
                self.unapplied_of[fact.to_account_id, fact.currency] += fact.amount_minor
                if fact.to_payment_id != fact.payment_id:
                    self.gone[source] += fact.amount_minor
            case PaymentCanceled():
                self.unapplied_of[fact.account_id, fact.currency] -= fact.amount_minor
                self.gone[source] += fact.amount_minor
            case PaymentApplied() | PaymentUnapplied():
                minor = sum(line.amount_minor for line in fact.lines)
                self.unapplied_of[fact.account_id, fact.currency] -= SIGN[type(fact)] * minor
            case RefundIssued() | RefundCanceled() if fact.source_kind is SourceKind.PAYMENT:
                self.unapplied_of[fact.account_id, fact.currency] -= SIGN[type(fact)] * fact.amount_minor

    def brought(self, name: str) -> int:
        """Of a payment: its amount, less what was transferred away or canceled; of a row: its amount."""
        return self.amounts[name] - self.gone[name]

    def snapshot(self) -> Snapshot:
        seen = Snapshot(part_items=dict(self.part_items), accounts=dict.fromkeys(self.accounts, 0))
        for stream_id, fact in self.posted.items():
            name = self.names[stream_id]
            if isinstance(fact, CreditMemoPosted):
                rows = {row: -self.debits[leg] for row, leg in self._legs(fact, Book.ON_ACCOUNT_CREDIT)}
                seen.memo_rows.update({row: self._source(name, row, left) for row, left in rows.items()})
                seen.parts[name, None] = sum(rows.values())
                seen.part_items.update({(name, None, row, None): left for row, left in rows.items()})
                self._add_to_account(seen, fact.header.account_id, fact.header.currency, -sum(rows.values()))
            else:
                rows = {row: self.debits[leg] for row, leg in self._legs(fact, Book.RECEIVABLE)}
                seen.items.update(rows)
                seen.documents[name] = sum(rows.values())
                self._add_to_account(seen, fact.header.account_id, fact.header.currency, sum(rows.values()))
        for received in self.facts:
            if isinstance(received, PaymentReceived):
                left = -self.debits[Leg(Book.UNAPPLIED_PAYMENT, received.payment_id)]
                seen.payments[received.number] = self._source(received.number, None, left)
                seen.parts[received.number, None] = left
        for (account_id, currency), minor in self.unapplied_of.items():
            if account_id is not None:
                self._add_to_account(seen, account_id, currency, -minor)
        for (source, document, _, _), minor in self.part_items.items():
            seen.parts[source, document] = seen.parts.get((source, document), 0) + minor
        drop_zeros(seen.parts)
        drop_zeros(seen.part_items)
        return seen

    def _legs(self, fact: Posted, book: Book) -> Iterator[tuple[str, Leg]]:
        for line in fact.lines:
            yield self.names[line.item_id], Leg(book, fact.stream_id, line.item_id)

    def _source(self, name: str, row: str | None, unapplied: int) -> Source:
        applied = sum(minor for (s, _, r, _), minor in self.part_items.items() if (s, r) == (name, row))
        return Source(applied, unapplied, self.refunded[name, row])

    def _add_to_account(self, seen: Snapshot, account_id: UUID, currency: str, minor: int) -> None:
        """An account's balance is told in its own currency."""
        if self.currencies[account_id] == currency:
            seen.accounts[self.names[account_id]] += minor


def names_in(facts: Iterable[Event]) -> dict[UUID, str]:
    """How people name accounts, documents, payments, items and tax items."""
    names: dict[UUID, str] = {}
    for fact in facts:
        if isinstance(fact, AccountCreated | PaymentReceived):
            names[fact.stream_id] = fact.number
        elif isinstance(fact, Drafted | Edited):
            number = names[fact.stream_id] = fact.header.number
            for item in fact.items:
                names[item.item_id] = item_name(number, item.line, None, item.discount_line)
                for tax in item.tax_items:
                    names[tax.item_id] = item_name(number, item.line, tax.tax_line, item.discount_line)
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
    amounts = reading.amounts
    for name, left in seen.items.items():
        if not min(0, amounts[name]) <= left <= max(0, amounts[name]):
            yield f"{day}: {name} of {amounts[name]} has {left} open"
    for name, source in {**seen.payments, **seen.memo_rows}.items():
        if min(source.applied, source.unapplied, source.refunded, reading.gone[name]) < 0:
            yield f"{day}: {name} is {source}"
        if source.applied + source.unapplied + source.refunded != reading.brought(name):
            yield f"{day}: {name} of {reading.brought(name)} is {source}"
    yield from (f"{day}: {name} has {left} open" for name, left in seen.documents.items() if left < 0)
    yield from (f"{day}: part {part} is {minor}" for part, minor in seen.parts.items() if minor < 0)
    yield from (f"{day}: part item {part} is {minor}" for part, minor in seen.part_items.items() if minor < 0)
    for part, minor in seen.parts.items():
        items = sum(each for key, each in seen.part_items.items() if key[:2] == part)
        if items != minor and not (part[1] is None and part[0] in seen.payments):
            yield f"{day}: part {part} is {minor}, its items {items}"
    if sum(reading.debits.values()):
        yield f"{day}: debits and credits differ"


def _mirrors_that_differ(facts: list[Event], names: dict[UUID, str]) -> Iterator[str]:
    """A source's fact and its document's mirror say the same, item by item, on the same day."""
    mirrors = {fact.application_id: fact for fact in facts if isinstance(fact, ItemsSettled | ItemsUnsettled)}
    settlements = [fact for fact in facts if isinstance(fact, Settlement)]
    for fact in settlements:
        mirror = mirrors.pop(fact.application_id, None)
        if mirror is None or not _alike(fact, mirror):
            yield f"{names[fact.stream_id]} and its document differ on {fact.application_id.hex}"
    yield from (f"{names[each.document_id]} mirrors nothing" for each in mirrors.values())


def _alike(fact: Settlement, mirror: ItemsSettled | ItemsUnsettled) -> bool:
    sums: Counter[UUID] = Counter()
    for line in fact.lines:
        sums[line.item_id] += line.amount_minor
    expected = ItemsSettled if SIGN[type(fact)] > 0 else ItemsUnsettled
    said = (fact.application_id, fact.document_id, fact.document_kind, fact.document_account_id)
    return (
        isinstance(mirror, expected)
        and {line.item_id: line.amount_minor for line in mirror.lines} == sums
        and (*said, fact.stream_id, fact.effective_on)
        == (
            mirror.application_id,
            mirror.document_id,
            mirror.document_kind,
            mirror.account_id,
            mirror.source_id,
            mirror.effective_on,
        )
    )
