"""/oauth/token: a client's secret for a token, as OAuth 2.0 has it for programs (RFC 6749, 4.4)."""

import base64
import binascii
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote_plus

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from settlebook.api.caller import anyone
from settlebook.api.failures import AUTHENTICATION, INVALID, TOO_MANY, ApiError, Category, body_of
from settlebook.api.schemas import answered, object_of
from settlebook.api.security.authenticating import Authenticator
from settlebook.api.security.clients import Client
from settlebook.api.wire import Wire

router = APIRouter(tags=["Clients"])
MOST_FIELDS = 16
LOGIN = "/oauth/token"
LONGEST_LOGIN = 4_096  # bytes; anybody may ask here, so the entrance reads no more
_FORM = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"type": "string", "enum": ["client_credentials"]},
        "client_id": {"type": "string"},
        "client_secret": {"type": "string", "format": "password"},
    },
}
_TOKEN = object_of(
    access_token={"type": "string"},
    token_type={"const": "bearer"},
    expires_in={"type": "integer", "description": "Seconds."},
    scope={"type": "string", "description": "The role, and the account where it is kept to one."},
    jti={"type": "string"},
)


class Asked(NamedTuple):
    grant_type: str
    client_id: str
    client_secret: str


@router.post(
    LOGIN,
    response_class=Wire,
    responses=answered(_TOKEN),
    operation_id="createToken",
    openapi_extra={
        **anyone(),
        "requestBody": {
            "content": {"application/x-www-form-urlencoded": {"schema": _FORM}},
            "required": True,
        },
    },
)
async def token(request: Request) -> Wire:
    """A token for the secret of a client, which counts for a short time."""
    security: Authenticator = request.app.state.authenticate
    asked = await _asked(request)
    if asked.grant_type != "client_credentials":
        message = "grant_type is client_credentials here"
        return _refused(request, INVALID, "unsupported_grant_type", message)
    client = await _who(request, security, asked)
    if client is None:
        message = "The client is not known, its secret is another, or it was revoked."
        return _refused(request, AUTHENTICATION, "invalid_client", message)
    issued = await run_in_threadpool(security.tokens.issue, client)
    found = {
        "access_token": issued.token,
        "token_type": "bearer",
        "expires_in": security.tokens.seconds,
        "scope": client.role.value + (f" account:{client.account_id.hex}" if client.account_id else ""),
        "jti": issued.id,
    }
    return Wire(found, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


async def _who(request: Request, security: Authenticator, asked: Asked) -> Client | None:
    """Refuses where too many failed before: of this client from this address, or of nobody known from there.

    So a secret cannot be found by trying, and who fails keeps no other client from logging in.
    """
    attempts = request.app.state.attempts
    address = request.client.host if request.client else ""
    known = await run_in_threadpool(security.clients.find, asked.client_id)
    whose = f"{address} {known.client_id}" if known is not None else address
    wait = attempts.wait(whose)
    if wait:
        message = "Too many attempts failed. Wait before you try again."
        raise ApiError(TOO_MANY, "too_many_attempts", message, {"Retry-After": str(wait)})
    client = await run_in_threadpool(security.clients.who, asked.client_id, asked.client_secret)
    if client is None:
        attempts.take(whose)
    return client


async def _asked(request: Request) -> Asked:
    """The form, its two secrets also as HTTP Basic has them. Raises ApiError."""
    raw = await request.body()
    form = _form(raw)
    form.update(_basic(request))
    wanted = ("grant_type", "client_id", "client_secret")
    missing = [name for name in wanted if not form.get(name)]
    if missing:
        raise ApiError(INVALID, "invalid_request", f"{missing[0]} is missing; send it as a form.")
    return Asked(*(form[name] for name in wanted))


def _form(raw: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            raw.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, strict_parsing=True
        )
    except ValueError:
        raise ApiError(INVALID, "invalid_request", "Send a form: client_id=...&client_secret=...") from None
    if len(dict(pairs)) < len(pairs):
        raise ApiError(INVALID, "invalid_request", "A field is given twice.")
    return dict(pairs)


def _basic(request: Request) -> Mapping[str, str]:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret)}


def _refused(request: Request, category: Category, error: str, message: str) -> Wire:
    """As OAuth says it, and as every route here does."""
    more = {"error": error, "error_description": message}
    headers = {"WWW-Authenticate": "Basic"} if category is AUTHENTICATION else None
    return Wire(body_of(request, category, error, message, more), category.status, headers)
