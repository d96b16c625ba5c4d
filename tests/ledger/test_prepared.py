"""Statements that are sent without a cursor answer as with one, and stay prepared whatever happens around."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from settlebook.ledger.database.arrays import Texts, Uuids
from settlebook.ledger.database.connections import Connection, Connections
from settlebook.ledger.database.prepared import LARGE, Parameter, Prepared
from settlebook.ledger.opening import LedgerLog

NOTHING: dict[str, Parameter] = {
    "ledger_id": "main",
    "kinds": Texts.EMPTY,
    "numbers": Texts.EMPTY,
    "ids": Uuids.EMPTY,
    "long": 1,
    "clients": Texts.of(["nobody"]),
    "keys": Texts.of(["nothing"]),
}


@pytest.fixture
def connection(log: LedgerLog) -> Iterator[Connection]:
    connections = Connections(log.engine, by_key=True)
    with connections.borrow() as lent:
        yield lent
    connections.close()


def prepared(connection: Connection) -> list[str]:
    with connection.cursor() as cursor:
        return [name for (name,) in cursor.execute("SELECT name FROM pg_prepared_statements")]


def test_it_is_prepared_once_a_connection(connection: Connection):
    statement = Prepared("look_ahead")

    assert [statement.rows(connection, NOTHING) for _ in range(2)] == [[], []]

    assert len(prepared(connection)) == 1


def test_it_stays_prepared_when_a_transaction_is_rolled_back(connection: Connection):
    statement = Prepared("look_ahead")
    with connection.transaction(force_rollback=True):
        statement.rows(connection, NOTHING)
        connection.execute("SELECT 1")

    assert statement.rows(connection, NOTHING) == []


def test_what_was_prepared_before_under_the_same_name_is_not_in_the_way(connection: Connection):
    Prepared("look_ahead").rows(connection, NOTHING)

    assert Prepared("look_ahead").rows(connection, NOTHING) == []


def test_a_connection_that_prepares_by_itself_uses_a_cursor(log: LedgerLog):
    with log.connections.borrow() as connection:
        assert Prepared("look_ahead").rows(connection, NOTHING) == []

        assert not [name for name in prepared(connection) if name.startswith("settlebook")]


def test_what_the_server_refuses_is_raised_as_by_a_cursor(connection: Connection):
    wrong = {**NOTHING, "ids": Uuids.of([uuid4()]), "long": -1}

    with pytest.raises(psycopg.errors.InvalidRowCountInLimitClause):
        Prepared("look_ahead").rows(connection, wrong)

    assert Prepared("look_ahead").rows(connection, NOTHING) == []


def test_what_is_sent_in_one_go_arrives_and_the_connection_is_as_before(connection: Connection):
    names = [f"INV-{number:0200}" for number in range(2 * LARGE // 200)]
    statement = Prepared("look_ahead")

    assert statement.rows(connection, NOTHING | {"keys": Texts.of(names)}) == []

    assert connection.pgconn.nonblocking
    assert connection.execute("SELECT 1").fetchone() == (1,)
