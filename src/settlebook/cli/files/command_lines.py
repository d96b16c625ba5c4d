"""Reads the lines of a command file: each a request, or the refusal to say instead of one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from settlebook import Request
from settlebook.commands import parse_line
from settlebook.domain.errors import Failed, Malformed, Refusal
from settlebook.importing.json_lines import in_one_line, read_object, utf8

LONGEST_LINE = 32 * 1024 * 1024  # bytes; a command over 100,000 items has a third of it


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A line of the file: a request, or why it is none."""

    number: int
    request: Request | Refusal
    is_keyless: bool  # known to have no idempotency key; of what is no JSON object, nobody knows


def read_lines(lines: Iterable[tuple[int, bytes]]) -> Iterator[CommandLine]:
    """The commands of a file; blank lines are left out, but count where lines are numbered."""
    for number, text in lines:
        if text.strip():
            request = _read(text.strip())
            yield CommandLine(number, request, _is_keyless(request, text))


def _read(text: bytes) -> Request | Refusal:
    try:
        spoken = parse_line(utf8(text))
    except Malformed as malformed:
        return in_one_line(malformed)
    except Exception as fault:  # whatever one line does to the program, the others are carried out
        return Failed(type(fault).__name__)
    return Request(spoken.command, spoken.idempotency_key)


def _is_keyless(request: Request | Refusal, text: bytes) -> bool:
    if isinstance(request, Request):
        return request.idempotency_key is None
    try:
        return read_object(text).get("idempotencyKey") is None
    except Malformed:
        return False
