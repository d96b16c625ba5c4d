"""The schema is created once, whoever begins, and nobody has more rights in it than the ledger needs."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from settlebook.engine import Role, RoleMissing, access
from settlebook.ledger.database.migrating import migrate
from settlebook.ledger.errors import NotMigrated, TooNew, Unreachable
from settlebook.ledger.opening import LedgerLog
from tests.conftest import STARTS, Database
from tests.engine.servers import until
from tests.engine.test_server import Server
from tests.engines import a_place
from tests.ledger.toys import do, open_account

ALL = (
    "0001_log",
    "0002_append",
    "0003_seals",
    "0004_epochs",
    "0005_snapshots",
    "0006_clients",
    "0007_jobs",
    "0008_webhooks",
)


def test_migrations_are_applied_once(empty_database: Database):
    first = migrate(empty_database.conninfo(Role.OWNER))
    second = migrate(empty_database.conninfo(Role.OWNER))

    assert (first, second) == (ALL, ())


def test_what_a_database_prefers_of_its_sessions_does_not_stop_its_migration(empty_database: Database):
    conninfo = empty_database.conninfo(Role.OWNER)
    with psycopg.connect(conninfo, autocommit=True) as owner:
        for preference in ("default_transaction_read_only = on", "statement_timeout = '50ms'"):
            owner.execute(f"ALTER DATABASE {empty_database.name} SET {preference}".encode())

    def install(connection: psycopg.Connection) -> None:
        connection.execute("SELECT pg_sleep(0.06)")

    assert migrate(conninfo, install) == ALL


def test_a_server_that_is_lost_while_it_is_migrated_is_named_and_nothing_of_it_stays(
    empty_database: Database,
):
    conninfo = empty_database.conninfo(Role.OWNER)

    def end(connection: psycopg.Connection) -> None:
        connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(Unreachable, match="terminating connection"):
        migrate(conninfo, end)

    assert migrate(conninfo) == ALL


def test_programs_that_migrate_at_once_do_not_get_in_each_others_way(empty_database: Database):
    conninfo = empty_database.conninfo(Role.OWNER)

    with ThreadPoolExecutor(6) as threads:
        applied = list(threads.map(lambda _: migrate(conninfo), range(6)))

    assert sorted(applied) == [(), (), (), (), (), ALL]


def test_what_read_models_install_is_all_or_nothing_with_the_migrations(empty_database: Database):
    def install(connection: psycopg.Connection) -> None:
        connection.execute("CREATE TABLE read.item_balance (balance_minor bigint)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate(empty_database.conninfo(Role.OWNER), install)

    assert migrate(empty_database.conninfo(Role.OWNER)) == ALL


def test_what_is_installed_belongs_to_the_owner(empty_database: Database):
    owners = []

    def install(connection: psycopg.Connection) -> None:
        owners.append(connection.execute("SELECT current_user").fetchone())

    migrate(empty_database.conninfo(Role.OWNER), install)

    assert owners == [("settlebook_owner",)]


def test_a_ledger_that_was_never_migrated_is_not_opened(empty_database: Database):
    with pytest.raises(NotMigrated, match="settlebook migrate"):
        LedgerLog(empty_database)


def test_a_ledger_of_a_newer_version_is_not_opened_nor_migrated(database: Database):
    with psycopg.connect(database.conninfo(Role.OWNER)) as connection:
        connection.execute("INSERT INTO log.migration (number, name) VALUES (9999, 'of_the_future')")

    with pytest.raises(TooNew, match="9999"):
        LedgerLog(database)
    with pytest.raises(TooNew):
        migrate(database.conninfo(Role.OWNER))


def test_an_open_reader_cannot_keep_a_migration_waiting(empty_database: Database):
    migrate(empty_database.conninfo(Role.OWNER))

    with psycopg.connect(empty_database.conninfo(Role.READER)) as reader:
        reader.execute("SELECT pg_advisory_lock(g) FROM generate_series(1, 100) AS g")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("LOCK TABLE log.migration IN ACCESS SHARE MODE")
        reader.rollback()
        reader.execute("SELECT pg_advisory_lock(g) FROM generate_series(1, 100) AS g")

        assert migrate(empty_database.conninfo(Role.OWNER)) == ()


def test_the_clock_of_the_log_never_goes_back(database: Database):
    with LedgerLog(database) as log:
        do(log, open_account())
        with psycopg.connect(database.conninfo(Role.APP)) as connection:
            connection.execute("UPDATE log.log_head SET recorded_at = '2999-01-01T00:00:00Z'")
        do(log, open_account())
        do(log, open_account())

        years = [envelope.recorded_at.year for envelope in log.facts(0)]
    assert years[1:] == [2999, 2999]


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of somebody else's, without our roles, where `admin` may create roles and `plain` may not."""
    start: Callable[[Path], object] = STARTS[request.node.callspec.params["engine"]]
    with a_place() as place:
        running = start(place / "server")
        server = Server(running)
        server.set_rules("local all all trust\n")
        assert until(lambda: server.admits(access.SUPERUSER))
        server.run(*(f"ALTER ROLE {role} RENAME TO kept_{role}" for role in Role))
        server.run(
            "CREATE ROLE admin LOGIN CREATEROLE",
            "CREATE ROLE plain LOGIN",
            "CREATE DATABASE books OWNER admin",
            "CREATE DATABASE plain OWNER plain",
        )
        yield server
        server.run("DROP DATABASE books WITH (FORCE)", "DROP DATABASE plain WITH (FORCE)")
        server.run(*(f"DROP ROLE {role}" for role in Role))
        server.run(*(f"ALTER ROLE kept_{role} RENAME TO {role}" for role in Role))
        running.close()


def test_a_login_that_may_create_roles_sets_a_server_up(server: Server, engine: object):
    url = server.url("admin", "books")

    with ThreadPoolExecutor(3) as threads:
        applied = list(threads.map(lambda _: migrate(url), range(3)))

    assert sorted(applied) == [(), (), ALL]
    with psycopg.connect(url) as connection:
        connection.execute("SET ROLE settlebook_app")
        connection.execute("SELECT * FROM log.log_head FOR UPDATE")


def test_a_login_that_may_not_is_told_what_an_administrator_has_to_run(server: Server, engine: object):
    url = server.url("plain", "plain")
    with pytest.raises(RoleMissing) as refused:
        migrate(url)

    wanted = re.findall(r"^  (.+;)$", refused.value.remedy, re.MULTILINE)
    with psycopg.connect(server.url(database="plain"), autocommit=True) as administrator:
        for statement in wanted:
            administrator.execute(statement.encode())

    assert wanted[0] == 'CREATE ROLE "settlebook_owner" LOGIN;'
    assert migrate(url) == ALL
