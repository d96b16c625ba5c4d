"""What every command and every part of one has in common: strict names, and one canonical spelling."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from json.encoder import encode_basestring
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from settlebook.commands.fields import read_json_value
from settlebook.commands.kept import KEPT
from settlebook.commands.personal import PERSONAL
from settlebook.domain.canonical import canonical_text
from settlebook.domain.currency import shorten
from settlebook.domain.money import Minor

WIRE = object()  # the context in which a JSON body is validated: only the names of the wire are known
CUSTOM = re.compile(r"[A-Za-z0-9_]{1,100}__(c|NS)")  # a tenant's own field: kept, and given back


class Part(BaseModel):
    """A piece of a request. Names are camelCase on the wire; in Python, snake_case as well.

    A field that is neither declared here nor custom is refused; one of NOT_OFFERED is kept while it is empty
    or false, as Zuora's defaults are, and refused when it asks for something.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,  # a message may reach a log, and the input may be personal
        defer_build=True,  # a program asks for few of the many commands: each is built when it is first used
    )
    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _names(cls, given: Any, context: ValidationInfo) -> Any:
        if not isinstance(given, dict | Mapping):  # what is a dict is found to be one sooner
            return given
        if context.context is WIRE and type(given) is dict and given.keys() <= _wire_names(cls).keys():
            return given
        known = _wire_names(cls) if context.context is WIRE else _names(cls)
        named: dict[str, Any] = {}
        for name, value in given.items():
            alias = known.get(name)
            if alias is None:
                alias, value = name, cls._undeclared(name, value)
            if alias in named:
                raise PydanticCustomError("twice", "the field is given twice", {"field": alias})
            named[alias] = value
        return named

    @classmethod
    def _undeclared(cls, name: Any, value: Any) -> Any:
        if name in cls.NOT_OFFERED:
            if value:
                raise PydanticCustomError("not_offered", "not offered", {"field": name})
        elif not isinstance(name, str) or not CUSTOM.fullmatch(name):
            shown = shorten(str(name))  # a name may hold what no text can be made of
            facts = {"field": shown, "known": _by_weight(cls)}
            raise PydanticCustomError("unknown_field", "unknown field", facts)
        try:
            return read_json_value(value)
        except ValueError as error:
            raise PydanticCustomError("value", "{problem}", {"field": name, "problem": str(error)}) from None

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """What was given, personal fields left out, since a text of a command may reach a log."""
        hidden = PERSONAL if isinstance(self, Command) and not self.ABOUT_NOBODY else frozenset[str]()
        yield from ((name, value) for name, value in self.given().items() if name not in hidden)

    def given(self) -> dict[str, Any]:
        """The fields that the caller gave, by their names on the wire; null is not given."""
        aliases, fields = _aliases(type(self)), self.__dict__
        values: dict[str, Any] = {}
        for name in self.__pydantic_fields_set__:
            alias = aliases.get(name)
            if alias is not None and fields[name] is not None:
                values[alias] = fields[name]
        for name, value in (self.__pydantic_extra__ or {}).items():
            if value is not None:
                values[name] = value
        return values

    def canonical(self) -> dict[str, Any]:
        """The request in one spelling, as JSON: fields as given, without defaults, sorted, normalised."""
        return {name: _canonical(value) for name, value in sorted(self.given().items())}

    def spelled(self, hidden: Collection[str] = ()) -> str:
        """`canonical()` as its text, without the fields that are hidden; in less than half of the time."""
        if type(self).canonical is not Part.canonical:
            said = self.canonical()
            return canonical_text({name: said[name] for name in said if name not in hidden})
        fields = [
            f"{encode_basestring(name)}:{_spelled(value)}"
            for name, value in sorted(self.given().items())
            if name not in hidden
        ]
        return f"{{{','.join(fields)}}}"

    def details(self) -> dict[str, Any]:
        """The fields that only describe, as JSON: kept with the facts as given, and given back."""
        kept, others = _kept_names(type(self)), self.__pydantic_extra__ or ()
        return {
            name: _as_kept(value) for name, value in self.given().items() if name in kept or name in others
        }


class Command(Part):
    """A request to change the ledger."""

    DO: ClassVar[str]  # what the wire calls it
    ABOUT_NOBODY: ClassVar[bool] = False  # what it says is about no person, whatever its fields are called

    def personal_fields(self) -> dict[str, Any]:
        """What was given of PERSONAL, as JSON by its names on the wire: never part of an event."""
        if self.ABOUT_NOBODY or not (self.__pydantic_extra__ or self._may_be_personal()):
            return {}
        return {name: _as_kept(value) for name, value in self.given().items() if name in PERSONAL}

    def _may_be_personal(self) -> bool:
        return not _personal_names(type(self)).isdisjoint(self.__pydantic_fields_set__)

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """The command that a JSON body spells; its errors are those of pydantic."""
        return cls.model_validate(body, context=WIRE)


@cache
def wire_names(part: type[Part]) -> tuple[str, ...]:
    """The fields a part knows, by their names on the wire; the path's key is none of them."""
    return tuple(_aliases(part).values())


@cache
def _by_weight(part: type[Part]) -> tuple[str, ...]:
    """The fields a part knows: those that decide something before those that only describe."""
    return tuple(sorted(wire_names(part), key=_kept_names(part).__contains__))


@cache
def _aliases(part: type[Part]) -> dict[str, str]:
    return {name: to_camel(name) for name in part.model_fields}


@cache
def _personal_names(part: type[Part]) -> frozenset[str]:
    """Of fields, by their names in Python."""
    return frozenset(name for name, alias in _aliases(part).items() if alias in PERSONAL)


@cache
def _wire_names(part: type[Part]) -> dict[str, str]:
    return {name: name for name in wire_names(part)}


@cache
def _names(part: type[Part]) -> dict[str, str]:
    return _aliases(part) | _wire_names(part)


@cache
def _kept_names(part: type[Part]) -> frozenset[str]:
    return frozenset(to_camel(name) for name, field in part.model_fields.items() if KEPT in field.metadata)


def _canonical(value: Any) -> Any:
    kind = type(value)  # what requests are full of is told by its class, sooner than by what it is like
    if kind is str or kind is bool:
        return value
    if kind is Decimal:
        return _plain(value)
    if kind is tuple:
        return [_canonical(element) for element in value]
    match value:
        case Part():
            return value.canonical()
        case Minor():
            return {"minor": value.value}
        case Decimal():
            return _plain(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_canonical(element) for element in value]
        case dict():
            return {name: _canonical(element) for name, element in sorted(value.items())}
    return value


def _spelled(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is Decimal:
        return f'"{_plain(value)}"'
    if kind is tuple:
        return f"[{','.join([_spelled(element) for element in value])}]"
    return value.spelled() if isinstance(value, Part) else canonical_text(_canonical(value))


def _plain(number: Decimal) -> str:
    """The same text for the same number: 60, 60.0 and 6E1 are 60."""
    text = str(number)
    if "E" in text:
        text = f"{number:f}"  # slower, and rarely another
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _as_kept(value: Any) -> Any:
    match value:
        case Part():
            return {name: _as_kept(field) for name, field in value.given().items()}
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_as_kept(element) for element in value]
        case dict():
            return {name: _as_kept(element) for name, element in value.items()}
    return value
