"""What every fact has in common: it is frozen, has a fixed topic, one stream and an effective day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

AmountMinor = Annotated[int, Field(strict=True, gt=0)]  # refuses 60.0, "6000", true
SignedMinor = Annotated[int, Field(strict=True)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Mark = Literal[True] | None  # None: it does not hold, and is not stored
Details = dict[str, Any]  # fields that only describe: kept as given, and given back


def as_entries(entries: Any) -> tuple[BeforeValidator, PlainSerializer]:
    """Written as a list of entries, for a mapping whose keys JSON does not have; `entries` is their type."""
    return BeforeValidator(_mapping), PlainSerializer(_entries, return_type=entries)


def _mapping(entries: Any) -> Any:
    """The keys of JSON are lists, which no key of a mapping can be."""
    if isinstance(entries, Mapping):
        return entries
    return {tuple(key) if isinstance(key, list) else key: value for key, value in entries}


def _entries(mapping: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    return list(mapping.items())


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    DEBIT_MEMO = "debit_memo"
    CREDIT_MEMO = "credit_memo"


class SourceKind(StrEnum):
    PAYMENT = "payment"
    CREDIT_MEMO = "credit_memo"


class Fact(BaseModel):
    """A frozen value inside an event."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Fact):
    """Something that happened to one stream.

    Id, version, recorded time, actor and command key are the envelope's, not the fact's.
    """

    TOPIC: ClassVar[str]  # stored for ever; classes may move
    STREAM: ClassVar[str]  # the field that names the stream the fact belongs to

    effective_on: date  # the accounting day, chosen; not the day it was recorded

    @property
    def stream_id(self) -> UUID:
        stream_id: UUID = getattr(self, self.STREAM)
        return stream_id


class PersonalRef(Fact):
    """Points to erasable personal content: its id, and a hash whose salt is erased with the content."""

    personal_id: UUID
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compact:
    """A frozen value of which an event may hold very many: without a dictionary, a fifth of a Fact's size.

    Types are checked where it is read from what was stored, and where an event is written.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Compact):
    """A part with an amount that is always above zero, as every `amount_minor: AmountMinor` is."""

    def __post_init__(self) -> None:
        minor: int = self.amount_minor  # type: ignore[attr-defined]  # each line's own, in its own place
        if not minor > 0:
            raise ValueError(f"a {type(self).__name__} has an amount above zero, not {minor}")
