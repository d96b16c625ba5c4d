"""Of a long file one batch is recorded while the next is decided upon it, which never gets ahead of it."""

from collections import Counter
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest

from settlebook.ledger.committing import attempts, committer
from settlebook.ledger.committing.append import append
from settlebook.ledger.database.connections import Connection
from settlebook.ledger.deciding.attempt import Attempt
from settlebook.ledger.deciding.batch import Group, Submission
from settlebook.ledger.errors import Unreachable
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Mode, Recorded
from tests.ledger.toys import a_submission, open_account, receive

decide = Attempt.decide
Fails = Callable[[Connection, Any], None]


def fine(connection: Connection, decided: Any) -> None:
    """Nothing comes in between."""


def picky(connection: Connection, commands: Any) -> None:
    if any(command.entry.key == "poison" for command in commands):
        connection.execute("SELECT 1/0")


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fails], None]:
    """Batches of two; the first is recorded, or fails, once the second was decided."""

    def arrange(fails: Fails) -> None:
        decided = [Event(), Event()]

        def watched(attempt: Attempt, groups: list[Group]) -> None:
            decide(attempt, groups)
            next((event for event in decided if not event.is_set()), decided[1]).set()

        def held(connection: Connection, ledger_id: str, reads: Any, commands: Any) -> None:
            assert decided[1].wait(10)
            fails(connection, commands)
            append(connection, ledger_id, reads, commands)

        monkeypatch.setattr(committer, "MOST_ENTRIES", 2)
        monkeypatch.setattr(Attempt, "decide", watched)
        monkeypatch.setattr(attempts, "append", held)

    return arrange


def lines() -> Iterator[Submission]:
    yield a_submission(open_account("A-1"), "account")
    yield a_submission(open_account("A-2"), "poison")
    yield a_submission(receive(1_00, "P-1"), "one")
    yield a_submission(receive(2_00, "P-2"), "two")
    yield a_submission(receive(3_00, "P-3"), "three")


def test_the_next_batch_is_decided_while_the_first_is_recorded(log: LedgerLog, hold: Callable[[Fails], None]):
    hold(fine)

    answers = list(log.committer.submit_many(lines(), Mode.CONTINUE))

    assert [answer.position for answer in answers] == [1, 2, 3, 4, 5]


def test_the_next_batch_waits_until_each_command_of_the_first_was_tried_alone(
    log: LedgerLog, hold: Callable[[Fails], None]
):
    hold(picky)

    first, poison, *others = log.committer.submit_many(lines(), Mode.CONTINUE)

    assert isinstance(first, Recorded) and poison.code == "not_recorded"
    assert [answer.position for answer in others] == [2, 3, 4]


def test_batches_after_one_that_came_too_soon_are_decided_once_again_only(
    log: LedgerLog, hold: Callable[[Fails], None], monkeypatch: pytest.MonkeyPatch
):
    hold(picky)
    watched, times = Attempt.decide, Counter[str | None]()

    def counted(attempt: Attempt, groups: list[Group]) -> None:
        times.update(entry.key for group in groups for entry in group.entries)
        watched(attempt, groups)

    monkeypatch.setattr(Attempt, "decide", counted)
    more = [a_submission(receive(1_00, f"Q-{number}"), f"more-{number}") for number in range(11)]

    answers = list(log.committer.submit_many([*lines(), *more], Mode.CONTINUE))

    assert [answer.position for answer in answers if isinstance(answer, Recorded)] == list(range(1, 16))
    assert times["poison"] > 1
    assert {times[f"more-{number}"] for number in range(1, 11)} == {1}


def test_nothing_is_recorded_after_a_batch_that_failed(log: LedgerLog, hold: Callable[[Fails], None]):
    gone = [True]

    def once(connection: Connection, commands: Any) -> None:
        if gone.pop():
            gone.append(False)
            raise Unreachable("It is gone", "Look.")

    hold(once)

    accounts = [a_submission(open_account()) for _ in range(5)]
    with pytest.raises(Unreachable):
        list(log.committer.submit_many(accounts, Mode.CONTINUE))

    assert log.head == 0
