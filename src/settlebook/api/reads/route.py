"""What the route of a read says, and how it is added: its path, who may use it, what it answers."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter

from settlebook import Key, Ledger
from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.context import Context
from settlebook.api.schemas import answered
from settlebook.api.wire import Wire
from settlebook.queries.snapshot import Kind


class Reads:
    """Adds routes that read to a router, all for whoever may view, each kept to an account by its scope."""

    def __init__(self, tag: str, scope: Scope | None) -> None:
        self.router = APIRouter(tags=[tag])
        self._scope = scope

    def add(
        self,
        path: str,
        endpoint: Callable[..., Wire],
        schema: Mapping[str, Any],
        *aliases: str,
        summary: str | None = None,
    ) -> None:
        """The endpoint's docstring says what it answers, unless `summary` does."""
        said = summary or (endpoint.__doc__ or "").partition("\n")[0]
        for each in (path, *aliases):
            self.router.add_api_route(
                each,
                endpoint,
                methods=["GET"],
                summary=said,
                operation_id=f"get{each}".replace("/", "_"),
                include_in_schema=each == path,
                response_class=Wire,
                responses=answered(schema),
                openapi_extra=dict(allowed(Role.VIEWER, self._scope)),
            )


def versioned(context: Context, kind: Kind, key: Key, told: Callable[[Ledger], Mapping[str, Any]]) -> Wire:
    """One object, with its version as an ETag where it is told as it is now.

    The version is read first: had something happened in between, a write that expects it is refused, and not
    carried out on what its sender has not seen.
    """
    if context.when:
        return Wire(told(context.ledger))
    version = context.ledger.version(kind, key)
    return Wire(told(context.ledger), headers={"ETag": f'"{version}"'})
