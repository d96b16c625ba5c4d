"""From JSON to commands: reading is exact, and what cannot be read is refused with the path of the field."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from settlebook.commands.base import Command
from settlebook.commands.verbs import VERBS
from settlebook.domain.currency import shorten
from settlebook.domain.errors import BadAmount, InvalidRequest, Malformed, NotOffered, UnknownField
from settlebook.domain.money import InvalidAmount
from settlebook.nesting import json_of

MOST_NAMES = 16  # of fields, in a message
LONGEST_KEY = 255  # characters of an idempotency key, as in Zuora
PATH_KEY = "key"
_NAME_IN_MAP = "[key]"  # as pydantic marks that the name of a value is meant, not the value
_ENVELOPE = ("do", PATH_KEY, "body", "idempotencyKey")

_SAID = {
    "missing": "it is required",
    "tuple_type": "give a list",
    "model_type": "give an object",
    "model_attributes_type": "give an object",
    "string_type": "give text",
    "string_too_short": "it must not be empty",
    "bool_type": "give true or false",
    "int_type": "give a whole number",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of a command file: a command and, where it may be sent twice, its idempotency key."""

    do: str
    command: Command
    idempotency_key: str | None


def read_json(text: str | bytes) -> Any:
    """JSON with its numbers exact, decimals instead of floats. Refuses: InvalidRequest."""
    try:
        return json_of(
            text, parse_float=_decimal, parse_int=_whole, parse_constant=_no_number, object_pairs_hook=_once
        )
    except ValueError as error:
        raise InvalidRequest("request", f"it is no JSON: {shorten(str(error), 120)}") from None


def parse_line(text: str | bytes) -> Spoken:
    """The command of `{"do": ..., "key": ..., "body": {...}, "idempotencyKey": ...}`. Refuses: Malformed."""
    line = read_json(text)
    if not isinstance(line, dict):
        raise InvalidRequest("request", "give an object with do, key and body")
    for name in line:
        if name not in _ENVELOPE:
            raise UnknownField(shorten(name), "a command", ", ".join(_ENVELOPE))
    do, key, body = line.get("do"), line.get(PATH_KEY), line.get("body", {})
    if not isinstance(do, str):
        raise InvalidRequest("do", f"say what to do: {', '.join(VERBS)}")
    return Spoken(do, parse_command(do, key, body), _idempotency_key(line.get("idempotencyKey")))


def parse_command(do: str, key: str | None, body: Mapping[str, Any]) -> Command:
    """The command that a JSON body spells. Its numbers are int or Decimal, never float.

    Refuses, first match wins: InvalidRequest for an unknown `do` and a missing key; then field by field
    UnknownField, NotOffered, BadAmount or InvalidRequest, each with the path of the field.
    """
    command = VERBS.get(do)
    if command is None:
        near = get_close_matches(shorten(do), VERBS, n=3) or list(VERBS)
        raise InvalidRequest("do", f"{shorten(do)!r} is no command; it knows {', '.join(near)}")
    if not isinstance(body, Mapping):
        raise InvalidRequest("body", "give an object")
    if PATH_KEY in body:
        raise UnknownField(PATH_KEY, do, "the fields of the body; the key stands beside it")
    try:
        return command.read({**body, **_path_key(command, do, key)})
    except ValidationError as error:
        raise malformed(error, do) from None


def malformed(error: ValidationError, do: str) -> Malformed:
    """The refusal that says the first of the errors."""
    details = error.errors(include_url=False, include_input=False)[0]
    context: dict[str, Any] = details.get("ctx", {})
    field = _path((*details["loc"], *((context["field"],) if "field" in context else ())))
    cause = context.get("error")
    if details["loc"][-1:] == (_NAME_IN_MAP,):
        *steps, name, _ = details["loc"]
        problem = f"{shorten(str(name))!r} is no name here: {_problem(details, cause)}"
        return InvalidRequest(_path((*steps,)), problem)
    if details["type"] == "unknown_field":
        return UnknownField(field, do, _near(str(context["field"]), context["known"]))
    if details["type"] == "not_offered":
        return NotOffered(field, do, context.get("value", ""))
    if isinstance(cause, InvalidAmount):
        return BadAmount(field, cause.asked, cause.problem)
    return InvalidRequest(field, _problem(details, cause))


def _problem(details: ErrorDetails, cause: object) -> str:
    if cause is not None:
        return str(cause)
    context = details.get("ctx", {})
    match details["type"]:
        case "too_short" if context["min_length"] > 1:
            return f"give at least {context['min_length']}, {context['actual_length']} was given"
        case "too_short":
            return "the list must not be empty"
        case "string_too_long":
            return f"it is longer than {context['max_length']} characters"
        case "literal_error" | "enum":
            return f"give {context['expected']}"
        case kind:
            return _SAID.get(kind, details["msg"])


def _path_key(command: type[Command], do: str, key: object) -> dict[str, object]:
    if PATH_KEY in command.model_fields:
        if key is None:
            raise InvalidRequest(PATH_KEY, f"{do} needs the key of what it changes: an id or a number")
        return {PATH_KEY: key}
    if key is not None:
        raise InvalidRequest(PATH_KEY, f"{do} has none, since it creates something new")
    return {}


def _idempotency_key(key: object) -> str | None:
    if key is None:
        return None
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise InvalidRequest("idempotencyKey", f"give printable text of 1 to {LONGEST_KEY} characters")
    return key


def _path(steps: tuple[int | str, ...]) -> str:
    """`invoices[0].items[2].amount`"""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{shorten(str(step))}"
    return path.removeprefix(".")


def _near(name: str, known: tuple[str, ...]) -> str:
    """Names like the one that was given, whatever their case; else the first ones, which matter most."""
    by_lower = {other.lower(): other for other in known if other != PATH_KEY}
    close = get_close_matches(name.lower(), by_lower, n=3)
    if close:
        return ", ".join(by_lower[other] for other in close)
    names = list(by_lower.values())
    return ", ".join(names[:MOST_NAMES]) + (" and more" if len(names) > MOST_NAMES else "")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a name is given twice in one object")
    return read


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= 64 else Decimal(text)  # a huge integer is slow to read and no amount


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"no number is as large or as small as {shorten(text)}") from None


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")
