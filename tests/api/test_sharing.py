"""OpenAPI says once what many routes say, and still says the same."""

from typing import Any

from settlebook.api.sharing import WORTH, shared


def a_payment(**more: Any) -> dict[str, Any]:
    line = {"title": "Line", "type": "object", "properties": {"amount": {"description": "x" * WORTH}}}
    named = {"lines": {"type": "array", "items": line}, **more}
    return {"title": "Payment", "type": "object", "properties": named}


def a_document(*answers: dict[str, Any]) -> dict[str, Any]:
    contents = [{"application/json": {"schema": answer}} for answer in answers]
    return {
        "paths": {f"/{number}": {"get": {"content": each}} for number, each in enumerate(contents)},
        "components": {"securitySchemes": {"client": {}}},
    }


def resolved(part: Any, schemas: dict[str, Any]) -> Any:
    if isinstance(part, dict):
        if "$ref" in part:
            return resolved(schemas[part["$ref"].removeprefix("#/components/schemas/")], schemas)
        return {name: resolved(each, schemas) for name, each in part.items()}
    return [resolved(each, schemas) for each in part] if isinstance(part, list) else part


def test_what_recurs_is_said_once_and_everything_means_what_it_meant():
    document = a_document(a_payment(), a_payment(), a_payment(number={"type": "string"}))

    found = shared(document)

    schemas = found["components"]["schemas"]
    assert sorted(schemas) == ["Line", "Payment"]
    assert resolved(found["paths"], schemas) == document["paths"]
    assert found["components"]["securitySchemes"] == {"client": {}}


def test_two_shapes_of_one_title_have_two_names():
    other = a_payment(number={"type": "string"})
    document = a_document(a_payment(), a_payment(), other, other)

    found = shared(document)

    schemas = found["components"]["schemas"]
    assert sorted(schemas) == ["Line", "Payment", "Payment2"]
    assert resolved(found["paths"], schemas) == document["paths"]
