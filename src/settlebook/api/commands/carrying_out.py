"""Carries one command out for a request, once under its key, and answers what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from settlebook import Ledger, Preview, Recorded, Refusal, When
from settlebook.api.context import Context
from settlebook.api.wire import Wire
from settlebook.commands import Command
from settlebook.library.result import preview_result, result_of


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a command that was recorded.

    `made` reads it from the ledger: as it is now, or for a repeated request as it was at the first answer.
    """

    made: Callable[[Ledger, Recorded, When], Mapping[str, Any]]
    schema: Mapping[str, Any]


def carry_out(context: Context, command: Command, answer: Answer) -> Wire:
    request = context.asked(command)
    if context.preview:
        (preview,) = context.ledger.preview_many([request])
        return previewed(preview)
    (found,) = context.ledger.execute([request])
    if isinstance(found, Refusal):
        raise found
    return recorded(context, found, answer)


def recorded(context: Context, found: Recorded, answer: Answer) -> Wire:
    """The answer to a command that is committed."""
    if context.minimal:
        content: Mapping[str, Any] = {"success": True, **result_of(found)}
    else:
        when: When = {"known_at": found.position} if found.replayed else {}
        content = {**answer.made(context.ledger, found, when), "settlement": result_of(found)}
    headers = {"Settlebook-Position": str(found.position)}
    if found.replayed:
        headers["Idempotency-Replayed"] = "true"
    if context.minimal:
        headers["Preference-Applied"] = "return=minimal"
    return Wire(content, headers=headers)


def previewed(preview: Preview) -> Wire:
    """What it would do; a refusal is the preview's answer."""
    return Wire({"success": not preview.is_refused, **preview_result(preview)})
