"""Cursors: where a page ended, as a text that only the same query takes."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from settlebook.domain.errors import InvalidRequest
from settlebook.nesting import json_of
from settlebook.queries.objects.question import Order
from settlebook.queries.objects.values import read_value, written

_MARK = 12  # characters that tell one query from another


def mark_of(*asked: object) -> str:
    """A short text that stands for what was asked."""
    return sha256(repr(asked).encode()).hexdigest()[:_MARK]


def write_cursor(mark: str, after: Sequence[Any]) -> str:
    content = json.dumps([mark, [written(value) for value in after]], separators=(",", ":"))
    return urlsafe_b64encode(content.encode()).decode()


def read_cursor(text: str, mark: str, order: Sequence[Order], where: str = "cursor") -> tuple[Any, ...]:
    """What the last row of the page before had in the columns of the order. Refuses: InvalidRequest."""
    try:
        given, values = json_of(urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        texts = [value if value is None else str(value) for value in values]
    except (ValueError, TypeError):
        raise InvalidRequest(where, "it is none that an answer gave as nextPage") from None
    if given != mark or len(texts) != len(order):
        raise InvalidRequest(where, "it is of another query: ask the same, page by page")
    return tuple(
        None if text is None else read_value(each.column, text, where)
        for each, text in zip(order, texts, strict=True)
    )
