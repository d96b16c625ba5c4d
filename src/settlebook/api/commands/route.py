"""What a route of a command says, and the endpoint that is made of it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

from fastapi import APIRouter, Path
from starlette.concurrency import run_in_threadpool

from settlebook import VERBS, parse_command
from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.commands.carrying_out import Answer, carry_out, carry_out_soon
from settlebook.api.commands.older_names import Body as Spelled
from settlebook.api.commands.older_names import undone
from settlebook.api.context import Body, Context, Writing
from settlebook.api.schemas import answered, object_of, request_body
from settlebook.api.wire import Wire
from settlebook.commands import Command

__all__ = ["CommandRoute", "command_of", "endpoint", "operation_id", "router_of", "written_answers"]

_PREVIEW = {
    **object_of(preview={"const": True}, success={"type": "boolean"}, ok={"type": "boolean"}),
    "required": ["preview", "success", "ok"],
    "description": "With preview=true: what it would do; nothing is recorded.",
}
_OUTCOME = {
    **object_of(success={"const": True}, ok={"type": "boolean"}, position={"type": "integer"}),
    "required": ["success", "ok", "position"],
    "description": "With Prefer: return=minimal: the outcome alone.",
}
KEY = Path(description="An id or a number.")
APPLICATION = Path(description="The id of one application: what remains of it is taken back.")


@dataclass(frozen=True, slots=True)
class CommandRoute:
    """One path of a command.

    path               with `{key}` where the command has one, and `{application}` where it undoes one.
    answer             makes the answer of what was recorded, and says by `schema` what it looks like.
    aliases            other paths that mean the same.
    reads              turns Zuora's body into the command's.
    is_of_one_account  False where a client that is kept to one account has no business here.
    """

    method: str
    path: str
    do: str
    answer: Answer
    role: Role = Role.OPERATOR
    aliases: tuple[str, ...] = ()
    reads: Callable[[Spelled], Spelled] | None = None
    is_of_one_account: bool = True

    def also(self, prefix: str, other: str) -> Self:
        """The same on paths that begin in another way too."""
        own = (self.path, *self.aliases)
        more = tuple(other + path.removeprefix(prefix) for path in own if path.startswith(prefix))
        return replace(self, aliases=(*self.aliases, *more))

    @property
    def extra(self) -> dict[str, Any]:
        return dict(allowed(self.role, Scope.COMMAND if self.is_of_one_account else None))


def router_of(tag: str, routes: Iterable[CommandRoute]) -> APIRouter:
    """Paths without a key come before those in whose place a key may stand."""
    router = APIRouter(tags=[tag])
    for route in sorted(routes, key=lambda route: route.path.count("{")):
        for path in (route.path, *route.aliases):
            router.add_api_route(
                path,
                endpoint(path, partial(_carried_out, route)),
                methods=[route.method],
                summary=summary(route.do),
                operation_id=operation_id(route.method, path),
                include_in_schema=path == route.path,
                response_class=Wire,
                responses=written_answers(route.answer.schema),
                openapi_extra={**route.extra, **_request(route)},
            )
    return router


def operation_id(method: str, path: str) -> str:
    return f"{method}{path}".lower().translate(str.maketrans("/", "_", "{}"))


def written_answers(schema: Mapping[str, Any]) -> dict[int | str, dict[str, Any]]:
    """What a write answers: its own shape, a preview, or the outcome alone."""
    return answered({"anyOf": [dict(schema), _PREVIEW, _OUTCOME]})


def summary(do: str) -> str:
    return (VERBS[do].__doc__ or do).partition("\n")[0]


def command_of(route: CommandRoute, key: str | None, body: Mapping[str, Any]) -> Command:
    """Refuses: Malformed."""
    return parse_command(route.do, key, route.reads(dict(body)) if route.reads else body)


CarriedOut = Callable[[Context, str | None, Mapping[str, Any]], Awaitable[Wire]]


def endpoint(path: str, carried_out: CarriedOut) -> Any:
    """The endpoint of a path: with its key, and the application that it undoes, where it has them."""
    if "{application}" in path:

        async def undo(context: Writing, body: Body, key: str = KEY, application: str = APPLICATION) -> Wire:
            return await carried_out(context, key, undone(dict(body), application))

        return undo
    if "{key}" in path:

        async def with_key(context: Writing, body: Body, key: str = KEY) -> Wire:
            return await carried_out(context, key, body)

        return with_key

    async def without_key(context: Writing, body: Body) -> Wire:
        return await carried_out(context, None, body)

    return without_key


def in_thread(carried_out: Callable[[Context, str | None, Mapping[str, Any]], Wire]) -> CarriedOut:
    """What waits for the ledger itself, as a thread of its own may."""

    async def carried_out_there(context: Context, key: str | None, body: Mapping[str, Any]) -> Wire:
        return await run_in_threadpool(carried_out, context, key, body)

    return carried_out_there


def _request(route: CommandRoute) -> dict[str, Any]:
    return {} if route.method == "DELETE" else request_body(route.do)


async def _carried_out(
    route: CommandRoute, context: Context, key: str | None, body: Mapping[str, Any]
) -> Wire:
    if context.preview or context.is_large:  # takes a while before it is recorded
        return await run_in_threadpool(lambda: carry_out(context, command_of(route, key, body), route.answer))
    return await carry_out_soon(context, command_of(route, key, body), route.answer)
