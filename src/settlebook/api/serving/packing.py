"""Packs larger answers by gzip for who takes them so; events that are waited for leave as they come."""

import re

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware, IdentityResponder
from starlette.types import ASGIApp, Receive, Scope, Send

LEAST = 1_000  # bytes of an answer that is packed, as Zuora has it
LEVEL = 4  # from here on packing costs more than it gains
_REFUSED = re.compile(r"q=0(\.0{0,3})?", re.ASCII)


class Packing(GZipMiddleware):
    """Stands inside of the entrance, which counts and logs what leaves.

    Streams of events, and files that are packed already, leave as they are. An ETag names the version of an
    object, not its bytes, so it is the same however the answer is packed.
    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, minimum_size=LEAST, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not takes_gzip(Headers(scope=scope).get("accept-encoding", "")):
            await IdentityResponder(self.app, self.minimum_size)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip, and not to rule it out."""
    for each in accepted.lower().split(","):
        name, _, weight = each.partition(";")
        if name.strip() == "gzip":
            return _REFUSED.fullmatch(weight.strip()) is None
    return False
