"""`settlebook seal` and `settlebook prove`: blocks of events, anchors elsewhere, and proofs for strangers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Annotated, Any

import typer

from settlebook import Ledger
from settlebook.cli.asking.options import AsJson
from settlebook.cli.failures import REFUSED
from settlebook.cli.session import opened
from settlebook.cli.showing.output import as_json as written
from settlebook.cli.showing.output import notice, print_json, print_table, say
from settlebook.cli.showing.progress import progress_bar
from settlebook.cli.showing.safe_text import safe
from settlebook.exporting.whole_files import whole_file
from settlebook.library.sealing import Round
from settlebook.sealing.anchors import REPOSITORY_FILE, Anchored
from settlebook.sealing.canonical import Block, instant_of
from settlebook.sealing.sealer import Standing

seal_app = typer.Typer(help="Make tampering evident: hash the log, in blocks.", no_args_is_help=True)

Places = Annotated[
    list[str] | None,
    typer.Option(
        "--anchor",
        metavar="FILE|git:FOLDER|URL",
        help="Where to keep the hashes, out of the database's reach. Repeatable.",
    ),
]


def anchor_file(name: str) -> Path:
    """The file that anchors are read from, by the name they were written under."""
    scheme, _, rest = name.partition(":")
    if scheme in ("http", "https"):
        raise typer.BadParameter("put what the endpoint was sent into a file, a line each, and name that")
    if scheme == "git":
        return Path(rest) / REPOSITORY_FILE
    return Path(rest if scheme == "file" else name)


AnchorFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--anchor",
        parser=anchor_file,
        metavar="FILE|git:FOLDER",
        help="Anchors that `seal` wrote, kept elsewhere. Repeatable.",
    ),
]


@seal_app.callback()
def seal() -> None:
    """Make tampering evident: hash what was recorded, in blocks."""


@seal_app.command()
def now(context: typer.Context, anchors: Places = None, as_json: AsJson = False) -> None:
    """Seal all that was recorded since the last block, and anchor it.

    Commands go on meanwhile. Exits 1 where an anchor failed: the seal stands, and the next one makes it good.
    """
    with opened(context) as ledger, progress_bar("Sealing") as progress:
        done = ledger.seal_now(*(anchors or ()), progress=progress)
    if as_json:
        print_json(round_json(done))
    else:
        _show_round(done)
    _tell_problems(done)
    if not done.ok:
        raise typer.Exit(REFUSED)


@seal_app.command()
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Tell how far the log reaches, how far its seals do, and since when something waits to be sealed."""
    with opened(context) as ledger:
        standing = ledger.seal_status()
    if as_json:
        print_json(standing_json(standing))
    else:
        _show_standing(standing)


@seal_app.command("run")
def run_command(
    context: typer.Context,
    every: Annotated[
        int,
        typer.Option("--every", min=1, max=10**6, metavar="SECONDS", help="How long to wait between rounds."),
    ] = 60,
    anchors: Places = None,
    as_json: AsJson = False,
) -> None:
    """Seal and anchor again and again, until interrupted.

    What fails is told and tried again: an endpoint that does not answer, a database that restarts. With
    --json a line for every round that did something.
    """

    def tell(done: Round) -> None:
        if as_json:
            if _did_something(done):
                typer.echo(written(round_json(done)))
            _tell_problems(done)
        else:
            _tell(done)

    with opened(context) as ledger:
        ledger.seal_regularly(every, *(anchors or ()), stop=Event(), notice=tell)


@contextmanager
def sealing_beside(ledger: Ledger, every: int | None, anchors: Sequence[str]) -> Iterator[None]:
    """Seal in a thread for as long as the block lasts, where a time was given; the first round is at once."""
    if every is None:
        yield
        return
    _tell(ledger.seal_now(*anchors))
    stop = Event()
    work = partial(ledger.seal_regularly, every, *anchors, stop=stop, notice=_tell)
    thread = Thread(target=work, name="sealing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def prove(
    context: typer.Context,
    keys: Annotated[
        list[str],
        typer.Argument(
            metavar="APPLICATION...",
            help="By id: an application, transfer, refund or application group; or the position of an event.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the proof.")],
    anchors: Annotated[
        Path | None,
        typer.Option(
            "--anchor",
            parser=anchor_file,
            metavar="FILE|git:FOLDER",
            help="End the chain at the first anchor here that covers the events.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a proof that the events of an application are in the log, for anybody who has an anchor.

    `python scripts/verify_proof.py FILE ANCHOR` checks it offline, without this program.
    """
    with opened(context) as ledger:
        proof = ledger.prove(keys, anchors=anchors)
    with whole_file(out) as file:
        file.write(proof.text)
    if as_json:
        print_json({"out": str(out), "events": proof.positions, "block": block_json(proof.last)})
    else:
        events = ", ".join(f"{position:,}" for position in proof.positions)
        block = f"block {proof.last.number:,}"
        say(f"{safe(str(out))} proves events {events} to whoever has an anchor of {block}.")


def round_json(done: Round) -> dict[str, Any]:
    return {
        "ok": done.ok,
        "sealed": [block_json(block) for block in done.blocks],
        "last": block_json(done.last),
        "anchors": [_anchored_json(one) for one in done.anchored],
        "problem": done.problem,
    }


def standing_json(standing: Standing) -> dict[str, Any]:
    return {
        "last": block_json(standing.last),
        "head": standing.head,
        "unsealed": standing.unsealed,
        "waitingSince": standing.waiting_since,
    }


def block_json(block: Block | None) -> dict[str, Any] | None:
    if block is None:
        return None
    return {
        "block": block.number,
        "firstPosition": block.first_position,
        "lastPosition": block.last_position,
        "hash": block.hash.hex(),
        "sealedAt": instant_of(block.sealed_at),
    }


def _anchored_json(one: Anchored) -> dict[str, Any]:
    return {"anchor": one.where, "block": one.block, "new": one.new, "problem": one.problem}


def _did_something(done: Round) -> bool:
    return bool(done.blocks) or not done.ok or any(one.new for one in done.anchored)


def _show_round(done: Round) -> None:
    if done.last is None:
        if done.ok:
            say("Nothing was recorded yet, so nothing is sealed.")
    elif not done.blocks:
        say(f"Nothing new: sealed up to position {done.last.last_position:,}, block {done.last.number:,}.")
    _show_blocks(done)


def _tell(done: Round) -> None:
    _show_blocks(done)
    _tell_problems(done)


def _show_blocks(done: Round) -> None:
    for block in done.blocks:
        first, last = block.first_position, block.last_position
        say(f"Block {block.number:,}: events {first:,} to {last:,}, {block.hash.hex()}")
    for one in done.anchored:
        if one.problem is None and one.new:
            say(f"Anchored block {one.block:,} in {safe(one.where)}.")


def _tell_problems(done: Round) -> None:
    if done.problem is not None:
        notice(f"Not sealed: {safe(done.problem)}")
    for one in done.anchored:
        if one.problem is not None:
            notice(f"Not anchored in {safe(one.where)}: {safe(one.problem)}")


def _show_standing(standing: Standing) -> None:
    last = standing.last
    if last is None:
        say(f"Nothing is sealed; the log reaches position {standing.head:,}.")
        return
    rows = [
        ("Last block", f"{last.number:,}"),
        ("Sealed up to position", f"{last.last_position:,}"),
        ("Sealed at", _told(instant_of(last.sealed_at))),
        ("Hash", last.hash.hex()),
        ("Not sealed yet", f"{max(standing.unsealed, 0):,} events"),
    ]
    if standing.unsealed < 0:
        rows.append(("Sealed beyond the log's end", f"{-standing.unsealed:,} events, which are cut off"))
    if standing.waiting_since is not None:
        rows.append(("Waiting since", _told(standing.waiting_since)))
    print_table(None, ("Seals", ""), rows)


def _told(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M:%S UTC")
