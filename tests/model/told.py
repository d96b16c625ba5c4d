"""Books in memory that are told commands in the words of the wire: every service, no database."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from settlebook.domain.errors import Refusal
from settlebook.domain.events import Event
from tests.memory_books import MemoryBooks
from tests.model.commands import Command
from tests.model.spoken import Speaker, Speech


@dataclass
class Told:
    today: date
    speech: Speech = field(default_factory=Speech)

    def __post_init__(self) -> None:
        self.books = MemoryBooks(self.today)
        self.refusal: Refusal | None = None  # the last one
        self._speaker = Speaker(self.books.ledger_id, self.speech)
        self.called = self._speaker.called

    @property
    def facts(self) -> list[Event]:
        return self.books.facts

    def states(self, kind: type) -> list[Any]:
        return [state for state in self.books.states.values() if isinstance(state, kind)]

    def run(self, command: Command, place: int) -> str | None:
        """Carry a command out, or answer the code of its refusal."""
        said = self._speaker.spoken(command)
        try:
            outcome = self.books.do(said.do, said.key, **said.body)
        except Refusal as refusal:
            self.refusal = refusal
            return refusal.code
        self._speaker.learn(place, command, outcome)
        return None
