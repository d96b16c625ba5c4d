"""States, facts and requests for tests, in as few words as the sentence that the test is about."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid5

from settlebook.commands import parse_command
from settlebook.domain import account, credit_memo, debit_memo, invoice, payment
from settlebook.domain.account import Account
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.documents import documents
from settlebook.domain.decisions.rules.asked import AskedDocument, AskedLine
from settlebook.domain.events import (
    AccountCreated,
    DocumentKind,
    Event,
    Header,
    Item,
    PaymentReceived,
    TaxItem,
)
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable

State = TypeVar("State")
Taxes = Mapping[UUID, Mapping[UUID, int]]  # by the item's id: minor units by the tax item's id

NAMES = UUID("00000000-0000-5000-8000-000000000001")
MARCH_1, MARCH_2, MARCH_3, MARCH_31 = (date(2024, 3, day) for day in (1, 2, 3, 31))


def an_id(name: str) -> UUID:
    """The same id for the same name, so that tests can call things by names."""
    return uuid5(NAMES, name)


ACCOUNT, INVOICE, DEBIT_MEMO, CREDIT_MEMO, PAYMENT = map(
    an_id, ("account", "invoice", "debit memo", "credit memo", "payment")
)
SEATS, SUPPORT, TAX = map(an_id, ("seats", "support", "tax"))


def new_ids() -> Any:
    """Fresh ids one after another, the same in every run."""
    numbers = count(1)
    return lambda: an_id(f"new {next(numbers)}")


def an_account(**changes: Any) -> Account:
    fact: dict[str, Any] = {
        "account_id": ACCOUNT,
        "number": "A-1",
        "currency": "GBP",
        "status": "Active",
        "effective_on": MARCH_1,
    }
    return account.evolve(None, AccountCreated(**(fact | changes)))


def items(amounts: Mapping[UUID, int], taxes: Taxes | None = None) -> tuple[Item, ...]:
    """Items by id with their own amounts in minor units, and their taxes by the item's id."""
    return tuple(
        Item(
            item_id=item_id,
            line=line,
            amount_minor=amount,
            tax_items=tuple(
                TaxItem(item_id=tax_id, tax_line=tax_line, amount_minor=tax)
                for tax_line, (tax_id, tax) in enumerate((taxes or {}).get(item_id, {}).items(), 1)
            ),
        )
        for line, (item_id, amount) in enumerate(amounts.items(), 1)
    )


def a_header(**changes: Any) -> Header:
    fields: dict[str, Any] = {
        "number": "INV-1",
        "account_id": ACCOUNT,
        "currency": "GBP",
        "status": "Draft",
        "document_date": MARCH_1,
    }
    return Header(**(fields | changes))


def an_invoice(
    amounts: Mapping[UUID, int],
    taxes: Taxes | None = None,
    *,
    invoice_id: UUID = INVOICE,
    posted: bool = True,
    **header: Any,
) -> Receivable:
    """An invoice, posted on its date; amounts in minor units."""
    facts = _facts(DocumentKind.INVOICE, invoice_id, a_header(**header), items(amounts, taxes), posted)
    return evolved(invoice.evolve, None, *facts)


def a_debit_memo(
    amounts: Mapping[UUID, int],
    taxes: Taxes | None = None,
    *,
    memo_id: UUID = DEBIT_MEMO,
    posted: bool = True,
    **header: Any,
) -> Receivable:
    """A debit memo, posted on its date; amounts in minor units."""
    head = a_header(**({"number": "DM-1"} | header))
    facts = _facts(DocumentKind.DEBIT_MEMO, memo_id, head, items(amounts, taxes), posted)
    return evolved(debit_memo.evolve, None, *facts)


def a_credit_memo(
    amounts: Mapping[UUID, int],
    taxes: Taxes | None = None,
    *,
    memo_id: UUID = CREDIT_MEMO,
    posted: bool = True,
    **header: Any,
) -> CreditMemo:
    """A credit memo, posted on its date; amounts in minor units, positive."""
    head = a_header(**({"number": "CM-1"} | header))
    facts = _facts(DocumentKind.CREDIT_MEMO, memo_id, head, items(amounts, taxes), posted)
    return evolved(credit_memo.evolve, None, *facts)


def a_payment(unapplied_minor: int, **changes: Any) -> Payment:
    """A payment received on MARCH_1, all of it unapplied."""
    fact: dict[str, Any] = {
        "payment_id": PAYMENT,
        "number": "P-1",
        "account_id": ACCOUNT,
        "currency": "GBP",
        "amount_minor": unapplied_minor,
        "effective_on": MARCH_1,
    }
    return payment.evolve(None, PaymentReceived(**(fact | changes)))


def asked(document: Receivable, lines: Mapping[UUID, int]) -> AskedDocument:
    """A request to settle items of a document, or to take them back: minor units by item."""
    named = tuple(AskedLine(item_id, minor) for item_id, minor in lines.items())
    return AskedDocument(document, sum(lines.values()), named)


def evolved(evolve: Callable[[Any, Event], State], state: Any, *facts: Event) -> State:
    """The state after the facts."""
    for fact in facts:
        state = evolve(state, fact)
    return state


def a_command(do: str, key: str | None = None, **body: Any) -> Any:
    """A command read as from JSON; field names are those of the wire."""
    return parse_command(do, key, body)


def _facts(
    kind: DocumentKind, document_id: UUID, header: Header, rows: tuple[Item, ...], posted: bool
) -> tuple[Event, ...]:
    owner = an_account(account_id=header.account_id, currency=header.currency)
    return documents.create(kind, owner, document_id, header, rows, posts=posted)
