"""What a ledger tells whoever counts: each batch, how long its commit took, what became of its commands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from settlebook.domain.errors import Refusal
from settlebook.ledger.deciding.batch import Entry
from settlebook.ledger.requests.outcome import Answer

DONE, REPLAYED, FAILED = "done", "replayed", "failed"


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch that was answered.

    `recorded`  how many of its commands were new and are recorded now.
    `seconds`   from the first word to the database until its commit.
    `answered`  kind and outcome of each command: done, replayed, failed, or the code of its refusal.
    """

    recorded: int
    seconds: float
    answered: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, entries: Iterable[Entry], recorded: int, seconds: float) -> Self:
        answered = tuple((entry.asked.kind, _outcome(entry.answer)) for entry in entries)
        return cls(recorded, seconds, answered)


Watch = Callable[[Batch], None]


def _outcome(answer: Answer | None) -> str:
    if answer is None:
        return FAILED
    if answer.replayed:
        return REPLAYED
    return answer.code if isinstance(answer, Refusal) else DONE
