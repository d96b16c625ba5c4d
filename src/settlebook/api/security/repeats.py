"""Requests that a client's own library sends again when no answer came: done once, as if they had a key."""

import re
from hashlib import sha256
from uuid import uuid4

from settlebook import Ledger
from settlebook.api.security.statements import statement

REPEATED = frozenset({"PUT", "DELETE"})  # HTTP lets libraries send these again by themselves
_TRACK_ID = re.compile(r"[!#-&(-9<-~ ]{1,64}")  # ASCII without : ; " and ', as Zuora has it


def is_track_id(text: str | None) -> bool:
    return text is not None and _TRACK_ID.fullmatch(text) is not None


def key_of_repeat(
    ledger: Ledger, client_id: str, track_id: str, method: str, path: str, body: bytes, window: float
) -> str:
    """The idempotency key of a request that has none: the same for the same one, sent again in the window."""
    digest = sha256()
    for part in (track_id.encode(), method.encode(), path.encode(), body):
        digest.update(len(part).to_bytes(8, "big") + part)
    asked = {
        "ledger": ledger.ledger_id,
        "client_id": client_id,
        "fingerprint": digest.digest(),
        "key": f"repeat-{uuid4().hex}",
        "window": window,
    }
    row = ledger.beside_the_log(
        lambda connection: connection.execute(statement("same_request"), asked).fetchone()
    )
    assert row is not None
    return str(row[0])


def forget_repeats(ledger: Ledger) -> None:
    ledger.beside_the_log(lambda connection: connection.execute(statement("forget_requests"), {}))
