"""Puts the API together: its routes, who may use them, and how errors are told."""

import logging
import threading
from collections.abc import Awaitable, Callable
from functools import partial

from fastapi import FastAPI, Request

from settlebook import Ledger
from settlebook.api import commands, describing, feed, object_query, reads
from settlebook.api.caller import Caller
from settlebook.api.data_query import routes as data_query
from settlebook.api.describing import describe
from settlebook.api.directory import Directory
from settlebook.api.failures import add_failures
from settlebook.api.security import oauth
from settlebook.api.security.admission import admit
from settlebook.api.security.at_once import at_once_of
from settlebook.api.security.buckets import Buckets, buckets_of
from settlebook.api.serving import health
from settlebook.api.serving.entrance import Entrance
from settlebook.api.serving.looking import Look
from settlebook.api.serving.packing import Packing
from settlebook.api.serving.settings import ServerSettings
from settlebook.api.wire import Wire
from settlebook.api.zoql import routes as zoql

Authenticate = Callable[[Request], Awaitable[Caller]]
ROUTERS = (
    oauth.router,
    health.router,
    *commands.ROUTERS,
    *data_query.ROUTERS,
    *feed.ROUTERS,
    *object_query.ROUTERS,
    *reads.ROUTERS,
    *zoql.ROUTERS,
    describing.router,
)
FAILED_LOGINS = 20  # of one address at once; one more every second


def create_app(ledger: Ledger, authenticate: Authenticate, settings: ServerSettings | None = None) -> FastAPI:
    """The API of one ledger. `authenticate` finds who sends a request, or raises ApiError."""
    app = FastAPI(
        title="Settlebook",
        description="The open book of settlements, on the paths that Zuora's clients know.",
        default_response_class=Wire,
        redirect_slashes=False,
        openapi_url=None,  # told by `describing`
    )
    app.state.ledger = ledger
    app.state.settings = settings or ServerSettings.model_construct()
    app.state.stopping = threading.Event()  # set when the server is asked to stop: long answers end then
    app.state.readiness = Look()
    app.state.standing = Look()
    app.state.authenticate = authenticate
    app.state.attempts = Buckets(FAILED_LOGINS, per_second=1)
    app.state.log = logging.getLogger("settlebook.api")
    app.state.rates = buckets_of(app.state.settings.rate_per_minute)
    app.state.at_once = at_once_of(app.state.settings.at_once)
    app.add_middleware(Packing)
    app.add_middleware(Entrance, state=app.state)  # the outermost comes last
    add_failures(app)
    routes = [route for router in ROUTERS for route in router.routes]
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    app.router.middleware_stack = Directory(app.router, routes, _admit)
    return app


async def _admit(request: Request) -> None:
    """Lets in who has the role that the route names; a route that names none lets nobody in."""
    request.state.caller = await admit(request)
