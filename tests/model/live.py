"""Drives a real ledger with neutral commands through its public API, and keeps every answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from settlebook import Answer, Ledger, Malformed, Mode, Recorded, Refusal, Request, parse_command
from tests.model.commands import Command
from tests.model.spoken import Speaker, Speech, Spoken

Placed = tuple[int, Command]  # a command, and its place in the sequence: it is also its idempotency key


@dataclass
class Live:
    """A caller of a ledger. What was said once is said in the same words again."""

    ledger: Ledger
    speech: Speech = field(default_factory=Speech)

    def __post_init__(self) -> None:
        self._speaker = Speaker(self.ledger.ledger_id, self.speech)
        self._said: dict[int, Spoken] = {}
        self._lock = Lock()

    @property
    def called(self) -> dict[str, str]:
        """The numbers that the ledger gave, by what the model calls them."""
        return self._speaker.called

    def send(self, placed: Placed) -> Answer:
        """One command, by itself."""
        place, command = placed
        said = self._spoken(place, command)
        try:
            answer: Answer = self.ledger.perform(said.do, said.key, said.body, idempotency_key=str(place))
        except Refusal as refusal:
            answer = refusal
        self._learn(place, command, answer)
        return answer

    def send_all(self, commands: Iterable[Placed], mode: Mode = Mode.CONTINUE) -> list[Answer]:
        """Many commands in one batch."""
        batch = list(commands)
        answers = list(self.ledger.execute([self._request(*placed) for placed in batch], mode))
        for placed, answer in zip(batch, answers, strict=True):
            self._learn(*placed, answer)
        return answers

    def _request(self, place: int, command: Command) -> Request | Refusal:
        said = self._spoken(place, command)
        try:
            return Request(parse_command(said.do, said.key, said.body), str(place))
        except Malformed as malformed:
            return malformed

    def _spoken(self, place: int, command: Command) -> Spoken:
        with self._lock:
            if place not in self._said:
                self._said[place] = self._speaker.spoken(command)
            return self._said[place]

    def _learn(self, place: int, command: Command, answer: Answer) -> None:
        """The ids that the ledger gave."""
        if not isinstance(answer, Recorded):
            return
        with self._lock:
            self._speaker.learn(place, command, answer)


def code_of(answer: Answer) -> str | None:
    """None for what was done."""
    return answer.code if isinstance(answer, Refusal) else None


def told(answer: Answer) -> tuple[Any, ...]:
    """All that an answer says, but for whether it says it again."""
    if isinstance(answer, Refusal):
        return answer.code, answer.message, answer.facts()
    return tuple((name, value) for name, value in answer.model_dump().items() if name != "replayed")


def is_kept(answer: Answer) -> bool:
    """What cannot be read is refused each time anew; every other answer is known for ever."""
    return not isinstance(answer, Malformed)
