"""The rejects file: every rejected line as it was, with its reason."""

import errno
import os
from contextlib import ExitStack
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import TextIO

from settlebook.exporting.whole_files import named_file
from settlebook.importing.formats import Format, Rejection
from settlebook.importing.gathering import Gathering
from settlebook.importing.summary import Summary


@dataclass(frozen=True, slots=True)
class Place:
    """Where the file goes; one that was asked for is there even if nothing was rejected."""

    path: Path
    asked_for: bool


class Rejects:
    """Writes and counts the lines of rejected documents."""

    def __init__(self, place: Place, format: Format, gathering: Gathering, summary: Summary) -> None:
        self._place = place
        self._format, self._gathering, self._summary = format, gathering, summary
        self._file: TextIO | None = None
        self._exits = ExitStack()

    def __enter__(self) -> "Rejects":
        """That nothing can be written there is found out before anything is posted."""
        if self._place.asked_for:
            self._opened()
        elif not os.access(self._place.path.parent, os.W_OK):
            raise PermissionError(
                errno.EACCES, "rejected lines cannot be written here", str(self._place.path)
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exits.close()

    def add(self, rank: int, shared: Rejection) -> None:
        """Reject a document: each line for its own fault, or else for what all of them share."""
        file = self._opened()
        for line in self._gathering.lines_of(rank):
            rejection = self._format.fault_of(line) or shared
            self._summary.count_rejected(rejection)
            self._format.write_reject(file, line, rejection)

    def _opened(self) -> TextIO:
        if self._file is None:
            # Bytes that were no UTF-8 go out as they came in.
            raw = named_file(self._place.path)
            file = TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape", newline="")
            self._file = self._exits.enter_context(file)
            self._format.start_rejects(self._file)
        return self._file
