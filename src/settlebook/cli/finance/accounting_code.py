"""`settlebook accounting-code`: the accounts of the general ledger, as requests name them."""

from typing import Annotated

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import options
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.looking import columns, print_one, print_rows

app = typer.Typer(
    help="Accounting codes: register them, and look at them. Once there is one, requests name no others.",
    no_args_is_help=True,
)

CODES = columns(
    name="Code",
    type="Type",
    status="Status",
    gl_account_number="GL number",
    gl_account_name="GL account",
    notes="Notes",
    id="Id",
)

Key = Annotated[str, typer.Argument(metavar="CODE", help="The code, by name or id.")]
Type = Annotated[
    str | None,
    typer.Option("--type", metavar="TYPE", help="Such as AccountsReceivable, Cash or SalesRevenue."),
]
GlName = Annotated[
    str | None, typer.Option("--gl-name", metavar="NAME", help="What the general ledger calls it.")
]
GlNumber = Annotated[
    str | None, typer.Option("--gl-number", metavar="NUMBER", help="Its number in the general ledger.")
]
Notes = Annotated[str | None, typer.Option("--notes", metavar="TEXT", help="Free text.")]


@app.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="By which requests name it.")],
    type: Type = None,
    gl_name: GlName = None,
    gl_number: GlNumber = None,
    notes: Notes = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Register an accounting code."""
    request = request_body(
        body, name=name, type=type, glAccountName=gl_name, glAccountNumber=gl_number, notes=notes
    )
    act(context, "accounting-code.create", None, request, idempotency_key=key, as_json=as_json)


@app.command()
def edit(
    context: typer.Context,
    code: Key,
    type: Type = None,
    gl_name: GlName = None,
    gl_number: GlNumber = None,
    notes: Notes = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Change what a code says of itself; its type only while no request has named it."""
    request = request_body(body, type=type, glAccountName=gl_name, glAccountNumber=gl_number, notes=notes)
    act(context, "accounting-code.edit", code, request, idempotency_key=key, as_json=as_json)


@app.command()
def activate(
    context: typer.Context,
    code: Key,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Let requests name a code again."""
    act(context, "accounting-code.activate", code, {}, idempotency_key=key, as_json=as_json)


@app.command()
def deactivate(
    context: typer.Context,
    code: Key,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Let requests no longer name a code; what names it already keeps it."""
    act(context, "accounting-code.deactivate", code, {}, idempotency_key=key, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    code: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show an accounting code."""
    with opened(context) as ledger:
        row = ledger.accounting_code(code, **read_when(as_of, known_at))
    print_one(row, CODES, as_json=as_json)


@app.command(name="list")
def list_(
    context: typer.Context,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """List the accounting codes, by name."""
    with opened(context) as ledger:
        rows = ledger.accounting_codes(**read_when(as_of, known_at))
    print_rows(rows, CODES, as_json=as_json)
