"""Sessions of the owner, who alone may make tables and move them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.engine import RoleMissing
from settlebook.ledger.database.statements import text
from settlebook.ledger.errors import NotMigrated
from settlebook.statements import statements

(MAY_CREATE,) = statements(Path(__file__).parent / "sql" / "may_create.sql")


class OwnerNeeded(RoleMissing):
    """The login may not act as the owner, which building read models takes."""


@dataclass(frozen=True, slots=True)
class Owner:
    """How the owner logs in; for a server it may hold a password."""

    conninfo: str = field(repr=False)

    def session(self) -> Connection[Any]:
        """A session of the owner, autocommit and as durable as the app's. Raises OwnerNeeded, NotMigrated."""
        connection = psycopg.connect(self.conninfo, autocommit=True, prepare_threshold=2)
        try:
            connection.execute(text("session").encode())
            connection.execute(text("owner_session").encode())
        except (psycopg.errors.InvalidParameterValue, psycopg.errors.InsufficientPrivilege) as error:
            login = connection.info.user
            connection.close()
            raise OwnerNeeded(
                f"The login {login} may not act as settlebook_owner, and only the owner makes tables: "
                f"{error.diag.message_primary}.",
                "Use the login that runs `settlebook migrate`, or have an administrator run: "
                f"GRANT settlebook_owner TO {login}",
            ) from None
        _require_creator(connection)
        return connection


def _require_creator(connection: Connection[Any]) -> None:
    """A dump of a database has no rights on the database itself. Raises NotMigrated."""
    may_create, database = connection.execute(MAY_CREATE).fetchone() or (False, "?")
    if not may_create:
        connection.close()
        raise NotMigrated(
            f"settlebook_owner may make nothing in the database {database}, as after a dump was put back.",
            "Run `settlebook migrate` on it.",
        )
