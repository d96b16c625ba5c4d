"""Routes of Zuora that stand beside offered ones and are not offered themselves: each says why."""

from collections.abc import Callable

from fastapi import APIRouter

from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.commands.route import operation_id
from settlebook.api.failures import NOT_OFFERED, ApiError
from settlebook.api.not_offered import table
from settlebook.api.wire import Wire


def router() -> APIRouter:
    made = APIRouter()
    for (method, path), why in sorted(table().paths.items(), key=lambda entry: entry[0][1].count("{")):
        made.add_api_route(
            path,
            _refusing(why),
            methods=[method],
            operation_id=operation_id(method, path),
            include_in_schema=False,
            response_class=Wire,
            openapi_extra=dict(allowed(Role.VIEWER, Scope.NOTHING)),
        )
    return made


def _refusing(why: str) -> Callable[[], Wire]:
    def refuse() -> Wire:
        raise ApiError(NOT_OFFERED, "not_offered", why)

    return refuse
