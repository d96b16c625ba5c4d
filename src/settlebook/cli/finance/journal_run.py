"""`settlebook journal-run`: hands journal entries over to the general ledger, each of them once."""

from typing import Annotated

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import options
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.looking import columns, print_one, print_page

app = typer.Typer(
    help="Journal runs: hand journal entries over to the general ledger, each of them once.",
    no_args_is_help=True,
)

RUNS = columns(
    number="Run",
    status="Status",
    target_start_date="From",
    target_end_date="To",
    journal_entry_date="Booked on",
    accounting_period_name="Period",
    journal_entry_count="Entries",
    id="Id",
)

Key = Annotated[str, typer.Argument(metavar="RUN", help="The journal run, by number or id.")]


@app.command()
def create(
    context: typer.Context,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="PERIOD", help="Take the days of this accounting period, by name."),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DAY", help="Instead of a period: the first day, yyyy-mm-dd."),
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="The last day; needed with --from.")
    ] = None,
    entry_date: Annotated[
        str | None,
        typer.Option(
            "--entry-date",
            metavar="DAY",
            help="The day the general ledger books them on. Default: the last day.",
        ),
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="Only entries of this type, such as 'Invoice Item'. Repeatable. Default: all.",
        ),
    ] = None,
    number: options.Number = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Take the journal entries of a period, or of the days from --from to --to, that no other run has.

    A run that was canceled has none.
    """
    request = request_body(
        body,
        accountingPeriodName=period,
        targetStartDate=first,
        targetEndDate=last,
        journalEntryDate=entry_date,
        transactionTypes=[{"type": each} for each in types or ()],
        number=number,
    )
    act(context, "journal-run.create", None, request, idempotency_key=key, as_json=as_json)


@app.command()
def cancel(
    context: typer.Context,
    run: Key,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Give the entries of a run back; the next run over the same days takes them again."""
    act(context, "journal-run.cancel", run, {}, idempotency_key=key, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    run: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a journal run."""
    with opened(context) as ledger:
        row = ledger.journal_run(run, **read_when(as_of, known_at))
    print_one(row, RUNS, as_json=as_json)


@app.command(name="list")
def list_(
    context: typer.Context,
    limit: options.Limit = 100,
    after: options.After = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """List journal runs, in the order of recording."""
    with opened(context) as ledger:
        rows = ledger.journal_runs(limit=limit + 1, after=after, **read_when(as_of, known_at))
    print_page(rows, RUNS, limit, as_json=as_json)
