"""Answers before and after the commit: what was just decided, and what was stored under a key before."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from settlebook.domain.canonical import canonical_text
from settlebook.domain.errors import KeyReused, Refusal, Refused
from settlebook.ledger.deciding.batch import Entry
from settlebook.ledger.deciding.layer import Layer
from settlebook.ledger.log.personal import PersonalRow
from settlebook.ledger.requests.outcome import Answer, Outcome, Recorded


class Decided:
    """A command that was decided, done or refused, and is recorded either way."""

    def __init__(self, entry: Entry, outcome: Outcome | Refused, layer: Layer | None) -> None:
        self.entry = entry
        self.outcome = outcome
        self.facts = layer.facts if layer else []
        self.numbered = layer.numbered if layer else []
        self.identities = layer.identities if layer else []
        self.before = layer.before if layer else {}
        self.after = layer.streams if layer else {}
        self._kept = layer.personal if layer else []
        self.position = 0  # of its last event, known once it was appended

    @property
    def command_id(self) -> UUID:
        return self.entry.command_id

    @property
    def kind(self) -> str:
        return self.entry.asked.kind

    @property
    def is_refusal(self) -> bool:
        return isinstance(self.outcome, Refusal)

    @cached_property
    def salted(self) -> PersonalRow | None:
        """Whose salt hides the request's personal fields: that of the content kept, to be erased with it."""
        if not self.entry.asked.personal:
            return None
        return self._kept[0] if self._kept else PersonalRow.of(self.command_id, None)

    @property
    def personal(self) -> list[PersonalRow]:
        return self._kept

    @property
    def salt(self) -> bytes | None:
        """As it will be found later: where no content is kept, the salt is thrown away at once."""
        return self.salted.salt if self.salted and self._kept else None

    @cached_property
    def request(self) -> str:
        return self.entry.asked.stored(self.salted)

    @property
    def stored_outcome(self) -> str:
        if isinstance(self.outcome, Refusal):
            return canonical_text({"refused": self.outcome.stored()})
        return f'{{"done":{self.outcome.model_dump_json(exclude_none=True)}}}'

    def answer(self, *, replayed: bool = False) -> Answer:
        """What the caller gets once the batch is committed."""
        if isinstance(self.outcome, Outcome):
            return Recorded.of(self.outcome, self.position, self.command_id, replayed=replayed)
        return Refusal.restored(self.outcome.stored()) if replayed else self.outcome


@dataclass(frozen=True, slots=True)
class StoredCommand:
    """A command that was committed earlier."""

    client: str
    key: str
    kind: str
    command_id: UUID
    request: str
    outcome: str
    last_position: int
    salt: bytes | None  # None: nothing personal was asked, or it was erased

    @property
    def name(self) -> tuple[str, str]:
        return self.client, self.key

    @property
    def is_refusal(self) -> bool:
        return "refused" in self._outcome

    def answer(self, *, replayed: bool = False) -> Answer:
        outcome = self._outcome
        if "refused" in outcome:
            return Refusal.restored(outcome["refused"])
        done = Outcome.model_validate(outcome["done"])
        return Recorded.of(done, self.last_position, self.command_id, replayed=replayed)

    @property
    def _outcome(self) -> dict[str, Any]:
        outcome: dict[str, Any] = json.loads(self.outcome)
        return outcome


@dataclass(frozen=True, slots=True)
class Replay:
    """The first outcome again, for a request that came before under the same key."""

    first: Decided | StoredCommand

    @property
    def is_refusal(self) -> bool:
        return self.first.is_refusal

    def answer(self) -> Answer:
        answer = self.first.answer(replayed=True)
        if isinstance(answer, Refusal):
            answer.replayed = True
        return answer


Tentative = Decided | StoredCommand | Replay | Refusal  # an answer that leaves only after the commit


def repeated(first: Decided | StoredCommand, entry: Entry) -> Tentative:
    """The answer to a key that is known: the first outcome, or KeyReused naming what differs.

    The very same command is found again after a commit whose outcome was unknown: that is no replay.
    """
    if first.command_id == entry.command_id:
        return first
    field = entry.asked.differs_from(first.kind, first.request, first.salt)
    return Replay(first) if field is None else KeyReused(entry.key, field)
