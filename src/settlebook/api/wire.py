"""How answers are written: amounts as JSON numbers digit by digit, ids as 32 hex, instants in UTC."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from fastapi import Response

from settlebook import Money, Row

MEDIA_TYPE = "application/json;charset=utf-8"
_encoder = msgspec.json.Encoder(decimal_format="number")


class Wire(Response):
    """A JSON answer."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        return written(content)


def plain(value: Any) -> Any:
    """A value as JSON knows it; a decimal stays one, and is written as a number digit by digit."""
    kind = type(value)
    if kind is str or kind is Decimal or kind is int or kind is bool or value is None:
        return value
    match value:
        case Row():
            return plain(value.model_dump(by_alias=True, exclude_none=True))
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case UUID():
            return value.hex
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return value.isoformat()
        case Money():
            return value.decimal
    return value


def written(value: Any) -> bytes:
    """A value as JSON, exactly."""
    return _encoder.encode(plain(value))


def shown(row: Row, **more: Any) -> dict[str, Any]:
    """A row as an answer has it: its fields beside `success`."""
    return {"success": True, **row.model_dump(by_alias=True, exclude_none=True), **more}
