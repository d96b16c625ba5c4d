"""Gathers the lines of a file by document in a temporary SQLite file, so that memory holds one document only.

SQLite, because it comes with Python, sorts on disk and needs one file only.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

_STATEMENTS = Path(__file__).parent / "spill"


@cache
def _statement(name: str) -> str:
    return (_STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")


class Line(NamedTuple):
    """One line of the file: its number there, and the record as the format wrote it."""

    number: int
    record: str


class Gathering:
    """Lines go in as they stand in the file and come out document by document."""

    def __init__(self) -> None:
        # Without a name from the beginning, the file is gone with this program, however it ends.
        with tempfile.TemporaryDirectory(prefix="settlebook-import-") as folder:
            self._spill = sqlite3.connect(Path(folder) / "lines.sqlite", isolation_level=None)
            self._spill.executescript(_statement("create"))
        self._spill.execute("BEGIN")
        self._latest: str | None = None

    def __enter__(self) -> "Gathering":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spill.close()

    def add(self, document: str, line: int, record: str) -> None:
        try:
            if document != self._latest:
                self._spill.execute(_statement("add_document"), {"number": document})
                self._latest = document
            self._spill.execute(_statement("add_line"), {"number": document, "line": line, "record": record})
        except sqlite3.OperationalError as error:  # no room left, above all
            raise OSError(f"{error}, in {tempfile.gettempdir()}, where lines are gathered") from None

    def times_seen(self, digest: str) -> int:
        """How often this was asked with the same digest, this time included."""
        self._spill.execute(_statement("see"), {"digest": digest})
        (times,) = self._spill.execute(_statement("times_seen"), {"digest": digest}).fetchone()
        return int(times)

    def longer_than(self, lines: int) -> str | None:
        """The number of a document that has more lines, if there is one."""
        row = self._spill.execute(_statement("longer_than"), {"lines": lines}).fetchone()
        return str(row[0]) if row else None

    def documents(self) -> Iterator[tuple[int, str, Iterator[Line]]]:
        """Rank, number and lines of every document, in the order of their first lines."""
        rows = self._spill.execute(_statement("lines_in_order"))
        for (rank, number), lines in groupby(rows, key=itemgetter(0, 1)):
            yield rank, number, (Line(row[2], row[3]) for row in lines)

    def lines_of(self, rank: int) -> Iterator[Line]:
        return (Line(*row) for row in self._spill.execute(_statement("lines_of_document"), {"rank": rank}))
