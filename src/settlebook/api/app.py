"""Puts the API together: its routes, who may use them, and how errors are told."""

import logging
import threading
from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, FastAPI, Header, Request

from settlebook import Ledger
from settlebook.api import commands, feed, reads
from settlebook.api.caller import Caller
from settlebook.api.failures import add_failures
from settlebook.api.security import oauth
from settlebook.api.security.admission import admit
from settlebook.api.security.buckets import Buckets
from settlebook.api.security.repeats import is_track_id
from settlebook.api.serving.settings import ServerSettings
from settlebook.api.wire import Wire

Authenticate = Callable[[Request], Awaitable[Caller]]
ROUTERS = (oauth.router, *commands.ROUTERS, *feed.ROUTERS, *reads.ROUTERS)
FAILED_LOGINS = 20  # of one address at once; one more every second


def create_app(ledger: Ledger, authenticate: Authenticate, settings: ServerSettings | None = None) -> FastAPI:
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
    app.state.settings = settings or ServerSettings.model_construct()
    app.state.stopping = threading.Event()  # set when the server is asked to stop: long answers end then
    app.state.authenticate = authenticate
    app.state.attempts = Buckets(FAILED_LOGINS, per_second=1)
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
    state = request.state
    state.request_id = getattr(state, "request_id", None) or uuid4().hex
    state.track_id = zuora_track_id if is_track_id(zuora_track_id) else None
    state.caller = await admit(request)
