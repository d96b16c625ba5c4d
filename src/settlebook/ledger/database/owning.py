"""What only the ledger's owner may do: one transaction in its role."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from settlebook.engine import Engine, Role, RoleMissing
from settlebook.ledger.database.statements import text

Connection = psycopg.Connection[Any]


@contextmanager
def as_owner(
    engine: Engine, isolation: psycopg.IsolationLevel = psycopg.IsolationLevel.READ_COMMITTED
) -> Iterator[Connection]:
    """A transaction of the owner, however long it takes; all of it is done or nothing. Raises RoleMissing."""
    with psycopg.connect(engine.conninfo(Role.OWNER), autocommit=True) as connection:
        connection.execute(text("session").encode())
        connection.isolation_level = isolation
        with connection.transaction():
            try:
                connection.execute(text("become_owner").encode())
            except psycopg.errors.InsufficientPrivilege as error:
                raise RoleMissing(
                    f"The login {connection.info.user} may not act as the ledger's owner.",
                    "Use the login that runs `settlebook migrate`.",
                ) from error
            connection.execute(text("no_hurry").encode())
            yield connection
