"""`settlebook debit-memo`: documents that ask an account to pay more, settled item by item."""

from typing import Annotated

import typer

from settlebook.cli import options
from settlebook.cli.act import act
from settlebook.cli.body import request_body
from settlebook.cli.document_body import document_items

app = typer.Typer(help="Debit memos: create, post, and look at them.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="MEMO", help="The debit memo, by number or id.")]


@app.command()
def create(
    context: typer.Context,
    account: options.OwnerAccount = None,
    items: options.NewItems = None,
    taxes: options.NewTaxes = None,
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
    """Draft a debit memo; with --post, post it as well."""
    request = request_body(
        body,
        accountNumber=account,
        charges=document_items(items, taxes),
        number=number,
        currency=currency,
        effectiveDate=date,
        dueDate=due,
        comment=comment,
        status="Posted" if post else None,
    )
    act(context, "debit-memo.create", None, request, idempotency_key=key, as_json=as_json)


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
