"""What a route of a command says, and the endpoint that is made of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Path

from settlebook import When, parse_command
from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.commands.carrying_out import Answer, carry_out
from settlebook.api.context import Body, Context, Writing
from settlebook.api.schemas import answered, request_body
from settlebook.api.wire import Wire
from settlebook.commands import Command

__all__ = ["CommandRoute", "When", "router_of"]


@dataclass(frozen=True, slots=True)
class CommandRoute:
    """One path of a command.

    path     with `{key}` where the command has one; `aliases` are other paths that mean the same.
    answer   makes the answer of what was recorded, and says by `schema` what it looks like.
    """

    method: str
    path: str
    do: str
    answer: Answer
    role: Role = Role.OPERATOR
    aliases: tuple[str, ...] = ()
    reads: Callable[[dict[str, Any]], dict[str, Any]] | None = None  # turns Zuora's body into the command's


def router_of(tag: str, routes: Iterable[CommandRoute]) -> APIRouter:
    router = APIRouter(tags=[tag])
    for route in routes:
        for path in (route.path, *route.aliases):
            router.add_api_route(
                path,
                _endpoint(route, has_key="{key}" in path),
                methods=[route.method],
                summary=_summary(route.do),
                operation_id=f"{route.method}{path}".lower().replace("/", "_"),
                include_in_schema=path == route.path,
                response_class=Wire,
                responses=answered(route.answer.schema),
                openapi_extra={**allowed(route.role, Scope.COMMAND), **_request(route)},
            )
    return router


def _request(route: CommandRoute) -> dict[str, Any]:
    return {} if route.method == "DELETE" else request_body(route.do)


def _summary(do: str) -> str:
    from settlebook import VERBS

    return (VERBS[do].__doc__ or do).partition("\n")[0]


def _endpoint(route: CommandRoute, *, has_key: bool) -> Callable[..., Wire]:
    def command(key: str | None, body: Any) -> Command:
        return parse_command(route.do, key, route.reads(dict(body)) if route.reads else body)

    if has_key:

        def with_key(context: Writing, body: Body, key: str = Path(description="An id or a number.")) -> Wire:
            return _carried_out(context, command(key, body), route)

        return with_key

    def without_key(context: Writing, body: Body) -> Wire:
        return _carried_out(context, command(None, body), route)

    return without_key


def _carried_out(context: Context, command: Command, route: CommandRoute) -> Wire:
    return carry_out(context, command, route.answer)
