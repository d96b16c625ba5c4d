"""Signs messages as standardwebhooks.com has it, so that libraries of many languages can verify them.

docs/api.md shows how to verify one by hand.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable
from secrets import token_bytes

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    return PREFIX + b64encode(token_bytes(BYTES)).decode()


def signature(secret: str, id: str, at: int, body: bytes) -> str:
    """HMAC-SHA256 over id, timestamp and body, by the bytes behind the prefix of the secret."""
    signed = f"{id}.{at}.".encode() + body
    digest = hmac.digest(b64decode(secret.removeprefix(PREFIX)), signed, "sha256")
    return f"v1,{b64encode(digest).decode()}"


def signed_headers(secrets: Iterable[str], id: str, at: int, body: bytes) -> dict[str, str]:
    """One signature a secret: while a secret is replaced, receivers may know either."""
    signatures = (signature(secret, id, at, body) for secret in secrets)
    return {"webhook-id": id, "webhook-timestamp": str(at), "webhook-signature": " ".join(signatures)}
