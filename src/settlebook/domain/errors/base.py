"""What every refusal has in common: a code for machines, facts, a sentence and a remedy for people."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from settlebook.domain.money import Money

REFUSALS: dict[str, "type[Refusal]"] = {}


class Refusal(Exception):
    """A command was not carried out, and nothing changed.

    `code` is for machines, the fields are the facts, `MESSAGE` is filled with them, `REMEDY` says what to do.
    """

    code: ClassVar[str]
    MESSAGE: ClassVar[str]
    REMEDY: ClassVar[str] = ""
    replayed: bool = False  # the answer was already known under this idempotency key
    said: str | None = None  # the message as it was given the first time, of a refusal that was stored

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" in cls.__dict__:
            REFUSALS[cls.code] = cls

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        if self.said is not None:
            return self.said
        said = self.MESSAGE.format(**{name: _spoken(value) for name, value in self.facts().items()})
        return f"{said}. {self.REMEDY}" if self.REMEDY else said

    def facts(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]

    def stored(self) -> dict[str, Any]:
        """The refusal as JSON, to keep it as an outcome: `{"code": ..., "facts": {...}, "message": ...}`."""
        facts = {name: _written(value) for name, value in self.facts().items()}
        return {"code": self.code, "facts": facts, "message": self.message}

    @staticmethod
    def restored(stored: dict[str, Any]) -> "Refusal":
        """The refusal that `stored` wrote, in its first words, whatever later versions say."""
        code, facts = stored["code"], {name: _read(value) for name, value in stored["facts"].items()}
        try:
            refusal = REFUSALS[code](**facts)
        except (KeyError, TypeError):  # a code or a fact that this version has by no name
            refusal = OfOtherVersion(code, facts)
        refusal.said = stored["message"]
        return refusal


class Refused(Refusal):
    """A rule of settlement says no; asked again in the same state, it says no again. The answer is kept."""


class OfOtherVersion(Refused):
    """A refusal that was stored by a version with other codes or facts; it says what was said then."""

    def __init__(self, code: str, facts: dict[str, Any]) -> None:
        super().__init__()
        self.code = code  # type: ignore[misc]  # of this refusal alone
        self._facts = facts

    def facts(self) -> dict[str, Any]:
        return self._facts


class Malformed(Refusal):
    """The request cannot be read, whatever the ledger holds. The answer is not kept."""


# What things are called by that have no number.
KEY_OF = {
    "accounting code": "name or id",
    "accounting period": "name or id",
    "added read model": "name",
    "application": "id",
    "client": "name",
    "item": "name or id",
    "part": "id",
    "tax item": "name or id",
}


@dataclass(eq=False)
class NotFound(Refused):
    """Nothing in this ledger has the key."""

    code: ClassVar[str] = "not_found"
    MESSAGE: ClassVar[str] = "there is no {kind} {key} in this ledger"
    REMEDY: ClassVar[str] = "Check the number or id, or create it first."
    kind: str
    key: str

    @property
    def message(self) -> str:
        if self.said is not None:
            return self.said
        return super().message.replace("the number or id", f"the {KEY_OF.get(self.kind, 'number or id')}")


@dataclass(eq=False)
class NotFoundThen(NotFound):
    """Nothing had the key at the moment that was asked for; it may have it at another."""

    MESSAGE: ClassVar[str] = "there is no {kind} {key} in this ledger {moment}"
    REMEDY: ClassVar[str] = "Check the number or id, or ask for another moment."
    moment: str


@dataclass(eq=False)
class NotFoundAmong(NotFound):
    """Nothing of the few that there are has the name."""

    MESSAGE: ClassVar[str] = "there is no {kind} {key}; there is: {names}"
    REMEDY: ClassVar[str] = "Choose one of these."
    names: str


@dataclass(eq=False)
class NotFoundSo(NotFound):
    """Something has the key, and is of another kind than was asked for."""

    MESSAGE: ClassVar[str] = "there is no {kind} {key} in this ledger; of that name there is: {found}"
    REMEDY: ClassVar[str] = "Name it as what it is."
    found: str


@dataclass(eq=False)
class NotFoundAlone(NotFound):
    """Something has the name, and is made with everything else, not by itself."""

    MESSAGE: ClassVar[str] = "there is no {kind} {key} that is built alone: {why}"
    REMEDY: ClassVar[str] = "Everything is built again by --from-events without a name."
    why: str


@dataclass(eq=False)
class Outdated(Refusal):
    """Others changed the same streams again and again while this command was decided."""

    code: ClassVar[str] = "outdated"
    MESSAGE: ClassVar[str] = "the command lost {tries} races against other writers"
    REMEDY: ClassVar[str] = "Nothing was recorded: send it again."
    tries: int


@dataclass(eq=False)
class OtherVersion(Refusal):
    """What the command is about has changed since the caller looked at it."""

    code: ClassVar[str] = "other_version"
    MESSAGE: ClassVar[str] = "{key} is at version {version}, not at {expected}"
    REMEDY: ClassVar[str] = "Nothing was recorded: read it again, and decide anew."
    key: str
    expected: int
    version: int


def _spoken(value: object) -> object:
    if isinstance(value, Money):
        return f"{value} {value.currency}"
    return value.hex if isinstance(value, UUID) else value


def _written(value: object) -> object:
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, UUID):
        return {"id": value.hex}
    return value


def _read(value: Any) -> Any:
    match value:
        case {"minor": int(minor), "currency": str(currency)}:
            return Money(minor, currency)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"id": str(text)}:
            return UUID(text)
    return value
