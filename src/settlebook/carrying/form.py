"""The form of a file of the log, which docs/log-files.md defines: JSON line by line, section by section."""

import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

FORMAT, VERSION = "settlebook-log", 1
Value = str | int | bytes | None


class Kind(Enum):
    """How a column is spelled: as text, a number, bytes in hexadecimal, or a fact, which is JSON in UTF-8."""

    TEXT = "text"
    NUMBER = "number"
    BYTES = "bytes"
    FACT = "fact"

    @property
    def type_name(self) -> str:
        """As PostgreSQL calls what is read for it."""
        return {"text": "text", "number": "int8"}.get(self.value, "bytea")


class Section:
    """A table of the log without its ledger: the name of both, and the columns in the table's order."""

    def __init__(self, name: str, columns: Mapping[str, Kind]) -> None:
        self.name = name
        self.columns = columns
        self._spell = [_SPELL.get(kind) for kind in columns.values()]
        self._read = [_READ[kind] for kind in columns.values()]

    @property
    def heading(self) -> dict[str, Any]:
        return {"section": self.name, "columns": list(self.columns)}

    def spelled(self, row: tuple[Value, ...]) -> list[Any]:
        """A row as JSON has it."""
        return [
            value if spell is None or value is None else spell(value)
            for value, spell in zip(row, self._spell, strict=True)
        ]

    def read(self, row: list[Any]) -> list[Value]:
        """A row as the table has it. Raises ValueError where it has not these columns."""
        if len(row) != len(self._read):
            raise ValueError(f"{len(self._read)} columns were expected, {len(row)} found")
        return [None if value is None else read(value) for value, read in zip(row, self._read, strict=True)]


def as_line(value: object) -> bytes:
    """JSON without blanks, in UTF-8, ended by a line feed."""
    return _ENCODE(value).encode() + b"\n"


def _spell_fact(state: bytes) -> object:
    try:
        return state.decode()
    except UnicodeDecodeError:  # never written by Settlebook, but carried as it stands
        return {"hex": state.hex()}


def _read_fact(value: object) -> bytes:
    match value:
        case str():
            return value.encode()
        case {"hex": str(text)}:
            return bytes.fromhex(text)
    raise ValueError("a fact is text, or bytes in hexadecimal")


def _read_bytes(value: object) -> bytes:
    if not isinstance(value, str):
        raise ValueError("bytes are text in hexadecimal")
    return bytes.fromhex(value)


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text was expected, {value!r:.40} found")
    return value


def _read_number(value: object) -> int:
    if type(value) is not int:
        raise ValueError(f"a whole number was expected, {value!r:.40} found")
    return value


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SPELL: dict[Kind, Callable[[Any], Any]] = {Kind.FACT: _spell_fact, Kind.BYTES: bytes.hex}
_READ: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _read_text,
    Kind.NUMBER: _read_number,
    Kind.BYTES: _read_bytes,
    Kind.FACT: _read_fact,
}


def _section(name: str, columns: str) -> Section:
    """`columns` are names, those that are no text with their kind: `block:number`."""
    parts = (column.partition(":") for column in columns.split())
    return Section(name, {column: Kind(kind or "text") for column, _, kind in parts})


# In the order of the file: who reads events knows the settings, who reads seals has seen the events.
SECTIONS = (
    _section("setting", "name value"),
    _section(
        "event",
        "position:number stream_id stream_version:number topic state:fact effective_on recorded_at "
        "command_id",
    ),
    _section(
        "command",
        "command_id client key kind actor request outcome first_position:number last_position:number "
        "recorded_at",
    ),
    _section("number", "kind number id"),
    _section("identity", "id kind owner_id"),
    _section("number_sequence", "kind next:number"),
    _section("personal", "personal_id owner_id salt:bytes content erased_at"),
    _section(
        "seal",
        "block:number format:number first_position:number last_position:number merkle_root:bytes "
        "previous_hash:bytes block_hash:bytes sealed_at leaf_hashes:bytes",
    ),
    _section("log_head", "position:number recorded_at"),
    _section("epoch", "number:number epoch_id reason after:number began_at"),
)
