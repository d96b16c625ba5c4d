"""`settlebook debit-memo`: documents that ask an account to pay more, settled item by item."""

from typing import Annotated

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import options
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.document_body import (
    credited_items,
    document_items,
    require_of_invoice,
    require_standalone,
    without_tax,
)
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing import shapes
from settlebook.cli.showing.looking import print_one, print_page, print_rows
from settlebook.cli.showing.shapes import with_taxes

app = typer.Typer(help="Debit memos: create, post, and look at them.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="MEMO", help="The debit memo, by number or id.")]

DebitItems = Annotated[
    list[str] | None,
    typer.Option(
        "--item",
        metavar="NAME=AMOUNT",
        help="An item; with --from-invoice the item it charges again, as INV-7#2=5.00. Repeatable.",
    ),
]


@app.command()
def create(
    context: typer.Context,
    account: options.OwnerAccount = None,
    items: DebitItems = None,
    taxes: options.NewTaxes = None,
    from_invoice: options.FromInvoice = None,
    number: options.Number = None,
    currency: options.Currency = None,
    date: options.Date = None,
    due: options.DueDate = None,
    comment: options.Comment = None,
    post: options.Post = False,
    no_tax: options.NoTax = False,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Draft a debit memo, standalone or from an invoice; with --post, post it as well."""
    given = {
        "accountNumber": account,
        "number": number,
        "currency": currency,
        "effectiveDate": date,
        "dueDate": due,
        "comment": comment,
        "status": "Posted" if post else None,
    }
    if from_invoice is None:
        require_standalone(no_tax=no_tax)
        do, lines = "debit-memo.create", {"charges": document_items(items, taxes)}
    else:
        require_of_invoice(taxes, account, currency)
        do, lines = "debit-memo.create-from-invoice", {"items": credited_items(items)}
    request = request_body(body, **given, **lines) | without_tax(no_tax)
    act(context, do, from_invoice, request, idempotency_key=key, as_json=as_json)


@app.command()
def post(
    context: typer.Context,
    memo: Key,
    effective_date: options.PostingDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Post a draft: it becomes a debt."""
    request = request_body(body, effectiveDate=effective_date)
    act(context, "debit-memo.post", memo, request, idempotency_key=key, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    memo: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a debit memo and what is open of its items."""
    with opened(context) as ledger:
        row = ledger.debit_memo(memo, **read_when(as_of, known_at))
    items = (with_taxes(row.items or ()), shapes.ITEMS)
    print_one(row, shapes.DEBIT_MEMOS, as_json=as_json, inside=items)


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
    """List debit memos, in the order of recording."""
    with opened(context) as ledger:
        rows = ledger.debit_memos(account, limit=limit + 1, after=after, **read_when(as_of, known_at))
    print_page(rows, shapes.DEBIT_MEMOS, limit, as_json=as_json)


@app.command()
def items(
    context: typer.Context,
    memo: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show the items with their tax items, and what is open of each."""
    with opened(context) as ledger:
        rows = ledger.debit_memo_items(memo, **read_when(as_of, known_at))
    print_rows(rows, shapes.ITEMS, as_json=as_json, spread=with_taxes)


@app.command()
def applications(
    context: typer.Context,
    memo: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what settles the debit memo now."""
    with opened(context) as ledger:
        rows = ledger.debit_memo_applications(memo, **read_when(as_of, known_at))
    print_rows(rows, shapes.SETTLED_BY, as_json=as_json)
