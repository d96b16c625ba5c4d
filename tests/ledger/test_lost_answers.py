"""The connection breaks around a commit: all the same, every command is recorded once and answered truly."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from settlebook.domain.errors import ExceedsUnapplied, InvalidRequest, NotRun
from settlebook.engine import Role
from settlebook.ledger.committing import attempts
from settlebook.ledger.committing.append import append
from settlebook.ledger.database.connections import Connection, ConnectionLost
from settlebook.ledger.errors import NotRecorded, Unreachable
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Mode, Recorded
from tests.conftest import Database
from tests.ledger.toys import a_submission, apply, do, open_account, settled_books, unapplied_minor

Refuses = Callable[[Callable[[Any], bool]], None]


def terminate(database: Database, connection: Connection) -> None:
    with psycopg.connect(database.conninfo(Role.APP), autocommit=True) as own:
        own.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])


@pytest.fixture
def kills(database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Breaks the connection right before an append, or right after its commit and before its answer."""

    def arrange(*, after: bool, times: int = 1) -> None:
        left = [times]

        def broken(connection: Connection, *arguments: Any) -> None:
            breaks, left[0] = left[0] > 0, left[0] - 1
            if not breaks or after:
                append(connection, *arguments)
            if breaks:
                terminate(database, connection)
                connection.execute("SELECT 'the answer'")

        monkeypatch.setattr(attempts, "append", broken)

    return arrange


@pytest.mark.parametrize("after", [True, False], ids=["after the commit", "before the commit"])
@pytest.mark.parametrize("key", ["key", None])
def test_a_command_whose_answer_was_lost_is_recorded_once(
    log: LedgerLog, kills: Callable[..., None], after: bool, key: str | None
):
    settled_books(log, paid_minor=100_00)
    kills(after=after)

    done = do(log, apply(60_00), key)

    assert not done.replayed and done.position == log.head
    assert unapplied_minor(log) == 40_00


@pytest.mark.parametrize("after", [True, False], ids=["after the commit", "before the commit"])
def test_a_batch_whose_answer_was_lost_keeps_every_outcome(
    log: LedgerLog, kills: Callable[..., None], after: bool
):
    settled_books(log, paid_minor=100_00)
    kills(after=after, times=2)
    lines = [a_submission(apply(minor)) for minor in (60_00, 50_00, 40_00)]

    answers = list(log.committer.submit_many(lines, Mode.CONTINUE))

    assert [type(answer) for answer in answers] == [Recorded, ExceedsUnapplied, Recorded]
    assert not any(answer.replayed for answer in answers)
    assert unapplied_minor(log) == 0


def test_a_server_that_breaks_every_connection_is_named(log: LedgerLog, kills: Callable[..., None]):
    kills(after=False, times=99)

    with pytest.raises(Unreachable, match=r"Again and again: The connection .* broke") as told:
        do(log, open_account())

    assert "send the same commands with the same keys" in told.value.remedy


def test_a_read_is_done_again_when_its_connection_broke(log: LedgerLog, database: Database):
    do(log, open_account())
    with log.connections.borrow() as connection:
        terminate(database, connection)

    assert log.head == 1


def test_a_connection_that_broke_is_not_lent_again(log: LedgerLog, database: Database):
    with pytest.raises(ConnectionLost), log.connections.borrow() as connection:
        terminate(database, connection)
        connection.execute("SELECT 1")

    with log.connections.borrow() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.fixture
def refuses(monkeypatch: pytest.MonkeyPatch) -> Refuses:
    """Has the database refuse to record the batches that are of a kind."""

    def arrange(kind: Callable[[Any], bool]) -> None:
        def picky(connection: Connection, ledger_id: str, reads: Any, decided: Any) -> None:
            if kind(decided):
                connection.execute("SELECT 1/0")
            append(connection, ledger_id, reads, decided)

        monkeypatch.setattr(attempts, "append", picky)

    return arrange


def has_poison(decided: Any) -> bool:
    return any(command.entry.key == "poison" for command in decided)


def test_what_the_database_refuses_to_record_is_refused_alone(log: LedgerLog, refuses: Refuses):
    refuses(has_poison)
    lines = [a_submission(open_account(), key) for key in ("one", "poison", "two")]

    first, second, third = log.committer.submit_many(lines, Mode.CONTINUE)
    with pytest.raises(NotRecorded, match="division by zero"):
        do(log, open_account(), "poison")

    assert isinstance(first, Recorded) and isinstance(third, Recorded) and log.head == 2
    assert second.code == "not_recorded"
    assert "nothing was recorded. The database does not record it: division by zero. Mend" in second.message


@pytest.mark.parametrize("mode", [Mode.CONTINUE, Mode.ATOMIC])
def test_what_the_database_refuses_is_answered_line_by_line_also_where_it_was_sent_alone(
    log: LedgerLog, refuses: Refuses, mode: Mode
):
    refuses(lambda decided: True)
    lines = [a_submission(open_account(), key) for key in ("one", "two")[: 1 if mode is Mode.CONTINUE else 2]]

    answers = list(log.committer.submit_many(lines, mode))

    assert {answer.code for answer in answers} == {"not_recorded"} and len(answers) == len(lines)
    assert log.head == 0


def test_a_batch_that_stops_at_a_refusal_stops_at_the_line_that_the_database_refuses(
    log: LedgerLog, refuses: Refuses
):
    refuses(has_poison)
    lines = [a_submission(open_account(), key) for key in ("one", "poison", "two")]

    first, second, third = log.committer.submit_many(lines, Mode.STOP)

    assert isinstance(first, Recorded) and log.head == 1
    assert (second.code, third.code) == ("not_recorded", "not_run")


def test_a_batch_that_the_database_refuses_stops_before_a_line_that_cannot_be_read(
    log: LedgerLog, refuses: Refuses
):
    refuses(lambda decided: len(decided) > 1)
    one, two, three = (a_submission(open_account(), key) for key in ("one", "two", "three"))

    answers = list(log.committer.submit_many([one, two, InvalidRequest("x", "is wrong"), three], Mode.STOP))

    assert [type(answer) for answer in answers] == [Recorded, Recorded, InvalidRequest, NotRun]
    assert log.head == 2


DISK_FULL = "DO $$BEGIN RAISE 'No space left on device' USING ERRCODE = 'disk_full'; END$$"


def test_a_database_without_space_is_no_fault_of_the_commands(
    log: LedgerLog, monkeypatch: pytest.MonkeyPatch
):
    tries: list[int] = []

    def full(connection: Connection, ledger_id: str, reads: Any, decided: Any) -> None:
        tries.append(len(decided))
        connection.execute(DISK_FULL)

    monkeypatch.setattr(attempts, "append", full)

    with pytest.raises(NotRecorded, match="No space left on device"):
        list(log.committer.submit_many([a_submission(open_account()) for _ in range(3)], Mode.CONTINUE))

    assert tries == [3]  # nobody tries them one by one


def test_a_command_to_a_server_that_only_reads_is_told_to_ask_the_primary(
    log: LedgerLog, monkeypatch: pytest.MonkeyPatch
):
    def only_read(connection: Connection, *arguments: Any) -> None:
        with connection.transaction():
            connection.execute("SET TRANSACTION READ ONLY")
            append(connection, *arguments)

    monkeypatch.setattr(attempts, "append", only_read)

    with pytest.raises(NotRecorded, match=r"This server takes no writes.*\nAsk the primary"):
        do(log, open_account())
