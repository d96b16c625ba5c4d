"""While one batch is recorded the next is decided upon it; what comes of the first is the truth for both."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import psycopg
import pytest

from settlebook.domain.errors import ExceedsUnapplied, NotFound
from settlebook.ledger.committing import attempts
from settlebook.ledger.committing.append import append
from settlebook.ledger.deciding.attempt import Attempt
from settlebook.ledger.deciding.batch import Group
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.errors import NotRecorded
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Outcome, Recorded
from tests.conftest import Database
from tests.ledger.toys import (
    Decide,
    apply,
    do,
    open_account,
    receive,
    settled_books,
    unapplied_minor,
)

decide = Attempt.decide


class Pipeline:
    """Two commands, of which the second is decided after the first was, and before that is recorded."""

    def __init__(self, log: LedgerLog, threads: ThreadPoolExecutor) -> None:
        self._log, self._threads = log, threads
        self._held, self._decided = Event(), Event()
        self.attempts: list[Attempt] = []
        self.fails: BaseException | None = None  # what becomes of the first instead of being recorded
        self.meanwhile: Callable[[], object] = lambda: None  # right after the first is recorded

    def append(self, *arguments: Any) -> None:
        is_first = not self._held.is_set()
        if is_first:
            self._held.set()
            assert self._decided.wait(10)
            if self.fails is not None:
                raise self.fails
        append(*arguments)
        if is_first:
            self.meanwhile()

    def decide(self, attempt: Attempt, groups: list[Group]) -> None:
        self.attempts.append(attempt)
        decide(attempt, groups)
        if self._held.is_set():
            self._decided.set()

    def send(
        self, first: Decide, second: Decide, key: str | None = None
    ) -> tuple[Future[Recorded], Future[Recorded]]:
        sent = self._threads.submit(do, self._log, first, key)
        assert self._held.wait(10)
        return sent, self._threads.submit(do, self._log, second, key)


Begin = Callable[[], Pipeline]


@pytest.fixture
def begin(log: LedgerLog, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """From when it is called, the first batch is held up."""
    with ThreadPoolExecutor(2) as threads:

        def from_here() -> Pipeline:
            pipeline = Pipeline(log, threads)
            monkeypatch.setattr(attempts, "append", pipeline.append)
            monkeypatch.setattr(Attempt, "decide", lambda attempt, groups: pipeline.decide(attempt, groups))
            return pipeline

        yield from_here


def test_a_command_is_decided_upon_what_is_still_being_recorded(log: LedgerLog, begin: Begin):
    first, second = begin().send(open_account("A-1"), receive(10_00, "P-1", account="A-1"))

    assert (first.result().position, second.result().position) == (1, 2)


def test_what_is_still_being_recorded_is_spent(log: LedgerLog, begin: Begin):
    settled_books(log, paid_minor=100_00)

    first, second = begin().send(apply(60_00), apply(40_01))

    assert first.result().position == 6
    assert isinstance(second.exception(), ExceedsUnapplied)
    assert unapplied_minor(log) == 40_00


def test_what_was_decided_upon_a_batch_that_failed_is_decided_again(log: LedgerLog, begin: Begin):
    pipeline = begin()
    pipeline.fails = psycopg.errors.InvalidTextRepresentation("it does not take it")

    first, second = pipeline.send(open_account("A-1"), receive(10_00, "P-1", account="A-1"))

    assert isinstance(first.exception(), NotRecorded)
    assert isinstance(second.exception(), NotFound)
    assert log.head == 0


def test_what_was_decided_upon_an_interrupted_batch_is_decided_again(log: LedgerLog, begin: Begin):
    settled_books(log, paid_minor=100_00)
    pipeline = begin()
    pipeline.fails = KeyboardInterrupt()

    first, second = pipeline.send(apply(60_00), apply(100_00))

    assert isinstance(first.exception(), KeyboardInterrupt)
    assert second.result().position == 6
    assert unapplied_minor(log) == 0


def test_numbers_of_a_batch_that_failed_go_to_the_next(log: LedgerLog, begin: Begin):
    pipeline = begin()
    pipeline.fails = psycopg.errors.InvalidTextRepresentation("it does not take it")

    _, second = pipeline.send(open_account(), open_account())

    assert {second.result().number, do(log, open_account()).number} == {"A00000001", "A00000002"}


@pytest.mark.parametrize("recorded", [True, False])
def test_a_key_that_is_being_recorded_is_known_if_it_was(log: LedgerLog, begin: Begin, recorded: bool):
    settled_books(log, paid_minor=100_00)
    pipeline = begin()
    pipeline.fails = None if recorded else KeyboardInterrupt()

    first, second = pipeline.send(apply(60_00), apply(60_00), key="the same")

    assert isinstance(first.exception(), KeyboardInterrupt) is not recorded
    assert (second.result().replayed, second.result().position) == (recorded, 6)
    assert unapplied_minor(log) == 40_00


def test_what_another_program_records_between_both_is_seen(log: LedgerLog, begin: Begin, database: Database):
    settled_books(log, paid_minor=100_00)
    pipeline = begin()

    def look(books: Books) -> Outcome:
        """It records nothing, so nothing of its own could get in another's way."""
        return Outcome(amount_minor=books.payment("P-1").unapplied_minor)

    with LedgerLog(database) as other:
        pipeline.meanwhile = lambda: do(other, apply(10_00))
        first, second = pipeline.send(apply(60_00), look)

        assert first.result().position == 6
        assert second.result().amount_minor == 30_00


def test_nothing_of_the_batch_before_is_kept(log: LedgerLog, begin: Begin):
    pipeline = begin()

    for sent in pipeline.send(open_account("A-1"), receive(10_00, "P-1", account="A-1")):
        sent.result()

    assert [attempt.draft.layer.below for attempt in pipeline.attempts] == [None, None]
