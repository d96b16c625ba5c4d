"""Which page of a list a request asks for, of which rows; and how the answer leads to the next page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request

from settlebook.domain.errors import InvalidRequest
from settlebook.queries.cut import Cut
from settlebook.queries.listing.fields import COMPARISONS, FieldKind
from settlebook.queries.listing.selection import (
    MOST_ON_PAGE,
    Listing,
    Page,
    Selection,
    conditions_of,
    sort_of,
)

LAST_PAGE = 1_000_000_000
OTHERS = frozenset({"page", "pageSize", "sort", "cursor", "asOf", "knownAt"})  # parameters that are no fields

Shown = Callable[[Any], Any]
Number = Annotated[int, Query(ge=1, le=LAST_PAGE, description="Which page, from 1.")]
Size = Annotated[int, Query(alias="pageSize", ge=1, le=MOST_ON_PAGE, description="Rows on a page.")]


@dataclass(frozen=True, slots=True)
class Paged:
    """A page of what belongs to one object; one row more is read, which tells that there is more."""

    request: Request
    number: int
    size: int

    @property
    def cut(self) -> Cut:
        return Cut(self.size + 1, (self.number - 1) * self.size)

    def answer(self, name: str, rows: Sequence[Any], shown: Shown = lambda row: row) -> dict[str, Any]:
        """Of the rows of `cut`."""
        answer = {"success": True, name: [shown(row) for row in rows[: self.size]]}
        if len(rows) > self.size:
            answer["nextPage"] = next_page(self.request, self.number + 1)
        return answer

    def answer_of_all(self, name: str, rows: Sequence[Any], shown: Shown = lambda row: row) -> dict[str, Any]:
        """Of rows that are few, and were all read."""
        begin = (self.number - 1) * self.size
        return self.answer(name, rows[begin : begin + self.size + 1], shown)


def _paged(request: Request, page: Number = 1, page_size: Size = 20) -> Paged:
    return Paged(request, page, page_size)


Paging = Annotated[Paged, Depends(_paged)]


def selection_of(request: Request, listing: Listing, account: UUID | None) -> Selection:
    """Refuses: InvalidRequest; UnknownField, for a parameter that is no field of the list."""
    given = request.query_params.multi_items()
    fields = [(name, text) for name, text in given if name not in OTHERS]
    parameters = request.query_params
    page = Page(
        _whole("pageSize", parameters.get("pageSize"), 20, MOST_ON_PAGE),
        _whole("page", parameters.get("page"), 1, LAST_PAGE),
        parameters.get("cursor") or None,
    )
    return Selection(conditions_of(listing, fields), sort_of(listing, parameters.get("sort")), page, account)


def _whole(name: str, text: str | None, otherwise: int, most: int) -> int:
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= most):
        raise InvalidRequest(name, f"give a whole number from 1 to {most}")
    return int(text)


def next_page(request: Request, number: int, cursor: str | None = None) -> str:
    """The whole address of the next page; a cursor in it goes before the number of the page."""
    more = {"page": number} | ({"cursor": cursor} if cursor is not None else {})
    return str(request.url.include_query_params(**more))


_TEXT = {"type": "string", "maxLength": 500, "pattern": "^[^\\x00]*$"}
_SCHEMAS: Mapping[FieldKind, dict[str, Any]] = {
    FieldKind.TEXT: _TEXT,
    FieldKind.ID: {"type": "string", "pattern": "^([0-9a-f]{32}|null)$"},
    FieldKind.AMOUNT: {"type": "string", "pattern": "^(null|-?[0-9]{1,15}(\\.[0-9]{1,9})?)$"},
    FieldKind.NUMBER: {"type": "string", "pattern": "^(null|-?[0-9]{1,15})$"},
    FieldKind.DAY: {"type": "string", "format": "date"},
    FieldKind.INSTANT: {"type": "string", "description": "An instant, or a day, which means all of it."},
    FieldKind.FLAG: {"type": "string", "enum": ["true", "false", "null"]},
}


def parameters_of(listing: Listing) -> list[dict[str, Any]]:
    """For a list's `openapi_extra`: page, sort, cursor, and a parameter for each field and comparison."""
    fields = ", ".join(listing.fields)
    return [
        _parameter("page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE}, "Which page, from 1."),
        _parameter("pageSize", {"type": "integer", "minimum": 1, "maximum": MOST_ON_PAGE}, "Rows on a page."),
        _parameter(
            "sort",
            {"type": "string"},
            f"At most two fields: -field ascends, +field or field alone descends. Of these: {fields}.",
        ),
        _parameter("cursor", {"type": "string"}, "Goes on behind a row that was seen; of nextPage."),
        *(
            _parameter(f"{name}.{comparison}" if comparison else name, _SCHEMAS[kind], None)
            for name, kind in listing.fields.items()
            for comparison in (COMPARISONS if kind is not FieldKind.FLAG else ("",))
        ),
    ]


def _parameter(name: str, schema: Mapping[str, Any], description: str | None) -> dict[str, Any]:
    said = {"description": description} if description else {}
    return {"name": name, "in": "query", "required": False, "schema": dict(schema), **said}
