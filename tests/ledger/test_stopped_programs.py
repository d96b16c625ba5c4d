"""A program that is stopped within a transaction holds nobody up for ever, and goes on when it is woken."""

import time
from typing import Any

import pytest

from settlebook.ledger.committing import append
from settlebook.ledger.database import connections
from settlebook.ledger.database.statements import statement, text
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Mode, Recorded
from tests.conftest import Database
from tests.ledger.toys import a_submission, do, open_account

STOPPED = 1.5  # seconds: longer than the patience of the server in these tests


@pytest.fixture(autouse=True)
def _a_server_of_little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "'60s'" in text("session")
    monkeypatch.setattr(connections, "text", lambda name: text(name).replace("'60s'", "'300ms'"))


class Stop:
    """Stands still the first time."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1
        if self.times == 1:
            time.sleep(STOPPED)


def test_a_read_within_a_transaction_is_done_again(database: Database):
    stop = Stop()

    def locked(connection: connections.Connection) -> Any:
        with connection.transaction():
            connection.execute(statement("lock_head"), {"ledger_id": "main"})
            stop()
            return connection.execute("SELECT 'done'").fetchone()

    with LedgerLog(database) as log:
        assert log.connections.read(locked) == ("done",)
    assert stop.times == 2


def test_others_record_while_a_program_that_holds_the_lock_is_stopped(database: Database):
    with (
        LedgerLog(database) as stopped,
        LedgerLog(database) as other,
        stopped.connections.borrow() as connection,
    ):
        connection.execute("BEGIN")
        connection.execute(statement("lock_head"), {"ledger_id": "main"})

        assert do(other, open_account()).position == 1

        connection.close()


def test_a_batch_of_many_parts_that_was_stopped_between_two_is_recorded_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    stop, part = Stop(), append._append

    def slow(*arguments: Any) -> None:
        part(*arguments)
        stop()

    monkeypatch.setattr(append, "MOST_BYTES", 0)
    monkeypatch.setattr(append, "_append", slow)
    lines = [a_submission(open_account(f"A-{number}"), f"key {number}") for number in range(3)]

    with LedgerLog(database) as log:
        answers = list(log.committer.submit_many(lines, Mode.ATOMIC))
        assert [type(answer) for answer in answers] == [Recorded] * 3
        assert numbers(log) == ["A-0", "A-1", "A-2"]
    assert stop.times > 1


def numbers(log: LedgerLog) -> list[str]:
    return [envelope.fact.number for envelope in log.facts(0)]  # type: ignore[attr-defined]
