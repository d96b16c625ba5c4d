"""Previews of toy commands, and what they say in a word."""

from typing import Any

from settlebook.domain.errors import Refusal
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.previews.preview import Preview
from settlebook.ledger.requests.outcome import Mode
from tests.ledger.toys import Decide, a_submission


def preview(log: LedgerLog, decide: Decide, key: str | None = None, **body: Any) -> Preview:
    (found,) = log.preview([a_submission(decide, key, **body)], Mode.CONTINUE)
    return found


def told(found: Preview) -> str:
    return found.answer.code if isinstance(found.answer, Refusal) else str(found.answer.number)
