"""Progress bars on the standard error, where a person looks at it; else nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from settlebook.cli.output import notices

Advance = Callable[[int, int | None], None]  # how much is done, of how much, if that is known


@contextmanager
def progress_bar(title: str) -> Iterator[Advance]:
    """A bar that appears with the first step and is gone at the end; what it counts is the caller's."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=notices(), transient=True) as progress:
        task = progress.add_task(title, total=None)

        def advance(done: int, total: int | None) -> None:
            progress.update(task, completed=done, total=total)

        yield advance
