"""`settlebook period`: accounting periods, defined one after another and closed from the oldest on."""

from typing import Annotated

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import options
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.looking import columns, print_one, print_rows

app = typer.Typer(
    help="Accounting periods: define, close and reopen them. Nothing is dated in a closed one any more.",
    no_args_is_help=True,
)

PERIODS = columns(
    name="Period", start_date="From", end_date="To", status="Status", updated_date="Changed", id="Id"
)

Key = Annotated[str, typer.Argument(metavar="PERIOD", help="The period, by name or id.")]
Year = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="The fiscal year.")]
Quarter = Annotated[int | None, typer.Option("--quarter", metavar="NUMBER", help="The fiscal quarter.")]
Notes = Annotated[str | None, typer.Option("--notes", metavar="TEXT", help="Free text.")]


@app.command()
def create(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What it is called, such as 2024-03.")
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DAY", help="Its first day, right after the newest period."),
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Its last day.")] = None,
    year: Year = None,
    quarter: Quarter = None,
    notes: Notes = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Define the next accounting period; it is open."""
    request = request_body(
        body,
        name=name,
        startDate=first,
        endDate=last,
        fiscalYear=year,
        fiscalQuarter=quarter,
        notes=notes,
    )
    act(context, "accounting-period.create", None, request, idempotency_key=key, as_json=as_json)


@app.command()
def edit(
    context: typer.Context,
    period: Key,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Its new name.")] = None,
    year: Year = None,
    quarter: Quarter = None,
    notes: Notes = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Change what a period says of itself; its days stay."""
    request = request_body(body, name=name, fiscalYear=year, fiscalQuarter=quarter, notes=notes)
    act(context, "accounting-period.edit", period, request, idempotency_key=key, as_json=as_json)


@app.command(name="pending-close")
def pending_close(
    context: typer.Context,
    period: Key,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Say that a period is about to be closed; it still records."""
    act(context, "accounting-period.pending-close", period, {}, idempotency_key=key, as_json=as_json)


@app.command()
def close(
    context: typer.Context,
    period: Key,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Close a period, once all before it are closed."""
    act(context, "accounting-period.close", period, {}, idempotency_key=key, as_json=as_json)


@app.command()
def reopen(
    context: typer.Context,
    period: Key,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Open the last closed period again, or one whose close is pending."""
    act(context, "accounting-period.reopen", period, {}, idempotency_key=key, as_json=as_json)


@app.command()
def delete(
    context: typer.Context,
    period: Key,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Take the newest period away while it is open; what is dated in it stays."""
    act(context, "accounting-period.delete", period, {}, idempotency_key=key, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    period: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a period."""
    with opened(context) as ledger:
        row = ledger.period(period, **read_when(as_of, known_at))
    print_one(row, PERIODS, as_json=as_json)


@app.command(name="list")
def list_(
    context: typer.Context,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """List the periods, from the oldest to the newest."""
    with opened(context) as ledger:
        rows = ledger.periods(**read_when(as_of, known_at))
    print_rows(rows, PERIODS, as_json=as_json)
