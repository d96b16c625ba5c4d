"""What every row of an answer has in common: how it is made of a record and written as JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Self, TypeAlias
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)
from pydantic.alias_generators import to_camel

from settlebook.engine import EngineError

# Exact, in major units, with exactly the currency's decimals: the database multiplies them out so.
Amount = Annotated[Decimal, PlainSerializer(lambda amount: f"{amount:f}", when_used="json")]
Id = Annotated[UUID, PlainSerializer(lambda id: id.hex, when_used="json")]
Instant = Annotated[
    datetime, PlainSerializer(lambda at: at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"), when_used="json")
]
Record: TypeAlias = Mapping[str, Any]  # a row of the database, by column

DETAILS, PERSONAL = "details", "personal"
STAMPS = ("createdById", "createdDate", "updatedById", "updatedDate")


class RowUnreadable(EngineError):
    """What a read model holds is no row of an answer: no program writes it so."""

    def __init__(self, row: str, error: ValidationError) -> None:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        super().__init__(
            f"The read models hold what is no {row}: {where}: {first['msg']}.", "Run `settlebook verify all`."
        )


class Row(BaseModel):
    """A row of an answer. Its fields are known by their Python names; JSON has Zuora's.

    What the caller gave to describe the object, and what is personal until it is erased, is given back
    beside the declared fields, by the names of the request: see `described`.
    """

    model_config = ConfigDict(
        defer_build=True,  # a program asks for few of the many rows
        frozen=True,
        extra="allow",
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=False,
    )

    @classmethod
    def of(cls, record: Record, **more: Any) -> Self:
        """The row of a record, whose other columns are left out; what is known wins over what was given.

        Raises RowUnreadable.
        """
        given: dict[str, Any] = {**(record.get(DETAILS) or {}), **(record.get(PERSONAL) or {})}
        for name, alias in _aliases(cls):
            if (value := more[name] if name in more else record.get(name)) is not None:
                given[alias] = value
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise RowUnreadable(cls.__name__, error) from None

    @property
    def described(self) -> dict[str, Any]:
        """What the caller gave that has no field of its own here, by the names of the request."""
        return dict(self.model_extra or {})

    def as_json(self) -> dict[str, Any]:
        """Amounts as text, ids as 32 hex, days as ISO, instants in UTC; what is not known is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


@cache
def _aliases(row: type[Row]) -> tuple[tuple[str, str], ...]:
    """The names of a row's fields, with what its JSON calls them."""
    return tuple((name, field.alias or name) for name, field in row.model_fields.items())


class Stamped(Row):
    """A row that tells who recorded it, when, and who changed it last."""

    created_by_id: str | None = None
    created_date: Instant
    updated_by_id: str | None = None
    updated_date: Instant

    @model_serializer(mode="wrap")
    def _stamps_last(self, written: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields: dict[str, Any] = written(self)
        stamps = {name: fields.pop(name) for name in STAMPS if name in fields}
        return fields | stamps
