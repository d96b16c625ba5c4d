"""What OpenAPI says of the objects of a query, made of the table of their columns."""

from typing import Any

from settlebook.api.schemas import object_of
from settlebook.queries.objects.shapes import Column, Shape, Type

_TYPES: dict[Type, dict[str, Any]] = {
    Type.TEXT: {"type": "string"},
    Type.NUMBER: {"type": "number"},
    Type.COUNT: {"type": "integer"},
    Type.TRUTH: {"type": "boolean"},
    Type.ID: {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    Type.DAY: {"type": "string", "format": "date"},
    Type.INSTANT: {"type": "string"},
    Type.TEXTS: {"type": "array", "items": {"type": "string"}},
}


def schema_of(shape: Shape) -> dict[str, Any]:
    """One object: its fields, those that were given as name__c, and what it leads to where that was asked."""
    columns = {column.name: _column(column) for column in shape.columns.values()}
    relations = {
        each.name: {"type": "array", "items": {"type": "object"}} if each.is_many else _or_null("object")
        for each in shape.relations.values()
    }
    return {**object_of(**columns, **relations), "additionalProperties": shape.has_custom_fields}


def list_schema(shape: Shape) -> dict[str, Any]:
    return object_of(
        data={"type": "array", "items": schema_of(shape)},
        nextPage={"type": "string", "description": "For `cursor`: the next page; absent at the end."},
    )


def _column(column: Column) -> dict[str, Any]:
    known = _TYPES[column.type]
    return {**known, "type": [known["type"], "null"]}


def _or_null(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}
