"""`settlebook migrate`, `project` and `rebuild`: the schema, and the read models that follow the events."""

from contextlib import suppress
from threading import Event
from typing import Annotated, Any

import typer
from typer import BadParameter

import settlebook
from settlebook.cli.asking.options import AsJson
from settlebook.cli.failures import REFUSED
from settlebook.cli.proving.sealing import Places, sealing_beside
from settlebook.cli.session import opened, session_of
from settlebook.cli.showing.output import notice, print_json, print_table, say
from settlebook.cli.showing.progress import progress_bar, speed_bar
from settlebook.cli.showing.safe_text import safe
from settlebook.projecting import Rebuilt, RebuiltTable
from settlebook.projecting.beside.replacement import JOBS
from settlebook.projecting.poison import AddedModelFails


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
        int | None,
        typer.Option(
            "--seal-every", min=1, max=10**6, metavar="SECONDS", help="Seal as well, as `seal run` does."
        ),
    ] = None,
    anchors: Places = None,
) -> None:
    """Keep the read models up to date, until interrupted.

    Not needed: whoever reads brings them up to date first. It makes the first read after many writes faster.
    """
    if seal_every is None and anchors:
        raise BadParameter("say how often to seal, by --seal-every", param_hint="--anchor")
    with opened(context) as ledger, sealing_beside(ledger, seal_every, anchors or ()):
        with suppress(*(() if once else (AddedModelFails,))):  # what goes on tells of it and of what follows
            with progress_bar("Catching up") as progress:
                reached = ledger.catch_up(progress)
            _up_to_date(reached)
        if not once:
            ledger.project(Event(), lambda reached, goal: _up_to_date(reached), _failing)


def _up_to_date(reached: int) -> None:
    say(f"Up to date at position {reached:,}.")


def _failing(failure: AddedModelFails) -> None:
    notice(safe(str(failure)))


def rebuild(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME...", help="Read models, to be built again from the journal."),
    ] = None,
    from_events: Annotated[
        bool,
        typer.Option(
            "--from-events", help="From the events; without a NAME the journal and every read model."
        ),
    ] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, max=64, metavar="NUMBER", help="How many sessions build at once.")
    ] = JOBS,
    keep: Annotated[
        bool, typer.Option("--keep", help="Compare only: the live tables stay, whatever is found.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Build read models again beside the live ones, compare them row by row, and replace the live ones.

    Commands and reads go on meanwhile. The old tables are kept until `settlebook projections drop-kept` or
    the next rebuild. Where live rows differed, the command exits 1.
    """
    if not names and not from_events:
        raise BadParameter("name read models, or give --from-events for all", param_hint="NAME")
    with opened(context) as ledger, speed_bar("Rebuilding") as progress:
        rebuilt = ledger.rebuild(
            *(names or ()), from_events=from_events, jobs=jobs, replacing=not keep, progress=progress
        )
    if as_json:
        print_json(rebuilt_json(rebuilt))
    else:
        show_rebuilt(rebuilt)
    for failure in rebuilt.failing:
        _failing(failure)
    if rebuilt.differing:
        what = "and were kept" if keep else "and were replaced"
        notice(f"{rebuilt.differing:,} live rows differed from the events, {what}.")
    if rebuilt.differing or rebuilt.failing:
        raise typer.Exit(REFUSED)


def rebuilt_json(rebuilt: Rebuilt) -> dict[str, Any]:
    return {
        "ok": not (rebuilt.differing or rebuilt.failing),
        "position": rebuilt.position,
        "differing": rebuilt.differing,
        "comparedAt": rebuilt.compared_at,
        "tables": [
            {
                "name": table.name,
                "rows": table.rows,
                "wrong": table.wrong,
                "missing": table.missing,
                "digest": table.digest,
                "liveDigest": table.live_digest,
                "example": table.example,
                "firstPosition": table.position,
            }
            for table in rebuilt.tables
        ],
        "failing": [
            {"name": failure.model, "position": failure.position, "problem": failure.why}
            for failure in rebuilt.failing
        ],
    }


def show_rebuilt(rebuilt: Rebuilt) -> None:
    rows = [
        (
            table.name,
            f"{table.rows:,}",
            f"{table.wrong:,}",
            f"{table.missing:,}",
            table.digest[:12],
            _first(table),
        )
        for table in rebuilt.tables
    ]
    columns = ("Table", "Rows", "Wrong", "Missing", "Digest", "First that differs")
    print_table(None, columns, rows, ("Rows", "Wrong", "Missing"))
    if rebuilt.differing:
        return
    behind = rebuilt.compared_at < rebuilt.position
    where = f"; up to {rebuilt.compared_at:,}, where the live tables stood," if behind else ":"
    say(f"Rebuilt up to position {rebuilt.position:,}{where} every row equals the live one.")


def _first(table: RebuiltTable) -> str:
    if table.example is None:
        return ""
    return table.example if table.position is None else f"{table.example}, event {table.position:,}"
