"""Imports one file: gathered and checked as a whole first, then recorded document by document."""

from settlebook import Ledger
from settlebook.importing.formats import Format
from settlebook.importing.gathering import Gathering
from settlebook.importing.recording import Recording
from settlebook.importing.rejects import Place, Rejects
from settlebook.importing.source import opened
from settlebook.importing.summary import Summary
from settlebook.progress import Advance, Progress, silent


def import_file(
    ledger: Ledger,
    path: str,
    format: Format,
    rejects: Place,
    reading: Advance = silent,
    recording: Progress = silent,
) -> Summary:
    """Import the file at `path`, `-` for the standard input; rejected lines go to the place `rejects`.

    Safe to run twice: what is already there with the same content is counted, not recorded again.
    Refuses CutFile, DamagedFile, EndlessDocument, FileInflates, LineTooLong, OtherColumns and UnclosedQuote,
    and then nothing was recorded. `reading` is told (bytes read of the file as it lies there, its size if
    known), `recording` (lines that have their answer, lines read).
    """
    with Gathering() as gathering:
        with opened(path, format.longest_line, reading) as source:
            summary = Summary(format.gather(source, gathering))
        with Rejects(rejects, format, gathering, summary) as rejected:
            Recording(ledger, format, gathering, rejected, summary, recording).run()
    return summary
