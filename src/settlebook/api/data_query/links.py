"""Links to result files: signed by a secret of the job itself, good for a while and for that file alone."""

import hmac
import time
from hashlib import sha256
from secrets import token_hex
from typing import Any
from uuid import UUID

LASTING = 3_600  # seconds that a link is good for; asking for the job gives a new one
SECRET = "secret"  # in the result of a job, which nobody is shown


def new_secret() -> str:
    return token_hex(32)


def link(base: str, job_id: UUID, secret: str) -> str:
    """Where the file is, for whoever has the link."""
    expires = int(time.time()) + LASTING
    return f"{base}query/jobs/{job_id}/file?expires={expires}&signature={_signature(job_id, secret, expires)}"


def is_good(job_id: UUID, result: Any, expires: int, signature: str) -> bool:
    """Whether a link is ours and not over."""
    secret = str(result.get(SECRET) or "")
    if not secret or expires < time.time():
        return False
    return hmac.compare_digest(_signature(job_id, secret, expires).encode(), signature.encode())


def _signature(job_id: UUID, secret: str, expires: int) -> str:
    return hmac.new(bytes.fromhex(secret), f"{job_id} {expires}".encode(), sha256).hexdigest()
