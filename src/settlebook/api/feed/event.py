"""How an event is told to others: its envelope, and the fact with amounts in major and in minor units."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic.alias_generators import to_camel

from settlebook.domain.money import to_decimal
from settlebook.library.feed import FedEvent, FeedPage

MINOR = "_minor"
AS_GIVEN = {"details", "limit_of", "accounting_codes"}  # whose members are named by the caller
PERSONAL = {"personal"}  # points to what may have to be forgotten: nobody gets it who would keep it

EVENT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["position", "topic", "streamId", "streamVersion", "effectiveDate", "recordedAt", "fact"],
    "properties": {
        "position": {"type": "integer", "minimum": 1},
        "topic": {"type": "string", "description": "What happened, in which version: payment.applied.v1."},
        "streamId": {"type": "string", "description": "The account, document or payment it happened to."},
        "streamVersion": {"type": "integer", "minimum": 1},
        "effectiveDate": {"type": "string", "format": "date"},
        "recordedAt": {"type": "string", "format": "date-time"},
        "actor": {"type": "string"},
        "commandId": {"type": "string", "description": "All events of one command have the same."},
        "accountId": {"type": "string", "description": "Whose it is; absent of what is of the ledger."},
        "currency": {"type": "string", "description": "Of every amount of the fact."},
        "fact": {
            "type": "object",
            "description": "Amounts stand in major units, and as ...Minor in minor units.",
        },
    },
}
PAGE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["success", "epoch", "position", "head", "hasMore", "events"],
    "properties": {
        "success": {"const": True},
        "epoch": {"type": "string", "description": "Keep it with the position, and send both."},
        "position": {"type": "integer", "description": "Ask for what comes after it."},
        "head": {"type": "integer", "description": "Where the log stands."},
        "hasMore": {"type": "boolean", "description": "Whether the log goes on after this position."},
        "events": {"type": "array", "items": EVENT_SCHEMA},
    },
}


def shown_page(page: FeedPage) -> dict[str, Any]:
    return {
        "success": True,
        "epoch": page.epoch.id,
        "position": page.position,
        "head": page.head,
        "hasMore": page.has_more,
        "events": [shown_event(event) for event in page.events],
    }


def shown_event(event: FedEvent) -> dict[str, Any]:
    envelope = event.envelope
    shown = {
        "position": envelope.position,
        "topic": envelope.fact.TOPIC,
        "streamId": envelope.originator_id,
        "streamVersion": envelope.originator_version,
        "effectiveDate": envelope.effective_on,
        "recordedAt": instant(envelope.recorded_at),
        "actor": event.actor,
        "commandId": envelope.command_id,
        "accountId": event.account_id,
        "currency": event.currency,
        "fact": _told(envelope.fact.model_dump(exclude_none=True, exclude={"effective_on"}), event.currency),
    }
    return {name: value for name, value in shown.items() if value is not None}


def instant(at: datetime) -> str:
    """With all its digits, as `knownAt` takes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _told(value: Any, currency: str | None) -> Any:
    if isinstance(value, Mapping):
        return _members(value, currency)
    return [_told(each, currency) for each in value] if isinstance(value, list | tuple) else value


def _members(fields: Mapping[str, Any], currency: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in fields.items():
        if name in PERSONAL:
            continue
        if name.endswith(MINOR) and currency is not None:
            told[to_camel(name.removesuffix(MINOR))] = to_decimal(value, currency)
        told[to_camel(name)] = value if name in AS_GIVEN else _told(value, currency)
    return told
