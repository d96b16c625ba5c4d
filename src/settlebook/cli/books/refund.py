"""`settlebook refund`: money that was paid back, out of which items, and what becomes of it later."""

from typing import Annotated

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import options
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing import shapes
from settlebook.cli.showing.looking import print_one, print_page, print_rows

app = typer.Typer(help="Refunds: look at what was paid back; cancel, edit and delete.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="REFUND", help="The refund, by number or id.")]


@app.command()
def cancel(
    context: typer.Context,
    refund: Key,
    reapply: Annotated[
        bool, typer.Option("--reapply", help="Put back what its command had unapplied, where it was.")
    ] = False,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Say that a refund was never paid out: its money is unapplied again, or put back."""
    request = request_body(body, reapply=reapply, effectiveDate=effective_date)
    act(context, "refund.cancel", refund, request, idempotency_key=key, as_json=as_json)


@app.command()
def edit(
    context: typer.Context,
    refund: Key,
    comment: options.Comment = None,
    reason: options.Reason = None,
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="TEXT", help="The bank's reference.")
    ] = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Change what a refund says of itself; an empty text takes a field away."""
    request = request_body(body, comment=comment, reasonCode=reason, referenceId=reference)
    act(context, "refund.edit", refund, request, idempotency_key=key, as_json=as_json)


@app.command()
def delete(
    context: typer.Context,
    refund: Key,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a canceled refund no longer; its history stays."""
    act(context, "refund.delete", refund, {}, idempotency_key=key, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    refund: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a refund."""
    with opened(context) as ledger:
        row = ledger.refund(refund, **read_when(as_of, known_at))
    print_one(row, shapes.REFUNDS, as_json=as_json)


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
    """List refunds, in the order of recording."""
    with opened(context) as ledger:
        rows = ledger.refunds(account, limit=limit + 1, after=after, **read_when(as_of, known_at))
    print_page(rows, shapes.REFUNDS, limit, as_json=as_json)


@app.command()
def parts(
    context: typer.Context,
    refund: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what the refund took from its payment or credit memo."""
    with opened(context) as ledger:
        rows = ledger.refund_parts(refund, **read_when(as_of, known_at))
    print_rows(rows, shapes.REFUND_PARTS, as_json=as_json)


@app.command(name="part-items")
def part_items(
    context: typer.Context,
    refund: Key,
    part: options.Part = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what the refund took from which item of its credit memo."""
    with opened(context) as ledger:
        rows = ledger.refund_part_items(refund, part, **read_when(as_of, known_at))
    print_rows(rows, shapes.PART_ITEMS, as_json=as_json)
