"""JSON in one spelling, so that what means the same is the same text."""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID


def canonical_text(value: Any) -> str:
    """JSON with sorted keys and no blanks, in characters rather than escapes."""
    return _ENCODER.encode(value)


def _plain(value: Any) -> str:
    match value:
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case UUID():
            return value.hex
    raise TypeError(f"a request holds no {type(value).__name__}")


_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain
)
