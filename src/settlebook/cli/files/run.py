"""`settlebook run`: carries out a file of commands, line by line, with a result for each."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer
from typer import BadParameter

from settlebook import Answer, Mode, Preview
from settlebook.cli.asking import options
from settlebook.cli.failures import REFUSED
from settlebook.cli.files.command_lines import LONGEST_LINE, CommandLine, read_lines
from settlebook.cli.files.running import Tally
from settlebook.cli.files.running import preview as preview_lines
from settlebook.cli.files.running import run as run_lines
from settlebook.cli.session import opened_to_record
from settlebook.cli.showing.output import as_json, counted, notice
from settlebook.cli.showing.progress import progress_bar
from settlebook.exporting.whole_files import named_file
from settlebook.garbage import seldom_sought
from settlebook.importing.source import opened as opened_file
from settlebook.library.result import preview_result, result_of
from settlebook.starting import INTERRUPTED


def run(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="NDJSON, plain or gzip; - is standard input.")],
    mode: Annotated[
        Mode,
        typer.Option(
            "--mode",
            metavar="atomic|continue|stop",
            help="What a refused line means: continue with the next, stop there, or atomic, all or none.",
        ),
    ] = Mode.CONTINUE,
    results: Annotated[
        Path | None,
        typer.Option("--results", metavar="FILE", help="Write the results here instead of standard output."),
    ] = None,
    preview: options.Preview = False,
) -> None:
    """Carry out a file of commands: one JSON object a line, one result a line.

    A line with an idempotencyKey can be run again: it gets its first outcome, and nothing is done twice.
    With --preview each line sees what those before it would do, and nothing is recorded. After Ctrl-C no line
    more is read, and what was read is finished and answered; a second one ends at once.
    """
    if results is not None and file != "-" and results.exists() and results.samefile(file):
        raise BadParameter("it is the command file itself", param_hint="--results")
    with (
        seldom_sought(),
        opened_to_record(context) as ledger,
        _results(results) as out,
        progress_bar("Reading") as progress,
    ):

        def write(line: CommandLine, answer: Answer) -> None:
            out.write(as_json({"line": line.number} | result_of(answer)) + "\n")

        def write_preview(line: CommandLine, found: Preview) -> None:
            out.write(as_json({"line": line.number} | preview_result(found)) + "\n")

        with opened_file(file, LONGEST_LINE, progress) as source:
            if preview:
                tally = preview_lines(ledger, read_lines(source), mode, write_preview)
            else:
                tally = run_lines(ledger, read_lines(source), mode, write)
    _say(tally, preview=preview)
    if tally.is_cut_off:
        raise typer.Exit(INTERRUPTED)
    if tally.done < tally.lines:
        raise typer.Exit(REFUSED)


@contextmanager
def _results(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    with TextIOWrapper(named_file(path), encoding="utf-8") as file:
        yield file


def _say(tally: Tally, *, preview: bool) -> None:
    if preview:
        notice("Nothing is recorded.")
    done = "would be done" if preview else "done"
    told = [f"{tally.done:,} {done}", f"{tally.refused:,} refused"]
    for count, words in (
        (tally.not_run, "not run"),
        (tally.rolled_back, "rolled back"),
        (tally.replayed, "with the outcome they had before"),
    ):
        told += [f"{count:,} {words}"] if count else []
    notice(f"{counted(tally.lines, 'line')}: {', '.join(told)}.")
    if tally.is_cut_off:
        notice(f"Interrupted: answered up to line {tally.last:,}; nothing after it was run.")
    if tally.keyless and not preview:
        notice(f"Run again, the file repeats {counted(tally.keyless, 'line')} without idempotencyKey.")
