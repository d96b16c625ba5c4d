"""Refuses parameters that a route does not know, so that a slip of the pen is not overlooked."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from settlebook.domain.errors import InvalidRequest, UnknownField

# What Zuora's client may send, and what makes no difference here; where pages have cursors, `page` would.
_TAKEN_ANYWHERE = frozenset(
    {"cursor", "excludeUsage", "page", "pageSize", "page_size", "rejectUnknownFields", "includeNullFields"}
)


def require_known_parameters(request: Request) -> None:
    """`accountID=`, `asof=` or `previev=` changes nothing in silence, nor does a second `asOf=`.

    A route that tells its parameters in OpenAPI by itself, as lists do, looks at the others itself.
    Refuses: InvalidRequest, UnknownField.
    """
    if not request.query_params:
        return
    given = Counter(name for name, _ in request.query_params.multi_items())
    for name, times in given.items():
        if times > 1 and not name.endswith("[]"):
            raise InvalidRequest(name, "give it once")
    route = request.scope["route"]
    if not isinstance(route, APIRoute) or any(told["in"] == "query" for told in _told(route)):
        return
    known = set(_named(route.dependant))
    ignored = _TAKEN_ANYWHERE - {"page"} if "cursor" in known else _TAKEN_ANYWHERE
    for name in given:
        if name not in known and name not in ignored and not name.endswith("fields[]"):
            raise UnknownField(name, "this request", ", ".join(sorted(known)) or "none")


def _told(route: APIRoute) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = (route.openapi_extra or {}).get("parameters", [])
    return told


def _named(dependant: Dependant) -> Iterator[str]:
    yield from (parameter.alias for parameter in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _named(inner)
