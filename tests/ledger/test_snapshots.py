"""Long streams are read from a kept state and what came after it, and the state is what the events make."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from settlebook.audit.log import verify_log
from settlebook.domain.errors import Refusal
from settlebook.domain.events import EVENTS, Event
from settlebook.engine import Role
from settlebook.ledger.log.mapper import state_of
from settlebook.ledger.log.upcasting import FactReader
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Mode
from settlebook.ledger.states.snapshots import KINDS, LONG, Snapshots, read, written
from settlebook.ledger.states.streams import State, evolve
from tests.conftest import Database
from tests.ledger.toys import a_submission, apply, bill, do, open_account, receive
from tests.memory_books import MemoryBooks
from tests.model.commands import Command
from tests.model.lives import lives
from tests.model.spoken import Speech, sendable
from tests.model.stories import speeches
from tests.model.told import Told
from tests.whole_life import live

TODAY = date(2026, 3, 9)
quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def require_the_same_again(facts: Iterable[Event]) -> set[type[State]]:
    """Each state that stored facts make comes back from its bytes, whatever happens to it next; the kinds."""
    kept: dict[UUID, State] = {}
    for fact in facts:
        stored = EVENTS[fact.TOPIC].model_validate_json(state_of(fact))
        state = evolve(kept.get(fact.stream_id), stored)
        again = read(written(state))
        assert (type(again), again) == (type(state), state)
        assert written(again) == written(state)  # in the same order, too
        kept[fact.stream_id] = again
    return {type(state) for state in kept.values()}


def test_a_state_of_every_kind_comes_back_from_its_bytes():
    books = MemoryBooks(date(2024, 6, 30))
    live(books.do)

    assert require_the_same_again(books.facts) == set(KINDS)


@settings(quick, max_examples=10, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(commands=lives(TODAY), speech=speeches)
def test_any_state_comes_back_from_its_bytes(commands: list[Command], speech: Speech):
    told = Told(TODAY, speech)
    for place, command in enumerate(map(sendable, commands)):
        told.run(command, place)

    require_the_same_again(told.facts)


@pytest.fixture
def long(log: LedgerLog) -> UUID:
    """An invoice with so many events that its state is worth keeping."""
    beginning = [open_account("A-1"), bill(100_000, "INV-1"), receive(100_000, "P-1")]
    submissions = map(a_submission, [*beginning, *[apply(1)] * LONG])
    answers = log.committer.submit_many(submissions, Mode.CONTINUE)
    assert not any(isinstance(answer, Refusal) for answer in answers)
    return log.repository.id_of("invoice", "INV-1") or UUID(int=0)


def opened(database: Database, use: Callable[[LedgerLog], Any]) -> Any:
    """What a program finds that has just been started."""
    with LedgerLog(database, actor="clerk") as log:
        return use(log)


def rows_read(database: Database, stream_id: UUID) -> list[int]:
    """The positions of what a program reads to know a stream; 0 is a kept state."""

    def read_by(log: LedgerLog) -> list[int]:
        return [row.id for row in Snapshots(log.connections, "main").rows_of_stream(stream_id)]

    return opened(database, read_by)


def tamper(database: Database, statement: str) -> None:
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as owner:
        owner.execute(statement.encode())


def offences(database: Database) -> list[str]:
    def verified(log: LedgerLog) -> list[str]:
        with log.connections.borrow() as connection:
            report = verify_log(connection, "main", FactReader().read, lambda done, of: None)
        return [f"{check.name}: {check.first}" for check in report.checks if not check.ok]

    return opened(database, verified)


def test_a_long_stream_is_read_from_its_kept_state_and_what_came_after(database: Database, long: UUID):
    first = opened(database, lambda log: log.repository.get(long))
    assert rows_read(database, long) == [0]

    opened(database, lambda log: do(log, apply(7)))
    by_id = opened(database, lambda log: log.repository.get(long))
    by_number = opened(
        database, lambda log: (log.repository.id_of("invoice", "INV-1"), log.repository.get(long))
    )

    assert len(rows_read(database, long)) == 2
    assert by_id.version == first.version + 1
    assert by_id.state.balance_minor == first.state.balance_minor - 7
    assert by_number == (long, by_id)
    assert offences(database) == []


def test_a_short_stream_has_no_state_kept(database: Database, long: UUID):
    account = opened(database, lambda log: log.repository.id_of("account", "A-1"))
    opened(database, lambda log: log.repository.get(account))

    assert 0 not in rows_read(database, account)


@pytest.mark.parametrize(
    "change",
    [
        "format = 'of an earlier version'",  # its states may mean something else
        "stream_version = stream_version + 1",  # ahead of the stream
        "state = 'Invoice {}'",  # not what its format says
        "state = 'nonsense'",
    ],
)
def test_a_state_that_cannot_be_meant_is_passed_over(database: Database, long: UUID, change: str):
    first = opened(database, lambda log: log.repository.get(long))
    tamper(database, f"UPDATE log.snapshot SET {change}")

    assert opened(database, lambda log: log.repository.get(long)) == first

    if "version + 1" not in change:
        assert rows_read(database, long) == [0]


def test_verifying_the_log_finds_a_state_that_its_events_do_not_make(database: Database, long: UUID):
    opened(database, lambda log: log.repository.get(long))
    changed = (
        """convert_to(replace(convert_from(state, 'UTF8'), '"currency":"GBP"', '"currency":"USD"'), 'UTF8')"""
    )
    tamper(database, f"UPDATE log.snapshot SET state = {changed}")

    (found,) = offences(database)

    version = LONG + 2
    assert (
        f"the state kept of stream {long.hex}: expected the state that its first {version} events make"
        in found
    )


def test_verifying_the_log_finds_a_state_that_is_ahead_of_its_stream(database: Database, long: UUID):
    opened(database, lambda log: log.repository.get(long))
    tamper(database, "UPDATE log.snapshot SET stream_version = stream_version + 9")

    (found,) = offences(database)

    assert f"found only {LONG + 2} events" in found
