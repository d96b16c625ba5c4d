"""The log is read in pages and streams, followed as it grows, and projected by the library's own runner."""

from collections.abc import Callable, Sequence
from threading import Event, Thread

import psycopg
import pytest
from eventsourcing.persistence import ProgrammingError, Tracking
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict

from settlebook.domain.events import AccountCreated, PaymentApplied, PaymentReceived
from settlebook.domain.payment import Payment
from settlebook.engine import Role
from settlebook.ledger.log import recorder
from settlebook.ledger.log.application import DATABASE, SettlementLog
from settlebook.ledger.log.mapper import Envelope
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.states.streams import project
from tests.conftest import Database
from tests.ledger.toys import apply, do, open_account, settled_books


def positions(rows: Sequence) -> list[int]:
    return [row.id for row in rows]


def test_an_empty_log_has_no_last_position(log: LedgerLog):
    assert log.head == 0
    assert log.recorder.max_notification_id() is None
    assert log.recorder.select_notifications(1, 10) == []


def test_a_page_begins_and_ends_where_it_is_told(log: LedgerLog):
    for _ in range(6):
        do(log, open_account())
    select = log.recorder.select_notifications

    assert positions(select(None, 10)) == [1, 2, 3, 4, 5, 6]
    assert positions(select(3, 2)) == [3, 4]
    assert positions(select(3, 2, inclusive_of_start=False)) == [4, 5]
    assert positions(select(3, 10, 4)) == [3, 4]
    assert positions(select(1, 10, topics=[PaymentReceived.TOPIC])) == []
    assert log.recorder.max_notification_id() == 6


def test_a_page_holds_the_chosen_topics(log: LedgerLog):
    settled_books(log)
    do(log, apply(60_00))

    topics = [PaymentReceived.TOPIC, PaymentApplied.TOPIC]

    assert [row.topic for row in log.recorder.select_notifications(1, 10, topics=topics)] == topics


def test_a_stream_is_read_from_either_end(log: LedgerLog):
    settled_books(log)
    for _ in range(4):
        do(log, apply(10_00))
    payment_id = log.repository.id_of("payment", "P-1")
    assert payment_id is not None

    def versions(**bounds: object) -> list[int]:
        return [row.originator_version for row in log.recorder.select_events(payment_id, **bounds)]  # type: ignore[arg-type]

    assert versions() == [1, 2, 3, 4, 5]
    assert versions(gt=2, lte=4) == [3, 4]
    assert versions(desc=True, limit=2) == [5, 4]


def test_the_library_finds_a_state_by_our_own_rules(log: LedgerLog):
    settled_books(log)
    do(log, apply(60_00))
    payment_id = log.repository.id_of("payment", "P-1")

    found = log.application.repository.get(payment_id, projector_func=project)

    assert isinstance(found, Payment) and found.unapplied_minor == 40_00


def test_facts_are_recorded_by_commands_only(log: LedgerLog):
    do(log, open_account())

    with pytest.raises(ProgrammingError, match="committer"):
        log.application.save(log.facts(0)[0])


def test_a_reader_that_follows_the_log_meets_every_position_once(log: LedgerLog, database: Database):
    """Several programs write; a reader that tails them never sees a later position before an earlier one."""
    met: list[int] = []
    done = Event()

    def follow() -> None:
        while not done.is_set() or len(met) < log.head:
            met.extend(positions(log.recorder.select_notifications(len(met) + 1, 50)))

    def write() -> None:
        with LedgerLog(database) as writer:
            for _ in range(40):
                do(writer, open_account())

    reader, writers = Thread(target=follow), [Thread(target=write) for _ in range(3)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()

    assert met == list(range(1, 121))


def test_a_subscription_yields_what_is_there_and_then_what_is_recorded(log: LedgerLog, database: Database):
    do(log, open_account())
    with log.recorder.subscribe() as subscription:
        first = next(subscription).id
        do(log, open_account())
        second = next(subscription).id
        with LedgerLog(database) as other:
            do(other, open_account())
        third = next(subscription).id

    assert [first, second, third] == [1, 2, 3]


def test_a_subscription_with_topics_does_not_read_twice_what_it_passed_over(
    log: LedgerLog, monkeypatch: pytest.MonkeyPatch
):
    settled_books(log)
    starts: list[int | None] = []
    select = log.recorder.select_notifications

    def counted(start: int | None, *arguments: object, **options: object) -> object:
        starts.append(start)
        return select(start, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(log.recorder, "select_notifications", counted)
    with log.recorder.subscribe(topics=[PaymentApplied.TOPIC]) as subscription:
        reader = Thread(target=lambda: next(subscription, None))
        reader.start()
        do(log, apply(60_00))
        reader.join()

    assert sorted(set(starts)) == sorted(starts)


def test_a_subscription_that_is_stopped_ends_at_once(log: LedgerLog, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(recorder, "POLL", 60)
    subscription = log.recorder.subscribe()
    reader = Thread(target=lambda: list(subscription))
    reader.start()

    subscription.stop()
    reader.join(timeout=10)

    assert not reader.is_alive()


class Totals(POPOTrackingRecorder):
    """What came in and what was spent, in minor units."""

    def __init__(self) -> None:
        super().__init__()
        self.received_minor = self.spent_minor = 0


class MoneyIn(Projection[Totals]):
    """A projection as a user would write it."""

    topics = (PaymentReceived.TOPIC, PaymentApplied.TOPIC)

    def follow(self, envelope: Envelope, tracking: Tracking) -> None:
        match envelope.fact:
            case PaymentReceived(amount_minor=amount_minor):
                self.view.received_minor += amount_minor
            case PaymentApplied(lines=lines):
                self.view.spent_minor += sum(line.amount_minor for line in lines)
        self.view.insert_tracking(tracking)

    process_event = follow  # the library's name for it


@pytest.fixture
def url(database: Database) -> str:
    parts = conninfo_to_dict(database.conninfo(Role.APP))
    return f"postgresql://{parts['user']}@/{parts['dbname']}?host={parts['host']}&port={parts['port']}"


def test_a_projection_in_python_follows_the_log_by_the_librarys_runner(log: LedgerLog, url: str):
    settled_books(log, paid_minor=100_00)
    runner: ProjectionRunner[SettlementLog, Totals] = ProjectionRunner(
        application_class=SettlementLog, projection_class=MoneyIn, view_class=Totals, env={DATABASE: url}
    )

    with runner:
        do(log, apply(60_00))
        spent = do(log, apply(30_00))
        runner.wait(spent.position - 1, timeout=10)

        assert (runner.view.received_minor, runner.view.spent_minor) == (100_00, 90_00)


def test_an_application_of_the_library_opens_the_log_by_its_environment(log: LedgerLog, url: str):
    do(log, open_account())

    with SettlementLog({DATABASE: url}) as application:
        (row,) = application.notification_log.select(1, 10)
        envelope = application.mapper.to_domain_event(row)

    assert isinstance(envelope, Envelope) and isinstance(envelope.fact, AccountCreated)


def test_a_reader_cannot_keep_a_writer_waiting(log: LedgerLog, database: Database):
    do(log, open_account())
    hold: Callable[..., psycopg.Connection] = psycopg.connect
    with hold(database.conninfo(Role.READER)) as reader:
        reader.execute("SELECT pg_advisory_lock(g) FROM generate_series(1, 1000) AS g")

        assert do(log, open_account()).position == 2
