"""Several processes append while a reader tails, and what he missed is counted: for any recorder.

Run as a program, it does so for a while, first with the library's own setting, then with our log:
python -m tests.integration.tailing SECONDS
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
from eventsourcing.persistence import ApplicationRecorder

import settlebook
from settlebook.engine import Role
from tests import programs
from tests.engines import a_place
from tests.integration.appender import SCHEMA, library_log

APPENDER = Path(__file__).with_name("appender.py")
WRITERS = 4
PAGE = 10_000
LOOK = 0.3  # seconds between counts of what was missed


class Tailed(NamedTuple):
    """How many events a reader saw, each page read once, and which of those before his last he did not."""

    seen: int
    lost: tuple[int, ...]
    seconds: float


def tail(recorder: ApplicationRecorder, is_enough: Callable[[Tailed], bool]) -> Tailed:
    """Read the log from its beginning, always what stands after the last position read."""
    began = looked = time.monotonic()
    seen: set[int] = set()
    last = checked = 0
    missed: list[int] = []
    while True:
        page = recorder.select_notifications(last, PAGE, inclusive_of_start=False)
        seen.update(event.id for event in page)
        last = page[-1].id if page else last
        if (now := time.monotonic()) - looked > LOOK:
            missed += lost(recorder, seen, checked, last)
            looked, checked = now, last
            found = Tailed(len(seen), tuple(missed), now - began)
            if is_enough(found):
                return found


def lost(recorder: ApplicationRecorder, seen: set[int], after: int, upto: int) -> list[int]:
    """What stands between two positions by now, and was not seen when they were passed."""
    there = recorder.select_notifications(after, upto - after, stop=upto, inclusive_of_start=False)
    return sorted({event.id for event in there} - seen) if upto > after else []


@contextmanager
def appending(kind: str, where: str) -> Iterator[None]:
    """Writers at work, each a process, as long as the block lasts."""
    words = [str(APPENDER), kind, where]
    writers: list[programs.Program] = []
    try:
        for _ in range(WRITERS):  # one after another: the library's tables are not made by two at once
            writers.append(writer := programs.start(words, stdout=programs.PIPE))
            assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
        yield
        assert [writer.poll() for writer in writers] == [None] * WRITERS  # none has failed
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()


def tail_the_library(ledger: settlebook.Ledger, is_enough: Callable[[Tailed], bool]) -> Tailed:
    """The library's recorder with POSTGRES_ENABLE_DB_FUNCTIONS, in tables of its own beside the ledger's."""
    conninfo = ledger.conninfo(Role.OWNER)
    with psycopg.connect(conninfo, autocommit=True) as owner:
        owner.execute(f"CREATE SCHEMA {SCHEMA}".encode())
    recorder = library_log(conninfo)
    try:
        with appending("library", conninfo):
            return tail(recorder, is_enough)
    finally:
        recorder.datastore.close()


def tail_ours(ledger: settlebook.Ledger, folder: Path, is_enough: Callable[[Tailed], bool]) -> Tailed:
    with appending("ours", str(folder)):
        return tail(ledger._log.recorder, is_enough)


@contextmanager
def a_ledger() -> Iterator[tuple[settlebook.Ledger, Path]]:
    with a_place() as place, settlebook.open(place / "ledger") as ledger:
        ledger.perform("account.create", None, {"name": "Acme", "currency": "GBP", "accountNumber": "ACME"})
        yield ledger, place / "ledger"


def main(seconds: float) -> None:
    with a_ledger() as (ledger, folder):
        theirs = tail_the_library(ledger, lambda found: found.seconds > seconds)
        print(f"the library's setting: {len(theirs.lost)} lost of {theirs.seen + len(theirs.lost)}")
        ours = tail_ours(ledger, folder, lambda found: found.seconds > seconds)
        print(f"ours: {len(ours.lost)} lost of {ours.seen}")


if __name__ == "__main__":
    main(float(sys.argv[1]))
