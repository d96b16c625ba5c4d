"""What a request carries beside its body: who asks, of which moment, under which key, as a preview or not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Query, Request
from starlette.concurrency import run_in_threadpool

from settlebook import Ledger, When
from settlebook import Request as Ask
from settlebook.api.caller import Caller
from settlebook.api.moments import when_of
from settlebook.api.parameters import require_known_parameters
from settlebook.api.security.json_depth import require_shallow
from settlebook.api.security.repeats import is_repeatable, key_of_repeat
from settlebook.commands import Command
from settlebook.commands.parsing import LONGEST_KEY, read_json
from settlebook.domain.errors import InvalidRequest
from settlebook.services.guarding import ANY, Guard

LARGE = 8_192  # bytes of a body: it takes milliseconds to read, in which nobody else would be answered


@dataclass(frozen=True, slots=True)
class Context:
    """One request.

    when             the moment that is read, if any: `asOf` and `knownAt`.
    idempotency_key  under which a write takes effect once.
    version          that a write expects of what it is about, of `If-Match`.
    """

    ledger: Ledger
    caller: Caller
    request_id: str
    track_id: str | None
    when: When
    preview: bool
    idempotency_key: str | None
    version: int | None
    minimal: bool  # `Prefer: return=minimal`: who writes wants the outcome only, not the object
    is_large: bool  # has a body for which others are not kept waiting

    @property
    def account(self) -> UUID | None:
        """The only account that the caller may see."""
        return self.caller.account

    def asked(self, command: Command, key: str | None = None) -> Ask:
        """The command as this caller's, under a key or the request's own."""
        guard = Guard(self.account, self.version) if self.account or self.version is not None else ANY
        return Ask(
            command,
            self.idempotency_key if key is None else key,
            actor=self.caller.name,
            client=self.caller.client_id,
            guard=guard,
        )


AsOf = Annotated[
    str | None, Query(alias="asOf", description="As of the end of that accounting day, yyyy-mm-dd.")
]
KnownAtText = Annotated[
    str | None,
    Query(
        alias="knownAt",
        description="As the ledger knew it then: an instant with its offset, or a position of the log.",
    ),
]
Preview = Annotated[
    bool, Query(description="Record nothing: answer what it would change, and every reason found against it.")
]
IdempotencyKey = Annotated[
    str | None,
    Header(description="A write under a key takes effect once, and is answered the same for ever."),
]


async def _when(as_of: AsOf = None, known_at: KnownAtText = None) -> When:
    return when_of(as_of, known_at)


async def reading(request: Request, when: Annotated[When, Depends(_when)]) -> Context:
    """The context of a route that only reads."""
    require_known_parameters(request)
    return _context(request, when=when)


async def _repeatable(request: Request) -> bytes:
    """The body of a request that a library may send again by itself; of others nothing is read here."""
    return await request.body() if is_repeatable(request) else b""


async def writing(
    request: Request,
    body: Annotated[bytes, Depends(_repeatable)],
    preview: Preview = False,
    idempotency_key: IdempotencyKey = None,
    if_match: Annotated[str | None, Header(description="The version that is expected, of an ETag.")] = None,
    prefer: Annotated[str | None, Header(description="return=minimal: the outcome alone.")] = None,
) -> Context:
    """The context of a route that carries a command out."""
    require_known_parameters(request)
    key = idempotency_key
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise InvalidRequest("Idempotency-Key", f"give printable text of 1 to {LONGEST_KEY} characters")
    if key is None and not preview and is_repeatable(request):
        key = await run_in_threadpool(key_of_repeat, request, body)
    minimal = prefer is not None and "return=minimal" in prefer.replace(" ", "")
    version = _version(if_match) if if_match is not None else None
    return _context(request, preview=preview, idempotency_key=key, version=version, minimal=minimal)


def _version(if_match: str) -> int | None:
    """Of an ETag; `*` is any."""
    if if_match.strip() == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', if_match.strip(), re.ASCII)
    if found is None:
        raise InvalidRequest("If-Match", 'give the ETag of an answer, such as "7"')
    return int(found[1])


def _context(
    request: Request,
    *,
    when: When | None = None,
    preview: bool = False,
    idempotency_key: str | None = None,
    version: int | None = None,
    minimal: bool = False,
) -> Context:
    state = request.state
    return Context(
        ledger=request.app.state.ledger,
        caller=state.caller,
        request_id=state.request_id,
        track_id=state.track_id,
        when=when or {},
        preview=preview,
        idempotency_key=idempotency_key,
        version=version,
        minimal=minimal,
        is_large=_is_large(request),
    )


def _is_large(request: Request) -> bool:
    """Whether its body is more than LARGE, or may be: packed, or in pieces that say no length."""
    headers = request.headers
    if "content-encoding" in headers or "transfer-encoding" in headers:
        return True
    return int(headers.get("content-length", "0")) > LARGE


Reading = Annotated[Context, Depends(reading)]
Writing = Annotated[Context, Depends(writing)]


async def _body(request: Request) -> Mapping[str, Any]:
    """The object of a JSON body, its numbers exact; nothing is an empty object. Refuses: InvalidRequest."""
    raw = await request.body()
    deepest = request.app.state.settings.deepest_json
    return await run_in_threadpool(_object, raw, deepest) if len(raw) > LARGE else _object(raw, deepest)


def _object(raw: bytes, deepest: int) -> Mapping[str, Any]:
    require_shallow(raw, deepest)
    found = read_json(raw) if raw.strip() else {}
    if not isinstance(found, dict):
        raise InvalidRequest("body", "give an object")
    return found


Body = Annotated[Mapping[str, Any], Depends(_body)]
