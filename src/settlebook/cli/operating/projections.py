"""`settlebook projections`: how the read models stand, and what is to be done about them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from settlebook.cli.asking.options import AsJson
from settlebook.cli.failures import REFUSED
from settlebook.cli.session import opened, session_of
from settlebook.cli.showing.output import notice, print_json, print_table, say
from settlebook.cli.showing.progress import speed_bar
from settlebook.ledger.log.head import cut_off
from settlebook.projecting.catalogue import SETTING
from settlebook.projecting.standings import Kept, Standing

app = typer.Typer(help="How the read models stand, and what is to be done about them.", no_args_is_help=True)

COLUMNS = ("Read model", "Made by", "Position", "Lag", "Lag s", "Rows", "Size", "SQL", "Kept", "Rebuild")
RIGHT = ("Position", "Lag", "Lag s", "Rows", "Size", "Kept")


@app.command("list")
@app.command("status")
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Show of each read model its position, how far it is behind, its size, its SQL, and its rebuild.

    Looking does not bring them up to date: whoever reads them does.
    """
    with opened(context) as ledger:
        found = ledger.projections()
        position = ledger.position
    if as_json:
        print_json({"position": position, "projections": [standing_json(standing) for standing in found]})
    else:
        _show(found, position)
    if beyond := [standing for standing in found if standing.beyond]:
        furthest = max(beyond, key=lambda standing: standing.beyond)
        where = "read models stand at" if len(beyond) > 1 else f"{furthest.name} stands at"
        notice(str(cut_off(session_of(context).ledger, position, where, furthest.position)))
        raise typer.Exit(REFUSED)


def _show(found: Sequence[Standing], position: int) -> None:
    print_table(None, COLUMNS, [_row(standing) for standing in found], RIGHT)
    say(f"The log is at position {position:,}.")
    if stale := [standing.name for standing in found if not standing.is_current]:
        notice(f"Of another SQL than in their folders: {', '.join(stale)}. Run `settlebook migrate`.")
    for standing in found:
        if standing.is_forsaken:
            unfolded = (
                f"The folder of {standing.name} is not named in {SETTING} here, so nothing here folds it"
            )
            notice(f"{unfolded}: name it, or take it away: settlebook projections remove {standing.name}")


@app.command("add")
def add(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="With schema.sql and fold.sql; its name is the read model's."),
    ],
) -> None:
    """Add a read model of yours to a running ledger: its SQL is kept in the database, its tables are filled.

    From then on whoever reads keeps it up to date. Added again with other SQL it begins again.
    """
    with opened(context) as ledger, speed_bar("Building") as progress:
        built = ledger.add_projection(folder, progress)
    rows = sum(table.rows for table in built.tables)
    say(f"{folder.resolve().name} has {rows:,} rows, up to position {built.position:,}.")
    if built.differing:
        notice(f"{built.differing:,} rows that it had differed from the events, and were replaced.")
        raise typer.Exit(REFUSED)


@app.command("remove")
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A read model that was added.")],
) -> None:
    """Forget a read model that was added, with its tables."""
    with opened(context) as ledger:
        ledger.remove_projection(name)
    say(f"{name} is gone, and its tables.")


@app.command("cancel")
def cancel(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A read model, or built-in; else every rebuild.")
    ] = None,
) -> None:
    """Ask rebuilds to end, wherever they run; what they built is dropped, and nothing live is changed."""
    with opened(context) as ledger:
        asked = ledger.stop_rebuilds(name)
    if not asked:
        notice(
            f"No rebuild{f' of {name}' if name else ''} is under way, so none was asked to end. "
            "`settlebook projections status` shows those that are."
        )
        raise typer.Exit(REFUSED)
    say(f"Asked to stop: {', '.join(asked)}.")


@app.command("drop-kept")
def drop_kept(context: typer.Context) -> None:
    """Drop the old tables that rebuilds replaced and kept."""
    with opened(context) as ledger:
        dropped = ledger.drop_kept()
    say(f"Dropped {len(dropped)} old tables." if dropped else "No old table was kept.")


def standing_json(standing: Standing) -> dict[str, Any]:
    run = standing.rebuild
    return {
        "name": standing.name,
        "builtIn": standing.is_built_in,
        "position": standing.position,
        "lag": standing.lag,
        "lagSeconds": standing.lag_seconds,
        "beyond": standing.beyond,
        "rows": standing.rows,
        "bytes": standing.size,
        "sqlDigest": standing.digest,
        "current": standing.is_current,
        "forsaken": standing.is_forsaken,
        "new": standing.is_new,
        "kept": _kept_json(standing.kept),
        "rebuild": None
        if run is None
        else {
            "running": run.is_running,
            "beganAt": run.began_at.isoformat(),
            "stage": run.stage,
            "reached": run.reached,
            "goal": run.goal,
            "eventsPerSecond": run.rate,
            "stopping": run.stop,
        },
    }


def _kept_json(kept: Kept | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    return {"tables": list(kept.tables), "since": kept.since.isoformat(), "bytes": kept.size}


def _row(standing: Standing) -> tuple[object, ...]:
    return (
        standing.name,
        "Settlebook" if standing.is_built_in else "you",
        f"{standing.position:,}",
        f"{standing.lag:,}" if not standing.beyond else f"{standing.beyond:,} beyond",
        f"{standing.lag_seconds:,}",
        f"{standing.rows:,}",
        _size(standing.size),
        standing.digest[:12] + ("" if standing.is_current else " (another installed)"),
        _size(standing.kept.size) if standing.kept else "",
        _rebuild(standing),
    )


def _rebuild(standing: Standing) -> str:
    run = standing.rebuild
    if run is None:
        return ""
    if not run.is_running:
        return "was killed; the next one cleans up"
    return f"{run.stage}, {run.reached:,} of {run.goal:,}, {run.rate:,}/s"


def _size(count: int) -> str:
    """Bytes in the largest unit that leaves a whole number."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 10_000:
            return f"{count:,} {unit}"
        count //= 1024
    return f"{count:,} TB"
