"""Commands for whose answers no thread waits: they are recorded together too, and each is told its own."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue

import pytest

from settlebook.domain.errors import ExceedsUnapplied, InvalidRequest
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Outcome, Recorded
from tests.ledger.gates import Gate, wait_for_line
from tests.ledger.toys import Decide, a_submission, apply, do, open_account, settled_books, unapplied_minor


def send(log: LedgerLog, decide: Decide, key: str | None = None) -> "Future[Recorded]":
    return log.committer.send(a_submission(decide, key))


def test_one_thread_sends_many_that_are_recorded_in_one_commit(log: LedgerLog, batches: list[int]):
    gate = Gate()
    first = send(log, gate.decide)
    gate.reached.wait(10)

    others = [send(log, open_account()) for _ in range(8)]
    assert not first.done()
    gate.opens.set()

    assert len({sent.result(10).number for sent in (first, *others)}) == 9
    assert batches == [1, 8]


def test_each_is_told_its_own_answer(log: LedgerLog):
    settled_books(log, paid_minor=100_00)

    sent = [send(log, apply(30_00)) for _ in range(8)]

    refusals = [one.exception(10) for one in sent]
    assert sum(refusal is None for refusal in refusals) == 3
    assert sum(isinstance(refusal, ExceedsUnapplied) for refusal in refusals) == 5
    assert unapplied_minor(log) == 10_00


def test_under_one_key_it_is_done_once(log: LedgerLog):
    first = send(log, open_account(), "once").result(10)
    again = send(log, open_account(), "once").result(10)

    assert (again.position, again.replayed) == (first.position, True)
    assert log.head == 1


def test_who_sleeps_and_who_does_not_are_in_one_batch(log: LedgerLog, batches: list[int]):
    gate = Gate()
    with ThreadPoolExecutor(3) as threads:
        answers = [threads.submit(do, log, gate.decide)]
        gate.reached.wait(10)
        for waiting in (0, 2):
            answers.append(send(log, open_account()))
            answers.append(threads.submit(do, log, open_account()))
            wait_for_line(log, waiting + 2)
        gate.opens.set()

        assert len({answer.result(10).number for answer in answers}) == 5
    assert batches == [1, 4]


def test_a_fault_is_told_to_whom_it_happened(log: LedgerLog):
    def faulty(books: Books) -> Outcome:
        open_account("A-9")(books)
        raise ZeroDivisionError

    broken, whole = send(log, faulty), send(log, open_account("A-9"))

    assert isinstance(broken.exception(10), ZeroDivisionError)
    assert whole.result(10).number == "A-9"


def test_who_is_told_may_send_again(log: LedgerLog):
    answers: Queue[Future[Recorded]] = Queue()
    first = send(log, open_account("A-1"))

    first.add_done_callback(lambda _: answers.put(send(log, open_account("A-2"))))

    assert answers.get(timeout=10).result(10).number == "A-2"


def test_a_thread_that_is_interrupted_while_it_leads_leaves_the_others_their_answers(log: LedgerLog):
    gate, tries = Gate(), iter([True])

    def interrupted(books: Books) -> Outcome:
        if next(tries, False):
            raise KeyboardInterrupt
        return open_account()(books)

    with ThreadPoolExecutor(2) as threads:
        threads.submit(do, log, gate.decide)
        gate.reached.wait(10)
        sleeper = threads.submit(do, log, interrupted)
        wait_for_line(log, 1)
        sent = send(log, open_account("A-3"))
        gate.opens.set()

    assert isinstance(sleeper.exception(10), KeyboardInterrupt)
    assert sent.result(10).number == "A-3"


def test_what_was_sent_cannot_be_called_back(log: LedgerLog):
    gate = Gate()
    first = send(log, gate.decide)
    gate.reached.wait(10)
    waiting = send(log, open_account())

    assert not waiting.cancel()

    gate.opens.set()
    assert [first.result(10).position, waiting.result(10).position] == [1, 2]


def test_closing_waits_until_all_have_their_answers(log: LedgerLog):
    gate = Gate()
    sent = [send(log, gate.decide)]
    gate.reached.wait(10)
    sent += [send(log, open_account()) for _ in range(4)]
    gate.opens.set()

    log.close()

    assert sorted(one.result(0).position for one in sent) == [1, 2, 3, 4, 5]


def test_a_loop_of_asyncio_awaits_them(log: LedgerLog):
    settled_books(log, paid_minor=100_00)

    async def clients() -> list[Recorded | BaseException]:
        sent = [asyncio.wrap_future(send(log, apply(30_00))) for _ in range(4)]
        return await asyncio.gather(*sent, return_exceptions=True)

    answers = asyncio.run(clients())

    assert [type(answer) for answer in answers] == [Recorded, Recorded, Recorded, ExceedsUnapplied]


def test_a_name_that_cannot_be_stored_is_refused_at_once(log: LedgerLog):
    with pytest.raises(InvalidRequest, match="idempotencyKey"):
        send(log, open_account(), "")
