"""`settlebook export`: the ledger as a file for other programs, and statements for customers."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from settlebook.cli.asking import options
from settlebook.cli.asking.words import read_day, read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.output import notice, print_json, say
from settlebook.cli.showing.progress import progress_bar
from settlebook.exporting.parquet.export import MOST_BUCKETS
from settlebook.exporting.plain_text import Program
from settlebook.library.exports import StatementFormat

app = typer.Typer(
    help="Hand the ledger over: to other programs, to engines, to customers.", no_args_is_help=True
)

File = Annotated[
    str, typer.Argument(metavar="FILE|-", help="Written whole or not at all; - is the standard output.")
]


@app.command()
def beancount(
    context: typer.Context, file: File, as_of: options.AsOf = None, known_at: options.KnownAt = None
) -> None:
    """Write the ledger as a file that bean-check accepts, with a balance for each account and month."""
    _write_ledger(context, file, Program.BEANCOUNT, as_of, known_at)


@app.command()
def hledger(
    context: typer.Context, file: File, as_of: options.AsOf = None, known_at: options.KnownAt = None
) -> None:
    """Write the ledger as a journal for hledger, with a balance assertion for each account and month."""
    _write_ledger(context, file, Program.HLEDGER, as_of, known_at)


@app.command()
def parquet(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder; there whole or not at all.")
    ],
    buckets: Annotated[
        int, typer.Option("--buckets", min=1, max=MOST_BUCKETS, metavar="N", help="By account, so many.")
    ] = 16,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Write the log, the journal and the read models as Parquet, with exact amounts in minor units.

    Needs `pip install 'settlebook[parquet]'`. With it goes a fold for DuckDB that makes the item balances.
    """
    when = read_when(as_of, known_at)
    with opened(context) as ledger, progress_bar("Exporting") as bar:
        exported = ledger.export_parquet(folder, buckets=buckets, progress=bar, **when)
    if as_json:
        answer = {"folder": str(folder), "position": exported.position, "rows": exported.rows}
        print_json({**answer, "files": len(exported.files)})
    else:
        say(f"{exported.rows:,} rows in {len(exported.files):,} files are in {folder}")


@app.command()
def statement(
    context: typer.Context,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="By number or id.")],
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="Movements from this day on. Default: all.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="Up to this day. Default: all there is.")
    ] = None,
    format: Annotated[
        StatementFormat, typer.Option("--format", metavar="csv|html", help="A table, or a page to print.")
    ] = StatementFormat.CSV,
    output: options.Output = None,
    raw: options.Raw = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
) -> None:
    """Write a customer's statement: what was owed, every movement, what is owed, and what of it is open."""
    days = {"first": read_day(first, "--from"), "last": read_day(last, "--to")}
    with opened(context) as ledger:
        ledger.export_statement(
            output or sys.stdout, account, format=format, raw=raw, **days, **read_when(as_of, known_at)
        )
    if output is not None:
        notice(f"The statement is in {output}")


def _write_ledger(
    context: typer.Context, file: str, program: Program, as_of: str | None, known_at: str | None
) -> None:
    when = read_when(as_of, known_at)
    with opened(context) as ledger:
        count = ledger.export_ledger(sys.stdout if file == "-" else Path(file), program, **when)
    if file != "-":
        notice(f"{count:,} transactions are in {file}")
