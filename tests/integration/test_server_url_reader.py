"""What a reader of a server can do beyond reading: nothing, not even keep others waiting."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import psycopg
import pytest
from psycopg import sql

import settlebook as library
from tests.integration.private_server import VERSIONS, PrivateServer, Said, a_private_server, settlebook

SOON = 1.0  # seconds
A_TRY = 5.0  # what a rebuild may at most keep others waiting while it tries to swap, on a slow machine
WRITES = [
    "INSERT INTO read.account DEFAULT VALUES",
    "UPDATE data_query.invoice SET balance = 0",
    "DELETE FROM read.journal_posting",
    "TRUNCATE read.item_balance",
    "CREATE TABLE read.mine (number int)",
    "CREATE SCHEMA mine",
    "DROP VIEW data_query.invoice",
    "ALTER TABLE read.item_balance ADD COLUMN mine int",
    "WITH gone AS (DELETE FROM read.item_balance RETURNING *) SELECT * FROM gone",
    "COPY read.item_balance FROM PROGRAM 'echo 1'",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "COPY (SELECT 1) TO '/tmp/settlebook-reader-was-here'",
    "SELECT pg_read_file('postgresql.conf')",
    "SET ROLE settlebook_app",
]
SECRETS = ["event", "command", "personal", "log_head", "number", "identity", "setting", "migration"]
LOCKS = ["ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE"]

_numbers = count(1)


@pytest.fixture(scope="module", params=VERSIONS)
def server(request: pytest.FixtureRequest) -> Iterator[PrivateServer]:
    with a_private_server(request.param) as running:
        running.add_login("owner", "CREATEROLE")
        running.add_login("clerk")
        running.add_login("analyst")
        running.run("CREATE DATABASE books OWNER owner")
        library.migrate(running.url("owner", "books"))
        running.run("GRANT settlebook_app TO clerk", "GRANT settlebook_reader TO analyst")
        with library.open(running.url("clerk", "books")) as ledger:
            ledger.perform(
                "account.create", None, {"accountNumber": "ACME", "name": "Acme", "currency": "GBP"}
            )
        yield running


@pytest.fixture
def analyst(server: PrivateServer) -> Iterator[psycopg.Connection]:
    """A session of the reader's own, past all that our programs would set."""
    with psycopg.connect(server.url("analyst", "books")) as connection:
        yield connection
        connection.rollback()


def ask(server: PrivateServer, query: str, *options: str) -> Said:
    reader = server.url("analyst", "books")
    return settlebook(server.url("clerk", "books"), "sql", query, *options, reader=reader)


def receive(ledger: library.Ledger) -> float:
    """Record a payment and look at it; how long both took, in seconds."""
    number = f"P-R{next(_numbers)}"
    money = {"accountNumber": "ACME", "number": number, "amount": "1.00", "currency": "GBP"}
    began = time.monotonic()
    ledger.perform("payment.create", None, {**money, "type": "External"})
    assert ledger.payment(number).number == number
    return time.monotonic() - began


def wait_until_it_swaps(ledger: library.Ledger) -> None:
    """Until the rebuild that is at work wants the place of the live tables."""
    until = time.monotonic() + 60
    while not any(model.rebuild and model.rebuild.stage == "swapping" for model in ledger.projections()):
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize("statement", WRITES)
def test_a_reader_cannot_write(analyst: psycopg.Connection, statement: str):
    with pytest.raises(psycopg.Error) as refused:
        analyst.execute(statement.encode())

    assert refused.value.sqlstate in ("42501", "55000"), refused.value  # no right; not a table


def test_a_reader_cannot_end_the_session_of_a_writer(server: PrivateServer, analyst: psycopg.Connection):
    with library.open(server.url("clerk", "books")) as ledger:
        receive(ledger)

        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            analyst.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk'")


@pytest.mark.parametrize("table", SECRETS)
def test_a_reader_cannot_read_the_log_nor_what_is_kept_of_people(analyst: psycopg.Connection, table: str):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        analyst.execute(sql.SQL("SELECT * FROM log.{}").format(sql.Identifier(table)))


def test_a_writer_does_not_wait_for_a_reader_whatever_locks_he_can_get(
    server: PrivateServer, analyst: psycopg.Connection
):
    with library.open(server.url("clerk", "books")) as ledger:
        receive(ledger)
        hold_all_locks(analyst)

        waited = [receive(ledger) for _ in range(3)]

        assert max(waited) < SOON
        assert ledger.verify_books().ok


def test_neither_does_a_writer_wait_for_a_rebuild_that_a_reader_holds_up(
    server: PrivateServer, analyst: psycopg.Connection
):
    with (
        library.open(server.url("clerk", "books")) as ledger,
        library.open(server.url("owner", "books")) as owner,
        ThreadPoolExecutor(1) as beside,
    ):
        receive(ledger)
        hold_all_locks(analyst)
        assert owner.verify_projections().ok

        rebuilding = beside.submit(owner.rebuild)
        wait_until_it_swaps(owner)
        waited = [receive(ledger) for _ in range(3)]
        held_up = not rebuilding.done()
        analyst.rollback()

        assert held_up
        assert max(waited) < A_TRY
        assert rebuilding.result(timeout=60).differing == 0


def test_the_owner_can_migrate_while_a_reader_holds_his_locks(
    server: PrivateServer, analyst: psycopg.Connection
):
    hold_all_locks(analyst)

    assert library.migrate(server.url("owner", "books")) == ()


def hold_all_locks(session: psycopg.Connection) -> None:
    """All that a reader can get, held until the session ends: shares of tables, and advisory locks."""
    relations = session.execute(
        "SELECT quote_ident(schemaname), quote_ident(name) FROM ("
        " SELECT schemaname, tablename AS name FROM pg_tables UNION ALL"
        " SELECT schemaname, viewname FROM pg_views) AS relation"
        " WHERE schemaname IN ('log', 'read', 'data_query', 'added')"
    ).fetchall()
    assert len(relations) > 30
    session.execute("SELECT pg_advisory_lock(key) FROM generate_series(-100, 100) AS key")
    for schema, name in relations:
        for mode in ("ACCESS EXCLUSIVE", *reversed(LOCKS), "ACCESS SHARE"):
            attempt(session, f"LOCK TABLE {schema}.{name} IN {mode} MODE NOWAIT")
        for share in ("UPDATE", "NO KEY UPDATE", "SHARE", "KEY SHARE"):
            attempt(session, f"SELECT * FROM {schema}.{name} FOR {share} NOWAIT")


def attempt(session: psycopg.Connection, statement: str) -> None:
    try:
        with session.transaction():
            session.execute(statement.encode())
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported):
        pass  # what he may not, he does not hold


def test_a_query_that_takes_too_long_is_stopped(server: PrivateServer):
    began = time.monotonic()
    said = ask(server, "select set_config('statement_timeout', '0', false), pg_sleep(60)", "--timeout", "1")

    assert said.code == 1
    assert "statement timeout" in said.err
    assert time.monotonic() - began < 20


def test_a_query_leaves_nothing_behind(server: PrivateServer):
    ask(server, "select lo_from_bytea(0, '\\x00')")

    assert server.run("SELECT count(*) FROM pg_largeobject_metadata", database="books") == [(0,)]


def test_the_past_is_told_with_the_rights_of_the_login_that_only_reads(server: PrivateServer):
    query = "select count(*)::text from account"

    assert ask(server, query, "--format", "csv", "--known-at", "0").out.split() == ["count", "0"]
    assert "permission denied" in ask(server, "select * from log.event", "--known-at", "0").err


def test_a_query_cannot_become_another(server: PrivateServer):
    become = "select set_config('role', 'settlebook_app', false)"
    look = "query_to_xml('select * from log.event', true, true, '')"

    said = ask(server, f"{become}, {look}")

    assert (said.code, said.out) == (1, "")
    assert "permission denied" in said.err
