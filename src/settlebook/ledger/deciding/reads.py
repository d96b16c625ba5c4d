"""What one try at a batch has seen of the committed ledger: it must still be true when it is recorded."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from settlebook.ledger.log.recorder import LogRecorder
from settlebook.ledger.states.repository import Repository
from settlebook.ledger.states.streams import Stream


class Reads:
    """Streams at a version and numbers that nobody had: the expectations of the append.

    It is not asked beforehand whether the ids and numbers of new things are taken: the log's own keys refuse
    them, and the try after such a refusal does ask. What exists never ceases to, so only what was missing has
    to be expected.
    """

    def __init__(self, repository: Repository, recorder: LogRecorder, *, asks: bool = False) -> None:
        self._repository = repository
        self._recorder = recorder
        self._streams: dict[UUID, Stream] = {}
        self._taken_numbers: dict[tuple[str, str], UUID] = {}
        self._taken_ids: set[UUID] = set()
        self._asks = asks  # a preview has no append that would refuse what is taken
        self.absent_numbers: set[tuple[str, str]] = set()
        self.claimed_numbers: set[tuple[str, str]] = set()
        self.claimed_ids: set[UUID] = set()

    def learn(self, numbers: Iterable[tuple[str, str]], ids: Iterable[UUID]) -> bool:
        """Ask whether these numbers and ids are taken; whether any of it is news."""
        asked_numbers = set(numbers) - self._taken_numbers.keys() - self.absent_numbers
        asked_ids = set(ids) - self._taken_ids
        taken_numbers = self._recorder.numbers_taken(asked_numbers) if asked_numbers else {}
        taken_ids = self._recorder.ids_taken(asked_ids) if asked_ids else set()
        self._taken_numbers |= taken_numbers
        self._taken_ids |= taken_ids
        self.absent_numbers |= asked_numbers - taken_numbers.keys()
        return bool(taken_numbers or taken_ids)

    def ask_for_claims_of(self, failed: "Reads") -> None:
        """From now on ask, beginning with what a failed try claimed: some of it was taken."""
        self._asks = True
        self._taken_numbers = self._recorder.numbers_taken(failed.claimed_numbers)
        self._taken_ids = self._recorder.ids_taken(failed.claimed_ids)
        self.claimed_numbers = failed.claimed_numbers - self._taken_numbers.keys()
        self.claimed_ids = failed.claimed_ids - self._taken_ids

    def still_hold(self) -> bool:
        """Whether all that was read is the latest, so that it is one state of the ledger."""
        if self.absent_numbers and self._recorder.numbers_taken(self.absent_numbers):
            return False
        return not self._recorder.newer_events(self.expected)

    @property
    def expected(self) -> dict[UUID, int]:
        return {stream_id: stream.version for stream_id, stream in self._streams.items()}

    def stream(self, stream_id: UUID) -> Stream:
        """As it was when first seen: one try sees one version."""
        seen = self._streams.get(stream_id)
        if seen is None:
            seen = self._streams[stream_id] = self._repository.get(stream_id)
        return seen

    def expect(self, stream_id: UUID, stream: Stream) -> None:
        """A stream as it will be by then, since a batch that is recorded before leaves it so."""
        self._streams.setdefault(stream_id, stream)

    def id_of(self, kind: str, number: str) -> UUID | None:
        if (kind, number) in self.absent_numbers:
            return None
        found = self._repository.id_of(kind, number)
        if found is None:
            self.absent_numbers.add((kind, number))
        return found

    def owner_of(self, id: UUID) -> UUID | None:
        """What once owned an id owns it for ever; where nothing has it, the decision ends as NotFound."""
        return self._repository.owner_of(id)

    def personal_content(self, personal_id: UUID) -> dict[str, Any]:
        """Content is only ever erased, so what is read holds as long as the stream that names it."""
        return self._recorder.personal_content(personal_id)

    def is_number_taken(self, kind: str, number: str) -> bool:
        name = (kind, number)
        if name in self._taken_numbers or self._repository.known_id(kind, number) is not None:
            return True
        if self._asks and name not in self.claimed_numbers and self._recorder.numbers_taken([name]):
            return True
        self.claimed_numbers.add(name)
        return False

    def taken_ids(self, ids: Iterable[UUID]) -> set[UUID]:
        """Which of these exist; those that do not are claimed."""
        asked = set(ids)
        taken = asked & self._taken_ids
        if self._asks and (unknown := asked - taken - self.claimed_ids):
            taken |= self._recorder.ids_taken(unknown)
        self.claimed_ids |= asked - taken
        return taken
