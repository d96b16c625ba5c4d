"""`settlebook log`: how far the log has come, in which epoch; out into a file, and in again."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from settlebook.carrying import Exported, Imported
from settlebook.cli.asking.options import AsJson
from settlebook.cli.session import opened, opened_to_record
from settlebook.cli.showing.output import notice, print_json, print_table, say
from settlebook.cli.showing.progress import progress_bar, progress_bars
from settlebook.ledger.identity.epochs import Epoch
from settlebook.library.log_answers import LogStatus

log_app = typer.Typer(help="The log: its state, and as a file out and in.", no_args_is_help=True)


@log_app.callback()
def log() -> None:
    """The log: its state, and as a file out and in."""


@log_app.command()
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Show where the log stands, and in which epoch: since when the ledger has been in this place."""
    with opened(context) as ledger:
        found = ledger.log_status()
    if as_json:
        print_json(_status_json(found))
    else:
        _show(found)


@log_app.command()
def restored(context: typer.Context, as_json: AsJson = False) -> None:
    """Say that this database was put back from a backup: a new epoch begins, which readers of the log see.

    `settlebook log import` says it by itself. On a server the login needs the owner's role, as for migrate.
    """
    with opened(context) as ledger:
        begun = ledger.begin_restored_epoch()
    if as_json:
        print_json(_epoch_json(begun))
    else:
        say(f"Epoch {begun.number} begins after position {begun.after:,}: {begun.id.hex}.")


@log_app.command("export")
def export_command(
    context: typer.Context,
    to: Annotated[
        str,
        typer.Argument(metavar="FILE|-", help="Where to; packed where it ends in .gz. -: standard output."),
    ],
    without_personal: Annotated[
        bool,
        typer.Option(
            "--without-personal",
            help="Leave out names, contacts and free text: in the file they count as erased.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the whole log of this ledger to a file, byte for byte; commands and reads go on meanwhile.

    From the file the ledger can be put back with log import, on any version of PostgreSQL.
    """
    target = sys.stdout.buffer if to == "-" else Path(to)
    with opened(context) as ledger, progress_bar("Exporting") as progress:
        found = ledger.export_log(target, personal=not without_personal, progress=progress)
    _conclude(_exported_json(found), _exported_lines(found, to), as_json, aside=to == "-")


@log_app.command("import")
def import_command(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A file that log export wrote. -: standard input.")
    ],
    as_json: AsJson = False,
) -> None:
    """Put a ledger back from its file into this database, where it must be empty; a new epoch begins.

    All of it or nothing: digest, log and seals are verified first. On a server the login needs the owner's
    role, as for migrate.
    """
    with opened_to_record(context) as ledger, progress_bars() as bars, _source(source) as file:
        steps = {name: bars(name) for name in ("Importing", "Verifying")}
        found = ledger.import_log(file, progress=lambda name, done, of: steps[name](done, of))
    _conclude(_imported_json(found), _imported_lines(found), as_json, aside=False)


@contextmanager
def _source(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
    else:
        with Path(name).open("rb") as file:
            yield file


def _conclude(value: dict[str, Any], lines: Iterator[str], as_json: bool, *, aside: bool) -> None:
    """`aside` is for the person in front of the screen: the standard output is taken."""
    if as_json and not aside:
        print_json(value)
        return
    for line in lines:
        (notice if aside else say)(line)


def _exported_lines(found: Exported, to: str) -> Iterator[str]:
    told = f"{_counts(found.rows)}, up to position {found.position:,}"
    yield f"Exported ledger {found.ledger_id} to {to}: {told}."
    if not found.has_personal and found.rows["personal"]:
        yield f"Left out {found.rows['personal']:,} personal contents: in the file they count as erased."
    yield f"sha256 {found.digest}"


def _imported_lines(found: Imported) -> Iterator[str]:
    yield f"Imported ledger {found.ledger_id}: {_counts(found.rows)}, up to position {found.position:,}."
    if not found.has_personal and found.rows["personal"]:
        yield f"{found.rows['personal']:,} personal contents were left out of the file: they count as erased."
    if not found.rows["seal"]:
        yield "Nothing in it was sealed, so its own digest is all that it was held against."
    yield f"Epoch {found.epoch_number} begins: {found.epoch_id.hex}."


def _counts(rows: Mapping[str, int]) -> str:
    return f"{rows['event']:,} events of {rows['command']:,} commands, {rows['seal']:,} seals"


def _exported_json(found: Exported) -> dict[str, Any]:
    return {
        "ledger": found.ledger_id,
        "position": found.position,
        "personal": found.has_personal,
        "rows": found.rows,
        "sha256": found.digest,
    }


def _imported_json(found: Imported) -> dict[str, Any]:
    return {
        "ledger": found.ledger_id,
        "position": found.position,
        "personal": found.has_personal,
        "rows": found.rows,
        "epoch": {"number": found.epoch_number, "id": found.epoch_id},
    }


def _show(found: LogStatus) -> None:
    last = f", the last thing recorded {found.recorded_at:%Y-%m-%d %H:%M:%S} UTC" if found.recorded_at else ""
    say(
        f"Ledger {found.ledger_id}: {found.position:,} events of {found.commands:,} commands{last}; "
        f"its days are those of {found.time_zone}."
    )
    say(f"Sealed up to position {found.sealed_upto:,}." if found.sealed_upto else "Nothing of it is sealed.")
    rows = [
        (epoch.number, epoch.reason, epoch.after, epoch.began_at.strftime("%Y-%m-%d %H:%M:%S"), epoch.id)
        for epoch in found.epochs
    ]
    print_table("Epochs", ("Epoch", "Reason", "After position", "Began", "Id"), rows, ("After position",))


def _status_json(found: LogStatus) -> dict[str, Any]:
    return {
        "ledger": found.ledger_id,
        "position": found.position,
        "recordedAt": found.recorded_at,
        "commands": found.commands,
        "sealedUpTo": found.sealed_upto,
        "timeZone": found.time_zone,
        "epoch": _epoch_json(found.epoch),
        "epochs": [_epoch_json(epoch) for epoch in found.epochs],
    }


def _epoch_json(epoch: Epoch) -> dict[str, Any]:
    return {
        "number": epoch.number,
        "id": epoch.id,
        "reason": epoch.reason,
        "after": epoch.after,
        "beganAt": epoch.began_at,
    }
