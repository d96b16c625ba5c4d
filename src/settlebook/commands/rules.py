"""Rules between the fields of one request, which need no ledger to be judged."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic_core import PydanticCustomError

Value = TypeVar("Value")


def wrong(field: str, problem: str) -> PydanticCustomError:
    """The error that a validator raises about one field, by its name on the wire."""
    return PydanticCustomError("wrong", "{problem}", {"field": field, "problem": problem})


def agreed(fields: Mapping[str, Value | None]) -> Value | None:
    """The one value that several fields give, since all of them mean the same; None where none is given."""
    first: tuple[str, Value] | None = None
    for name, value in fields.items():
        if value is None:
            continue
        if first is not None and first[1] != value:
            raise wrong(name, f"it differs from {first[0]}, and both mean the same")
        first = first or (name, value)
    return first[1] if first else None


def one_of(fields: Mapping[str, Value | None]) -> Value:
    """The value of the one field of several that is given."""
    given = [(name, value) for name, value in fields.items() if value is not None]
    if not given:
        raise wrong(next(iter(fields)), "it is required" + _or_instead(list(fields)[1:]))
    if len(given) > 1:
        raise wrong(given[1][0], f"{given[0][0]} is given too, and only one of them can be meant")
    return given[0][1]


def _or_instead(others: list[str]) -> str:
    return f", or {' or '.join(others)} instead" if others else ""


def at_least_one(fields: Mapping[str, object | None]) -> None:
    if all(value is None for value in fields.values()):
        names = list(fields)
        raise wrong(names[0], "it is required" + _or_instead(names[1:]))
