"""Nobody has more rights in the log than a ledger needs, and nobody at all changes what was recorded."""

from collections.abc import Iterator

import psycopg
import pytest

from settlebook.engine import Role
from settlebook.engine.embedded import EmbeddedEngine
from tests.conftest import Database, a_database


@pytest.fixture(scope="module")
def database(engine: EmbeddedEngine, template: str) -> Iterator[Database]:
    """One for all tests of this module: none of them is let to change it."""
    yield from a_database(engine, template)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM log.event",
        "SELECT * FROM log.personal",
        "SELECT * FROM log.log_head FOR UPDATE",
        "SELECT log.take_positions('main', 0)",
        "INSERT INTO log.log_head VALUES ('main', 1, now())",
        "CREATE TABLE read.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "SET ROLE settlebook_app",
        "SELECT query_to_xml('SELECT * FROM log.event', true, true, '')",
    ],
)
def test_a_reader_has_nothing_in_the_log(database: Database, statement: str):
    with (
        psycopg.connect(database.conninfo(Role.READER)) as reader,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        reader.execute(statement.encode())


APPEND_ONLY = ("event", "command", "number", "identity", "setting", "seal")
CHANGES = ("UPDATE log.{} SET ledger_id = ledger_id", "DELETE FROM log.{}", "TRUNCATE log.{}")


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", [Role.APP, Role.OWNER])
def test_nobody_changes_what_was_recorded(database: Database, table: str, change: str, role: Role):
    with (
        psycopg.connect(database.conninfo(role)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(change.format(table).encode())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log.log_head SET ledger_id = 'other'",
        "DELETE FROM log.log_head",
        "DELETE FROM log.number_sequence",
        "DELETE FROM log.personal",
        "TRUNCATE log.personal",
        "UPDATE log.personal SET owner_id = personal_id",
        "INSERT INTO log.migration VALUES (3, 'three')",
        "ALTER TABLE log.event DISABLE TRIGGER append_only",
        "DROP TABLE log.event",
        "CREATE TABLE log.mine (id int)",
    ],
)
def test_the_app_can_only_add(database: Database, statement: str):
    with (
        psycopg.connect(database.conninfo(Role.APP)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())
