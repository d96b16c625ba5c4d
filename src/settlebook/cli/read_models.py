"""`settlebook migrate`, `project` and `rebuild`: the schema, and the read models that follow the events."""

from threading import Event
from typing import Annotated, Any

import typer
from typer import BadParameter

import settlebook
from settlebook.cli.failures import REFUSED
from settlebook.cli.options import AsJson
from settlebook.cli.output import notice, print_json, print_table, say
from settlebook.cli.progress import progress_bar
from settlebook.cli.sealing import Places, sealing_beside
from settlebook.cli.session import opened, session_of
from settlebook.projecting import Rebuilt


def migrate(context: typer.Context) -> None:
    """Bring the schema of the database up to this version; safe to run at any time.

    An embedded database is migrated whenever it is opened; a server only by this command, as its owner.
    """
    session = session_of(context)
    settlebook.migrate(session.database, notice=notice)
    say("The schema is up to date.")


def project(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Catch up once, then end.")] = False,
    seal_every: Annotated[
        float | None,
        typer.Option("--seal-every", min=0.1, metavar="SECONDS", help="Seal as well, as `seal run` does."),
    ] = None,
    anchors: Places = None,
) -> None:
    """Keep the read models up to date, until interrupted.

    Not needed: whoever reads brings them up to date first. It makes the first read after many writes faster.
    """
    if seal_every is None and anchors:
        raise BadParameter("say how often to seal, by --seal-every", param_hint="--anchor")
    with opened(context) as ledger, sealing_beside(ledger, seal_every, anchors or ()):
        with progress_bar("Catching up") as progress:
            reached = ledger.catch_up(progress)
        say(f"Up to date at position {reached:,}.")
        if not once:
            ledger.project(Event(), lambda reached, goal: say(f"Up to date at position {reached:,}."))


def rebuild(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A read model, to be built again from the journal.")
    ] = None,
    from_events: Annotated[
        bool,
        typer.Option("--from-events", help="Build the journal and every read model again from the events."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Build read models again and compare them with the live ones, row by row.

    Where rows differ they are replaced, and the command exits 1. Commands and reads go on meanwhile.
    """
    if (name is None) is not from_events:
        raise BadParameter("name one read model, or give --from-events for all", param_hint="NAME")
    with opened(context) as ledger, progress_bar("Rebuilding") as progress:
        rebuilt = ledger.rebuild(name, notice=progress)
    if as_json:
        print_json(rebuilt_json(rebuilt))
    else:
        show_rebuilt(rebuilt)
    if rebuilt.differing:
        notice(f"{rebuilt.differing:,} live rows differed from the events, and were replaced.")
        raise typer.Exit(REFUSED)


def rebuilt_json(rebuilt: Rebuilt) -> dict[str, Any]:
    return {
        "ok": not rebuilt.differing,
        "position": rebuilt.position,
        "differing": rebuilt.differing,
        "tables": [
            {"name": table.name, "rows": table.rows, "wrong": table.wrong, "missing": table.missing}
            for table in rebuilt.tables
        ],
    }


def show_rebuilt(rebuilt: Rebuilt) -> None:
    rows = [(table.name, f"{table.rows:,}", f"{table.differing:,}") for table in rebuilt.tables]
    print_table(None, ("Table", "Rows", "Differing"), rows, ("Rows", "Differing"))
    if not rebuilt.differing:
        say(f"Rebuilt up to position {rebuilt.position:,}: every row equals the live one.")
