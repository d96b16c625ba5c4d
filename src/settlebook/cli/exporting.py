"""`settlebook export`: the ledger as a file for other programs, and statements for customers."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from settlebook.cli import options
from settlebook.cli.output import notice
from settlebook.cli.session import opened
from settlebook.cli.words import read_when
from settlebook.exporting.plain_text import Program

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


def _write_ledger(
    context: typer.Context, file: str, program: Program, as_of: str | None, known_at: str | None
) -> None:
    when = read_when(as_of, known_at)
    with opened(context) as ledger:
        count = ledger.export_ledger(sys.stdout if file == "-" else Path(file), program, **when)
    if file != "-":
        notice(f"{count:,} transactions are in {file}")
