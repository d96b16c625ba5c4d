"""Holds every answer of a test against what OpenAPI says of its route."""

import re
from functools import cache
from typing import Any

import jsonschema_rs
import requests
from fastapi import FastAPI


class Described:
    """OpenAPI of an application, asked answer by answer."""

    def __init__(self, app: FastAPI) -> None:
        document = app.openapi()
        self._components = document["components"]
        self._paths = document["paths"]
        self._patterns = [(re.compile(_pattern(path)), path) for path in sorted(self._paths, key=_vagueness)]

    def require(self, answer: requests.Response) -> None:
        """Paths that OpenAPI leaves out, such as aliases, say the same as those that they stand for."""
        operation = self._operation(answer)
        if operation is None or "json" not in answer.headers.get("Content-Type", ""):
            return
        said = operation["responses"].get(str(answer.status_code))
        assert said is not None, f"{answer.status_code} of {answer.url} is not described: {answer.text}"
        schema = said["content"]["application/json"]["schema"]
        found = jsonschema_rs.validator_for({**schema, "components": self._components})
        faults = [
            f"{'/'.join(map(str, each.instance_path))}: {each.message}"
            for each in found.iter_errors(answer.json())
        ]
        assert not faults, f"{answer.request.method} {answer.url} answers outside its schema: {faults}"

    def _operation(self, answer: requests.Response) -> Any:
        path = answer.request.path_url.partition("?")[0]
        named = next((path_of for pattern, path_of in self._patterns if pattern.fullmatch(path)), None)
        return self._paths[named].get(str(answer.request.method).lower()) if named is not None else None


@cache
def described(app: FastAPI) -> Described:
    return Described(app)


def _pattern(path: str) -> str:
    return re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))


def _vagueness(path: str) -> tuple[int, str]:
    """Words go before parameters."""
    return path.count("{"), path
