"""Requests that a client's own library sends again when no answer came: done once, as if they had a key."""

import re
from hashlib import sha256
from uuid import uuid4

from fastapi import Request

from settlebook import Ledger
from settlebook.api.security.statements import statement

REPEATED = frozenset({"PUT", "DELETE"})  # HTTP lets libraries send these again by themselves
_TRACK_ID = re.compile(r"[!#-&(-9<-~ ]{1,64}")  # ASCII without : ; " and ', as Zuora has it


def is_track_id(text: str | None) -> bool:
    return text is not None and _TRACK_ID.fullmatch(text) is not None


def is_repeatable(request: Request) -> bool:
    """Whether it would be taken for the same one, if it came again within the window."""
    window = request.app.state.settings.repeat_seconds
    return request.method in REPEATED and request.state.track_id is not None and window > 0


def key_of_repeat(request: Request, body: bytes) -> str:
    """The idempotency key of a request that has none: the same for the same one, sent again in the window."""
    ledger: Ledger = request.app.state.ledger
    target = f"{request.url.path}?{request.url.query}"
    asked = {
        "ledger": ledger.ledger_id,
        "client_id": request.state.caller.client_id,
        "fingerprint": _fingerprint(request.state.track_id, request.method, target, body),
        "key": f"repeat-{uuid4().hex}",
        "window": request.app.state.settings.repeat_seconds,
    }
    row = ledger.beside_the_log(
        lambda connection: connection.execute(statement("same_request"), asked).fetchone()
    )
    assert row is not None
    return str(row[0])


def _fingerprint(track_id: str, method: str, target: str, body: bytes) -> bytes:
    digest = sha256()
    for part in (track_id.encode(), method.encode(), target.encode(), body):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def forget_repeats(ledger: Ledger) -> None:
    ledger.beside_the_log(lambda connection: connection.execute(statement("forget_requests"), {}))
