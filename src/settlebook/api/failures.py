"""The table of what can go wrong: each kind of error with its HTTP status and Zuora's category."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import uuid4, uuid5

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from settlebook.api.not_offered import why_not
from settlebook.api.wire import Wire
from settlebook.domain.errors import (
    BadAmount,
    InvalidRequest,
    KeyReused,
    Malformed,
    NeedsUnreadable,
    NotFound,
    NotTaken,
    OtherVersion,
    Outdated,
    Refusal,
    UnknownField,
)
from settlebook.domain.ids import NAMESPACE
from settlebook.engine import EngineError
from settlebook.engine.read_only import ASK_THE_PRIMARY, TAKES_NO_WRITES, takes_no_writes
from settlebook.exporting.statement import BooksDisagree
from settlebook.ledger.errors import EventMissing, HeadLost, NotRecorded
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.queries.row import RowUnreadable

RESOURCE = 500000  # Zuora's list of resources is not public: the field is named in the message instead


class Category(NamedTuple):
    """Zuora's last two digits, and the HTTP status that goes with them."""

    digits: int
    status: int


PERMISSION = Category(10, 403)
AUTHENTICATION = Category(11, 401)
INVALID = Category(20, 400)
UNKNOWN_FIELD = Category(21, 400)
MISSING_FIELD = Category(22, 400)
RULE = Category(30, 400)
NOT_FOUND = Category(40, 400)
NO_ROUTE = Category(40, 404)
METHOD = Category(45, 405)
NOT_OFFERED = Category(45, 400)  # with the status at which Zuora's client reads the reasons
TOO_LARGE = Category(20, 413)
TOO_SLOW = Category(61, 408)
UNKNOWN_ENCODING = Category(20, 415)
CONTENTION = Category(50, 409)
OTHER_VERSION = Category(50, 412)
OTHER_REQUEST = Category(30, 422)
INTERNAL = Category(60, 500)
UNAVAILABLE = Category(61, 503)
TOO_MANY = Category(70, 429)
NO_JSON = Category(90, 400)

# What no sending again will mend: somebody has to look.
DAMAGED: tuple[type[Exception], ...] = (UnreadableEvent, BooksDisagree, EventMissing, HeadLost, RowUnreadable)

# The first kind that fits counts.
CATEGORIES: tuple[tuple[type[Refusal], Category], ...] = (
    (KeyReused, OTHER_REQUEST),
    (NeedsUnreadable, INTERNAL),
    (NotTaken, UNAVAILABLE),
    (NotFound, NOT_FOUND),
    (Outdated, CONTENTION),
    (OtherVersion, OTHER_VERSION),
    (UnknownField, UNKNOWN_FIELD),
    (BadAmount, INVALID),
    (Malformed, INVALID),
    (Refusal, RULE),
)


PARAMETERS = {"as_of": "asOf", "known_at": "knownAt"}  # as the library calls them, and as requests do


class ApiError(Exception):
    """What a route refuses by itself, without any command: who may not, what there is too much of."""

    def __init__(
        self, category: Category, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.category = category
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


def category_of(refusal: Refusal) -> Category:
    if isinstance(refusal, InvalidRequest):
        if refusal.problem.startswith("it is no JSON"):
            return NO_JSON
        if refusal.problem == "it is required":
            return MISSING_FIELD
    return next(category for kind, category in CATEGORIES if isinstance(refusal, kind))


def refused(request: Request, refusal: Refusal) -> Wire:
    """A refusal in Zuora's body, with our code, its facts, and where in the request it is."""
    if isinstance(refusal, InvalidRequest) and refusal.field in PARAMETERS:
        refusal = InvalidRequest(PARAMETERS[refusal.field], refusal.problem)
    category = category_of(refusal)
    facts = refusal.facts()
    own: dict[str, Any] = {"facts": {name: _fact(value) for name, value in facts.items()}}
    if isinstance(field := facts.get("field"), str):
        own["pointer"] = pointer(field)
    response = _answer(request, category, refusal.code, refusal.message, own)
    if refusal.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def pointer(field: str) -> str:
    """`invoices[0].items[2].amount` as a JSON pointer: `/invoices/0/items/2/amount`."""
    return "/" + field.replace("[", ".").replace("]", "").replace(".", "/")


def body_of(request: Request, category: Category, code: str, message: str, more: Mapping[str, Any]) -> Any:
    request_id = _request_id(request)
    return {
        "success": False,
        "code": code,
        "message": message,
        **more,
        "processId": request_id[:16].upper(),
        "requestId": request_id,
        "reasons": [{"code": RESOURCE * 100 + category.digits, "message": message}],
    }


def _request_id(request: Request) -> str:
    """Under an idempotency key the same for ever, since a repeated request has the first body."""
    key, caller = request.headers.get("idempotency-key"), getattr(request.state, "caller", None)
    if key is not None and caller is not None:
        return uuid5(NAMESPACE, f"request {caller.client_id} {key}").hex
    return getattr(request.state, "request_id", None) or uuid4().hex


def _answer(
    request: Request, category: Category, code: str, message: str, more: Mapping[str, Any] | None = None
) -> Wire:
    return Wire(body_of(request, category, code, message, more or {}), status_code=category.status)


def _fact(value: object) -> Any:
    return value if isinstance(value, str | int | bool | list | tuple | dict) or value is None else str(value)


def add_failures(app: FastAPI) -> None:
    """Tell every error in one shape; what nobody foresaw is told without its trace, which the log has."""

    @app.exception_handler(Refusal)
    async def _(request: Request, error: Refusal) -> Wire:
        return refused(request, error)

    @app.exception_handler(ApiError)
    async def _(request: Request, error: ApiError) -> Wire:
        response = _answer(request, error.category, error.code, error.message)
        response.headers.update(error.headers)
        return response

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, error: RequestValidationError) -> Wire:
        first = error.errors()[0]
        problem = str(first["msg"]).removeprefix("Value error, ")
        return refused(request, InvalidRequest(str(first["loc"][-1]), problem[:1].lower() + problem[1:]))

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> Wire:
        why = why_not(request.url.path)
        if why is not None:
            return _answer(request, NOT_OFFERED, "not_offered", why)
        category = METHOD if error.status_code == METHOD.status else NO_ROUTE
        code = "method_not_supported" if category is METHOD else "no_such_route"
        message = f"{request.method} {request.url.path} is not served. /docs lists what is."
        response = _answer(request, category, code, message)
        response.headers.update(error.headers or {})  # what may be done there instead
        return response

    @app.exception_handler(Exception)
    async def _(request: Request, error: Exception) -> Wire:
        return unforeseen(request, error)

    _add_failures_of_the_ledger(app)


def _add_failures_of_the_ledger(app: FastAPI) -> None:
    """What no request is to blame for: it does not answer now, or it holds what cannot be read."""

    async def damaged(request: Request, error: Exception) -> Wire:
        request.app.state.log.error("the ledger cannot be read", exc_info=error)
        return _answer(request, INTERNAL, NeedsUnreadable.code, damage(error))

    for kind in DAMAGED:
        app.add_exception_handler(kind, damaged)

    @app.exception_handler(NotRecorded)
    async def _(request: Request, error: NotRecorded) -> Wire:
        request.app.state.log.error("the database does not record it", exc_info=error)
        refusal = error.as_refusal
        return _answer(request, UNAVAILABLE, refusal.code, f"Nothing was recorded. {refusal.problem}")

    @app.exception_handler(EngineError)
    @app.exception_handler(psycopg.Error)
    async def _(request: Request, error: Exception) -> Wire:
        request.app.state.log.error("the ledger does not answer", exc_info=error)
        message = (
            "The ledger cannot answer now. Send the same request with the same Idempotency-Key again: "
            "nothing is done twice."
        )
        if isinstance(error, psycopg.Error) and takes_no_writes(error):
            message = f"{TAKES_NO_WRITES} {ASK_THE_PRIMARY}"
        return _answer(request, UNAVAILABLE, "unavailable", message)


def damage(error: Exception) -> str:
    """In words, of one of DAMAGED."""
    return error.told if isinstance(error, UnreadableEvent) else " ".join(str(error).split())


def unforeseen(request: Request, error: Exception) -> Wire:
    """What nobody foresaw: the log has its trace, who asked has not."""
    request.app.state.log.error("a request failed", exc_info=error)
    message = "Something went wrong inside the server; its log tells what."
    return _answer(request, INTERNAL, "internal", message)
