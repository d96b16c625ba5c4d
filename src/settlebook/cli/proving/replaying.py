"""`settlebook replay`: the log folded again from nothing, and held against the read models."""

import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from settlebook.audit.replay.selecting import Selection
from settlebook.audit.replay.stepping import Line, Step
from settlebook.audit.report import Report
from settlebook.cli.asking import options
from settlebook.cli.asking.words import read_when
from settlebook.cli.failures import REFUSED
from settlebook.cli.proving.reports import report_json, show_report, tell_notes
from settlebook.cli.session import opened
from settlebook.cli.showing.output import as_json as written
from settlebook.cli.showing.output import notice, print_json, say, shown
from settlebook.cli.showing.progress import progress_bar
from settlebook.cli.showing.safe_text import safe


def replay(
    context: typer.Context,
    account: Annotated[
        str | None, typer.Option("--account", metavar="ACCOUNT", help="Only what is this account's.")
    ] = None,
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="DOCUMENT", help="Only this invoice, debit or credit memo."),
    ] = None,
    payment: Annotated[
        str | None, typer.Option("--payment", metavar="PAYMENT", help="Only this payment.")
    ] = None,
    refund: Annotated[
        str | None,
        typer.Option("--refund", metavar="REFUND", help="Only this refund, and the balances of its source."),
    ] = None,
    step: Annotated[
        bool, typer.Option("--step", help="Show each event, and what each balance became by it.")
    ] = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Fold the log again from nothing, and compare what comes out with the read models.

    Another program does it than the one that keeps the read models: Python, event by event, not SQL. Exits 1
    where a balance differs, and names the first event concerned.
    """
    when = read_when(as_of, known_at)
    with opened(context) as ledger:
        asked = Selection(account, document, payment, refund)
        chosen: dict[str, Any] = {name: getattr(asked, name) for name in Selection.__slots__}
        if step:
            with ledger.replay_steps(**chosen, **when) as steps:
                (_print_steps_as_json if as_json else _print_steps)(steps)
        with progress_bar("Replaying") as progress:
            report = ledger.replay(**chosen, **when, progress=progress)
    _conclude(report, as_json=as_json, after_steps=step)


def step_json(step: Step) -> dict[str, Any]:
    return {
        "kind": "step",
        "position": step.position,
        "effectiveDate": step.effective_on,
        "recordedAt": step.recorded_at,
        "actor": step.actor,
        "event": step.event,
        "topic": step.topic,
        "stream": step.stream,
        "sentence": step.sentence,
        "lines": [_line_json(line) for line in step.lines],
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "what": line.what,
        "before": line.before,
        "amount": line.moved,
        "after": line.after,
        "currency": line.after.currency,
    }


def _print_steps_as_json(steps: Iterable[Step]) -> None:
    for step in steps:
        sys.stdout.write(written(step_json(step)) + "\n")


def _print_steps(steps: Iterable[Step]) -> None:
    for step in steps:
        recorded = step.recorded_at.strftime("%Y-%m-%d %H:%M:%S")
        day = step.effective_on or "no day"
        heading = f"{step.position:>8}  {day}  {step.event}, recorded {recorded} by {step.actor or 'nobody'}"
        sys.stdout.write(f"{safe(heading)}\n{'':10}{safe(step.sentence)}\n")
        _print_lines(step.lines)


def _print_lines(lines: tuple[Line, ...]) -> None:
    cells = [
        (safe(line.name), line.what, *map(shown, (line.before, line.after, line.moved))) for line in lines
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line, (name, what, before, after, moved) in zip(lines, cells, strict=True):
        sys.stdout.write(
            f"{'':12}{name:{widths[0]}}  {what:{widths[1]}}  {before:>{widths[2]}} -> {after:>{widths[3]}}"
            f"  {moved:>{widths[4]}} {line.after.currency}\n"
        )


def _conclude(report: Report, *, as_json: bool, after_steps: bool) -> None:
    if as_json and after_steps:
        sys.stdout.write(written({"kind": "report", **report_json(report)}) + "\n")
    elif as_json:
        print_json(report_json(report))
    else:
        show_report(report)
    tell_notes(report)
    if not report.ok:
        notice(f"Replay and the read models differ: {report.first_offence}")
        raise typer.Exit(REFUSED)
    if not as_json:
        say("Equal: the read models show what replay makes of the log.")
