"""`settlebook invoice`: documents that ask an account to pay, settled item by item."""

from typing import Annotated, Any

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import options
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.document_body import document_items
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing import shapes
from settlebook.cli.showing.looking import print_one, print_page, print_rows
from settlebook.cli.showing.shapes import with_taxes
from settlebook.queries.documents import InvoiceRow

app = typer.Typer(help="Invoices: create, post, and look at them.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="INVOICE", help="The invoice, by number or id.")]
Discounts = Annotated[
    list[str] | None,
    typer.Option(
        "--discount",
        metavar="LINE:NAME=AMOUNT",
        help="A discount of the item of that line, below zero, as 1:Loyalty=-5.00. Repeatable.",
    ),
]


@app.command()
def create(
    context: typer.Context,
    account: options.OwnerAccount = None,
    items: options.NewItems = None,
    taxes: options.NewTaxes = None,
    discounts: Discounts = None,
    number: options.Number = None,
    currency: options.Currency = None,
    date: options.Date = None,
    due: options.DueDate = None,
    comment: options.Comment = None,
    post: options.Post = False,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Draft an invoice; with --post, post it as well."""
    request = request_body(
        body,
        accountNumber=account,
        invoiceItems=document_items(items, taxes, discounts),
        number=number,
        currency=currency,
        invoiceDate=date,
        dueDate=due,
        comments=comment,
        status="Posted" if post else None,
    )
    act(context, "invoice.create", None, request, idempotency_key=key, as_json=as_json)


@app.command()
def post(
    context: typer.Context,
    invoice: Key,
    effective_date: options.PostingDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Post a draft: it becomes a debt."""
    request = request_body(body, effectiveDate=effective_date)
    act(context, "invoice.post", invoice, request, idempotency_key=key, as_json=as_json)


def _wire(row: InvoiceRow) -> dict[str, Any]:
    """An invoice with its items, under the name that Zuora has for the list."""
    found = row.as_json()
    found["invoiceItems"] = found.pop("items", [])
    return found


@app.command()
def show(
    context: typer.Context,
    invoice: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show an invoice and what is open of its items."""
    with opened(context) as ledger:
        row = ledger.invoice(invoice, **read_when(as_of, known_at))
    items = (with_taxes(row.items or ()), shapes.ITEMS)
    print_one(row, (*shapes.INVOICES, shapes.REVERSED), as_json=as_json, inside=items, wire=_wire)


@app.command(name="list")
def list_(
    context: typer.Context,
    account: options.OfAccount = None,
    limit: options.Limit = 100,
    after: options.After = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """List invoices, in the order of recording."""
    with opened(context) as ledger:
        rows = ledger.invoices(account, limit=limit + 1, after=after, **read_when(as_of, known_at))
    print_page(rows, shapes.INVOICES, limit, as_json=as_json)


@app.command()
def items(
    context: typer.Context,
    invoice: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show the items with their tax items, and what is open of each."""
    with opened(context) as ledger:
        rows = ledger.invoice_items(invoice, **read_when(as_of, known_at))
    print_rows(rows, shapes.ITEMS, as_json=as_json, spread=with_taxes)


@app.command()
def applications(
    context: typer.Context,
    invoice: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what settles the invoice now."""
    with opened(context) as ledger:
        rows = ledger.invoice_applications(invoice, **read_when(as_of, known_at))
    print_rows(rows, shapes.SETTLED_BY, as_json=as_json)
