"""Imports one file: gathered and checked as a whole first, then recorded document by document."""

from collections.abc import Callable

from settlebook import Ledger
from settlebook.importing.formats import Format
from settlebook.importing.gathering import Gathering
from settlebook.importing.recording import Recording
from settlebook.importing.rejects import Place, Rejects
from settlebook.importing.source import Progress, no_progress, opened
from settlebook.importing.summary import Summary


def import_file(
    ledger: Ledger,
    path: str,
    format: Format,
    rejects: Place,
    reading: Progress = no_progress,
    recording: Callable[[int, int], None] = lambda done, lines: None,
) -> Summary:
    """Import the file at `path`, `-` for the standard input; rejected lines go to the place `rejects`.

    Safe to run twice: what is already there with the same content is counted, not recorded again.
    Refuses CutFile, DamagedFile, EndlessDocument, FileInflates, LineTooLong, OtherColumns and UnclosedQuote,
    and then nothing was recorded.
    """
    with Gathering() as gathering:
        with opened(path, format.longest_line, reading) as source:
            summary = Summary(format.gather(source, gathering))
        with Rejects(rejects, format, gathering, summary) as rejected:
            Recording(ledger, format, gathering, rejected, summary, recording).run()
    return summary
