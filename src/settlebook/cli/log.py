"""`settlebook log`: how far the log has come, in which epoch; out into a file, and in again."""

from typing import Any

import typer

from settlebook.cli.options import AsJson
from settlebook.cli.output import print_json, print_table, say
from settlebook.cli.session import opened
from settlebook.ledger.epochs import Epoch
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


def _show(found: LogStatus) -> None:
    last = f", the last thing recorded {found.recorded_at:%Y-%m-%d %H:%M:%S} UTC" if found.recorded_at else ""
    say(
        f"Ledger {found.ledger_id}: {found.position:,} events of {found.commands:,} commands{last}; "
        f"its days are those of {found.time_zone}."
    )
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
