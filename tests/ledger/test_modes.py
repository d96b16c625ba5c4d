"""What one refusal means for the commands that were sent with it: atomic, continue, stop."""

from collections.abc import Iterator
from time import monotonic, sleep

import pytest

from settlebook.domain.errors import (
    ExceedsUnapplied,
    Failed,
    InvalidRequest,
    KeyReused,
    NotFound,
    NotRun,
    NumberTaken,
    Refusal,
    RolledBack,
)
from settlebook.ledger.committing import append, committer
from settlebook.ledger.deciding.batch import Submission
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Answer, Mode, Outcome, Recorded
from tests.ledger.toys import a_submission, apply, do, open_account, receive, settled_books

UNREADABLE = InvalidRequest("line", "it is no JSON")


def faulty(books: Books) -> Outcome:
    open_account("A-9")(books)
    raise ZeroDivisionError("a fault of ours")


def send(log: LedgerLog, mode: Mode, *submissions: Submission | Refusal) -> list[Answer]:
    return list(log.committer.submit_many(submissions, mode))


def kinds(answers: list[Answer]) -> list[type]:
    return [type(answer) for answer in answers]


def test_in_continue_the_others_are_recorded(log: LedgerLog):
    settled_books(log, paid_minor=100_00)

    answers = send(
        log,
        Mode.CONTINUE,
        a_submission(apply(60_00)),
        a_submission(apply(40_01)),
        UNREADABLE,
        a_submission(faulty),
        a_submission(apply(40_00)),
    )

    assert kinds(answers) == [Recorded, ExceedsUnapplied, InvalidRequest, Failed, Recorded]
    assert do(log, open_account("A-9")).number == "A-9"


def test_in_stop_those_before_the_refusal_are_recorded_and_those_after_not_run(log: LedgerLog):
    settled_books(log, paid_minor=100_00)
    lines = [a_submission(apply(minor), key) for minor, key in ((60_00, "a"), (40_01, "b"), (40_00, "c"))]

    answers = send(log, Mode.STOP, *lines, UNREADABLE)
    again = send(log, Mode.CONTINUE, *lines)

    assert kinds(answers) == [Recorded, ExceedsUnapplied, NotRun, NotRun]
    assert kinds(again) == [Recorded, ExceedsUnapplied, Recorded]
    assert [answer.replayed for answer in again] == [True, True, False]


@pytest.mark.parametrize("first", [UNREADABLE, a_submission(faulty)])
def test_in_stop_a_line_that_cannot_be_read_or_fails_stops_as_well(
    log: LedgerLog, first: Submission | Refusal
):
    answers = send(log, Mode.STOP, a_submission(open_account()), first, a_submission(open_account()))

    assert [isinstance(answer, Recorded) for answer in answers] == [True, False, False]
    assert isinstance(answers[2], NotRun) and log.head == 1


def test_in_stop_nothing_of_later_batches_is_run(log: LedgerLog, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(committer, "MOST_ENTRIES", 2)
    lines = [a_submission(open_account()) for _ in range(7)]
    lines[2] = a_submission(receive(1_00, account="none"))

    answers = send(log, Mode.STOP, *lines)

    assert kinds(answers) == [Recorded, Recorded, NotFound, NotRun, NotRun, NotRun, NotRun]


def test_in_atomic_all_are_recorded(log: LedgerLog):
    settled_books(log, paid_minor=100_00)

    answers = send(log, Mode.ATOMIC, a_submission(apply(60_00)), a_submission(apply(40_00)))

    assert kinds(answers) == [Recorded, Recorded]


@pytest.mark.parametrize(
    ("culprit", "refusal"),
    [
        (a_submission(apply(40_01), "b"), ExceedsUnapplied),
        (UNREADABLE, InvalidRequest),
        (a_submission(faulty), Failed),
    ],
)
def test_in_atomic_one_refusal_leaves_nothing_of_any(
    log: LedgerLog, culprit: Submission | Refusal, refusal: type[Refusal]
):
    settled_books(log, paid_minor=100_00)
    head = log.head

    answers = send(log, Mode.ATOMIC, a_submission(apply(60_00), "a"), culprit, a_submission(apply(1_00), "c"))

    assert kinds(answers) == [RolledBack, refusal, RolledBack]
    assert log.head == head
    assert not do(log, apply(100_00), "a").replayed


def test_a_refusal_of_a_rolled_back_batch_is_decided_anew(log: LedgerLog):
    settled_books(log, paid_minor=10_00)
    send(log, Mode.ATOMIC, a_submission(apply(60_00), "a"))
    do(log, receive(90_00, "P-2"))

    answers = send(log, Mode.ATOMIC, a_submission(apply(60_00, "P-2"), "a"))

    assert kinds(answers) == [Recorded] and not answers[0].replayed


def test_what_an_earlier_run_recorded_stays_recorded_when_a_batch_is_rolled_back(log: LedgerLog):
    do(log, open_account("A-1"), "a")
    do(log, open_account("A-2"), "d")

    answers = send(
        log,
        Mode.ATOMIC,
        a_submission(open_account("A-1"), "a"),
        a_submission(open_account("A-3"), "b"),
        a_submission(receive(1_00, account="none"), "c"),
        a_submission(open_account("A-2"), "d"),
    )

    assert kinds(answers) == [Recorded, RolledBack, NotFound, Recorded]
    assert answers[0].replayed and answers[3].replayed


@pytest.mark.parametrize("mode", Mode)
def test_a_key_that_comes_twice_in_a_batch_is_a_replay_of_the_first(log: LedgerLog, mode: Mode):
    line = a_submission(open_account(), "key")

    first, second = send(log, mode, line, line)

    assert isinstance(first, Recorded) and isinstance(second, Recorded)
    assert (first.replayed, second.replayed) == (False, True)
    assert first.id == second.id and log.head == 1


def test_a_refused_key_that_comes_twice_in_a_batch_is_refused_alike(log: LedgerLog):
    line = a_submission(receive(1_00), "key")

    first, second = send(log, Mode.CONTINUE, line, line)

    assert isinstance(first, NotFound) and isinstance(second, NotFound)
    assert (first.replayed, second.replayed) == (False, True)


def test_another_request_under_a_key_of_the_same_batch_is_refused(log: LedgerLog):
    first, second = send(
        log,
        Mode.CONTINUE,
        a_submission(open_account(), "key", name="one"),
        a_submission(open_account(), "key", name="two"),
    )

    assert isinstance(first, Recorded)
    assert isinstance(second, KeyReused) and second.field == "name"


def test_a_whole_file_sent_again_changes_nothing(log: LedgerLog):
    settled_books(log, paid_minor=100_00)
    lines = [a_submission(apply(30_00), f"line {number}") for number in range(5)]
    first = send(log, Mode.CONTINUE, *lines)
    head = log.head

    again = send(log, Mode.CONTINUE, *lines)

    assert kinds(first) == kinds(again) == [Recorded] * 3 + [ExceedsUnapplied] * 2
    assert all(answer.replayed for answer in again) and log.head == head


def test_answers_come_batch_by_batch_while_no_more_than_two_batches_more_were_read(
    log: LedgerLog, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(committer, "MOST_ENTRIES", 2)
    read = []

    def lines() -> Iterator[Submission]:
        for number in range(10):
            read.append(number)
            yield a_submission(open_account())

    answers = log.committer.submit_many(lines(), Mode.CONTINUE)
    first = next(answers)

    assert isinstance(first, Recorded) and first.position == 1
    assert 2 <= len(read) <= 6


def test_answers_do_not_wait_until_the_next_batch_is_full(log: LedgerLog, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(committer, "MOST_ENTRIES", 2)
    ended = []

    def lines() -> Iterator[Submission]:
        yield a_submission(open_account())
        yield a_submission(open_account())
        monkeypatch.setattr(committer, "MOST_ENTRIES", 1_000_000)
        until = monotonic() + 10
        while monotonic() < until:
            sleep(0.01)
            yield a_submission(open_account())
        ended.append(True)

    answers = log.committer.submit_many(lines(), Mode.CONTINUE)
    first = next(answers)

    assert isinstance(first, Recorded) and ended == []


def test_an_atomic_batch_too_large_for_one_message_is_recorded_all_or_nothing(
    log: LedgerLog, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(append, "MOST_BYTES", 1)
    lines = [a_submission(open_account()) for _ in range(3)]

    whole = send(log, Mode.ATOMIC, *lines)
    do(log, open_account("A-4"))
    fourth = send(log, Mode.ATOMIC, *lines, a_submission(open_account("A-4")))
    with_nothing = send(log, Mode.ATOMIC, a_submission(lambda books: Outcome()), *lines)

    assert [answer.position for answer in whole] == [1, 2, 3]
    assert kinds(fourth) == [RolledBack, RolledBack, RolledBack, NumberTaken]
    assert [answer.position for answer in with_nothing] == [4, 5, 6, 7]
    assert log.head == 7


def test_a_batch_of_no_lines_has_no_answers(log: LedgerLog):
    assert [send(log, mode) for mode in Mode] == [[], [], []]


def test_a_refusal_of_a_batch_keeps_nothing_of_it_in_memory(log: LedgerLog):
    (refused,) = send(log, Mode.CONTINUE, a_submission(receive(1_00)))

    assert isinstance(refused, NotFound) and refused.__traceback__ is None
