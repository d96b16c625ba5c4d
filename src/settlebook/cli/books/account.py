"""`settlebook account`: the customers who own documents, payments and memos."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import choices, options
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing import shapes
from settlebook.cli.showing.looking import print_one, print_page, print_rows
from settlebook.queries.accounts import AccountRow

app = typer.Typer(help="Accounts: create and edit them, and look at what they owe.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account, by number or id.")]


@app.command()
def create(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Who it is; can be erased later.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="The account's currency, such as GBP.")
    ] = None,
    number: options.Number = None,
    parent: Annotated[
        str | None, typer.Option("--parent", metavar="ACCOUNT", help="The account above it, by number.")
    ] = None,
    notes: Annotated[
        str | None, typer.Option("--notes", metavar="TEXT", help="Free text; it can be erased later.")
    ] = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Open an account."""
    request = request_body(
        body, name=name, currency=currency, accountNumber=number, parentAccountNumber=parent, notes=notes
    )
    act(context, "account.create", None, request, idempotency_key=key, as_json=as_json)


@app.command()
def edit(
    context: typer.Context,
    account: Key,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Its new name.")] = None,
    notes: Annotated[str | None, typer.Option("--notes", metavar="TEXT", help="Free text.")] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="STATUS", help="Active, Canceled or Draft.")
    ] = None,
    parent: Annotated[
        str | None, typer.Option("--parent", metavar="ACCOUNT", help="The account above it, by number.")
    ] = None,
    batch: Annotated[str | None, typer.Option("--batch", metavar="TEXT", help="Its batch.")] = None,
    payments: choices.ForPayments = None,
    credit: choices.ForCredit = None,
    unapply: choices.ForUnapply = None,
    refund: choices.ForRefund = None,
    write_off: choices.ForWriteOff = None,
    negative_lines: choices.NegativeLines = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Change what an account says of itself; in --body null takes a field away."""
    request = request_body(
        body,
        name=name,
        notes=notes,
        status=status,
        parentAccountNumber=parent,
        batch=batch,
        policies=choices.policies(payments, credit, unapply, refund, write_off),
        negativeLines=negative_lines,
    )
    act(context, "account.edit", account, request, idempotency_key=key, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    account: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show an account and what it owes."""
    with opened(context) as ledger:
        row = ledger.account(account, **read_when(as_of, known_at))
    metrics = (row.metrics_data, shapes.ACCOUNT_METRICS) if len(row.metrics_data) > 1 else None
    print_one(row, shapes.ACCOUNTS, as_json=as_json, inside=metrics)


@app.command(name="list")
def list_(
    context: typer.Context,
    limit: options.Limit = 100,
    after: options.After = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """List accounts, in the order of recording."""
    with opened(context) as ledger:
        rows = ledger.accounts(limit=limit + 1, after=after, **read_when(as_of, known_at))
    print_page(rows, shapes.ACCOUNTS, limit, as_json=as_json, spread=_each_currency)


def _each_currency(rows: Iterable[AccountRow]) -> Iterator[AccountRow]:
    """Each row in its own currency, and in each other one that something is owed or unapplied in."""
    for row in rows:
        for metrics in row.metrics_data:
            if metrics.currency == row.currency or any(
                value for _, value in metrics if isinstance(value, Decimal)
            ):
                yield row.model_copy(update={"metrics": metrics, "currency": metrics.currency})


@app.command()
def aging(
    context: typer.Context,
    account: options.OfAccount = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", "--day", metavar="DAY", help="At the end of that day. Default: now."),
    ] = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Tell what accounts owe, by how long it has been due."""
    with opened(context) as ledger:
        rows = ledger.aging(account, **read_when(as_of, known_at))
    print_rows(rows, shapes.AGING, as_json=as_json)
