"""Reads one line of a file as one JSON object, exactly, or says what is wrong with it."""

import re
from typing import Any

from settlebook.commands import read_json
from settlebook.domain.errors import InvalidRequest, Malformed

_PLACE = re.compile(r"line 1 (column \d+) \(char \d+\)")


def utf8(line: bytes) -> str:
    """The text of a line; refuses InvalidRequest where it is no UTF-8."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRequest("line", f"it is not UTF-8 at byte {error.start + 1}") from None


def read_object(line: bytes) -> dict[str, Any]:
    """The object that a line spells; refuses InvalidRequest."""
    try:
        found = read_json(utf8(line))
    except InvalidRequest as refused:
        raise in_one_line(refused) from None
    if not isinstance(found, dict):
        raise InvalidRequest("line", "give one JSON object, {...}")
    return found


def in_one_line(refused: Malformed) -> Malformed:
    """Without the line that the JSON reader counts: the file has a number for it, and it is another one."""
    if isinstance(refused, InvalidRequest):
        return InvalidRequest(refused.field, _PLACE.sub(r"\1", refused.problem))
    return refused
