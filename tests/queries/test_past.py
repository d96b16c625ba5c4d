"""What a ledger says of the past is what it said then, and what it would say had nothing else happened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from settlebook import Ledger, Role
from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.opening import LedgerLog
from settlebook.queries.snapshot import INVOICE, snapshot
from tests.conftest import Database, a_database
from tests.model.live import Live, Placed
from tests.model.lives import lives
from tests.model.spoken import Speech
from tests.model.stories import a_ledger, batches, speeches, stories, told_to_a_database
from tests.queries.books import account, against, invoice, payment
from tests.queries.questions import Question, asked, questions
from tests.whole_life import live

# Of every day: what holds for what is recorded after it, whenever that is dated.
EVERY_DAY = r"^(account|settings|accounting_period|accounting_code|journal_run)[.]"
MARCH_31, APRIL_5 = date(2026, 3, 31), date(2026, 4, 5)


def a_few(ledger: Ledger, pick: Random, most: int) -> dict[str, Question]:
    """Some of the questions; on what day one looks at aging is another question."""
    known = {name: ask for name, ask in questions(ledger).items() if not name.startswith("aging")}
    return {name: known[name] for name in pick.sample(sorted(known), min(most, len(known)))}


def test_what_was_known_at_a_position_is_what_was_answered_there(ledger: Ledger):
    pick, told = Random(4), dict[int, dict[str, Any]]()

    def do(verb: str, key: str | None, **body: Any) -> None:
        ledger.perform(verb, key, body)
        if pick.random() < 0.08:
            told[ledger.position] = {name: asked(ask) for name, ask in a_few(ledger, pick, 6).items()}

    live(do)

    known = questions(ledger)
    for position, answers in told.items():
        for name, answer in answers.items():
            assert asked(known[name], known_at=position) == answer, (position, name)


@settings(told_to_a_database, max_examples=2)
@given(story=stories(longest=18, of=lives), speech=speeches, pick=st.randoms(use_true_random=False))
def test_of_any_history_too(database: Database, story: list[Placed], speech: Speech, pick: Random):
    with a_ledger(database) as ledger:
        caller, told = Live(ledger, speech), dict[int, dict[str, Any]]()
        for batch in batches(story, [6]):
            caller.send_all(batch)
            told[ledger.position] = {name: asked(ask) for name, ask in a_few(ledger, pick, 4).items()}

        known = questions(ledger)
        for position, answers in told.items():
            for name, answer in answers.items():
                assert asked(known[name], known_at=position) == answer, (position, name)


@pytest.fixture(scope="module")
def life(engine: EmbeddedEngine, template: str) -> Iterator[Ledger]:
    """A whole life that is only asked about."""
    for database in a_database(engine, template):
        with Ledger(database, LedgerLog(database, "main", actor="tester")) as ledger:
            live(lambda verb, key, **body: ledger.perform(verb, key, body))
            yield ledger


@pytest.mark.parametrize("day", [date(2024, 2, 4), date(2024, 2, 17)])
def test_as_of_a_day_is_what_is_answered_where_nothing_later_ever_took_effect(
    life: Ledger, engine: EmbeddedEngine, template: str, day: date
):
    pick = Random(day.day)
    with holding_only(life, engine, template, day) as other:
        there = questions(other)
        for name, ask in a_few(life, pick, 20).items():
            assert asked(ask, as_of=day) == asked(there[name]), name


@contextmanager
def holding_only(ledger: Ledger, engine: EmbeddedEngine, template: str, day: date) -> Iterator[Ledger]:
    """The same ledger in another database, where what takes effect after the day was never recorded."""
    for database in a_database(engine, template):
        with psycopg.connect(database.conninfo(Role.APP), autocommit=True) as there:
            for table in ("personal", "command", "event", "log_head", "number"):
                rows = rows_of(ledger, table, day if table == "event" else None)
                places = ", ".join(["%s"] * len(rows[0]))
                with there.cursor() as cursor:
                    cursor.executemany(f"INSERT INTO log.{table} VALUES ({places})", rows)
        with Ledger(database, LedgerLog(database, "main", actor="tester")) as opened:
            yield opened


def rows_of(ledger: Ledger, table: str, day: date | None) -> list[list[Any]]:
    wanted = f"SELECT * FROM log.{table}"
    if day is not None:
        wanted += f" WHERE effective_on <= '{day}' OR topic ~ '{EVERY_DAY}'"
    with psycopg.connect(ledger.conninfo(Role.APP)) as connection:
        rows = connection.execute(wanted).fetchall()
    return [[Jsonb(value) if isinstance(value, dict) else value for value in row] for row in rows]


@pytest.fixture
def backdated(ledger: Ledger) -> tuple[Ledger, datetime, int]:
    """INV-1 of 100.00; 60.00 paid on 30 March, recorded only after the instant and position given."""
    account(ledger)
    invoice(ledger, "INV-1", {"chargeName": "Seats", "amount": "100.00"}, dueDate="2026-03-01")
    payment(ledger, "PAY-1", "60.00", effectiveDate="2026-03-20")
    knew, instant = ledger.position, datetime.now(UTC)
    ledger.perform("payment.apply", "PAY-1", {"effectiveDate": "2026-03-30", **against("INV-1", "60.00")})
    ledger.perform("payment.unapply", "PAY-1", {"effectiveDate": "2026-04-02", **against("INV-1", "10.00")})
    return ledger, instant, knew


def test_a_back_dated_application_counts_on_its_day_and_not_before_it_was_known(
    backdated: tuple[Ledger, datetime, int],
):
    ledger, instant, knew = backdated

    def open_of(**when: Any) -> list[str]:
        return [str(row.balance) for row in ledger.open_items("ACME", **when)]

    assert open_of() == ["50.00"]
    assert open_of(as_of=date(2026, 3, 29)) == ["100.00"]
    assert open_of(as_of=MARCH_31) == ["40.00"]
    assert open_of(as_of=APRIL_5) == ["50.00"]
    assert open_of(as_of=MARCH_31, known_at=instant) == ["100.00"]
    assert open_of(as_of=MARCH_31, known_at=knew) == ["100.00"]
    assert open_of(as_of=MARCH_31, known_at=ledger.position) == ["40.00"]
    assert open_of(as_of=date(2025, 12, 31)) == []
    assert [str(row.amount) for row in ledger.payment_parts("PAY-1", as_of=MARCH_31)] == ["60.00"]
    assert [step.moved.minor for step in ledger.explain("INV-1#1", as_of=MARCH_31).steps] == [100_00, -60_00]


def test_aging_counts_to_the_day_that_is_asked_for_or_known(backdated: tuple[Ledger, datetime, int]):
    ledger, instant, _ = backdated

    (then,) = ledger.aging(as_of=MARCH_31)
    (known,) = ledger.aging(known_at=instant)

    assert (then.day, str(then.days_1_to_30), str(then.balance)) == (MARCH_31, "40.00", "40.00")
    assert (known.day, str(known.balance)) == (instant.date(), "100.00")


def test_an_instant_means_the_last_position_recorded_by_then(backdated: tuple[Ledger, datetime, int]):
    ledger, instant, knew = backdated
    with psycopg.connect(ledger.conninfo(Role.APP)) as connection:
        rows = connection.execute("SELECT position, recorded_at FROM log.event ORDER BY position").fetchall()

    def position(known_at: datetime) -> int:
        moment = ledger.moment(known_at=known_at)
        assert moment is not None
        return moment.position

    tick = timedelta(microseconds=1)
    for place, recorded_at in rows:
        assert position(recorded_at) == max(each for each, at in rows if at <= recorded_at) >= place
        assert position(recorded_at - tick) < place
    assert position(instant) == knew
    assert position(datetime(1970, 1, 1, tzinfo=UTC)) == 0


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"known_at": 99}, "from 0 to"),
        ({"known_at": -1}, "from 0 to"),
        ({"known_at": datetime(2026, 4, 5)}, "time zone"),
        ({"known_at": datetime(2999, 1, 1, tzinfo=UTC)}, "still to come"),
        ({"as_of": datetime(2026, 4, 5, tzinfo=UTC)}, "without a time"),
        ({"as_of": "02/01/2026"}, "give a day"),
        ({"known_at": "2026-04-05T18:00:00Z"}, "neither"),
        ({"known_at": date(2026, 4, 5)}, "neither"),
        ({"known_at": True}, "neither"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(
    backdated: tuple[Ledger, datetime, int], when: dict[str, Any], said: str
):
    with pytest.raises(InvalidRequest, match=said):
        backdated[0].accounts(**when)


def test_days_to_come_may_be_asked_for(backdated: tuple[Ledger, datetime, int]):
    ledger, _, _ = backdated
    ledger.perform("payment.apply", "PAY-1", {"effectiveDate": "2199-01-01", **against("INV-1", "10.00")})

    assert str(ledger.invoice("INV-1", as_of=date(2198, 12, 31)).balance) == "50.00"
    assert str(ledger.invoice("INV-1", as_of=date(2199, 1, 1)).balance) == "40.00"
    assert str(ledger.invoice("INV-1").balance) == "40.00"


def test_who_finds_nothing_is_told_of_which_moment(backdated: tuple[Ledger, datetime, int]):
    ledger, _, _ = backdated
    later: list[tuple[Callable[..., Any], str]] = [(ledger.invoice, "INV-1"), (ledger.payment_parts, "PAY-1")]

    for ask, key in later:
        with pytest.raises(NotFound, match=f"{key} in this ledger as of 2025-12-31, as known at position 5"):
            ask(key, as_of=date(2025, 12, 31), known_at=5)
    with pytest.raises(NotFound, match="account ACME in this ledger as known at position 0"):
        ledger.account("ACME", known_at=0)


def test_a_list_begins_after_a_row_and_ends_at_the_limit(life: Ledger):
    day = date(2024, 2, 29)
    whole = life.invoices(as_of=day)

    assert [row.number for row in whole][:2] == ["INV-1", "INV-2"]
    assert life.invoices(limit=2, after="INV-1", as_of=day) == whole[1:3]
    assert life.invoices("BOB", as_of=day) == []
    assert [row.number for row in life.payments("BOB", as_of=day)] == ["P-1b"]
    assert "P-2" in {row.number for row in life.payments(as_of=day)}  # it was deleted later


def test_the_past_leaves_nothing_behind_and_one_document_folds_nothing_of_the_others(life: Ledger):
    moment = life.moment(as_of=date(2024, 2, 8))
    with life._log.connections.borrow() as connection:
        with snapshot(connection, "main", moment) as books:
            books.about(INVOICE, "INV-3")
            books.records("document_balance", "receivables", ids=[])
            (stood,) = connection.execute(
                "SELECT array_agg(DISTINCT number) FROM pg_temp.journal_document"
            ).fetchone() or ((),)
        (left,) = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
        ).fetchone() or (None,)

    assert "INV-3" in stood and not {"INV-1", "INV-4", "DM-1"} & set(stood)
    assert left == 0
