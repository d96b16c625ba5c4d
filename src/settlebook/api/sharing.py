"""Says once in OpenAPI what many routes say: a named shape that stands in several places is a component."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

WORTH = 200  # characters: what is shorter stays where it is
_KEYED = ("properties", "patternProperties")  # schemas by name
_LISTED = ("anyOf", "oneOf", "allOf", "prefixItems")
_SINGLE = ("items", "additionalProperties", "not")
_encoder = msgspec.json.Encoder(order="sorted")


def shared(document: dict[str, Any]) -> dict[str, Any]:
    """The document, with every large schema that recurs under `components` and referred to."""
    components = _Components(Counter(_spelled(schema) for schema in _all_schemas(document)))
    paths = {
        path: {method: components.of_operation(operation) for method, operation in operations.items()}
        for path, operations in document["paths"].items()
    }
    own = document.get("components", {})
    schemas = {**own.get("schemas", {}), **components.found}
    return {**document, "paths": paths, "components": {**own, "schemas": dict(sorted(schemas.items()))}}


class _Components:
    def __init__(self, seen: Counter[bytes]) -> None:
        self.found: dict[str, Any] = {}
        self._seen = seen
        self._names: dict[bytes, str] = {}

    def of_operation(self, part: Any) -> Any:
        """An operation, wherever in it schemas stand."""
        if isinstance(part, Mapping):
            return {
                name: self._referred(each) if name == "schema" else self.of_operation(each)
                for name, each in part.items()
            }
        return [self.of_operation(each) for each in part] if isinstance(part, list) else part

    def _referred(self, schema: Any) -> Any:
        if not isinstance(schema, dict):
            return schema
        spelled = _spelled(schema)
        is_named = schema.get("type") == "object" and "title" in schema
        if not is_named or self._seen[spelled] < 2 or len(spelled) < WORTH:
            return self._inside(schema)
        name = self._names.get(spelled)
        if name is None:
            name = self._names[spelled] = self._new_name(schema)
            self.found[name] = self._inside(schema)
        return {"$ref": f"#/components/schemas/{name}"}

    def _inside(self, schema: dict[str, Any]) -> dict[str, Any]:
        found = dict(schema)
        for name in _KEYED:
            if isinstance(schema.get(name), dict):
                found[name] = {key: self._referred(each) for key, each in schema[name].items()}
        for name in _LISTED:
            if name in schema:
                found[name] = [self._referred(each) for each in schema[name]]
        for name in _SINGLE:
            if name in schema:
                found[name] = self._referred(schema[name])
        return found

    def _new_name(self, schema: Mapping[str, Any]) -> str:
        """Its title, with a number where others have that too."""
        title = re.sub(r"\W", "", str(schema["title"]))
        names, number = {*self.found, *self._names.values()}, 1
        name = title
        while name in names:
            number += 1
            name = f"{title}{number}"
        return name


def _spelled(schema: Any) -> bytes:
    return _encoder.encode(schema)


def _all_schemas(part: Any) -> Iterator[Any]:
    """Every schema of the document, and every schema in one."""
    if isinstance(part, Mapping):
        for name, each in part.items():
            yield from _within(each) if name == "schema" else _all_schemas(each)
    elif isinstance(part, list):
        for each in part:
            yield from _all_schemas(each)


def _within(schema: Any) -> Iterator[Any]:
    if not isinstance(schema, dict):
        return
    yield schema
    for name in _KEYED:
        if isinstance(schema.get(name), dict):
            for each in schema[name].values():
                yield from _within(each)
    for name in _LISTED:
        for each in schema.get(name, ()):
            yield from _within(each)
    for name in _SINGLE:
        if name in schema:
            yield from _within(schema[name])
