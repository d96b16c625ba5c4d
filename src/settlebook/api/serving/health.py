"""Routes for those who keep servers running: is it alive, is it ready, and how does it do."""

import psycopg
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from settlebook import EngineError, Ledger
from settlebook.api.caller import OPENED_BY, Role, allowed, anyone
from settlebook.api.schemas import answered, object_of
from settlebook.api.serving.metrics import exposition
from settlebook.api.wire import Wire

router = APIRouter(tags=["Operations"])
_INT = {"type": "integer"}
_READY = object_of(
    status={"enum": ["ready", "stopping", "unavailable"]},
    position={**_INT, "description": "Of the last event of the log."},
    projectionPosition={**_INT, "description": "How far the read models are; a read brings them up to it."},
    projectionLag={**_INT, "description": "Events they are behind."},
    projectionLagSeconds={**_INT, "description": "Since the first of these was recorded."},
)
_CONTENT = {"application/json": {"schema": _READY}}


@router.get(
    "/healthz",
    response_class=Wire,
    responses=answered(object_of(status={"const": "alive"})),
    openapi_extra=dict(anyone()),
)
async def healthz() -> Wire:
    """Whether the process answers, whatever its database does."""
    return Wire({"status": "alive"})


@router.get(
    "/readyz",
    response_class=Wire,
    responses={**answered(_READY), 503: {"description": "Not now", "content": _CONTENT}},
    openapi_extra=dict(anyone()),
)
def readyz(request: Request) -> Wire:
    """Whether requests can be served: the database answers, and nobody has asked the server to stop."""
    if request.app.state.stopping.is_set():
        return Wire({"status": "stopping"}, 503)
    ledger: Ledger = request.app.state.ledger
    try:
        position, lag = ledger.position, ledger.lags()[0]
    except (EngineError, psycopg.Error):
        return Wire({"status": "unavailable"}, 503)
    return Wire(
        {
            "status": "ready",
            "position": position,
            "projectionPosition": lag.position,
            "projectionLag": lag.events,
            "projectionLagSeconds": lag.seconds,
        }
    )


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"description": "For Prometheus", "content": {"text/plain": {"schema": {"type": "string"}}}}
    },
    openapi_extra={**allowed(Role.VIEWER), OPENED_BY: "open_metrics"},
)
def metrics(request: Request) -> Response:
    """What was counted, and how the ledger stands. It needs a token, unless a setting opens it to anyone."""
    return Response(exposition(request.app.state.ledger), media_type=CONTENT_TYPE_LATEST)
