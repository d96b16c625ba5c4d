"""Puts the API together: its routes, who may use them, and how errors are told."""

import logging
from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, FastAPI, Header, Request

from settlebook import Ledger
from settlebook.api import commands, reads
from settlebook.api.caller import ROLE, Caller, Role
from settlebook.api.failures import PERMISSION, ApiError, add_failures
from settlebook.api.wire import Wire

Authenticate = Callable[[Request], Awaitable[Caller]]
ROUTERS = (*commands.ROUTERS, *reads.ROUTERS)
TRACK_ID = 64  # characters, as in Zuora


def create_app(ledger: Ledger, authenticate: Authenticate) -> FastAPI:
    """The API of one ledger. `authenticate` finds who sends a request, or raises ApiError."""
    app = FastAPI(
        title="Settlebook",
        description="The open book of settlements, on the paths that Zuora's clients know.",
        default_response_class=Wire,
        dependencies=[Depends(_admitted)],
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    app.state.ledger = ledger
    app.state.authenticate = authenticate
    app.state.log = logging.getLogger("settlebook.api")
    add_failures(app)
    for router in ROUTERS:
        app.include_router(router)
    return app


async def _admitted(
    request: Request,
    zuora_track_id: Annotated[str | None, Header(description="Comes back with the answer.")] = None,
) -> None:
    """Lets in who has the role that the route names; a route that names none lets nobody in."""
    request.state.request_id = uuid4().hex
    request.state.track_id = zuora_track_id[:TRACK_ID] if zuora_track_id else None
    request.state.caller = caller = await request.app.state.authenticate(request)
    role = (request.scope["route"].openapi_extra or {}).get(ROLE)
    if role is None or not caller.role.includes(Role(role)):
        message = f"{caller.name} has the role {caller.role}, and this needs {role or 'another'}."
        raise ApiError(PERMISSION, "not_allowed", message)
