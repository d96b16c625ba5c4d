"""`settlebook journal`: what happened in the words of accounting, to look at and to hand over as a file."""

import sys
from typing import Annotated

import typer

from settlebook.cli.asking import options
from settlebook.cli.asking.words import read_day, read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.looking import columns, print_page, print_rows
from settlebook.cli.showing.output import notice
from settlebook.library.journal_files import FileFormat

app = typer.Typer(
    help="Journal entries: look at them, add them up, and write them to a file.", no_args_is_help=True
)

ENTRIES = columns(
    number="Entry",
    effective_on="Date",
    subtype="What",
    debit_accounting_code_type="Debit",
    debit_accounting_code="Code",
    credit_accounting_code_type="Credit",
    credit_accounting_code="Code ",
    amount="Amount",
    currency="Currency",
    debit_document_number="From",
    credit_document_number="To",
    journal_run_number="Run",
)
SUMMARY = columns(
    accounting_period_name="Period",
    accounting_code_type="Type",
    accounting_code="Code",
    gl_account_number="GL number",
    debit="Debit",
    credit="Credit",
    currency="Currency",
    item_count="Items",
)

Run = Annotated[
    str | None, typer.Argument(metavar="RUN", help="Those of a journal run. Default: of all days named.")
]
First = Annotated[str | None, typer.Option("--from", metavar="DAY", help="From this accounting day on.")]
Last = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Up to this accounting day.")]


@app.command()
def entries(
    context: typer.Context,
    run: Run = None,
    first: First = None,
    last: Last = None,
    account: options.OfAccount = None,
    limit: options.Limit = 100,
    after: options.After = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """List journal entries, in the order of recording."""
    with opened(context) as ledger:
        rows = ledger.journal_entries(
            run=run,
            first=read_day(first, "--from"),
            last=read_day(last, "--to"),
            account=account,
            limit=limit + 1,
            after=after,
            **read_when(as_of, known_at),
        )
    print_page(rows, ENTRIES, limit, as_json=as_json)


@app.command()
def summary(
    context: typer.Context,
    run: Run = None,
    first: First = None,
    last: Last = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Add journal entries up by accounting period, code and currency: one summary entry."""
    with opened(context) as ledger:
        rows = ledger.journal_summary(
            run=run,
            first=read_day(first, "--from"),
            last=read_day(last, "--to"),
            **read_when(as_of, known_at),
        )
    print_rows(rows, SUMMARY, as_json=as_json)


@app.command()
def export(
    context: typer.Context,
    run: Run = None,
    first: First = None,
    last: Last = None,
    format: Annotated[
        FileFormat, typer.Option("--format", metavar="csv|ndjson", help="What kind of file.")
    ] = FileFormat.CSV,
    output: options.Output = None,
    add_up: Annotated[
        bool, typer.Option("--summary", help="Added up by accounting period, code and currency.")
    ] = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    raw: options.Raw = False,
) -> None:
    """Write journal entries to a file, a line for each debit and each credit.

    CSV is safe to open in a spreadsheet: a text that would be taken for a formula begins with '.
    """
    with opened(context) as ledger:
        count = ledger.export_journal(
            output or sys.stdout,
            run=run,
            first=read_day(first, "--from"),
            last=read_day(last, "--to"),
            format=format,
            summary=add_up,
            raw=raw,
            **read_when(as_of, known_at),
        )
    if output is not None:
        notice(f"{count:,} lines are in {output}")
