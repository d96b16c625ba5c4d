"""Facts in envelopes, and how they become the library's stored events and back: by topic, not class path."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, Notification, StoredEvent, Transcoder
from eventsourcing.utils import register_topic

from settlebook.domain.events import EVENTS, Event
from settlebook.ledger.log.upcasting import FactReader, UnreadableEvent

_NOBODY = UUID(int=0)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A recorded fact with what the log knows of it."""

    originator_id: UUID  # the stream
    originator_version: int  # from 1 within the stream
    fact: Event
    position: int  # from 1 within the ledger, gapless, in the order of commits
    recorded_at: datetime
    command_id: UUID

    @property
    def effective_on(self) -> date:
        return self.fact.effective_on


@dataclass(frozen=True)
class StoredFact(Notification):
    """A row of the log: the library's notification, whose `id` is the position, with two columns more."""

    recorded_at: datetime = _LONG_AGO
    command_id: UUID = _NOBODY


def state_of(fact: Event) -> bytes:
    """The fact as it is stored: JSON without the fields that are None."""
    return fact.model_dump_json(exclude_none=True, warnings="error").encode()


def originator_of(row: StoredEvent) -> UUID:
    """The stream that a row stands on."""
    return row.originator_id if isinstance(row.originator_id, UUID) else UUID(row.originator_id)


class FactMapper(Mapper[UUID]):
    """The library's mapper for facts: pydantic writes and reads the JSON."""

    def __init__(self, reader: FactReader | None = None) -> None:
        super().__init__(_NoTranscoder())
        self._reader = reader or FactReader()

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredFact:
        if not isinstance(domain_event, Envelope):
            raise TypeError(f"the log keeps facts in envelopes, not {type(domain_event).__name__}")
        return StoredFact(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.fact.TOPIC,
            state=state_of(domain_event.fact),
            id=domain_event.position,
            recorded_at=domain_event.recorded_at,
            command_id=domain_event.command_id,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Envelope:
        if not isinstance(stored_event, StoredFact):
            raise TypeError(f"the log reads its own rows, not {type(stored_event).__name__}")
        return self.envelope(stored_event)

    def fact(self, topic: str, state: bytes) -> Event:
        """What is stored of a fact, without its envelope."""
        return self._reader.read(topic, state)

    def envelope(self, row: StoredFact) -> Envelope:
        """Raises UnreadableEvent, which says where."""
        stream_id = originator_of(row)
        try:
            fact = self._reader.read(row.topic, row.state)
        except UnreadableEvent as error:
            error.found_at(row.id, stream_id)
            raise
        return Envelope(stream_id, row.originator_version, fact, row.id, row.recorded_at, row.command_id)


class _NoTranscoder(Transcoder):
    """Facts write and read themselves."""

    def encode(self, obj: object) -> bytes:
        raise TypeError("facts are written by their own class")

    def decode(self, data: bytes) -> object:
        raise TypeError("facts are read by their own class")


for _topic, _event in EVENTS.items():  # so that the library finds a class by the name stored for ever
    register_topic(_topic, _event)
