"""Canonical requests: read exactly, told apart by their first difference, refused where none can be kept."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from settlebook.domain.errors import InvalidRequest

_MISSING = object()


def read_exactly(text: str) -> Any:
    """JSON without floats."""
    return json.loads(text, parse_float=Decimal)


def first_difference(first: Any, other: Any, path: str = "") -> str | None:
    """Where two requests differ first, in the order of their sorted fields: `invoices[0].amount`."""
    if isinstance(first, dict) and isinstance(other, dict):
        return _difference_of_fields(first, other, path)
    if isinstance(first, list) and isinstance(other, list):
        return _difference_of_lists(first, other, path)
    same = first == other and isinstance(first, bool) == isinstance(other, bool)
    return None if same else path or "the request"


def _difference_of_fields(first: dict[str, Any], other: dict[str, Any], path: str) -> str | None:
    for name in sorted(first.keys() | other.keys()):
        below = f"{path}.{name}" if path else name
        found = first_difference(first.get(name, _MISSING), other.get(name, _MISSING), below)
        if found:
            return found
    return None


def _difference_of_lists(first: list[Any], other: list[Any], path: str) -> str | None:
    for index in range(max(len(first), len(other))):
        below = f"{path}[{index}]"
        if index >= len(first) or index >= len(other):
            return below
        found = first_difference(first[index], other[index], below)
        if found:
            return found
    return None


def require_storable(value: Callable[[], Any], text: str) -> None:
    """Refuse characters that no database keeps: NUL, and halves of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        pass
    else:
        if "\\u0000" not in text:
            return
    field = _unstorable(value(), "")
    if field is not None:
        raise InvalidRequest(
            field or "request", "it holds a character that cannot be stored (NUL or half a pair)"
        )


def _unstorable(value: Any, path: str) -> str | None:
    """The path of the first text that cannot be stored."""
    if isinstance(value, str):
        return path if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value) else None
    if isinstance(value, Mapping):
        entries = [(f"{path}.{name}" if path else str(name), name, entry) for name, entry in value.items()]
    elif isinstance(value, list | tuple):
        entries = [(f"{path}[{index}]", "", entry) for index, entry in enumerate(value)]
    else:
        return None
    for below, name, entry in entries:
        found = _unstorable(name, below)
        found = _unstorable(entry, below) if found is None else found
        if found is not None:
            return found
    return None
