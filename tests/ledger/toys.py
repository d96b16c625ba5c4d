"""Small commands and decisions for tests of the log: real facts and states, as few rules as a test needs."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from settlebook.domain.canonical import canonical_text
from settlebook.domain.errors import ExceedsUnapplied, NegativeTotal
from settlebook.domain.events import (
    AccountCreated,
    DocumentKind,
    Header,
    InvoiceCreated,
    InvoicePosted,
    Item,
    ItemsSettled,
    MirrorLine,
    PaymentApplied,
    PaymentReceived,
    PostedLine,
    SettlementLine,
    SourceKind,
)
from settlebook.domain.money import Money
from settlebook.ledger.deciding.batch import Submission
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Outcome, Recorded
from tests.builders import MARCH_1

Decide = Callable[[Books], Outcome]


@dataclass(frozen=True)
class Request:
    """A request as the ledger sees it."""

    body: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)

    def canonical(self) -> dict[str, Any]:
        return {**self.body, **self.personal}

    def spelled(self, hidden: Collection[str] = ()) -> str:
        return canonical_text({name: value for name, value in self.canonical().items() if name not in hidden})

    def personal_fields(self) -> dict[str, Any]:
        return dict(self.personal)


def open_account(number: str | None = None, *, id: UUID | None = None, name: str | None = None) -> Decide:
    def decide(books: Books) -> Outcome:
        claimed = books.number("account", number)
        account_id = books.new_id("account", id)
        kept = books.keep_personal(account_id, {"name": name})
        books.record(an_account_created(account_id, claimed, personal=kept))
        return Outcome(id=account_id, number=claimed)

    return decide


def receive(amount_minor: int, number: str | None = None, account: str = "A-1") -> Decide:
    def decide(books: Books) -> Outcome:
        owner = books.account(account)
        claimed, payment_id = books.number("payment", number), books.new_id("payment")
        books.record(
            PaymentReceived(
                payment_id=payment_id,
                number=claimed,
                account_id=owner.account_id,
                currency=owner.currency,
                amount_minor=amount_minor,
                effective_on=MARCH_1,
            )
        )
        return Outcome(id=payment_id, number=claimed)

    return decide


def bill(amount_minor: int, number: str | None = None, item_id: UUID | None = None, rows: int = 1) -> Decide:
    """An invoice whose rows have the same amount."""

    def decide(books: Books) -> Outcome:
        owner = books.account("A-1")
        claimed, invoice_id = books.number("invoice", number), books.new_id("invoice")
        ids = [item_id or books.new_id("item") for _ in range(rows)]
        header = Header(
            number=claimed,
            account_id=owner.account_id,
            currency="GBP",
            status="Posted",
            document_date=MARCH_1,
        )
        items = tuple(
            Item(item_id=id, line=line, amount_minor=amount_minor) for line, id in enumerate(ids, 1)
        )
        if amount_minor < 0:
            raise NegativeTotal(claimed, Money(amount_minor, "GBP"))
        posted = tuple(PostedLine(item_id=id, amount_minor=amount_minor) for id in ids)
        books.record(
            InvoiceCreated(invoice_id=invoice_id, header=header, items=items, effective_on=MARCH_1),
            InvoicePosted(invoice_id=invoice_id, header=header, lines=posted, effective_on=MARCH_1),
        )
        return Outcome(id=invoice_id, number=claimed)

    return decide


def apply(amount_minor: int, payment: str = "P-1", invoice: str = "INV-1") -> Decide:
    """Set part of a payment against the first row of an invoice."""

    def decide(books: Books) -> Outcome:
        source, document = books.payment(payment), books.invoice(invoice)
        if amount_minor > source.unapplied_minor:
            asked, available = Money(amount_minor, "GBP"), Money(source.unapplied_minor, "GBP")
            raise ExceedsUnapplied(source.number, asked, available)
        item_id, application_id = next(iter(document.rows)), books.new_id("application")
        books.record(
            PaymentApplied(
                payment_id=source.payment_id,
                application_id=application_id,
                account_id=source.account_id,
                document_id=document.document_id,
                document_kind=DocumentKind.INVOICE,
                document_account_id=document.account_id,
                currency="GBP",
                lines=(SettlementLine(item_id=item_id, amount_minor=amount_minor),),
                effective_on=MARCH_1,
            ),
            ItemsSettled(
                application_id=application_id,
                document_id=document.document_id,
                document_kind=DocumentKind.INVOICE,
                account_id=document.account_id,
                source_id=source.payment_id,
                source_kind=SourceKind.PAYMENT,
                lines=(MirrorLine(item_id=item_id, amount_minor=amount_minor),),
                effective_on=MARCH_1,
            ),
        )
        return Outcome(id=source.payment_id, number=source.number)

    return decide


def an_account_created(account_id: UUID, number: str, **changes: Any) -> AccountCreated:
    fields: dict[str, Any] = {
        "account_id": account_id,
        "number": number,
        "currency": "GBP",
        "status": "Active",
        "effective_on": MARCH_1,
    }
    return AccountCreated(**(fields | changes))


def do(log: LedgerLog, decide: Decide, key: str | None = None, **body: Any) -> Recorded:
    """Submit a decision; requests with the same body are the same request."""
    return log.committer.submit("toy", Request(body), decide, key)


def a_submission(decide: Decide, key: str | None = None, **body: Any) -> Submission:
    return Submission("toy", Request(body), decide, key)


def settled_books(log: LedgerLog, paid_minor: int = 100_00, billed_minor: int = 100_00) -> None:
    """An account, a payment P-1 and an invoice INV-1 of one row."""
    do(log, open_account("A-1"))
    do(log, receive(paid_minor, "P-1"))
    do(log, bill(billed_minor, "INV-1"))


def unapplied_minor(log: LedgerLog, payment: str = "P-1") -> int:
    """As a program sees it that has just started."""
    return sum(
        entry.fact.amount_minor if isinstance(entry.fact, PaymentReceived) else -_spent(entry.fact)
        for entry in log.facts(0)
        if isinstance(entry.fact, PaymentReceived | PaymentApplied)
    )


def _spent(fact: Any) -> int:
    return sum(line.amount_minor for line in fact.lines)


def interrupted(decide: Decide, meanwhile: Callable[[], object], times: int = 1) -> Decide:
    """A decision during which, the first times it is made, something else is recorded."""
    tries = count(1)

    def decides(books: Books) -> Outcome:
        outcome = decide(books)
        if next(tries) <= times:
            meanwhile()
        return outcome

    return decides
