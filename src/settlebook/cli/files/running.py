"""Runs a command file: every line gets its answer, in order, in the way of the mode."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from settlebook import Answer, Ledger, Mode, Outcome, Preview, Request
from settlebook.cli.files.command_lines import CommandLine
from settlebook.cli.files.interrupting import Interruption
from settlebook.domain.errors import NotRun, Refusal, RolledBack

Write = Callable[[CommandLine, Answer], None]
WritePreview = Callable[[CommandLine, Preview], None]


@dataclass(slots=True)
class Tally:
    """What became of the lines: each was done, refused, not run or rolled back."""

    last: int = 0  # the line that was answered last
    is_cut_off: bool = False  # an interruption left lines unread
    lines: int = 0
    done: int = 0
    refused: int = 0
    not_run: int = 0
    rolled_back: int = 0
    replayed: int = 0
    keyless: int = 0

    def count(self, line: CommandLine, answer: Outcome | Refusal) -> None:
        self.last = line.number
        self.lines += 1
        match answer:
            case NotRun():
                self.not_run += 1
            case RolledBack():
                self.rolled_back += 1
            case Refusal():
                self.refused += 1
            case _:
                self.done += 1
        self.replayed += getattr(answer, "replayed", False)
        self.keyless += line.is_keyless


def run(ledger: Ledger, lines: Iterable[CommandLine], mode: Mode, write: Write) -> Tally:
    """Send the lines to the ledger and write the answer to each, in their order.

    A line that cannot be read is sent as its refusal, so that it counts as refused in its place. Who is
    interrupted has the answers to whatever was recorded.
    """
    tally = Tally()
    waiting: deque[CommandLine] = deque()
    with Interruption() as interruption:
        read = interruption.lines(lines, is_whole=mode is Mode.ATOMIC)
        for answer in ledger.execute(_requests(read, waiting), mode):
            line = waiting.popleft()
            tally.count(line, answer)
            write(line, answer)
    tally.is_cut_off = interruption.cut_off
    return tally


def preview(ledger: Ledger, lines: Iterable[CommandLine], mode: Mode, write: WritePreview) -> Tally:
    """Say of each line what it would do after those before it; nothing is recorded."""
    tally = Tally()
    waiting: deque[CommandLine] = deque()
    for found in ledger.preview_many(_requests(lines, waiting), mode):
        line = waiting.popleft()
        tally.count(line, found.answer)
        write(line, found)
    return tally


def _requests(lines: Iterable[CommandLine], waiting: deque[CommandLine]) -> Iterator[Request | Refusal]:
    for line in lines:
        waiting.append(line)
        yield line.request
