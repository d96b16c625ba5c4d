"""What item balances need of the events and nothing else: narrow rows, by the rules that make the journal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from psycopg import Connection

from settlebook.domain.events import (
    EVENTS,
    CreditApplied,
    CreditUnapplied,
    DebitMemoCreated,
    DebitMemoEdited,
    DebitMemoPosted,
    DebitMemoUnposted,
    DocumentKind,
    Event,
    InvoiceCreated,
    InvoiceEdited,
    InvoicePosted,
    InvoiceUnposted,
    ItemsCredited,
    ItemsNetted,
    ItemsUncredited,
    ItemsUnnetted,
    PaymentApplied,
    PaymentUnapplied,
)
from settlebook.domain.postings import Book, postings
from settlebook.projecting.document_rows import HEADED
from settlebook.projecting.quick_facts import QuickReader
from settlebook.statements import statements

MODEL = "item_balance"
(READ_ALONE,) = statements(Path(__file__).parent / "sql" / "read_alone.sql")

Drafted: TypeAlias = InvoiceCreated | DebitMemoCreated | InvoiceEdited | DebitMemoEdited
Billed: TypeAlias = InvoicePosted | DebitMemoPosted | InvoiceUnposted | DebitMemoUnposted
Settled: TypeAlias = PaymentApplied | PaymentUnapplied | CreditApplied | CreditUnapplied
Netted: TypeAlias = ItemsNetted | ItemsUnnetted
Credited: TypeAlias = ItemsCredited | ItemsUncredited
TELLING: tuple[type[Event], ...] = (
    *(InvoiceCreated, DebitMemoCreated, InvoiceEdited, DebitMemoEdited),
    *(InvoicePosted, DebitMemoPosted, InvoiceUnposted, DebitMemoUnposted),
    *(PaymentApplied, PaymentUnapplied, CreditApplied, CreditUnapplied),
    *(ItemsNetted, ItemsUnnetted, ItemsCredited, ItemsUncredited),
)
# A topic that nobody knows is read, and so stops whoever meets it.
SILENT = sorted(set(EVENTS) - {kind.TOPIC for kind in TELLING})
_RECEIVABLE, _NAME = Book.RECEIVABLE, Book.RECEIVABLE.value
Row: TypeAlias = tuple[Any, ...]


@dataclass(slots=True)
class NarrowPage:
    """Rows by table, as `alone.sql` of the read model has them."""

    posting_leg: list[Row] = field(default_factory=list)
    journal_item: list[Row] = field(default_factory=list)
    journal_document: list[Row] = field(default_factory=list)
    journal_credited: list[Row] = field(default_factory=list)


def read_alone(connection: Connection[Any], ledger_id: str, after: int, upto: int) -> NarrowPage:
    """The rows of a range of events."""
    span = {"ledger": ledger_id, "after": after, "upto": upto, "silent": SILENT}
    read = QuickReader().read
    rows = connection.execute(READ_ALONE, span, binary=True)
    return narrow_page(ledger_id, ((position, read(topic, state)) for position, topic, state in rows))


def narrow_page(ledger_id: str, events: Iterable[tuple[int, Event]]) -> NarrowPage:
    page = NarrowPage()
    for position, fact in events:
        match fact:
            case InvoicePosted() | DebitMemoPosted() | InvoiceUnposted() | DebitMemoUnposted():
                kind, _ = HEADED[type(fact)]
                _add_legs(
                    page, (ledger_id, position), fact, fact.header.account_id, kind, fact.header.currency
                )
            case PaymentApplied() | PaymentUnapplied() | CreditApplied() | CreditUnapplied():
                owner_id = fact.document_account_id
                _add_legs(page, (ledger_id, position), fact, owner_id, fact.document_kind, fact.currency)
            case ItemsNetted() | ItemsUnnetted():
                owner_id = fact.account_id
                _add_legs(page, (ledger_id, position), fact, owner_id, fact.document_kind, fact.currency)
            case InvoiceCreated() | DebitMemoCreated() | InvoiceEdited() | DebitMemoEdited():
                _add_items(page, (ledger_id, position), fact)
            case ItemsCredited() | ItemsUncredited():
                _add_credited(page, (ledger_id, position), fact)
            case _:
                raise AssertionError(
                    f"{type(fact).__name__} tells nothing of item balances, or nobody knows what"
                )
    return page


def _add_legs(
    page: NarrowPage,
    begin: tuple[str, int],
    fact: Billed | Settled | Netted,
    account_id: object,
    document_kind: DocumentKind,
    currency: str,
) -> None:
    """Each receivable leg of its postings, as the journal's view `posting_leg` shows them."""
    begin_of_leg = *begin, fact.effective_on, account_id
    kind, add = document_kind.value, page.posting_leg.append
    for debit, credit, minor in postings(fact):
        if debit[0] is _RECEIVABLE:
            other = credit[0]._value_
            add((*begin_of_leg, debit[1], kind, debit[2], currency, _NAME, other, minor))
        if credit[0] is _RECEIVABLE:
            other = debit[0]._value_
            add((*begin_of_leg, credit[1], kind, credit[2], currency, _NAME, other, -minor))


def _add_items(page: NarrowPage, begin: tuple[str, int], fact: Drafted) -> None:
    kind, name = HEADED[type(fact)]
    header, document_id = fact.header, fact.stream_id
    removed = fact.removed if isinstance(fact, InvoiceEdited | DebitMemoEdited) else ()
    start = *begin, fact.effective_on, header.account_id
    changes_rows = name == "edited" and bool(fact.items or removed)
    page.journal_document.append((*start, document_id, name, changes_rows))
    first, last, add = (*start, document_id, kind.value), header.currency, page.journal_item.append
    for item in fact.items:
        add((*first, item.item_id, last, name, None, None, item.amount_minor))
        for tax in item.tax_items:
            add((*first, tax.item_id, last, name, item.item_id, tax.tax_line, tax.amount_minor))
    for item_id in removed:
        add((*first, item_id, last, "removed", None, None, None))


def _add_credited(page: NarrowPage, begin: tuple[str, int], fact: Credited) -> None:
    name = "credited" if isinstance(fact, ItemsCredited) else "uncredited"
    page.journal_credited.extend(
        (*begin, fact.effective_on, name, line.item_id, line.amount_minor) for line in fact.lines
    )
