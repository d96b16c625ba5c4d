"""Carries one command out for a request, once under its key, and answers what became of it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from settlebook import Ledger, NotFound, Preview, Recorded, When
from settlebook.api.context import Context
from settlebook.api.wire import Wire
from settlebook.commands import Command
from settlebook.library.result import preview_result, result_of


def its_own(found: Recorded) -> Sequence[UUID]:
    """What the command is about, or made."""
    return (found.id,) if found.id is not None else ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a command that was recorded.

    made    reads it from the ledger, as it was when the command was done: a repeated request is answered with
            the same body for ever.
    schema  what it looks like.
    shows   the ids of what it tells the state of.
    """

    made: Callable[[Ledger, Recorded, When], Mapping[str, Any]]
    schema: Mapping[str, Any]
    shows: Callable[[Recorded], Sequence[UUID]] = its_own


def carry_out(context: Context, command: Command, answer: Answer) -> Wire:
    asked = context.asked(command)
    if context.preview:
        (preview,) = context.ledger.preview_many([asked])
        return previewed(preview)
    return recorded(context, context.ledger.submit(asked), answer)


async def carry_out_soon(context: Context, command: Command, answer: Answer) -> Wire:
    """As `carry_out` of what is no preview, and no thread waits until it is recorded."""
    found = await asyncio.wrap_future(context.ledger.submit_soon(context.asked(command)))
    if context.minimal:
        return recorded(context, found, answer)
    return await run_in_threadpool(recorded, context, found, answer)


def recorded(context: Context, found: Recorded, answer: Answer) -> Wire:
    """The answer to a command that is committed."""
    headers = {"Settlebook-Position": str(found.position)}
    if found.replayed:
        headers["Idempotency-Replayed"] = "true"
    if context.minimal:
        headers["Preference-Applied"] = "return=minimal"
        return Wire({"success": True, **said_of(found)}, headers=headers)
    told, version = _told(context.ledger, found, answer)
    if version is not None:
        headers["ETag"] = f'"{version}"'
    return Wire({**told, "settlement": said_of(found)}, headers=headers)


def _told(ledger: Ledger, found: Recorded, answer: Answer) -> tuple[Mapping[str, Any], int | None]:
    """The answer as of the command's last event, and the version of what it is about, where that is still so.

    Mostly nothing has happened to it since, so that it is as it is now; else the ledger is asked how it was.
    """
    try:
        told = answer.made(ledger, found, {})
    except NotFound:  # a command that is repeated, after what it made was taken away
        return answer.made(ledger, found, {"known_at": found.position}), None
    heads = {id: ledger.stream_head(id) for id in answer.shows(found)}
    if any(head is not None and head.position > found.position for head in heads.values()):
        return answer.made(ledger, found, {"known_at": found.position}), None
    own = heads.get(found.id) if found.id is not None else None
    return told, own.version if own is not None else None


def said_of(found: Recorded) -> dict[str, Any]:
    """What it did: in a repeated answer as in the first."""
    said = result_of(found)
    said.pop("replayed", None)
    return said


def previewed(preview: Preview) -> Wire:
    """What it would do; a refusal is the preview's answer."""
    return Wire({"success": not preview.is_refused, **preview_result(preview)})
