"""Reads facts for folding several times as fast as they are read to decide on, and refuses no less."""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from annotated_types import Ge, Gt
from msgspec import Meta, Struct
from pydantic import BaseModel, Strict
from pydantic_core import PydanticUndefined

from settlebook.domain.events import EVENTS, DocumentKind, Event, SourceKind
from settlebook.domain.events.base import Mark
from settlebook.ledger.log.upcasting import FactReader

# Those that histories are full of. What else happens is read by pydantic, and so is what is not read here.
KINDS = (
    "created",
    "posted",
    "unposted",
    "applied",
    "unapplied",
    "items_settled",
    "items_unsettled",
    "received",
)
QUICK = frozenset(
    topic
    for topic in EVENTS
    if topic.split(".")[1] in KINDS
    and topic.split(".")[0] in {"invoice", "debit_memo", "credit_memo", "payment", "document"}
)
PLAIN = {UUID, date, str, int, bool, Any, NoneType, DocumentKind, SourceKind}
REQUIRED = object()
Decode: TypeAlias = Callable[[bytes], Struct]

_new, _set = object.__new__, object.__setattr__


class QuickReader:
    """Facts as `FactReader` reads them, to be looked at only: what they hold are plain structures.

    What cannot be read quickly is left to `FactReader`, whose word is the last.
    """

    def __init__(self) -> None:
        self._reader = FactReader()

    def read(self, topic: str, state: bytes) -> Event:
        if topic not in QUICK:
            return self._reader.read(topic, state)
        try:
            fields = _decoder(topic)(state)
        except (msgspec.MsgspecError, ValueError):
            return self._reader.read(topic, state)
        kind = EVENTS[topic]
        event = _new(kind)
        _set(event, "__dict__", msgspec.structs.asdict(fields))
        return event


@cache
def _decoder(topic: str) -> Decode:
    return msgspec.json.Decoder(_structure(EVENTS[topic])).decode


@cache
def _structure(kind: type) -> type[Struct]:
    """The fields of a value as a structure that refuses the same: others, missing ones, out of bounds."""
    types = get_type_hints(kind, include_extras=True)
    defaults = _defaults(kind)
    told: list[Any] = [
        (name, _translated(types[name]), *([] if default is REQUIRED else [default]))
        for name, default in defaults.items()
    ]
    marks = tuple(name for name in defaults if types[name] == Mark)
    return msgspec.defstruct(
        kind.__name__,
        told,
        namespace={"__post_init__": _refusing_unmarked(marks)} if marks else None,
        forbid_unknown_fields=True,
        kw_only=True,
        gc=False,
    )


def _defaults(kind: Any) -> dict[str, Any]:
    """What each field is when nothing is said; REQUIRED where something has to be."""
    known = (
        kind.model_fields if issubclass(kind, BaseModel) else {field.name: field for field in fields(kind)}
    )
    found: dict[str, Any] = {}
    for name, field in known.items():
        if field.default_factory not in (None, MISSING):
            found[name] = msgspec.field(default_factory=field.default_factory)
        else:
            found[name] = REQUIRED if field.default in (PydanticUndefined, MISSING) else field.default
    return found


def _refusing_unmarked(marks: tuple[str, ...]) -> Callable[[Any], None]:
    """A mark is there or it is not: there is no false one."""

    def check(struct: Any) -> None:
        for mark in marks:
            if getattr(struct, mark) is False:
                raise ValueError(f"{mark} is false")

    return check


def _translated(annotation: Any) -> Any:
    if annotation in PLAIN or get_origin(annotation) is Literal:
        return annotation
    if annotation == Mark:
        return bool | None
    if isinstance(annotation, type) and (is_dataclass(annotation) or issubclass(annotation, BaseModel)):
        return _structure(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _bounded(_translated(arguments[0]), arguments[1:])
    if origin in (Union, UnionType):
        return Union[tuple(map(_translated, arguments))]  # noqa: UP007
    if origin is tuple:
        return tuple[_translated(arguments[0]), ...]  # type: ignore[misc]
    if origin is dict:
        return dict[arguments[0], _translated(arguments[1])]  # type: ignore[valid-type,misc]
    raise AssertionError(f"no quick way to read {annotation}")


def _bounded(kind: Any, said: tuple[Any, ...]) -> Any:
    bounds: dict[str, Any] = {}
    for bound in (bound for field in said for bound in field.metadata):
        if isinstance(bound, Gt):
            bounds["gt"] = bound.gt
        elif isinstance(bound, Ge):
            bounds["ge"] = bound.ge
        elif getattr(bound, "pattern", None):
            bounds["pattern"] = bound.pattern
        elif not isinstance(bound, Strict):
            raise AssertionError(f"no quick way to check {bound}")
    return Annotated[kind, Meta(**bounds)] if bounds else kind
