"""`GET /v1/events`: what was recorded after a position, as a page that can be waited for, or as a stream."""

import re
from typing import Annotated, Any
from uuid import UUID

import anyio
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from settlebook import NotFound
from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.feed.event import PAGE_SCHEMA
from settlebook.api.feed.reading import READS_AT_ONCE, Question, Reading
from settlebook.api.feed.tail import tail_of
from settlebook.api.feed.topics import split, topics_of
from settlebook.api.parameters import require_known_parameters
from settlebook.api.schemas import answered
from settlebook.api.wire import Wire
from settlebook.domain.errors import InvalidRequest
from settlebook.domain.ids import as_id

MOST = 1_000  # events of a page
USUAL = 100
LONGEST_WAIT = 30.0  # seconds
FARTHEST = 2**63 - 1  # as a position
STREAM = "text/event-stream"
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the latter for proxies

After = Annotated[
    int, Query(ge=0, le=FARTHEST, description="What was recorded after this position; 0: from the first on.")
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Most events of a page.")]
Wait = Annotated[
    float, Query(ge=0, le=LONGEST_WAIT, description="Seconds to wait where nothing is there yet.")
]
EpochText = Annotated[
    str | None, Query(description="Of the last answer: another history than the one you know is refused.")
]
Types = Annotated[
    str | None,
    Query(
        description="Only these, with commas between: objects (payment), events (payment.applied) or topics."
    ),
]
AccountKey = Annotated[str | None, Query(description="Only events in which this account takes part.")]
LastEventId = Annotated[
    str | None, Header(alias="Last-Event-ID", description="Of a stream: goes before `after` and `epoch`.")
]

router = APIRouter(tags=["Events"])


def _responses() -> dict[int | str, dict[str, Any]]:
    responses = answered(PAGE_SCHEMA, "A page of events, or with Accept: text/event-stream a stream of them")
    responses[200]["content"][STREAM] = {"schema": {"type": "string"}}
    return responses


@router.get(
    "/v1/events",
    response_class=Wire,
    responses=_responses(),
    openapi_extra=dict(allowed(Role.VIEWER, Scope.FILTERED)),
)
async def events(
    request: Request,
    after: After = 0,
    limit: Limit = USUAL,
    wait: Wait = 0,
    epoch: EpochText = None,
    types: Types = None,
    account: AccountKey = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    last_event_id: LastEventId = None,
) -> Response:
    """Every event in the order in which it was recorded, each once.

    An answer says by `epoch` and `position` where to go on. Personal content is in no event.
    """
    require_known_parameters(request)
    known = _epoch(epoch)
    if last_event_id:
        known, after = _place(last_event_id)
    reading = _reading(request)
    of = await anyio.to_thread.run_sync(_account, request, account)
    question = Question(after, known, limit, topics_of(split(types)), of)
    if STREAM in accept:
        return StreamingResponse(
            await reading.stream(question), media_type=STREAM, headers=dict(STREAM_HEADERS)
        )
    return await reading.answer(question, wait)


def _reading(request: Request) -> Reading:
    state = request.app.state
    if not hasattr(state, "feed_limiter"):
        state.feed_limiter = anyio.CapacityLimiter(READS_AT_ONCE)
    return Reading(tail_of(state), state.feed_limiter)


def _account(request: Request, key: str | None) -> UUID | None:
    """Whose events are shown: those of the account that is asked for, and of no other than the caller's."""
    own: UUID | None = request.state.caller.account
    if key is None:
        return own
    asked = request.app.state.ledger.account(key).id
    if own is not None and asked != own:
        raise NotFound("account", key)
    found: UUID = asked
    return found


def _epoch(text: str | None) -> UUID | None:
    if text is None:
        return None
    found = as_id(text)
    if found is None:
        raise InvalidRequest("epoch", "give the id of an epoch, as an answer had it")
    return found


def _place(last_event_id: str) -> tuple[UUID | None, int]:
    epoch, _, position = last_event_id.partition(":")
    if not re.fullmatch("[0-9]{1,18}", position, re.ASCII):
        raise InvalidRequest("Last-Event-ID", "give the id of an event of a stream: epoch:position")
    return _epoch(epoch), int(position)
