"""What OpenAPI says of webhooks, and how their rows are shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from settlebook.api.feed.event import instant
from settlebook.api.schemas import inlined, object_of

TEXT: Mapping[str, Any] = {"type": "string"}
COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 0}
INSTANT: Mapping[str, Any] = {"type": "string", "description": "Of UTC."}
SUCCESS: Mapping[str, Any] = {"const": True}

WEBHOOK = object_of(
    success=SUCCESS,
    id=TEXT,
    secret={"type": "string", "description": "Only where it is new: nobody is shown it again."},
    version={"type": "integer", "minimum": 1},
    url=TEXT,
    description=TEXT,
    types={"type": "array", "items": TEXT},
    accountId=TEXT,
    state={"enum": ["active", "paused"]},
    pausedBecause=TEXT,
    epoch=TEXT,
    position={**COUNT, "description": "Up to here all was delivered, given up, or not asked for."},
    waiting={**COUNT, "description": "Events of the log beyond its position, whether asked for or not."},
    triesInVain={**COUNT, "description": "Of the next event."},
    nextTryAt=INSTANT,
    problem={"type": "string", "description": "Of the last try, while it was in vain."},
    deadLetters=COUNT,
    createdById=TEXT,
    createdDate=INSTANT,
    updatedDate=INSTANT,
)
DELIVERY = object_of(
    id=COUNT,
    position=COUNT,
    topic=TEXT,
    **{"try": {"type": "integer", "minimum": 1}},
    sentAt=INSTANT,
    milliseconds=COUNT,
    status={"type": "integer", "description": "Of the answer, if there was one."},
    problem={"type": "string", "description": "Absent: delivered."},
)
LETTER = object_of(
    position=COUNT,
    topic=TEXT,
    tries={"type": "integer", "minimum": 1},
    status={"type": "integer"},
    problem=TEXT,
    isDue={"type": "boolean", "description": "It is about to be sent again."},
    createdAt=INSTANT,
    triedAt=INSTANT,
)


def _list_of(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return object_of(success=SUCCESS, nextPage=TEXT, **{name: {"type": "array", "items": schema}})


WEBHOOKS = _list_of("webhooks", WEBHOOK)
DELIVERIES = _list_of("deliveries", DELIVERY)
LETTERS = _list_of("deadLetters", LETTER)
POSITIONS = object_of(success=SUCCESS, positions={"type": "array", "items": COUNT})
DONE = object_of(success=SUCCESS, id=TEXT)


def request(body: type[BaseModel]) -> dict[str, Any]:
    """For a route's `openapi_extra`."""
    content = {"application/json": {"schema": inlined(body.model_json_schema())}}
    return {"requestBody": {"content": content, "required": True}}


def shown_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row by the names of the wire; what is not known is left out."""
    return {
        to_camel(name): instant(value) if isinstance(value, datetime) else value
        for name, value in row.items()
        if value is not None
    }
