"""Reads what older versions wrote: a changed meaning is a new topic, with an upcaster from the old one."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from settlebook.domain.events import EVENTS, Event


class Upcaster(NamedTuple):
    """How the JSON of an old topic says the same under a newer one."""

    topic: str
    rewrite: Callable[[dict[str, Any]], dict[str, Any]]


# By the topic they read; run one after another. None is ever removed, since the log is kept for ever.
UPCASTERS: dict[str, Upcaster] = {}


class UnreadableEvent(Exception):
    """A stored event has a topic or a content that this version cannot read.

    `place`  which event of which stream it is, once somebody knows.
    """

    REMEDY = (
        "Another version of Settlebook wrote it, or it was tampered with: `settlebook verify log` names the "
        "first such event, or `settlebook verify books` the first that does not follow."
    )

    def __init__(self, problem: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}" if self.place else self.problem

    @property
    def told(self) -> str:
        """For people: what is wrong, where, and what to do."""
        return f"The log holds what this version cannot read: {self}. {self.REMEDY}"

    def found_at(self, position: int, stream_id: UUID) -> None:
        self.place = f"event {position} of stream {stream_id.hex}"


class UnknownTopic(UnreadableEvent):
    """No fact of this version has the topic, and no upcaster reads it."""


class FactReader:
    """Turns what is stored into today's facts."""

    def __init__(
        self, events: Mapping[str, type[Event]] = EVENTS, upcasters: Mapping[str, Upcaster] = UPCASTERS
    ) -> None:
        self._events = events
        self._upcasters = upcasters

    def knows(self, topic: str) -> bool:
        """Whether an event of the topic can be read, as long as its content is what the topic says."""
        return topic in self._events or topic in self._upcasters

    def read(self, topic: str, state: bytes) -> Event:
        event = self._events.get(topic)
        if event is None:
            topic, state = self._upcast(topic, state)
            event = self._events[topic]
        try:
            return event.model_validate_json(state)
        except ValidationError as error:
            raise UnreadableEvent(f"{topic} cannot be read: {_said(error)}") from error

    def _upcast(self, topic: str, state: bytes) -> tuple[str, bytes]:
        self._upcaster(topic)
        try:
            fields: dict[str, Any] = from_json(state)
            while topic not in self._events:
                upcaster = self._upcaster(topic)
                topic, fields = upcaster.topic, upcaster.rewrite(fields)
        except (ValueError, LookupError, TypeError, AttributeError) as error:  # not what its topic says
            raise UnreadableEvent(f"{topic} cannot be read: {error!r}") from error
        return topic, to_json(fields)

    def _upcaster(self, topic: str) -> Upcaster:
        found = self._upcasters.get(topic)
        if found is None:
            raise UnknownTopic(f"no event has the topic {topic}: was it written by a newer version?")
        return found


def _said(error: ValidationError) -> str:
    """The first thing that is wrong, without what was found there, which may be personal."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else str(first["msg"])
