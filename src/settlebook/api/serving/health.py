"""Routes for those who keep servers running: is it alive, is it ready, and how does it do."""

from functools import partial
from typing import Any

import psycopg
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Metric

from settlebook import EngineError, Ledger
from settlebook.api.caller import OPENED_BY, Role, allowed, anyone
from settlebook.api.schemas import answered, object_of
from settlebook.api.serving.looking import Look
from settlebook.api.serving.metrics import exposition, standing
from settlebook.api.wire import Wire

router = APIRouter(tags=["Operations"])
ANSWERS_WITHIN = 3.0  # seconds: who keeps servers running asks often, and takes silence for the worst
_NO_ANSWER = (EngineError, psycopg.Error, TimeoutError)
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
async def readyz(request: Request) -> Wire:
    """Whether requests can be served: the database answers, and nobody has asked the server to stop."""
    state = request.app.state
    if state.stopping.is_set():
        return Wire({"status": "stopping"}, 503)
    look: Look[dict[str, Any]] = state.readiness
    try:
        return Wire(await look.at(partial(_readiness, state.ledger), ANSWERS_WITHIN))
    except _NO_ANSWER:
        return Wire({"status": "unavailable"}, 503)


def _readiness(ledger: Ledger) -> dict[str, Any]:
    position, lag = ledger.position, ledger.lags()[0]
    return {
        "status": "ready",
        "position": position,
        "projectionPosition": lag.position,
        "projectionLag": lag.events,
        "projectionLagSeconds": lag.seconds,
    }


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"description": "For Prometheus", "content": {"text/plain": {"schema": {"type": "string"}}}}
    },
    openapi_extra={**allowed(Role.VIEWER), OPENED_BY: "open_metrics"},
)
async def metrics(request: Request) -> Response:
    """What was counted and, where it answers, how the ledger stands.

    It needs a token, which the ledger has to answer for, unless a setting opens it to anyone.
    """
    state = request.app.state
    look: Look[list[Metric]] = state.standing
    try:
        found = await look.at(partial(standing, state.ledger), ANSWERS_WITHIN)
    except _NO_ANSWER:
        found = []
    return Response(exposition(found), media_type=CONTENT_TYPE_LATEST)
