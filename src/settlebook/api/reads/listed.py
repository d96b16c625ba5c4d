"""Makes the route of a list: narrowed by its fields, sorted by two of them, in pages, now or at a moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request

from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.context import Reading
from settlebook.api.reads.paging import Shown, next_page, parameters_of, selection_of
from settlebook.api.schemas import answer_schema, answered, object_of
from settlebook.api.wire import Wire
from settlebook.queries.listing.lists import Listed, ListedItems
from settlebook.queries.listing.paging import PageOf
from settlebook.queries.listing.selection import Selection


@dataclass(frozen=True, slots=True)
class ListRoute:
    """A list at a path: the key of its rows in the answer, and how a row is shown."""

    path: str
    name: str
    summary: str
    row: Mapping[str, Any]  # the schema of one
    shown: Shown = lambda row: row
    aliases: tuple[str, ...] = ()


def row_schema(listed: Listed) -> Mapping[str, Any]:
    return answer_schema(listed.row)


def pages_of(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a page."""
    return object_of(
        success={"const": True},
        nextPage={"type": "string", "description": "The address of the next page; absent at the end."},
        nextCursor={"type": "string", "description": "Where the next page begins; absent at the end."},
        **{name: {"type": "array", "items": dict(row)}},
    )


def add_list(router: APIRouter, route: ListRoute, listed: Listed) -> None:
    """Of one account's client it holds what is of that account."""

    def endpoint(context: Reading, request: Request) -> Wire:
        selection = selection_of(request, listed.listing, context.account)
        page = context.ledger.page_of(listed, selection, **context.when)
        return answer_of(request, route, selection, page)

    add(router, route, endpoint, allowed(Role.VIEWER, Scope.FILTERED), parameters_of(listed.listing))


def add_items(router: APIRouter, route: ListRoute, listed: ListedItems, scope: Scope) -> None:
    """The items of one document."""

    def endpoint(context: Reading, request: Request, key: str) -> Wire:
        selection = selection_of(request, listed.listing, None)
        page = context.ledger.page_of_items(listed, key, selection, **context.when)
        return answer_of(request, route, selection, page)

    add(router, route, endpoint, allowed(Role.VIEWER, scope), parameters_of(listed.listing))


def answer_of(request: Request, route: ListRoute, selection: Selection, page: PageOf) -> Wire:
    answer = {"success": True, route.name: [route.shown(row) for row in page.rows]}
    if page.cursor is not None:
        answer["nextPage"] = next_page(request, selection.page.number + 1, page.cursor)
        answer["nextCursor"] = page.cursor
    return Wire(answer)


def add(
    router: APIRouter,
    route: ListRoute,
    endpoint: Callable[..., Wire],
    who: Mapping[str, Any],
    parameters: list[dict[str, Any]],
) -> None:
    for path in (route.path, *route.aliases):
        router.add_api_route(
            path,
            endpoint,
            methods=["GET"],
            summary=route.summary,
            operation_id=f"get{path}".replace("/", "_"),
            include_in_schema=path == route.path,
            response_class=Wire,
            responses=answered(pages_of(route.name, route.row)),
            openapi_extra={**who, "parameters": parameters},
        )
