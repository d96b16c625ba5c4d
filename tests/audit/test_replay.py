"""Replay folds the log from nothing, in Python, and says where the read models show anything else."""

from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from settlebook import Ledger
from settlebook.audit.replay.selecting import Selection, selected
from settlebook.audit.replay.stepping import Step, Steps
from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.engine import Role
from tests.audit.tampering import failed, rewrite

on_books_that_stay = settings(
    deadline=None, max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

# A column of each table that replay is held against, and the check that finds it changed.
BALANCES = {
    "item_balance.balance_minor": "item",
    "document_balance.balance_minor": "document",
    "payment_balance.unapplied_minor": "payment",
    "credit_memo_item_balance.unapplied_minor": "credit_item",
    "credit_memo_balance.unapplied_minor": "credit_memo",
    "payment_part_item.amount_minor": "part_item",
    "credit_memo_part_item.amount_minor": "part_item",
}


@pytest.fixture
def owner(books: Ledger) -> Iterator[psycopg.Connection]:
    books.catch_up()
    with psycopg.connect(books.conninfo(Role.OWNER), autocommit=True) as connection:
        yield connection


def steps_of(ledger: Ledger, **asked: object) -> list[Step]:
    with ledger.replay_steps(**asked) as steps:
        return list(steps)


@on_books_that_stay
@given(share=st.floats(0, 1), days=st.none() | st.integers(-1, 32))
def test_a_whole_life_replays_to_what_the_read_models_show_at_any_moment(
    life: Ledger, share: float, days: int | None
):
    day = None if days is None else date(2024, 1, 31) + timedelta(days)

    report = life.replay(known_at=round(share * life.position), as_of=day)

    assert report.first_offence is None
    assert life.replay().first_offence is None


def test_every_balance_that_was_changed_is_found_with_the_event_that_moved_it_last(
    books: Ledger, owner: psycopg.Connection
):
    for column, check in BALANCES.items():
        table, name = column.split(".")
        changed = owner.execute(
            f"UPDATE read.{table} SET {name} = {name} + 1"
            f" WHERE ctid = (SELECT ctid FROM read.{table} WHERE {name} <> 0 LIMIT 1) RETURNING ctid"
        ).fetchone()
        report = books.replay()
        owner.execute(f"UPDATE read.{table} SET {name} = {name} - 1 WHERE ctid = %s", changed)

        assert failed(report) == {check}, column
        assert report.first_offence is not None and report.first_offence.position is not None
    assert books.replay().ok


def test_a_balance_that_differs_is_told_in_money_with_its_name(books: Ledger, owner: psycopg.Connection):
    owner.execute("UPDATE read.payment_balance SET unapplied_minor = unapplied_minor + 5")

    offence = books.replay(payment="PAY-1").first_offence

    assert offence is not None
    assert (offence.what, offence.expected, offence.found) == ("PAY-1", "50.00 GBP", "50.05 GBP")


def test_a_row_too_many_and_a_row_too_few_are_differences(books: Ledger, owner: psycopg.Connection):
    owner.execute("DELETE FROM read.payment_part_item WHERE amount_minor <> 0")
    owner.execute("UPDATE read.item_balance SET item_id = gen_random_uuid() WHERE balance_minor <> 0")

    checks = {check.name: check.offences for check in books.replay().checks if not check.ok}

    assert checks == {"part_item": 3, "item": 8}


def test_a_fact_that_was_changed_makes_replay_and_read_models_differ(
    books: Ledger, superuser: psycopg.Connection
):
    books.catch_up()
    (position,) = superuser.execute(
        "SELECT min(position) FROM log.event WHERE topic = 'document.items_settled.v1'"
    ).fetchone() or (0,)
    rewrite(superuser, position, '"amount_minor":5000', '"amount_minor":4999')

    report = books.replay()

    assert failed(report) >= {"item", "document"}
    assert books.replay(payment="PAY-1").ok


def test_a_fact_that_nobody_can_read_or_that_cannot_be_is_named_and_the_rest_goes_on(
    books: Ledger, superuser: psycopg.Connection
):
    books.catch_up()
    superuser.execute("UPDATE log.event SET topic = 'invoice.painted.v1' WHERE topic = 'invoice.posted.v1'")
    superuser.execute("DELETE FROM log.event WHERE topic = 'payment.received.v1'")

    report = books.replay()
    told = steps_of(books, document="INV-1")

    found = {check.name: check.first for check in report.checks if not check.ok}
    assert {"readable", "possible"} <= found.keys()
    assert found["readable"] is not None and "invoice.painted.v1" in found["readable"].found
    assert any("cannot be read" in step.sentence for step in told)


def test_a_fact_of_a_later_version_is_named_though_the_read_models_end_before_it(
    books: Ledger, superuser: psycopg.Connection
):
    books.catch_up()
    before = books.position
    superuser.execute(
        "INSERT INTO log.event SELECT ledger_id, %s, stream_id, stream_version + 1, 'invoice.posted.v2',"
        " state, effective_on, recorded_at, command_id FROM log.event WHERE topic = 'refund.issued.v1'"
        " LIMIT 1",
        [before + 1],
    )
    superuser.execute("UPDATE log.log_head SET position = position + 1")

    report, other = books.replay(), books.replay(document="INV-1")

    assert (failed(report), report.position) == ({"readable"}, before)
    assert report.first_offence is not None and report.first_offence.position == before + 1
    assert report.notes == ("Events that the read models do not show, and were not compared with them: 1.",)
    assert (other.ok, other.notes) == (True, ())


def test_a_fact_that_was_said_twice_is_named_with_the_hole_before_it(
    books: Ledger, superuser: psycopg.Connection
):
    position = books.position + 1
    superuser.execute(
        "INSERT INTO log.event SELECT ledger_id, %s, stream_id, 105, topic, state, effective_on, recorded_at,"
        " command_id FROM log.event WHERE topic = 'refund.issued.v1' ORDER BY position LIMIT 1",
        [position],
    )
    superuser.execute("UPDATE log.log_head SET position = position + 1")

    found = {check.name: check.first for check in books.replay().checks if not check.ok}

    assert found.keys() >= {"versions", "possible"}
    assert found["versions"] is not None and found["versions"].found == "version 105"
    assert found["possible"] is not None and "as well" in found["possible"].found


@pytest.mark.parametrize(("topic", "check"), [("%", "versions"), ("account%", "recorded_in_order")])
def test_events_that_changed_places_are_told(
    topic: str, check: str, books: Ledger, superuser: psycopg.Connection
):
    """Of one stream by its versions; of two, each in the order of its own, by the instants of the log."""
    (first,) = superuser.execute(
        "SELECT min(position) FROM log.event WHERE topic LIKE %s", [topic]
    ).fetchone() or (0,)
    last = books.position
    for old, new in ((first, last + 1), (last, first), (last + 1, last)):
        superuser.execute("UPDATE log.event SET position = %s WHERE position = %s", [new, old])

    assert check in failed(books.replay())


def test_steps_of_what_nobody_can_tell_the_currency_of_are_told_without_balances(
    books: Ledger, superuser: psycopg.Connection
):
    superuser.execute("UPDATE log.event SET topic = 'invoice.painted.v1' WHERE topic LIKE 'invoice.%'")

    told = steps_of(books, document="INV-1")

    assert [step.sentence for step in told][2] == "PAY-1 settled 12000 minor units of INV-1."
    assert [step.lines for step in told] == [()] * len(told)


def test_each_step_goes_on_where_the_one_before_left_each_balance(life: Ledger):
    standing: dict[object, object] = {}
    for step in steps_of(life):
        for line in step.lines:
            key = step.stream, line.what, line.name
            assert (
                line.before == standing.get(key, line.before)
                and line.before.minor + line.moved.minor == line.after.minor
            )
            assert key in standing or line.before.minor == 0
            standing[key] = line.after

    assert [step.position for step in steps_of(life)] == list(range(1, life.position + 1))


def test_steps_are_the_same_however_little_is_kept_in_memory(life: Ledger):
    with life._log.connections.borrow() as connection, connection.transaction():
        everything = selected(connection, "main", Selection())
        forgetful = list(Steps(connection, "main", life.position, None, capacity=1).of(everything))

    assert forgetful == steps_of(life)


def test_the_steps_of_a_payment_say_what_each_line_became(books: Ledger):
    received, applied, taken_back, refunded = steps_of(books, payment="PAY-1")

    assert [(line.name, line.what, str(line.before), str(line.after)) for line in applied.lines] == [
        ("PAY-1", "unapplied", "150.00", "30.00"),
        ("INV-1#1", "applied", "0.00", "50.00"),
        ("INV-1#1.1", "applied", "0.00", "10.00"),
        ("INV-1#2", "applied", "0.00", "50.00"),
        ("INV-1#2.1", "applied", "0.00", "10.00"),
    ]
    assert applied.sentence == "120.00 GBP of PAY-1 was set against INV-1, spread by prorate 1."
    assert (received.sentence, received.actor) == ("PAY-1 came in: 150.00 GBP.", "tester")
    assert taken_back.event == "PaymentUnapplied"
    assert refunded.sentence.endswith("paid 30.00 GBP of PAY-1 back.")


def test_a_refund_shows_its_own_facts_with_the_balances_of_its_source(life: Ledger):
    told = steps_of(life, refund="R-1")

    assert [step.event for step in told] == [
        "RefundIssued",
        "RefundEdited",
        "RefundCanceled",
        "RefundDeleted",
    ]
    assert [str(line.moved) for step in told for line in step.lines] == ["-15.00", "15.00"]


def test_a_moment_in_the_midst_of_a_command_is_the_one_before_it(books: Ledger):
    first, *_, last = steps_of(books, payment="PAY-1")
    applied = next(step for step in steps_of(books) if step.event == "PaymentApplied")

    report = books.replay(known_at=applied.position)

    assert report.ok and report.position == first.position - 1  # it came in and was applied by one command
    assert books.replay(known_at=last.position).position == last.position


def test_what_takes_effect_after_the_day_is_no_step(life: Ledger):
    told = steps_of(life, payment="P-1", as_of=date(2024, 2, 8))

    assert [step.event for step in told][-1] == "PaymentApplied"


def test_only_what_was_asked_for_is_read(books: Ledger):
    whole = books.replay()

    assert books.replay(document="INV-1").events < books.replay(account="ACME").events == whole.events
    assert books.replay(payment="PAY-1").events == len(steps_of(books, payment="PAY-1")) == 4


def test_what_is_not_there_or_not_clear_is_refused(books: Ledger):
    with pytest.raises(NotFound, match=r"no payment PAY-9 in this ledger. Check"):
        books.replay(payment="PAY-9")
    with pytest.raises(NotFound, match=r"no payment INV-1 .* of that name there is: invoice"):
        books.replay(payment="INV-1")
    with pytest.raises(InvalidRequest, match="name one thing"):
        books.replay(payment="PAY-1", document="INV-1")
    with pytest.raises(InvalidRequest, match="position"):
        books.replay(known_at=10**6)
