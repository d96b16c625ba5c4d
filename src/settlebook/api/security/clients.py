"""Clients of the API: made, listed, given another secret, revoked. Secrets are shown once, kept hashed."""

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from psycopg import Connection
from psycopg.rows import dict_row

from settlebook import Ledger, NotFound
from settlebook.api.caller import Caller, Role
from settlebook.api.security.statements import statement
from settlebook.domain.errors import InvalidRequest
from settlebook.ledger.identity.names import LONGEST, is_name

SECRET_LENGTH = 40  # of 62 letters and digits, drawn by lot; Zuora's client takes 42 at most
_ALPHABET = string.ascii_letters + string.digits
# What OWASP asks for at least; our secrets are drawn by lot, and guessing them is hopeless before any hash.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class Credentials(NamedTuple):
    """What a client logs in with; the secret can be seen here and nowhere else."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Client:
    """A program that may use the API. `account_id` is the only account it may see, or None."""

    client_id: str
    name: str
    role: Role
    account_id: UUID | None
    secret_hash: str
    generation: int
    created_at: datetime
    created_by: str
    rotated_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def caller(self) -> Caller:
        return Caller(self.client_id, self.name, self.role, self.account_id)

    def __repr__(self) -> str:
        return f"Client({self.client_id!r}, {self.name!r})"  # never a hash, wherever it is shown


class Clients:
    """The clients of one ledger, as every server on its database sees them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def create(self, name: str, role: Role, account_id: UUID | None, *, by: str) -> Credentials:
        """Refuses InvalidRequest: a name that another has, or that is none."""
        if not is_name(name) or len(name) > LONGEST:
            raise InvalidRequest("name", f"give printable text of 1 to {LONGEST} characters")
        made = Credentials(str(uuid4()), _new_secret())
        given = {
            "client_id": made.client_id,
            "name": name,
            "role": role.value,
            "account_id": account_id,
            "secret_hash": _hasher.hash(made.client_secret),
            "created_by": by,
        }
        if self._changed("make_client", given) is None:
            raise InvalidRequest("name", "another client has that name; revoke it first, or take another")
        return made

    def all(self) -> list[Client]:
        return self._ledger.beside_the_log(lambda connection: self._rows(connection, "clients", {}))

    def find(self, client_id: str) -> Client | None:
        if not is_name(client_id):  # nobody has such an id, and a database may not even look for it
            return None
        asked = {"client_id": client_id}
        found = self._ledger.beside_the_log(lambda connection: self._rows(connection, "client", asked))
        return found[0] if found else None

    def rotate(self, key: str) -> Credentials:
        """Another secret; the one before and its tokens are worth nothing at once. Refuses NotFound."""
        secret = _new_secret()
        client_id = self._changed("rotate_client", {"key": key, "secret_hash": _hasher.hash(secret)})
        if client_id is None:
            raise NotFound("client", key)
        return Credentials(client_id, secret)

    def revoke(self, key: str) -> str:
        """The id of the client that may do nothing any more. Refuses NotFound."""
        client_id = self._changed("revoke_client", {"key": key})
        if client_id is None:
            raise NotFound("client", key)
        return client_id

    def who(self, client_id: str, client_secret: str) -> Client | None:
        """The client whose secret it is; this takes as long on purpose, whoever asks."""
        client = self.find(client_id)
        known = client is not None and not client.is_revoked
        fits = _fits(client.secret_hash if client is not None and known else _hash_of_nobody(), client_secret)
        return client if known and fits else None

    def _changed(self, name: str, given: Mapping[str, Any]) -> str | None:
        asked = {"ledger": self._ledger.ledger_id, **given}
        row = self._ledger.beside_the_log(
            lambda connection: connection.execute(statement(name), asked).fetchone()
        )
        return row[0] if row else None

    def _rows(self, connection: Connection[Any], name: str, asked: Mapping[str, Any]) -> list[Client]:
        with connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(statement(name), {"ledger": self._ledger.ledger_id, **asked}).fetchall()
        return [Client(**{**row, "role": Role(row["role"])}) for row in rows]


def _fits(secret_hash: str, secret: str) -> bool:
    try:
        return _hasher.verify(secret_hash, secret)
    except (Argon2Error, InvalidHashError):
        return False


def _new_secret() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(SECRET_LENGTH))


@cache
def _hash_of_nobody() -> str:
    """Who is unknown is answered no sooner than who is known."""
    return _hasher.hash(_new_secret())
