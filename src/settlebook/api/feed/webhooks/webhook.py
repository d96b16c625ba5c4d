"""A webhook as it is kept, as its owner asks for it, and as it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from ipaddress import ip_address
from typing import Annotated, Any, Self
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from settlebook.api.feed.topics import topics_of
from settlebook.api.feed.webhooks.addresses import is_public
from settlebook.domain.errors import InvalidRequest, UnknownField

FARTHEST = 2**63 - 1  # as a position
Type = Annotated[str, Field(min_length=1, max_length=64)]


class Body(BaseModel):
    """What of a request for a webhook is said, by its names on the wire."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, validate_by_alias=True)

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """Refuses: UnknownField, InvalidRequest."""
        try:
            return cls.model_validate(body)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        if first["type"] == "extra_forbidden":
            known = ", ".join(each.alias or name for name, each in cls.model_fields.items())
            raise UnknownField(field, "webhooks", known)
        if first["type"] == "missing":
            raise InvalidRequest(field, "it is required")
        raise InvalidRequest(field, str(first["msg"]).lower())


class Chosen(Body):
    """What the owner of a webhook chooses, each of it if he wants to."""

    url: Annotated[
        str | None, Field(max_length=2_000, description="Where messages are sent, https://...")
    ] = None
    types: Annotated[
        list[Type] | None,
        Field(max_length=100, description="Objects, events or topics; an empty list means all there are."),
    ] = None
    account_key: Annotated[
        str | None, Field(max_length=64, description="Only events in which this account takes part.")
    ] = None
    description: Annotated[str | None, Field(max_length=500)] = None
    after: Annotated[
        int | None,
        Field(
            ge=0, le=FARTHEST, description="Begin after this position of the log; 0: with the first event."
        ),
    ] = None


class Asked(Chosen):
    """A new webhook; it begins with what is recorded from now on, unless `after` says otherwise."""

    url: Annotated[str, Field(max_length=2_000, description="Where messages are sent, https://...")]


class Letters(Body):
    """Which dead letters are meant."""

    positions: Annotated[
        list[Annotated[int, Field(ge=1, le=FARTHEST)]] | None, Field(min_length=1, max_length=1_000)
    ] = None
    all: bool = False

    def meant(self) -> list[int] | None:
        """None where all are. Refuses: InvalidRequest."""
        if self.all == (self.positions is not None):
            raise InvalidRequest("positions", "name positions, or say all: true")
        return self.positions


@dataclass(frozen=True, slots=True)
class Webhook:
    """As it is kept; `position` is that of the last event that was delivered, given up or not asked for."""

    id: UUID
    version: int
    url: str
    description: str | None
    types: list[str]
    account_id: UUID | None
    state: str
    paused_because: str | None
    epoch_id: UUID
    position: int
    tries: int
    given_up: int
    due_at: datetime | None
    problem: str | None
    created_by: str
    created_at: datetime
    changed_at: datetime
    dead_letters: int

    def shown(self, head: int) -> dict[str, Any]:
        """`waiting` is how far it is behind the log, `triesInVain` those of the event that is next."""
        shown = {
            "id": self.id,
            "version": self.version,
            "url": self.url,
            "description": self.description,
            "types": self.types,
            "accountId": self.account_id,
            "state": self.state,
            "pausedBecause": self.paused_because,
            "epoch": self.epoch_id,
            "position": self.position,
            "waiting": max(0, head - self.position),
            "triesInVain": self.tries,
            "nextTryAt": self.due_at if self.tries else None,
            "problem": self.problem,
            "deadLetters": self.dead_letters,
            "createdById": self.created_by,
            "createdDate": self.created_at,
            "updatedDate": self.changed_at,
        }
        return {name: value for name, value in shown.items() if value is not None}


COLUMNS = tuple(field.name for field in fields(Webhook))


def require_url(url: str, *, allows_private: bool) -> str:
    """Refuses InvalidRequest where nothing can be sent to it; names are looked up when something is sent."""
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise InvalidRequest("url", "it is no URL") from None
    if not (url.isascii() and url.isprintable() and " " not in url and port_is_fine and parts.hostname):
        raise InvalidRequest("url", "give a URL in ASCII, such as https://example.com/settlements")
    if parts.scheme != "https" and not (allows_private and parts.scheme == "http"):
        raise InvalidRequest("url", "it has to begin with https://")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise InvalidRequest("url", "leave out users, passwords and fragments: messages are signed instead")
    if not allows_private and _is_private_literal(parts.hostname):
        raise InvalidRequest("url", "it leads to no public address, and others are not allowed here")
    return url


def _is_private_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return not is_public(host)


def require_description(text: str | None) -> str | None:
    """Refuses: InvalidRequest."""
    if text is not None and not text.isprintable():
        raise InvalidRequest("description", "give one line of printable text")
    return text


def require_types(types: list[str]) -> list[str]:
    """Refuses: InvalidRequest."""
    topics_of(types)
    return list(dict.fromkeys(types))
