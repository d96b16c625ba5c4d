"""`settlebook history` and `settlebook open-items`: what happened to a document; what is open by item."""

from enum import StrEnum
from typing import Annotated

import typer

from settlebook import Ledger
from settlebook.cli.asking import options
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.looking import columns, print_rows
from settlebook.queries.histories import DocumentEventRow
from settlebook.queries.moment import When

HISTORY = columns(
    position="Position",
    effective_date="Effective",
    event="Event",
    other_document_number="With",
    amount="Amount",
    created_by_id="Actor",
    application_group_id="Group",
)
OPEN_ITEMS = columns(
    item_number="Item",
    account_number="Account",
    description="Description",
    document_date="Date",
    due_date="Due",
    amount="Amount",
    balance="Balance",
    currency="Currency",
    id="Id",
)


class Kind(StrEnum):
    INVOICE = "invoice"
    DEBIT_MEMO = "debit-memo"
    CREDIT_MEMO = "credit-memo"


def history(
    context: typer.Context,
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="invoice, debit-memo or credit-memo.")],
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The document, by number or id.")],
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what happened to a document, in order: posted, settled, credited, written off, reversed."""
    with opened(context) as ledger:
        rows = _history(ledger, kind, document, read_when(as_of, known_at))
    print_rows(rows, HISTORY, as_json=as_json)


def _history(ledger: Ledger, kind: Kind, document: str, when: When) -> list[DocumentEventRow]:
    match kind:
        case Kind.INVOICE:
            return ledger.invoice_history(document, **when)
        case Kind.DEBIT_MEMO:
            return ledger.debit_memo_history(document, **when)
        case Kind.CREDIT_MEMO:
            return ledger.credit_memo_history(document, **when)


def open_items(
    context: typer.Context,
    account: options.OfAccount = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """List the items and tax items of which something is open, the oldest due first."""
    with opened(context) as ledger:
        rows = ledger.open_items(account, **read_when(as_of, known_at))
    print_rows(rows, OPEN_ITEMS, as_json=as_json)
