"""Where every request comes in and every answer leaves: ids, limits, headers, the log, the figures."""

import logging
import time
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import State
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from settlebook.api.failures import unforeseen
from settlebook.api.security.oauth import LOGIN, LONGEST_LOGIN
from settlebook.api.security.repeats import is_track_id
from settlebook.api.serving.bodies import Body
from settlebook.api.serving.logs import FIELDS
from settlebook.api.serving.metrics import REQUESTS
from settlebook.random_ids import random_id

BULK = "/v1/commands"
HEAD = "HEAD"
METHODS = frozenset({"GET", HEAD, "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
NOT_ROUTED = "none"
LEFT = 499  # as others log those who left before they were answered
_LOG = logging.getLogger("settlebook.api.requests")
_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)
_UNLESS_SAID = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
_TLS_ONLY = (b"strict-transport-security", b"max-age=31536000")


class Entrance:
    """Stands around the whole application. `state` is the application's."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app = app
        self._state = state
        settings = state.settings
        self._most = settings.largest_body
        self._most_of = {BULK: settings.largest_bulk, LOGIN: LONGEST_LOGIN}
        self._safe = (*_SAFE, _TLS_ONLY) if settings.tls_key is not None else _SAFE
        self._logs = settings.log_requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = _Visit(scope, send, self._safe)
        allowed = self._most_of.get(scope["path"], self._most)
        body = Body(receive, visit.headers, allowed, self._state.settings.body_seconds)
        try:
            await self._app(visit.scope, body.receive, visit.send)
        except ClientDisconnect:
            visit.status = visit.status or LEFT
        except Exception as error:
            await self._fail(visit, receive, error)
        finally:
            visit.end()
            self._tell(visit)

    async def _fail(self, visit: "_Visit", receive: Receive, error: Exception) -> None:
        """What nobody foresaw is told in the shape of every failure, unless an answer has begun already."""
        response = unforeseen(Request(visit.scope, receive), error)
        if not visit.status:
            await response(visit.scope, receive, visit.send)

    def _tell(self, visit: "_Visit") -> None:
        seconds = time.perf_counter() - visit.began
        REQUESTS.labels(visit.method, visit.route, str(visit.status)).observe(seconds)
        if self._logs:
            _LOG.info("request", extra={FIELDS: visit.told(seconds)})


class _Visit:
    """One request and its answer; of what HEAD asks for, as GET has it, only the head leaves."""

    def __init__(self, scope: Scope, send: Send, safe: tuple[tuple[bytes, bytes], ...]) -> None:
        self.began = time.perf_counter()
        self.status = 0
        self.headers: Mapping[bytes, bytes] = dict(scope["headers"])
        self.method = _known(scope["method"])
        self.scope: Scope = {**scope, "method": "GET"} if self.method == HEAD else scope
        self._send = send
        self._safe = safe
        self.state: dict[str, Any] = self.scope.setdefault("state", {})
        track_id = self.headers.get(b"zuora-track-id", b"").decode("latin-1")
        self.state["request_id"] = random_id().hex
        self.state["track_id"] = track_id if is_track_id(track_id) else None

    @property
    def route(self) -> str:
        """The path as the route has it, without the keys of anything."""
        return getattr(self.scope.get("route"), "path", NOT_ROUTED)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), *self._added(message)]
        elif self.method == HEAD:
            await self._send_nothing_more(message)
            return
        elif not message.get("more_body", False):
            self.end()  # whoever has the whole answer may send the next request
        await self._send(message)

    async def _send_nothing_more(self, message: Message) -> None:
        """Raises ClientDisconnect where more would come: a stream ends as if its reader had left."""
        self.end()
        await self._send({"type": message["type"], "body": b"", "more_body": False})
        if message.get("more_body", False):
            raise ClientDisconnect

    def _added(self, message: Message) -> list[tuple[bytes, bytes]]:
        said = {name for name, _ in message.get("headers", ())}
        added = [*self._safe, *(each for each in _UNLESS_SAID if each[0] not in said)]
        added.append((b"zuora-request-id", self.state["request_id"].encode()))
        if track_id := self.state["track_id"]:
            added.append((b"zuora-track-id", track_id.encode()))
        return [*added, *self.state.get("rate", ()), *self.state.get("at_once", ())]

    def end(self) -> None:
        """It is not under way any more, if it was ever let in."""
        if (end := self.state.pop("end", None)) is not None:
            end()

    def told(self, seconds: float) -> dict[str, Any]:
        """For the log: no path with keys in it, no query, no body, no token."""
        caller = self.state.get("caller")
        return {
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "milliseconds": round(seconds * 1000, 1),
            "request_id": self.state["request_id"],
            "track_id": self.state["track_id"],
            "client_id": caller.client_id if caller is not None else None,
        }


def _known(method: str) -> str:
    """A method that somebody made up is one with all others."""
    return method if method in METHODS else "OTHER"
