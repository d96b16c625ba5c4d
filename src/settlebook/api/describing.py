"""What the API says of itself: OpenAPI for programs, and a page for people that needs no other server."""

import html
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from settlebook.api.caller import ANYONE, ROLE, anyone
from settlebook.api.schemas import Later
from settlebook.api.sharing import shared

router = APIRouter(include_in_schema=False)
_PAGE = (Path(__file__).parent / "docs.html").read_text("utf-8")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_writing = Lock()
_TRACK_ID = {
    "name": "Zuora-Track-Id",
    "in": "header",
    "required": False,
    "description": "Comes back with the answer; a PUT that is sent again with it is done once.",
    "schema": {"type": "string", "maxLength": 64},
}
_FLOW = {"tokenUrl": "/oauth/token", "scopes": {}}
_CLIENT = {"type": "oauth2", "flows": {"clientCredentials": _FLOW}}


@router.get("/openapi.json", openapi_extra=dict(anyone()))
def openapi_json(request: Request) -> Response:
    """OpenAPI of every route; it shows nothing of any ledger."""
    state = request.app.state
    with _writing:  # takes a while, once
        if getattr(state, "openapi_json", None) is None:
            state.openapi_json = msgspec.json.encode(request.app.openapi())
    return Response(state.openapi_json, media_type="application/json")


@router.get("/docs", openapi_extra=dict(anyone()))
def docs(request: Request) -> Response:
    """Every route, for people."""
    routes = "".join(_listed(request.app.router.routes))
    page = _PAGE.replace("$routes", routes)
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


def describe(app: FastAPI) -> dict[str, Any]:
    """OpenAPI; made when somebody asks for it, and then kept."""
    if app.openapi_schema is None:
        routes = [route for route in app.router.routes if isinstance(route, APIRoute)]
        for route in routes:
            route.openapi_extra = {**_secured(route), **_resolved(route.openapi_extra or {})}
        found = get_openapi(
            title=app.title,
            version=version("settlebook"),
            description=app.description,
            routes=routes,
            separate_input_output_schemas=False,
        )
        found.setdefault("components", {})["securitySchemes"] = {"client": _CLIENT}
        app.openapi_schema = shared(found)
    return app.openapi_schema


def _secured(route: APIRoute) -> Mapping[str, Any]:
    opened = (route.openapi_extra or {}).get(ROLE) == ANYONE
    return {"security": [] if opened else [{"client": []}], "parameters": [_TRACK_ID]}


def _resolved(part: Any) -> Any:
    if isinstance(part, Later):
        return part.made()
    return {name: _resolved(each) for name, each in part.items()} if isinstance(part, dict) else part


def _listed(routes: Iterable[object]) -> Iterator[str]:
    shown = [route for route in routes if isinstance(route, APIRoute) and route.include_in_schema]
    tag = None
    for route in sorted(shown, key=lambda route: (str(route.tags[:1]), route.path)):
        if route.tags[:1] != tag:
            tag = route.tags[:1]
            yield f'<tr><th colspan="3">{html.escape(str(tag[0]) if tag else "")}</th></tr>\n'
        role = str((route.openapi_extra or {}).get(ROLE, ""))
        method = " ".join(sorted(route.methods or ()))
        said = route.summary or route.description.partition("\n")[0]
        cells = (f"{method} {route.path}", role, said)
        yield "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>\n"
