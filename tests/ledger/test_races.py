"""Two programs know the same books: what was decided on a state that is no longer so is decided again."""

from itertools import count
from uuid import uuid4

import pytest

from settlebook.domain.errors import (
    ExceedsUnapplied,
    IdTaken,
    NegativeTotal,
    NotFound,
    NumberTaken,
    Outdated,
    Refusal,
)
from settlebook.ledger.committing import attempts
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Mode, Outcome
from tests.ledger.toys import (
    Decide,
    a_submission,
    apply,
    bill,
    do,
    interrupted,
    open_account,
    receive,
    settled_books,
    unapplied_minor,
)


def refusal_of(log: LedgerLog, decide: Decide, key: str | None = None) -> Refusal:
    with pytest.raises(Refusal) as refused:
        do(log, decide, key)
    return refused.value


def test_what_another_program_spent_is_not_spent_again(log: LedgerLog, other: LedgerLog):
    settled_books(log, paid_minor=100_00)
    do(log, apply(10_00))
    do(other, apply(80_00))

    refusal = refusal_of(log, apply(10_01))

    assert isinstance(refusal, ExceedsUnapplied) and refusal.available.minor == 10_00


def test_what_another_program_brought_in_is_not_refused(log: LedgerLog, other: LedgerLog):
    settled_books(log)
    refusal_of(log, apply(1_00, "P-2"))
    do(other, receive(1_00, "P-2"))

    assert do(log, apply(1_00, "P-2")).position == log.head


def test_a_race_that_is_lost_is_decided_again(log: LedgerLog, other: LedgerLog):
    settled_books(log, paid_minor=100_00)

    refusal = refusal_of(log, interrupted(apply(60_00), lambda: do(other, apply(60_00))))

    assert isinstance(refusal, ExceedsUnapplied) and refusal.available.minor == 40_00
    assert unapplied_minor(log) == 40_00


def test_a_refusal_is_not_given_when_it_is_no_longer_true(log: LedgerLog, other: LedgerLog):
    settled_books(log)

    def decide(books: Books) -> Outcome:
        try:
            return apply(1_00, "P-2")(books)
        except NotFound:
            if not log.facts(log.head - 1)[0].fact.TOPIC.startswith("payment"):
                do(other, receive(1_00, "P-2"))
            raise

    assert do(log, decide).number == "P-2"


def test_a_state_that_was_only_read_is_guarded_too(log: LedgerLog, other: LedgerLog):
    settled_books(log)
    seen = []

    def reads(books: Books) -> Outcome:
        seen.append(books.payment("P-1").unapplied_minor)
        return open_account()(books)

    do(log, interrupted(reads, lambda: do(other, apply(60_00))))

    assert seen == [100_00, 40_00]


def test_a_program_that_always_loses_takes_the_lock_and_wins(log: LedgerLog, other: LedgerLog):
    settled_books(log, paid_minor=100_00)
    lost = attempts.OPTIMISTIC_TRIES

    done = do(log, interrupted(apply(10_00), lambda: do(other, apply(1_00)), times=lost))

    assert done.position == log.head
    assert unapplied_minor(log) == 100_00 - 10_00 - lost * 1_00


def test_under_the_lock_what_was_not_read_before_is_read_afresh(log: LedgerLog, other: LedgerLog):
    settled_books(log)
    do(log, receive(50_00, "P-2"))
    do(log, apply(1_00, "P-2"))
    tries = count(1)

    def decide(books: Books) -> Outcome:
        if next(tries) <= attempts.OPTIMISTIC_TRIES:
            return interrupted(apply(10_00), lambda: do(other, apply(1_00)))(books)
        return apply(10_00, "P-2")(books)

    do(other, apply(1_00, "P-2"))
    do(log, decide)

    assert unapplied_minor(log, "P-2") == 100_00 + 50_00 - 4_00 - 1_00 - 1_00 - 10_00


def test_races_are_lost_a_bounded_number_of_times(
    log: LedgerLog, other: LedgerLog, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(attempts, "TRIES", attempts.OPTIMISTIC_TRIES)
    settled_books(log)

    refusal = refusal_of(log, interrupted(apply(1_00), lambda: do(other, apply(1_00)), times=99), "key")

    assert isinstance(refusal, Outdated) and refusal.tries == attempts.OPTIMISTIC_TRIES
    assert not do(log, apply(1_00), "key").replayed


def test_a_number_that_another_program_gave_is_taken(log: LedgerLog, other: LedgerLog):
    do(other, open_account("A-1"))

    assert isinstance(refusal_of(log, open_account("A-1")), NumberTaken)


def test_an_id_that_another_program_gave_is_taken(log: LedgerLog, other: LedgerLog):
    do(other, open_account("A-1"))
    item_id = uuid4()
    do(other, bill(1_00, item_id=item_id))

    refusals = [refusal_of(log, bill(1_00, item_id=item_id)), refusal_of(log, open_account(id=item_id))]

    assert [type(refusal) for refusal in refusals] == [IdTaken, IdTaken]


def test_an_id_is_given_once_in_a_batch(log: LedgerLog):
    do(log, open_account("A-1"))
    item_id = uuid4()
    lines = [a_submission(bill(1_00, item_id=item_id)), a_submission(bill(1_00, item_id=item_id))]

    first, second = log.committer.submit_many(lines, Mode.CONTINUE)

    assert not isinstance(first, Refusal) and isinstance(second, IdTaken)


def test_a_taken_number_comes_before_what_is_wrong_with_the_rest(log: LedgerLog, other: LedgerLog):
    do(other, open_account("A-1"))
    do(other, bill(1_00, "INV-1"))

    refusals = [refusal_of(log, bill(-1_00, "INV-1")), refusal_of(log, bill(-1_00, "INV-2"))]

    assert [type(refusal) for refusal in refusals] == [NumberTaken, NegativeTotal]


def test_a_key_that_another_program_used_meanwhile_gets_its_outcome(log: LedgerLog, other: LedgerLog):
    done = do(log, interrupted(open_account(), lambda: do(other, open_account("A-1"), "key")), "key")

    assert done.replayed and done.number == "A-1"
    assert log.head == 1


def test_the_refusal_of_an_atomic_batch_is_decided_on_fresh_state_too(log: LedgerLog, other: LedgerLog):
    settled_books(log, paid_minor=10_00)
    do(log, apply(10_00))
    refusal_of(log, apply(1_00, "P-2"))
    do(other, receive(90_00, "P-2"))

    answers = list(log.committer.submit_many([a_submission(apply(90_00, "P-2"))], Mode.ATOMIC))

    assert not isinstance(answers[0], Refusal)


def test_a_memory_that_is_ahead_of_its_database_is_forgotten(log: LedgerLog):
    settled_books(log, paid_minor=100_00)
    payment_id = log.repository.id_of("payment", "P-1")
    assert payment_id is not None
    known = log.repository.get(payment_id)
    log.repository.put(payment_id, known._replace(version=known.version + 7))

    done = do(log, apply(60_00))

    assert log.facts(done.position - 2)[0].originator_version == 2
