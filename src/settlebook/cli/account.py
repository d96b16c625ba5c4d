"""`settlebook account`: the customers who own documents, payments and memos."""

from typing import Annotated

import typer

from settlebook.cli import options
from settlebook.cli.act import act
from settlebook.cli.body import request_body

app = typer.Typer(help="Accounts: create them, and look at what they owe.", no_args_is_help=True)

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
