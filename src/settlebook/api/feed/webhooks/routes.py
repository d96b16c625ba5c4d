"""Routes of webhooks: made, shown, edited, paused, resumed, deleted; their tries and their dead letters."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Path, Query, Request

from settlebook import Ledger, NotFound
from settlebook.api.caller import Role, allowed
from settlebook.api.context import Body, Context, Reading, Writing
from settlebook.api.feed.webhooks import schemas
from settlebook.api.feed.webhooks.signing import new_secret
from settlebook.api.feed.webhooks.store import Row, Webhooks, in_transaction
from settlebook.api.feed.webhooks.webhook import (
    FARTHEST,
    Asked,
    Chosen,
    Letters,
    Webhook,
    require_description,
    require_types,
    require_url,
)
from settlebook.api.schemas import answered
from settlebook.api.wire import Wire, written
from settlebook.domain.errors import InvalidRequest
from settlebook.domain.ids import as_id

MOST_WEBHOOKS = 100  # of a ledger
MOST_ROWS = 1_000  # of a page
OVERLAP = 24 * 3_600.0  # seconds for which a replaced secret goes on signing

ADMIN = dict(allowed(Role.ADMIN))
Key = Annotated[str, Path(description="The id of a webhook.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS)]
Place = Annotated[int | None, Query(ge=0, le=FARTHEST)]
Work = Callable[[Webhooks], Mapping[str, Any]]

router = APIRouter(tags=["Webhooks"], responses=answered(schemas.WEBHOOK))


@router.post("/v1/webhooks", response_class=Wire, openapi_extra=schemas.request(Asked) | ADMIN)
def create_webhook(context: Writing, body: Body, request: Request) -> Wire:
    """Have events sent to an address. The secret that signs them is in this answer, and in no other."""
    asked = Asked.read(body)
    chosen = _chosen(context.ledger, asked, request)
    position = context.ledger.position
    if asked.after is not None:
        position = _within(asked.after, position)
    webhook_id, secret = uuid4(), new_secret()
    chosen |= {"position": position, "epoch": context.ledger.epoch.id, "created_by": context.caller.name}

    def work(webhooks: Webhooks) -> Mapping[str, Any]:
        if webhooks.count() >= MOST_WEBHOOKS:
            raise InvalidRequest("webhooks", f"a ledger has {MOST_WEBHOOKS} of them at most")
        webhooks.create(webhook_id, secret, **chosen)
        return {"secret": secret, **_shown(context, webhooks.get(webhook_id))}

    return _done(context, "create", body, work)


@router.get("/v1/webhooks", response_class=Wire, responses=answered(schemas.WEBHOOKS), openapi_extra=ADMIN)
def list_webhooks(context: Reading) -> Wire:
    """All of them, with how far each is behind the log."""
    found = in_transaction(context.ledger, lambda webhooks: webhooks.all())
    head = context.ledger.position
    return Wire({"success": True, "webhooks": [webhook.shown(head) for webhook in found]})


@router.get("/v1/webhooks/{key}", response_class=Wire, openapi_extra=ADMIN)
def show_webhook(context: Reading, key: Key) -> Wire:
    """One, with how far it is behind the log, and what is wrong if something is."""
    webhook_id = _id(key)
    found = in_transaction(context.ledger, lambda webhooks: webhooks.get(webhook_id))
    return _tagged({"success": True, **_shown(context, found)})


@router.put("/v1/webhooks/{key}", response_class=Wire, openapi_extra=schemas.request(Chosen) | ADMIN)
def edit_webhook(context: Writing, key: Key, body: Body, request: Request) -> Wire:
    """Choose anew what is given, and keep the rest; `after` has events sent again, or leaves some out."""
    webhook_id = _id(key)
    asked = Chosen.read(body)
    chosen = _chosen(context.ledger, asked, request)
    position = None if asked.after is None else _within(asked.after, context.ledger.position)

    def work(webhooks: Webhooks) -> Mapping[str, Any]:
        now = webhooks.lock(webhook_id, context.version)
        kept = {"url": now.url, "description": now.description, "types": now.types, "account": now.account_id}
        webhooks.edit(webhook_id, position=position, **kept | chosen)
        return _shown(context, webhooks.get(webhook_id))

    return _done(context, f"edit {key}", body, work)


@router.delete(
    "/v1/webhooks/{key}", response_class=Wire, responses=answered(schemas.DONE), openapi_extra=ADMIN
)
def delete_webhook(context: Writing, key: Key) -> Wire:
    """Forget it, with its secrets, tries and dead letters."""
    webhook_id = _id(key)

    def work(webhooks: Webhooks) -> Mapping[str, Any]:
        webhooks.lock(webhook_id, context.version)
        webhooks.delete(webhook_id)
        return {"id": webhook_id.hex}

    return _done(context, f"delete {key}", {}, work)


@router.put("/v1/webhooks/{key}/pause", response_class=Wire, openapi_extra=ADMIN)
def pause_webhook(context: Writing, key: Key) -> Wire:
    """Send nothing until it is resumed; what is recorded meanwhile waits."""
    return _set_state(context, key, "paused", f"paused by {context.caller.name}")


@router.put("/v1/webhooks/{key}/resume", response_class=Wire, openapi_extra=ADMIN)
def resume_webhook(context: Writing, key: Key) -> Wire:
    """Go on where it was paused, at once; nothing of what was recorded meanwhile is left out."""
    return _set_state(context, key, "active", None)


@router.post("/v1/webhooks/{key}/secret", response_class=Wire, openapi_extra=ADMIN)
def replace_secret(context: Writing, key: Key) -> Wire:
    """A new secret, in this answer and in no other; the one before signs beside it for 24 hours."""
    webhook_id, secret = _id(key), new_secret()

    def work(webhooks: Webhooks) -> Mapping[str, Any]:
        webhooks.lock(webhook_id, context.version)
        webhooks.replace_secret(webhook_id, secret, OVERLAP)
        return {"secret": secret, **_shown(context, webhooks.get(webhook_id))}

    return _done(context, f"secret {key}", {}, work)


@router.get(
    "/v1/webhooks/{key}/deliveries",
    response_class=Wire,
    responses=answered(schemas.DELIVERIES),
    openapi_extra=ADMIN,
)
def list_deliveries(context: Reading, key: Key, limit: Limit = 100, before: Place = None) -> Wire:
    """Each try of the last thousand, the newest first."""
    webhook_id = _id(key)
    rows = _of(context, webhook_id, lambda webhooks: webhooks.deliveries(webhook_id, before, limit))
    more = f"limit={limit}&before={rows[-1]['id']}" if len(rows) == limit else None
    return _page("deliveries", rows, f"/v1/webhooks/{key}/deliveries", more)


@router.get(
    "/v1/webhooks/{key}/dead-letters",
    response_class=Wire,
    responses=answered(schemas.LETTERS),
    openapi_extra=ADMIN,
)
def list_dead_letters(context: Reading, key: Key, limit: Limit = 100, after: Place = None) -> Wire:
    """Events that were given up, in the order of the log."""
    webhook_id = _id(key)
    rows = _of(
        context, webhook_id, lambda webhooks: webhooks.dead_letters(webhook_id, after=after or 0, limit=limit)
    )
    more = f"limit={limit}&after={rows[-1]['position']}" if len(rows) == limit else None
    return _page("deadLetters", rows, f"/v1/webhooks/{key}/dead-letters", more)


@router.post(
    "/v1/webhooks/{key}/dead-letters/redeliver",
    response_class=Wire,
    responses=answered(schemas.POSITIONS),
    openapi_extra=schemas.request(Letters) | ADMIN,
)
def redeliver(context: Writing, key: Key, body: Body) -> Wire:
    """Send dead letters again, one try each; who is delivered is a dead letter no longer."""
    webhook_id, positions = _id(key), Letters.read(body).meant()
    return _letters(context, f"redeliver {key}", body, lambda it: it.redeliver(webhook_id, positions), key)


@router.post(
    "/v1/webhooks/{key}/dead-letters/discard",
    response_class=Wire,
    responses=answered(schemas.POSITIONS),
    openapi_extra=schemas.request(Letters) | ADMIN,
)
def discard(context: Writing, key: Key, body: Body) -> Wire:
    """Forget dead letters: the endpoint does without them. The events stay in the log."""
    webhook_id, positions = _id(key), Letters.read(body).meant()
    return _letters(context, f"discard {key}", body, lambda it: it.discard(webhook_id, positions), key)


def _set_state(context: Context, key: str, state: str, because: str | None) -> Wire:
    webhook_id = _id(key)

    def work(webhooks: Webhooks) -> Mapping[str, Any]:
        webhooks.lock(webhook_id, context.version)
        webhooks.set_state(webhook_id, state, because)
        return _shown(context, webhooks.get(webhook_id))

    return _done(context, f"{state} {key}", {}, work)


def _letters(
    context: Context, what: str, body: Mapping[str, Any], move: Callable[[Webhooks], list[int]], key: str
) -> Wire:
    def work(webhooks: Webhooks) -> Mapping[str, Any]:
        webhooks.lock(_id(key), context.version)
        return {"positions": move(webhooks)}

    return _done(context, what, body, work)


def _done(context: Context, what: str, body: Mapping[str, Any], work: Work) -> Wire:
    """Once under its key, all of it or nothing."""
    if context.preview:
        raise InvalidRequest("preview", "webhooks are no part of the books: nothing can be previewed")
    digest = sha256(what.encode() + b"\0" + written(dict(sorted(body.items())))).digest()
    answer, is_known = in_transaction(
        context.ledger,
        lambda webhooks: webhooks.once(
            context.caller.client_id, context.idempotency_key, digest, lambda: work(webhooks)
        ),
    )
    headers = {"Idempotency-Replayed": "true"} if is_known else {}
    return _tagged({"success": True, **answer}, headers)


def _tagged(answer: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Wire:
    tags = {"ETag": f'"{answer["version"]}"'} if "version" in answer else {}
    return Wire(answer, headers={**tags, **(headers or {})})


def _chosen(ledger: Ledger, asked: Chosen, request: Request) -> dict[str, Any]:
    """What was given, by column. Refuses: InvalidRequest; NotFound where there is no such account."""
    chosen: dict[str, Any] = {}
    given = asked.model_fields_set
    if asked.url is not None:
        allows_private = request.app.state.settings.private_webhooks
        chosen["url"] = require_url(asked.url, allows_private=allows_private)
    if "types" in given or isinstance(asked, Asked):
        chosen["types"] = require_types(asked.types or [])
    if "account_key" in given or isinstance(asked, Asked):
        chosen["account"] = None if asked.account_key is None else ledger.account(asked.account_key).id
    if "description" in given or isinstance(asked, Asked):
        chosen["description"] = require_description(asked.description)
    return chosen


def _within(after: int, head: int) -> int:
    if after > head:
        raise InvalidRequest("after", f"the log stands at position {head}: give one from 0 to {head}")
    return after


def _id(key: str) -> UUID:
    found = as_id(key)
    if found is None:
        raise NotFound("webhook", key[:64])
    return found


def _shown(context: Context, webhook: Webhook) -> dict[str, Any]:
    return webhook.shown(context.ledger.position)


def _of(context: Context, webhook_id: UUID, read: Callable[[Webhooks], list[Row]]) -> list[Row]:
    def work(webhooks: Webhooks) -> list[Row]:
        webhooks.get(webhook_id)
        return read(webhooks)

    return in_transaction(context.ledger, work)


def _page(name: str, rows: list[Row], path: str, more: str | None) -> Wire:
    answer = {"success": True, name: [schemas.shown_row(row) for row in rows]}
    return Wire(answer | ({"nextPage": f"{path}?{more}"} if more else {}))
