"""What verification expects of the schema `log` is what migrations make, on every version of PostgreSQL."""

import psycopg

from settlebook.audit.log_schema import expected_schema, found_schema
from settlebook.engine import Role
from tests.conftest import Database


def test_the_schema_that_is_expected_is_the_one_that_migrations_make(database: Database):
    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        assert found_schema(connection) == expected_schema()


def test_a_role_that_only_reads_for_a_backup_is_no_offence_and_one_that_writes_is(database: Database):
    with psycopg.connect(database.conninfo(Role.OWNER)) as connection:
        connection.execute("GRANT SELECT ON log.event TO pg_monitor")
        assert found_schema(connection) == expected_schema()

        connection.execute("GRANT INSERT ON log.event TO pg_monitor")

        assert found_schema(connection).items() - expected_schema().items() == {
            ("rights on log.event of pg_monitor", "INSERT")
        }
        connection.rollback()
