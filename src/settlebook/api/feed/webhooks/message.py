"""What a webhook is sent: one event, as the feed tells it, small enough for every receiver."""

from typing import Any
from uuid import UUID

from settlebook.api.feed.event import instant, shown_event
from settlebook.api.wire import written
from settlebook.library.feed import FedEvent

LARGEST = 256 * 1024  # bytes


def message_id(epoch: UUID, position: int) -> str:
    """The same for every try, so that a receiver knows what it has met before."""
    return f"{epoch.hex}-{position}"


def message(event: FedEvent, *, ledger_id: str, epoch: UUID, webhook: UUID) -> bytes:
    """Of an event beyond the limit the lists are left out, and it says so: the feed has all of it."""
    content = {
        "type": event.envelope.fact.TOPIC,
        "timestamp": instant(event.envelope.recorded_at),
        "ledger": ledger_id,
        "epoch": epoch,
        "webhookId": webhook,
        "data": shown_event(event),
    }
    body = written(content)
    if len(body) <= LARGEST:
        return body
    return written({**content, "isShortened": True, "data": _shortened(content["data"])})


def _shortened(data: Any) -> dict[str, Any]:
    fact = {name: value for name, value in data["fact"].items() if not isinstance(value, list)}
    return {**data, "fact": fact}
