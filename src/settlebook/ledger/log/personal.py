"""What may have to be forgotten: kept beside the log with a salt; the log holds its id and a salted hash."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from settlebook.domain.canonical import canonical_text
from settlebook.domain.events import PersonalRef
from settlebook.ledger.database.connections import Connections
from settlebook.ledger.database.statements import statement

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class PersonalRow:
    """Content to keep beside the log; None where only a request's hashes need the salt."""

    personal_id: UUID
    owner_id: UUID
    salt: bytes
    content: str | None

    @classmethod
    def of(cls, owner_id: UUID, content: Mapping[str, Any] | None) -> "PersonalRow":
        text = None if content is None else canonical_text(content)
        return cls(uuid4(), owner_id, secrets.token_bytes(SALT_BYTES), text)

    @property
    def ref(self) -> PersonalRef:
        return PersonalRef(personal_id=self.personal_id, digest=digest(self.salt, self.content or ""))


def digest(salt: bytes, text: str) -> str:
    """sha256 over the salt and a canonical JSON text, in hexadecimal."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def erase_personal(connections: Connections, ledger_id: str, owner_id: UUID) -> int:
    """Forget what is kept of an owner: content and salts, so that no hash in the log tells anything any more.

    Returns how many contents were erased; erasing again erases nothing more.
    """
    parameters = {"ledger_id": ledger_id, "owner_id": owner_id}
    return connections.read(
        lambda connection: connection.execute(statement("erase_personal"), parameters).rowcount
    )


def vacuum_personal(connections: Connections) -> None:
    """Leave nothing of what was erased in the table's files, as far as nobody is still reading it."""
    connections.read(lambda connection: connection.execute(statement("vacuum_personal")))


def personal_of(connections: Connections, ledger_id: str, owner_id: UUID) -> dict[UUID, dict[str, Any]]:
    """What is kept of an owner and not yet erased, by personal id."""
    parameters = {"ledger_id": ledger_id, "owner_id": owner_id}
    rows = connections.read(
        lambda connection: connection.execute(statement("personal_of_owner"), parameters).fetchall()
    )
    return {personal_id: json.loads(content) for personal_id, content in rows}
