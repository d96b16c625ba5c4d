"""`settlebook verify`: is the ledger right, and which event is the first that is not."""

import typer

from settlebook.cli.asking.options import AsJson, ReportFile
from settlebook.cli.proving.reports import conclude, conclude_all
from settlebook.cli.proving.sealing import AnchorFiles
from settlebook.cli.session import opened
from settlebook.cli.showing.progress import progress_bar, progress_bars, speed_bar

verify_app = typer.Typer(help="Prove that the ledger is right.", no_args_is_help=True)


@verify_app.callback()
def verify() -> None:
    """Prove that the ledger is right."""


@verify_app.command()
def books(context: typer.Context, as_json: AsJson = False, report: ReportFile = None) -> None:
    """Check every invariant over the log and the read models, for every day, source against mirror.

    Exits 1 and names the first offending event when one fails.
    """
    with opened(context) as ledger, progress_bar("Verifying") as progress:
        found = ledger.verify_books(progress)
    conclude("books", found, as_json, report)


@verify_app.command()
def projections(context: typer.Context, as_json: AsJson = False, report: ReportFile = None) -> None:
    """Build every read model again beside the live one, from the events, and compare them row by row.

    Nothing live is touched; `settlebook rebuild` replaces what is not right. Exits 1 when a row differs.
    """
    with opened(context) as ledger, speed_bar("Rebuilding") as progress:
        found = ledger.verify_projections(progress)
    conclude("projections", found, as_json, report)


@verify_app.command("log")
def log_command(context: typer.Context, as_json: AsJson = False, report: ReportFile = None) -> None:
    """Check the log by itself: no holes, every topic known, every event and outcome still readable.

    Exits 1 and names the first offending event when a check fails.
    """
    with opened(context) as ledger, progress_bar("Verifying") as progress:
        found = ledger.verify_log(progress)
    conclude("log", found, as_json, report)


@verify_app.command()
def seals(
    context: typer.Context,
    anchors: AnchorFiles = None,
    as_json: AsJson = False,
    report: ReportFile = None,
) -> None:
    """Hash every sealed event again, and hold the blocks against each other and against anchors.

    Finds whatever was changed, removed, inserted, reordered or cut off, and names the block and the event.
    Without --anchor, who rewrote events and seals alike is not found. Exits 1 when a check fails.
    """
    with opened(context) as ledger, progress_bar("Verifying") as progress:
        found = ledger.verify_seals(anchors or (), progress)
    conclude("seals", found, as_json, report)


@verify_app.command("all")
def all_command(
    context: typer.Context,
    anchors: AnchorFiles = None,
    as_json: AsJson = False,
    report: ReportFile = None,
) -> None:
    """Check everything there is to check, one after another: books, read models, log and seals.

    Exits 1 and names the first offending event when a check fails.
    """
    with opened(context) as ledger, progress_bars() as bars:
        found = ledger.verify_all(anchors or (), lambda name: bars(name.capitalize()))
    conclude_all(found, as_json, report)
