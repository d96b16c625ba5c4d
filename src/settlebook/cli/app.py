"""The application `settlebook`: its commands, and the options that stand before them."""

import gc
import getpass
import os
import sys
from typing import Annotated

import typer

from settlebook.cli.books import (
    account,
    credit_memo,
    debit_memo,
    document_keeping,
    invoice,
    payment,
    refund,
    write_offs,
)
from settlebook.cli.books.collecting import collect_debit_memo, collect_invoice
from settlebook.cli.books.history import history, open_items
from settlebook.cli.books.settle import settle
from settlebook.cli.demo import demo
from settlebook.cli.ending import ending_in_order
from settlebook.cli.failures import Face
from settlebook.cli.files import exporting
from settlebook.cli.files.importing_file import import_documents
from settlebook.cli.files.importing_settlement import import_existing_settlement
from settlebook.cli.files.log import log_app
from settlebook.cli.files.run import run
from settlebook.cli.finance import accounting_code, journal, journal_run, period
from settlebook.cli.finance.trial_balance import trial_balance
from settlebook.cli.operating import client, projections, settings
from settlebook.cli.operating.read_models import migrate, project, rebuild
from settlebook.cli.operating.serve import serve
from settlebook.cli.operating.sql import sql
from settlebook.cli.previewing import offer_previews
from settlebook.cli.proving.diffing import diff
from settlebook.cli.proving.explaining import explain
from settlebook.cli.proving.replaying import replay
from settlebook.cli.proving.sealing import prove, seal_app
from settlebook.cli.proving.verifying import verify_app
from settlebook.cli.proving.what_if import what_if
from settlebook.cli.session import Session
from settlebook.starting import INTERRUPTED

app = typer.Typer(
    name="settlebook",
    cls=Face,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def settlebook(
    context: typer.Context,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            envvar="SETTLEBOOK_DATABASE",
            metavar="FOLDER|URL",
            help="A folder (embedded database) or a postgresql:// URL. Default: ./var/settlebook",
        ),
    ] = None,
    ledger: Annotated[
        str, typer.Option("--ledger", metavar="NAME", help="Which books of the database.")
    ] = "main",
    actor: Annotated[
        str | None,
        typer.Option(
            "--actor", metavar="NAME", help="Who acts, as every event keeps it. Default: your login."
        ),
    ] = None,
) -> None:
    """Settle invoices item by item; every balance can be rebuilt from the events.

    Exit codes: 0 done, 1 refused or a check failed, 2 wrong usage.
    """
    if not ledger or not ledger.isprintable():
        raise typer.BadParameter("it is a name of printable characters", param_hint="--ledger")
    context.obj = Session(database, ledger, actor or _login())


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as containers have them
        return f"user {os.getuid()}"


for command in (demo, run, settle, sql, explain, history, replay, diff, rebuild, project, migrate, serve):
    app.command()(command)
app.command("open-items")(open_items)
app.command("what-if")(what_if)
app.command("import")(import_documents)
app.command("trial-balance")(trial_balance)
app.command("import-settlement")(import_existing_settlement)
app.add_typer(verify_app, name="verify")
app.add_typer(seal_app, name="seal")
app.command()(prove)
app.add_typer(log_app, name="log")
for name, group in (
    ("account", account.app),
    ("invoice", invoice.app),
    ("debit-memo", debit_memo.app),
    ("credit-memo", credit_memo.app),
    ("payment", payment.app),
    ("refund", refund.app),
    ("period", period.app),
    ("settings", settings.app),
    ("accounting-code", accounting_code.app),
    ("export", exporting.app),
    ("journal", journal.app),
    ("journal-run", journal_run.app),
    ("projections", projections.app),
    ("client", client.app),
):
    app.add_typer(group, name=name)

document_keeping.add_verbs()
write_offs.add_verbs()
invoice.app.command("collect")(collect_invoice)
debit_memo.app.command("collect")(collect_debit_memo)
offer_previews(app)


def main() -> None:
    """The program; characters that the terminal cannot show are spelled out rather than fatal."""
    gc.freeze()  # what the program is made of is no garbage as long as it runs
    _have_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with ending_in_order():
            app()
    except KeyboardInterrupt:  # before the command began, or after it
        sys.exit(INTERRUPTED)


def _have_streams() -> None:
    """Those that are closed, as daemons have them, lead nowhere: nothing is read from them, nothing seen."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
