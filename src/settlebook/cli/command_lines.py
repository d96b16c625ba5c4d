"""Reads the lines of a command file: each a request, or the refusal to say instead of one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from settlebook import Request
from settlebook.commands import parse_line
from settlebook.domain.errors import Failed, Malformed, Refusal
from settlebook.importing.json_lines import utf8

LONGEST_LINE = 32 * 1024 * 1024  # bytes; a command over 100,000 items has a third of it


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A line of the file: a request, or why it is none."""

    number: int
    request: Request | Refusal

    @property
    def is_keyless(self) -> bool:
        return isinstance(self.request, Request) and self.request.idempotency_key is None


def read_lines(lines: Iterable[tuple[int, bytes]]) -> Iterator[CommandLine]:
    """The commands of a file; blank lines are left out, but count where lines are numbered."""
    for number, text in lines:
        if text.strip():
            yield CommandLine(number, _read(text.strip()))


def _read(text: bytes) -> Request | Refusal:
    try:
        spoken = parse_line(utf8(text))
    except Malformed as malformed:
        return malformed
    except Exception as fault:  # whatever one line does to the program, the others are carried out
        return Failed(type(fault).__name__)
    return Request(spoken.command, spoken.idempotency_key)
