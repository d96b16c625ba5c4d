"""The log is verified by itself: what was taken out of it, moved or rewritten is found at its event."""

from collections.abc import Iterator
from random import Random

import psycopg
import pytest
from psycopg.types.json import Jsonb

from settlebook import Ledger
from settlebook.audit.log import verify_log
from settlebook.audit.log_schema import expected_schema
from settlebook.audit.seals import verify_seals
from settlebook.engine import Role
from settlebook.ledger.log.upcasting import FactReader, Upcaster
from tests.audit.tampering import failed


@pytest.fixture
def tampering(superuser: psycopg.Connection) -> Iterator[psycopg.Connection]:
    superuser.execute("ALTER TABLE log.event DROP CONSTRAINT event_ledger_id_stream_id_stream_version_key")
    superuser.execute("ALTER TABLE log.epoch DISABLE TRIGGER USER")
    superuser.execute("ALTER TABLE log.personal DISABLE TRIGGER USER")
    yield superuser


def test_an_untouched_log_passes_every_check(books: Ledger):
    report = books.verify_log()

    assert report.ok and report.first_offence is None
    assert report.position == report.events == books.position


@pytest.mark.parametrize(
    ("change", "check", "position"),
    [
        ("DELETE FROM log.event WHERE position = 5", "log_positions", 6),
        ("DELETE FROM log.event WHERE position >= 12", "log_positions", 12),
        ("UPDATE log.event SET position = position + 100 WHERE position >= 12", "log_positions", 112),
        ("UPDATE log.log_head SET position = 4", "log_positions", 5),
        ("UPDATE log.event SET topic = 'coin.minted.v1' WHERE position = 5", "log_topics", 5),
        ("UPDATE log.event SET state = '{}' WHERE position = 5", "log_readable", 5),
        ("UPDATE log.event SET state = '\\xff' WHERE position = 5", "log_readable", 5),
        ("UPDATE log.event SET effective_on = effective_on - 1 WHERE position = 5", "log_envelopes", 5),
        ("UPDATE log.event SET stream_id = gen_random_uuid() WHERE position = 5", "log_envelopes", 5),
        ("UPDATE log.event SET stream_version = 7 WHERE position = 5", "version_holes", 5),
        ("UPDATE log.event SET stream_version = 1 WHERE position = 5", "version_holes", 5),
        ("UPDATE log.event SET recorded_at = '2020-01-01' WHERE position = 5", "recorded_in_order", 5),
        ("UPDATE log.event SET recorded_at = 'infinity' WHERE position = 16", "log_envelopes", 16),
        ("UPDATE log.event SET effective_on = 'infinity' WHERE position = 5", "log_envelopes", 5),
        ("UPDATE log.log_head SET recorded_at = '2020-01-01'", "head", 16),
        ("UPDATE log.log_head SET recorded_at = 'infinity'", "head", 16),
        ("UPDATE log.event SET command_id = gen_random_uuid() WHERE position = 5", "events_have_commands", 5),
        ("DELETE FROM log.command WHERE first_position = 4", "events_have_commands", 4),
        ("UPDATE log.command SET last_position = 99 WHERE first_position = 4", "commands_have_events", 4),
        ("UPDATE log.command SET outcome = 'no' WHERE first_position = 4", "command_outcomes", 4),
        (
            "UPDATE log.command SET outcome = repeat('[', 9999) WHERE first_position = 4",
            "command_outcomes",
            4,
        ),
        ("UPDATE log.command SET outcome = '{\"did\": 1}' WHERE first_position = 4", "command_outcomes", 4),
        (
            "UPDATE log.command SET outcome = replace(outcome, '_minor', '_main') WHERE last_position = 6",
            "command_outcomes",
            4,
        ),
        (
            'UPDATE log.command SET request = \'{"body": {}, "v": 9}\' WHERE first_position = 4',
            "command_requests",
            4,
        ),
        ("UPDATE log.command SET request = '[]' WHERE first_position = 4", "command_requests", 4),
        ("UPDATE log.epoch SET after = 3", "epochs", None),
        ("DELETE FROM log.epoch", "epochs", None),
        ('UPDATE log.personal SET content = \'{"name": "Other"}\'', "log_personal", 1),
        ("UPDATE log.personal SET salt = '\\x00'", "log_personal", 1),
        ("DELETE FROM log.personal", "log_personal", 1),
    ],
)
def test_what_was_changed_in_the_log_is_found_at_its_event(
    books: Ledger, tampering: psycopg.Connection, change: str, check: str, position: int | None
):
    assert tampering.execute(change.encode()).rowcount >= 1

    found = {one.name: one.first for one in books.verify_log().checks if not one.ok}

    first = found.get(check)
    assert first is not None and first.position == position, found


def test_every_version_that_was_ever_stored_is_read_as_its_upcasters_say(
    books: Ledger, superuser: psycopg.Connection
):
    superuser.execute(
        "UPDATE log.event SET topic = 'payment.applied.v0',"
        " state = convert_to(replace(convert_from(state, 'UTF8'), '\"lines\"', '\"rows\"'), 'UTF8')"
        " WHERE topic = 'payment.applied.v1'"
    )
    upcasters = {"payment.applied.v0": Upcaster("payment.applied.v1", _lines_by_their_name)}

    knowing, not_knowing = (_verified(books, FactReader(upcasters=known)) for known in (upcasters, {}))
    superuser.execute("UPDATE log.event SET state = 'not json' WHERE topic = 'payment.applied.v0'")
    broken = _verified(books, FactReader(upcasters=upcasters))

    assert knowing == set()
    assert not_knowing == {"log_topics"}
    assert broken == {"log_readable"}


def _lines_by_their_name(fields):
    return {**{name: value for name, value in fields.items() if name != "rows"}, "lines": fields["rows"]}


def _verified(books: Ledger, reader: FactReader) -> set[str]:
    """Beside the triggers, which are taken off so that something can be rewritten."""
    with psycopg.connect(books.conninfo(Role.APP), autocommit=True) as connection:
        return failed(verify_log(connection, "main", reader.read, lambda done, of: None)) - {"log_schema"}


WEAKENED = [
    ("ALTER TABLE log.command DISABLE TRIGGER append_only", "trigger append_only of log.command"),
    ("DROP TRIGGER only_erased ON log.personal", "trigger only_erased of log.personal"),
    ("ALTER TABLE log.event DROP CONSTRAINT event_pkey", "constraint event_pkey of log.event"),
    ("ALTER TABLE log.event ALTER state DROP NOT NULL", "column log.event.state"),
    ("ALTER TABLE log.seal DROP CONSTRAINT seal_check1", "constraint seal_check1 of log.seal"),
    ("ALTER TABLE log.command RENAME outcome TO answer", "column log.command.outcome"),
    ("ALTER TABLE log.event SET UNLOGGED", "table log.event"),
    ("CREATE TABLE public.more () INHERITS (log.event)", "rows of log.event"),
    ("CREATE RULE seen AS ON INSERT TO log.seal DO INSTEAD NOTHING", "rule seen of log.seal"),
    ("GRANT UPDATE (state) ON log.event TO settlebook_app", "rights on log.event.state of settlebook_app"),
    ("GRANT SELECT ON log.personal TO PUBLIC", "rights on log.personal of PUBLIC"),
    ("REVOKE SELECT ON log.event FROM settlebook_app", "rights on log.event of settlebook_app"),
    (
        "CREATE OR REPLACE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN NULL; END'",
        "function log.refuse_change",
    ),
]


def test_whatever_keeps_wrong_rows_out_of_the_log_is_missed_when_it_is_gone(books: Ledger):
    for change, weakened in WEAKENED:
        with _owner(books) as owner, owner.transaction(force_rollback=True):
            owner.execute(change.encode())
            owner.execute("SET LOCAL ROLE settlebook_app")

            checks = verify_log(owner, "main", FactReader().read, lambda done, of: None).checks

        (found,) = [one.first for one in checks if one.name == "log_schema"]
        assert found is not None and found.what == weakened


@pytest.mark.parametrize("table", ["event", "command", "seal", "log_head"])
def test_rows_that_lack_what_none_can_be_without_are_named(books: Ledger, table: str):
    books.seal_now()
    with _owner(books) as owner, owner.transaction(force_rollback=True):
        owner.execute(f"ALTER TABLE log.{table} DISABLE TRIGGER USER".encode())
        columns = {column for column in NEEDED if f"column log.{table}.{column}" in expected_schema()}
        for keys in owner.execute(KEYS, [f"log.{table}"]).fetchall():
            owner.execute(f"ALTER TABLE log.{table} DROP CONSTRAINT {keys[0]}".encode())
        for column in sorted(columns):
            owner.execute(f"ALTER TABLE log.{table} ALTER {column} DROP NOT NULL".encode())
            with owner.transaction(force_rollback=True):
                first = f"(SELECT ctid FROM log.{table} LIMIT 1)"
                owner.execute(f"UPDATE log.{table} SET {column} = NULL WHERE ctid = {first}".encode())

                report = verify_log(owner, "main", FactReader().read, lambda done, of: None)
                seals = verify_seals(owner, "main", [], lambda done, of: None)

            assert "whole_rows" in failed(report), column
            assert table in ("log_head", "command") or column == "ledger_id" or not seals.ok, column


KEYS = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('p', 'u')"
NEEDED = {thing.rpartition(".")[2] for thing, said in expected_schema().items() if said.endswith("not null")}


def _owner(books: Ledger) -> psycopg.Connection:
    connection = psycopg.connect(books.conninfo(Role.OWNER), autocommit=True)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return connection


@pytest.mark.parametrize(
    ("field", "value"), [("number", Random(4).randbytes(20_000).hex()), ("amount_minor", 10**30)]
)
def test_an_event_that_no_table_takes_is_named_by_verifying_the_books(
    books: Ledger, superuser: psycopg.Connection, field: str, value: str | int
):
    superuser.execute(
        "UPDATE log.event SET state ="
        " convert_to(jsonb_set(convert_from(state, 'UTF8')::jsonb, %s, %s)::text, 'UTF8')"
        " WHERE topic = 'payment.received.v1'",
        [[field], Jsonb(value)],
    )

    first = {one.name: one.first for one in books.verify_books().checks if not one.ok}["foldable"]

    assert first is not None and (first.position, first.expected) == (4, "an event that can be folded")


def test_everything_is_verified_whatever_the_first_look_finds(books: Ledger):
    assert books.verify_all().ok

    with _owner(books) as owner:
        owner.execute("ALTER TABLE log.event DISABLE TRIGGER append_only")
        owner.execute("UPDATE log.event SET state = '{}' WHERE position = 5")
        owner.execute("UPDATE read.item_balance SET balance_minor = 7")

    verified = books.verify_all()
    assert {"books", "log"} <= set(verified.failed) and list(verified.reports)[-1] == "seals"
    assert verified.first_offence is not None and verified.first_offence.position is not None
