"""The canonical bytes of events, commands and blocks: what is hashed, defined for ever by docs/seals.md."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

FORMAT = 1  # of everything here; another one has other tags
EVENT, COMMAND, BLOCK = (f"settlebook.{kind}.v{FORMAT}".encode() for kind in ("event", "command", "block"))
NO_BLOCK = bytes(32)  # the hash before block 1

_NULL = b"\xff\xff\xff\xff"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Field = bytes | str | int | None


def fields(*values: Field) -> bytes:
    """Each as its length (4 bytes, big-endian) and its bytes; null as ff ff ff ff.

    Text is UTF-8, a number its decimal digits.
    """
    parts: list[bytes] = []
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            spelled = value if type(value) is bytes else str(value).encode()
            parts.append(len(spelled).to_bytes(4))
            parts.append(spelled)
    return b"".join(parts)


def microseconds(instant: datetime) -> int:
    """Since 1970-01-01T00:00:00Z, leap seconds not counted."""
    return (instant - _EPOCH) // _MICROSECOND


def instant_of(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND


def day_text(day: int) -> str:
    """The day so many days after 1970-01-01, as YYYY-MM-DD; one that no calendar here has, as the number."""
    try:
        return date.fromordinal(date(1970, 1, 1).toordinal() + day).isoformat()
    except (ValueError, OverflowError):
        return str(day)


@dataclass(frozen=True, slots=True)
class Block:
    """Events `first_position` to `last_position` of a ledger, under one hash that holds all before it."""

    ledger_id: str
    number: int
    first_position: int
    last_position: int
    merkle_root: bytes
    previous_hash: bytes
    sealed_at: int  # microseconds

    @property
    def header(self) -> bytes:
        return fields(
            BLOCK,
            self.ledger_id,
            self.number,
            self.first_position,
            self.last_position,
            self.merkle_root,
            self.previous_hash,
            self.sealed_at,
        )

    @property
    def hash(self) -> bytes:
        return sha256(self.header).digest()
