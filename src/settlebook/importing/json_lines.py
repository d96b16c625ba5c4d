"""Reads one line of a file as one JSON object, exactly, or says what is wrong with it."""

from typing import Any

from settlebook.commands import read_json
from settlebook.domain.errors import InvalidRequest


def utf8(line: bytes) -> str:
    """The text of a line; refuses InvalidRequest where it is no UTF-8."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRequest("line", f"it is not UTF-8 at byte {error.start + 1}") from None


def read_object(line: bytes) -> dict[str, Any]:
    """The object that a line spells; refuses InvalidRequest."""
    found = read_json(utf8(line))
    if not isinstance(found, dict):
        raise InvalidRequest("line", "give one JSON object, {...}")
    return found
