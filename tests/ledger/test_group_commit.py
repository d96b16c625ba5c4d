"""Many threads, one committer: commands that wait go into one commit together, each with its own answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from settlebook.domain.errors import ExceedsUnapplied, Refusal
from settlebook.ledger.committing import lineup
from settlebook.ledger.deciding.batch import Entry, Group, Turn
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Mode, Outcome, Recorded
from tests.ledger.gates import Gate, wait_for_line
from tests.ledger.toys import a_submission, apply, do, open_account, settled_books, unapplied_minor


def test_commands_that_wait_are_recorded_in_one_commit(log: LedgerLog, batches: list[int]):
    gate = Gate()
    with ThreadPoolExecutor(9) as threads:
        first = threads.submit(do, log, gate.decide)
        gate.reached.wait(10)
        others = [threads.submit(do, log, open_account()) for _ in range(8)]
        wait_for_line(log, 8)
        gate.opens.set()

        numbers = {result.result().number for result in (first, *others)}

    assert batches == [1, 8]
    assert len(numbers) == 9 and log.head == 9


def test_a_batch_takes_no_more_than_it_may(
    log: LedgerLog, batches: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lineup, "MOST_ENTRIES", 3)
    gate = Gate()
    with ThreadPoolExecutor(9) as threads:
        threads.submit(do, log, gate.decide)
        gate.reached.wait(10)
        for _ in range(8):
            threads.submit(do, log, open_account())
        wait_for_line(log, 8)
        gate.opens.set()

    assert batches == [1, 3, 3, 2]


def test_each_thread_gets_its_own_answer(log: LedgerLog):
    settled_books(log, paid_minor=100_00)
    barrier = Barrier(8)

    def spend(_: int) -> Recorded | Refusal:
        barrier.wait(10)
        try:
            return do(log, apply(30_00))
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(spend, range(8)))

    assert sum(isinstance(answer, Recorded) for answer in answers) == 3
    assert sum(isinstance(answer, ExceedsUnapplied) for answer in answers) == 5
    assert unapplied_minor(log) == 10_00


def test_a_fault_of_one_thread_does_not_reach_another(log: LedgerLog):
    def faulty(books: Books) -> Outcome:
        open_account("A-9")(books)
        raise ZeroDivisionError

    gate = Gate()
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(do, log, gate.decide)
        gate.reached.wait(10)
        broken = threads.submit(do, log, faulty)
        wait_for_line(log, 1)
        whole = threads.submit(do, log, open_account("A-9"))
        wait_for_line(log, 2)
        gate.opens.set()

    assert isinstance(broken.exception(), ZeroDivisionError)
    assert (first.result().position, whole.result().position) == (1, 2)


def test_an_interrupted_thread_leaves_the_others_their_answers(log: LedgerLog):
    gate = Gate()
    tries = iter([True])

    def interrupted(books: Books) -> Outcome:
        if next(tries, False):
            raise KeyboardInterrupt
        return open_account()(books)

    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(do, log, gate.decide)
        gate.reached.wait(10)
        second = threads.submit(do, log, interrupted)
        wait_for_line(log, 1)
        third = threads.submit(do, log, open_account("A-3"))
        wait_for_line(log, 2)
        gate.opens.set()

    assert isinstance(second.exception(), KeyboardInterrupt)
    assert (first.result().position, third.result().number) == (1, "A-3")
    assert log.head == 2


class Interrupting(Event):
    """A wait that Ctrl-C ends."""

    def wait(self, timeout: float | None = None) -> bool:
        raise KeyboardInterrupt


def test_a_thread_that_is_interrupted_while_it_waits_leaves_the_line(log: LedgerLog):
    gate = Gate()
    entry = Entry.of(a_submission(open_account()), "local", None)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(do, log, gate.decide)
        gate.reached.wait(10)
        with pytest.raises(KeyboardInterrupt):
            log.committer._line.join(Group([entry], Mode.CONTINUE, turn=Interrupting()))
        gate.opens.set()

    assert first.result().position == 1
    assert do(log, open_account()).position == 2


class Impatient(Turn):
    """A wait that Ctrl-C ends, whenever it is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed = Event()

    def wait(self) -> None:
        self.pressed.wait(10)
        raise KeyboardInterrupt


def test_a_thread_that_is_interrupted_while_it_is_recorded_keeps_nobody_asleep(log: LedgerLog):
    """They are woken one by the other."""
    deciding, recording, turn = Gate(), Gate(), Impatient()
    entry = Entry.of(a_submission(open_account("A-3")), "local", None)

    def leave() -> None:
        with pytest.raises(KeyboardInterrupt):
            log.committer._line.join(Group([entry], Mode.CONTINUE, turn=turn))

    with ThreadPoolExecutor(5) as threads:
        first = threads.submit(do, log, deciding.decide)
        deciding.reached.wait(10)
        leads = threads.submit(do, log, recording.decide)
        wait_for_line(log, 1)
        leaves = threads.submit(leave)
        wait_for_line(log, 2)
        others = [threads.submit(do, log, open_account(number)) for number in ("A-4", "A-5")]
        wait_for_line(log, 4)
        deciding.opens.set()
        recording.reached.wait(10)  # all of them are in one batch now
        turn.pressed.set()
        leaves.result(10)
        recording.opens.set()

        numbers = {sent.result(10).number for sent in (first, leads, *others)}

    assert len(numbers) == 4 and log.head == 5
