"""The routes of object query: one list and one look-up by key for each object."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request

from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.context import Context, Reading
from settlebook.api.failures import NOT_OFFERED, ApiError
from settlebook.api.object_query.cursors import mark_of, read_cursor, write_cursor
from settlebook.api.object_query.parsing import read_conditions, read_order, read_shown
from settlebook.api.object_query.schemas import list_schema, schema_of
from settlebook.api.schemas import answered
from settlebook.api.wire import Wire
from settlebook.queries.objects.answering import total_order
from settlebook.queries.objects.catalogue import SHAPES
from settlebook.queries.objects.question import Question
from settlebook.queries.objects.shapes import Shape

PAGE, LARGEST_PAGE = 10, 50
MAY_SEE = allowed(Role.VIEWER, Scope.FILTERED)

Texts = list[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters that every object query takes; `fields[]` of any object stands among `all`."""

    filters: Texts
    sorts: Texts
    expand: Texts
    all: list[tuple[str, str]]
    shows_null: bool


def _asked(
    request: Request,
    filters: Annotated[
        Texts | None,
        Query(
            alias="filter[]",
            description="`amount.GT:5`; EQ, NE, LT, LE, GT, GE, SW (begins with), IN (`[a,b]`); `EQ:null` is "
            "nothing recorded. All have to be met.",
        ),
    ] = None,
    sorts: Annotated[
        Texts | None, Query(alias="sort[]", description="`amount.DESC`; without a value comes last.")
    ] = None,
    expand: Annotated[
        Texts | None,
        Query(alias="expand[]", description="What to show inside: `invoiceitems.taxationitems`."),
    ] = None,
    fields: Annotated[
        Texts | None,
        Query(
            alias="fields[]", description="Which fields to show; of what is inside, `invoiceitems.fields[]`."
        ),
    ] = None,
    shows_null: Annotated[
        bool, Query(alias="includeNullFields", description="Show fields without a value too.")
    ] = False,
) -> Asked:
    return Asked(
        filters or [], sorts or [], expand or [], list(request.query_params.multi_items()), shows_null
    )


AskedHere = Annotated[Asked, Depends(_asked)]
PageSize = Annotated[int, Query(alias="pageSize", ge=1, le=LARGEST_PAGE, description="Rows of a page.")]
Cursor = Annotated[str | None, Query(description="`nextPage` of the page before.")]


def _question(context: Context, shape: Shape, asked: Asked) -> Question:
    shown = read_shown(shape, asked.expand, asked.all)
    return Question(
        shape,
        read_conditions(shape, asked.filters),
        read_order(shape, asked.sorts),
        shown.fields,
        shown.expansions,
        context.account,
    )


def _list_of(shape: Shape) -> Callable[..., Wire]:
    def objects(
        context: Reading, asked: AskedHere, page_size: PageSize = PAGE, cursor: Cursor = None
    ) -> Wire:
        question = _question(context, shape, asked)
        order, mark = total_order(shape, question.order), mark_of(shape.name, asked.filters, asked.sorts)
        after = read_cursor(cursor, mark, order) if cursor else None
        page = context.ledger.objects(replace(question, after=after, limit=page_size), **context.when)
        answer: dict[str, Any] = {"data": _written(page.rows, asked.shows_null)}
        if page.after is not None:
            answer["nextPage"] = write_cursor(mark, page.after)
        return Wire(answer)

    return objects


def _one_of(shape: Shape) -> Callable[..., Wire]:
    described = "An id or a number." if shape.number is not None else "An id."

    def one(context: Reading, asked: AskedHere, key: Annotated[str, Path(description=described)]) -> Wire:
        found = context.ledger.object(_question(context, shape, asked), key, **context.when)
        return Wire(_written(found, asked.shows_null))

    return one


def _written(value: Any, shows_null: bool) -> Any:
    """Without what has no value, unless it is asked for."""
    if isinstance(value, dict):
        return {
            name: _written(each, shows_null) for name, each in value.items() if shows_null or each is not None
        }
    return [_written(each, shows_null) for each in value] if isinstance(value, list) else value


def _not_offered(name: str) -> Wire:
    known = ", ".join(shape.plural for shape in SHAPES)
    message = f"Settlebook keeps no {name[:80]}: it is a ledger of settlements. It has {known}."
    raise ApiError(NOT_OFFERED, "not_offered", message)


def _router() -> APIRouter:
    router = APIRouter(prefix="/object-query", tags=["Object query"])
    for shape in SHAPES:
        name, spoken = shape.plural.replace("-", "_"), shape.plural.replace("-", " ")
        for path, endpoint, schema, what in (
            (f"/{shape.plural}", _list_of(shape), list_schema(shape), f"{spoken}, page by page"),
            (f"/{shape.plural}/{{key}}", _one_of(shape), schema_of(shape), f"One {shape.spoken}"),
        ):
            router.add_api_route(
                path,
                endpoint,
                methods=["GET"],
                summary=what.capitalize(),
                operation_id=f"query_{name}" + ("_by_key" if path.endswith("}") else ""),
                response_class=Wire,
                responses=answered(schema, "Found"),
                openapi_extra=dict(MAY_SEE),
            )
    router.add_api_route(
        "/{name}", _not_offered, methods=["GET"], include_in_schema=False, openapi_extra=dict(MAY_SEE)
    )
    router.add_api_route(
        "/{name}/{key}", _not_offered, methods=["GET"], include_in_schema=False, openapi_extra=dict(MAY_SEE)
    )
    return router


ROUTERS = (_router(),)
