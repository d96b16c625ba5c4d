"""Short-lived tokens, signed by a key that all servers of a ledger share."""

import secrets
import time
from threading import Lock
from typing import Any, NamedTuple
from uuid import uuid4

import jwt
from psycopg import Connection

from settlebook import Ledger
from settlebook.api.security.clients import Client
from settlebook.api.security.statements import statement

ALGORITHM = "HS256"
RENEWED_AFTER = 30 * 86_400  # seconds that one key signs
LOOKS_APART = 1.0  # seconds: tokens with unknown keys make nobody ask the database more often
LONGEST_TOKEN = 2_048


class Claims(NamedTuple):
    """What a token says: whose it is, of which generation of the client, and until when it counts."""

    client_id: str
    generation: int
    expires: float


class Issued(NamedTuple):
    token: str
    id: str


class Tokens:
    """Signs tokens and reads them. `seconds` is how long one counts."""

    def __init__(self, ledger: Ledger, seconds: int) -> None:
        self._ledger = ledger
        self.seconds = seconds
        self._keys: dict[str, bytes] = {}
        self._signing: str | None = None
        self._looked_at = float("-inf")
        self._made_at = float("-inf")
        self._lock = Lock()

    def issue(self, client: Client) -> Issued:
        """A token for a client, signed by the newest key."""
        key_id, secret = self._signing_key()
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": f"settlebook/{self._ledger.ledger_id}",
            "sub": client.client_id,
            "gen": client.generation,
            "iat": now,
            "exp": now + self.seconds,
            "jti": uuid4().hex,
        }
        return Issued(jwt.encode(claims, secret, ALGORITHM, headers={"kid": key_id}), claims["jti"])

    def read(self, token: str) -> Claims | None:
        """What a token says, if one of our keys signed it and it is not over."""
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            secret = self._key(jwt.get_unverified_header(token).get("kid"))
            if secret is None:
                return None
            said: dict[str, Any] = jwt.decode(
                token,
                secret,
                algorithms=[ALGORITHM],
                issuer=f"settlebook/{self._ledger.ledger_id}",
                options={"require": ["exp", "iat", "sub", "gen"]},
            )
            return Claims(str(said["sub"]), int(said["gen"]), float(said["exp"]))
        except (jwt.InvalidTokenError, ValueError, TypeError):
            return None

    def _key(self, key_id: Any) -> bytes | None:
        if not isinstance(key_id, str):
            return None
        if key_id not in self._keys:
            with self._lock:
                if key_id not in self._keys and time.monotonic() - self._looked_at > LOOKS_APART:
                    self._ledger.beside_the_log(self._look)
        return self._keys.get(key_id)

    def _signing_key(self) -> tuple[str, bytes]:
        with self._lock:
            if self._signing is None or time.monotonic() - self._made_at > RENEWED_AFTER / 100:
                self._ledger.beside_the_log(self._make_where_none_is_young)
                self._made_at = time.monotonic()
            assert self._signing is not None
            return self._signing, self._keys[self._signing]

    def _make_where_none_is_young(self, connection: Connection[Any]) -> None:
        made = {"key_id": uuid4(), "secret": secrets.token_bytes(32), "renewed_after": RENEWED_AFTER}
        connection.execute(statement("make_signing_key"), {"ledger": self._ledger.ledger_id, **made})
        kept_for = 2 * RENEWED_AFTER + self.seconds
        connection.execute(
            statement("drop_signing_keys"), {"ledger": self._ledger.ledger_id, "kept_for": kept_for}
        )
        self._look(connection)

    def _look(self, connection: Connection[Any]) -> None:
        rows = connection.execute(statement("signing_keys"), {"ledger": self._ledger.ledger_id}).fetchall()
        self._keys = {key_id.hex: bytes(secret) for key_id, secret in rows}
        self._signing = next(iter(self._keys), None)
        self._looked_at = time.monotonic()
