"""Sealing goes on beside commands, in many programs at once and after a kill; no block is made twice."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from settlebook import Ledger
from settlebook.engine import Role
from settlebook.ledger.opening import LedgerLog
from settlebook.library.sealing import Round
from settlebook.progress import silent
from settlebook.sealing import reading
from settlebook.sealing.chain import blocks
from settlebook.sealing.errors import ChainBroken, LogBroken
from settlebook.sealing.sealer import seal
from settlebook.sealing.statements import statement
from tests.sealing.sealed import seal_blocks


def chain_of(ledger: Ledger) -> list[tuple[int, int, int]]:
    """The blocks there are: number, first and last position."""
    stored = ledger._log.connections.read(lambda open: list(blocks(open, "main")))
    return [(one.block.number, one.block.first_position, one.block.last_position) for one in stored]


def account(ledger: Ledger, number: str) -> None:
    ledger.perform("account.create", None, {"accountNumber": number, "name": number, "currency": "GBP"})


def test_an_empty_ledger_has_nothing_to_seal(ledger: Ledger):
    done = ledger.seal_now()

    assert (done.blocks, done.last, done.ok, chain_of(ledger)) == ((), None, True, [])
    assert (ledger.seal_status().unsealed, ledger.verify_seals().ok) == (0, True)


def test_a_block_holds_what_was_recorded_since_the_one_before(ledger: Ledger):
    account(ledger, "A-1")
    account(ledger, "A-2")
    (first,) = ledger.seal_now().blocks
    account(ledger, "A-3")
    standing = ledger.seal_status()
    (second,) = ledger.seal_now().blocks

    assert chain_of(ledger) == [(1, 1, 2), (2, 3, 3)]
    assert second.previous_hash == first.hash
    assert (standing.unsealed, standing.head) == (1, 3) and standing.waiting_since is not None
    assert ledger.seal_now().blocks == () and ledger.seal_status().unsealed == 0


def test_a_round_beside_writers_who_never_rest_ends_and_leaves_the_rest_to_the_next(ledger: Ledger):
    account(ledger, "A-0")

    def record(position: int, _: int) -> None:
        if position < 10:
            account(ledger, f"A-{position}")

    done, again = ledger.seal_now(progress=record), ledger.seal_now()

    assert [(block.first_position, block.last_position) for block in done.blocks] == [(1, 1)]
    assert [(block.first_position, block.last_position) for block in again.blocks] == [(2, 2)]


def test_blocks_are_bounded(books: Ledger):
    account(books, "A-1")
    seal_blocks(books)

    assert all(last - first < 4 for _, first, last in chain_of(books))
    assert chain_of(books)[-1][2] == books.position


def test_programs_that_seal_at_once_make_one_chain(ledger: Ledger):
    for number in range(30):
        account(ledger, f"A-{number}")

    with ThreadPoolExecutor(4) as threads:
        rounds = list(threads.map(lambda _: seal_blocks(ledger, 2), range(4)))

    assert chain_of(ledger) == [(number, 2 * number - 1, 2 * number) for number in range(1, 16)]
    assert sum(len(done.blocks) for done in rounds) == 15 and ledger.verify_seals().ok


def test_a_sealer_that_is_killed_leaves_whole_blocks_and_the_next_goes_on(ledger: Ledger):
    for number in range(10):
        account(ledger, f"A-{number}")

    def killed(done: int, of: int) -> None:
        if done == 6:
            with psycopg.connect(ledger.conninfo(Role.APP), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s", [pid])

    with psycopg.connect(ledger.conninfo(Role.APP), autocommit=True) as connection:
        pid = connection.info.backend_pid
        with pytest.raises(psycopg.OperationalError):
            seal(connection, "main", killed, 2)
    left = chain_of(ledger)
    seal_blocks(ledger, 2)

    assert left == [(1, 1, 2), (2, 3, 4), (3, 5, 6)]
    assert chain_of(ledger) == [*left, (4, 7, 8), (5, 9, 10)] and ledger.verify_seals().ok


def test_a_command_that_is_being_recorded_neither_waits_for_a_sealer_nor_holds_one_up(ledger: Ledger):
    account(ledger, "A-1")
    with psycopg.connect(ledger.conninfo(Role.APP)) as recording:
        recording.execute("SET lock_timeout = '5s'")
        recording.execute("SELECT log.take_positions('main', 1)")  # and with them its lock
        sealed = ledger.seal_now()
        recording.rollback()
    with psycopg.connect(ledger.conninfo(Role.APP)) as sealing:
        account(ledger, "A-2")
        seal(sealing, "main", silent)  # not committed yet
        account(ledger, "A-3")
        sealing.commit()

    assert [block.last_position for block in sealed.blocks] == [1]
    assert chain_of(ledger) == [(1, 1, 1), (2, 2, 2)] and ledger.seal_status().unsealed == 1


def test_ledgers_of_one_database_have_chains_of_their_own(books: Ledger):
    with Ledger(books._engine, LedgerLog(books._engine, "other", actor="tester")) as other:
        account(other, "A-1")
        (block,) = other.seal_now().blocks

        assert (block.ledger_id, block.number, other.verify_seals().events) == ("other", 1, 1)
    assert books.verify_seals().ok


@pytest.mark.parametrize(("events", "size"), [(1, 1), (3, 1), (3, 2000)])
def test_what_is_read_in_pages_of_any_size_hashes_alike(
    books: Ledger, monkeypatch: pytest.MonkeyPatch, events: int, size: int
):
    monkeypatch.setattr(reading, "MOST_EVENTS", events)
    monkeypatch.setattr(reading, "MOST_BYTES", size)

    report = books.verify_seals()

    assert report.ok and report.events == books.position


def test_of_large_events_and_commands_one_is_fetched_at_once(books: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 1)
    with psycopg.connect(books.conninfo(Role.APP)) as connection, connection.cursor(binary=True) as cursor:
        (event,) = reading._page(cursor, "main", 5, reading.FOR_EVER)
        rows = cursor.execute("SELECT DISTINCT uuid_send(command_id) FROM log.event").fetchall()
        asked = reading._of_commands("main", {id for (id,) in rows})
        commands = cursor.execute(statement("commands"), asked).fetchall()

    assert event[0] == 6 and (len(rows) > 3, len(commands)) == (True, 1)


def as_owner(ledger: Ledger, *statements: str) -> None:
    with psycopg.connect(ledger.conninfo(Role.OWNER), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_a_log_with_a_hole_is_sealed_up_to_it(ledger: Ledger):
    for number in range(3):
        account(ledger, f"A-{number}")
    as_owner(ledger, "ALTER TABLE log.event DISABLE TRIGGER ALL", "DELETE FROM log.event WHERE position = 2")

    with pytest.raises(LogBroken, match="no event 2"):
        ledger.seal_now()
    assert chain_of(ledger) == []


def test_an_event_without_its_command_is_not_sealed(ledger: Ledger):
    account(ledger, "A-1")
    as_owner(ledger, "ALTER TABLE log.command DISABLE TRIGGER ALL", "DELETE FROM log.command")

    with pytest.raises(LogBroken, match="Event 1 has no command"):
        ledger.seal_now()


def test_nothing_is_sealed_after_a_block_that_was_changed(books: Ledger):
    account(books, "A-1")
    as_owner(
        books, "ALTER TABLE log.seal DISABLE TRIGGER ALL", "UPDATE log.seal SET sealed_at = '2020-01-01'"
    )

    with pytest.raises(ChainBroken, match="not as it was sealed"):
        books.seal_now()


def test_a_log_whose_sealed_tail_is_cut_off_is_not_sealed_any_further(books: Ledger):
    as_owner(
        books,
        "ALTER TABLE log.event DISABLE TRIGGER ALL",
        "DELETE FROM log.event WHERE position = (SELECT max(position) FROM log.event)",
    )

    with pytest.raises(LogBroken, match="which the log no longer has: its tail is cut off"):
        books.seal_now()


def test_of_a_ledger_that_was_emptied_the_anchors_tell(books: Ledger, anchors: Path, tmp_path: Path):
    tables = ("seal", "event", "command", "log_head", "epoch")
    as_owner(books, *(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL" for table in tables))
    as_owner(books, *(f"DELETE FROM log.{table}" for table in tables))
    new = tmp_path / "new"

    done = books.seal_now(str(anchors), str(new))

    kept, empty = done.anchored
    assert (done.ok, done.last, empty.problem, new.exists()) == (False, None, None, False)
    assert "which vouches for events up to" in str(kept.problem) and "it was emptied" in str(kept.problem)


def test_sealing_on_a_timer_goes_on_until_it_is_stopped(ledger: Ledger):
    stop, rounds, sealed = Event(), [], Event()

    def notice(done: Round) -> None:
        rounds.append(done)
        if done.blocks:
            sealed.set()

    timer = Thread(target=lambda: ledger.seal_regularly(0.05, stop=stop, notice=notice))
    timer.start()
    account(ledger, "A-1")
    was_sealed = sealed.wait(20)
    stop.set()
    timer.join(20)

    assert was_sealed and not timer.is_alive()
    assert chain_of(ledger) == [(1, 1, 1)] and all(done.ok for done in rounds)
