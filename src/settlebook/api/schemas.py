"""What OpenAPI says of requests and answers: the schemas of the commands and rows themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from settlebook import VERBS
from settlebook.commands.parsing import PATH_KEY
from settlebook.domain.errors import NeedsUnreadable

FAILURE: dict[str, Any] = {
    "title": "Failure",
    "type": "object",
    "required": ["success", "code", "message", "processId", "requestId", "reasons"],
    "properties": {
        "success": {"const": False},
        "code": {"type": "string", "description": "Ours: stable, for programs."},
        "message": {"type": "string"},
        "pointer": {"type": "string", "description": "Where in the request it is, as a JSON pointer."},
        "facts": {"type": "object", "description": "What was asked, and what was possible."},
        "processId": {"type": "string"},
        "requestId": {"type": "string"},
        "reasons": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {"code": {"type": "integer"}, "message": {"type": "string"}},
            },
        },
    },
}
_UNREADABLE = {
    **FAILURE,
    "title": "Unreadable",
    "properties": {**FAILURE["properties"], "code": {"const": NeedsUnreadable.code}},
}
_FAILURES = {
    400: "Refused, or not to be read",
    401: "Not authenticated",
    403: "Not allowed",
    404: "No such route",
    405: "No such method",
    408: "The body took too long to come",
    409: "Changed by others meanwhile",
    412: "At another version than the one that was expected",
    413: "Too large",
    415: "Packed in an unknown way",
    422: "Another request under the same key",
    429: "Too many requests",
    500: "The ledger holds what cannot be read",
    503: "The ledger does not answer",
}
FAILURES: Mapping[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {"application/json": {"schema": _UNREADABLE if status == 500 else FAILURE}},
    }
    for status, description in _FAILURES.items()
}


class _Answered(GenerateJsonSchema):
    """Of answers: decimals are numbers, ids 32 hex, instants texts."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "number"}

    def uuid_schema(self, schema: core_schema.UuidSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": "^[0-9a-f]{32}$"}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        return {"type": "string"}


@cache
def answer_schema(row: type[BaseModel]) -> dict[str, Any]:
    """Of one row, with everything it refers to inside."""
    return inlined(row.model_json_schema(schema_generator=_Answered))


def answered(schema: Mapping[str, Any], description: str = "Done") -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`: its answer, and how every route refuses."""
    content = {"application/json": {"schema": dict(schema)}}
    return {200: {"description": description, "content": content}, **FAILURES}


def object_of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@cache
def request_schema(do: str) -> dict[str, Any]:
    """Of the body of a command."""
    schema = inlined(VERBS[do].model_json_schema())
    schema["properties"].pop(PATH_KEY, None)
    schema["required"] = [name for name in schema.get("required", ()) if name != PATH_KEY]
    return schema


@dataclass(frozen=True, slots=True)
class Later:
    """Part of a description that is made when somebody asks for it, since a server mostly is not asked."""

    made: Callable[[], Any]


def request_body(do: str) -> dict[str, Any]:
    """For a route's `openapi_extra`."""
    content = {"application/json": {"schema": Later(partial(request_schema, do))}}
    return {"requestBody": {"content": content, "required": False}}


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without references, so that it can stand anywhere."""
    definitions = schema.pop("$defs", {})

    def resolved(part: Any) -> Any:
        if isinstance(part, dict):
            if "$ref" in part:
                return resolved(definitions[part["$ref"].rpartition("/")[2]])
            return {name: resolved(each) for name, each in part.items()}
        return [resolved(each) for each in part] if isinstance(part, list) else part

    found: dict[str, Any] = resolved(schema)
    return found
