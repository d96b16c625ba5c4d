"""Progress bars on the standard error, where a person looks at it; else nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from settlebook.cli.showing.output import notices
from settlebook.progress import Advance, silent


@contextmanager
def progress_bars() -> Iterator[Callable[[str], Advance]]:
    """Bars by title, each from its first step on, all gone at the end. The caller says what they count."""
    if not sys.stderr.isatty():
        yield lambda title: silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=notices(), transient=True) as progress:
        yield lambda title: _advance(progress, title)


@contextmanager
def progress_bar(title: str) -> Iterator[Advance]:
    """One bar."""
    with progress_bars() as bars:
        yield bars(title)


@contextmanager
def speed_bar(title: str) -> Iterator[Advance]:
    """One bar that also tells how many a second, and how long it will take."""
    if not sys.stderr.isatty():
        yield silent
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=notices(), transient=True) as progress:
        yield _with_rate(progress, title)


def _with_rate(progress: Progress, title: str) -> Advance:
    task: TaskID | None = None

    def advance(done: int, total: int | None) -> None:
        nonlocal task
        if task is None:
            task = progress.add_task(title, rate="")
        speed = progress.tasks[0].speed
        progress.update(task, completed=done, total=total, rate=f"{speed:,.0f}/s" if speed else "")

    return advance


def _advance(progress: Progress, title: str) -> Advance:
    task: TaskID | None = None

    def advance(done: int, total: int | None) -> None:
        nonlocal task
        if task is None:
            task = progress.add_task(title)
        progress.update(task, completed=done, total=total)

    return advance
