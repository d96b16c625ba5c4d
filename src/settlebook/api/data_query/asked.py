"""What a Data Query is asked with: the statement, how its file looks, and of when it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from settlebook import When
from settlebook.api.moments import when_of
from settlebook.domain.currency import shorten
from settlebook.domain.errors import InvalidRequest, UnknownField
from settlebook.queries.objects.values import is_text

LONGEST = 100_000  # characters of a statement
_SEPARATORS = frozenset("\t !#$%&'()*+,-./:;<=>?@[]^_`{|}~\\")
_TAKEN = {
    *("query", "outputFormat", "compression", "columnSeparator", "readDeleted", "raw", "output"),
    *("sourceData", "useIndexJoin", "warehouseSize"),
}


class Format(StrEnum):
    JSON = "JSON"
    CSV = "CSV"
    TSV = "TSV"
    DSV = "DSV"


class Compression(StrEnum):
    NONE = "NONE"
    GZIP = "GZIP"
    ZIP = "ZIP"


SEPARATORS = {Format.CSV: ",", Format.TSV: "\t", Format.DSV: "|"}


@dataclass(frozen=True, slots=True)
class DataQuery:
    """One query.

    separator  between columns, of what is not JSON.
    raw        whether texts that a spreadsheet would run stay as they are.
    as_of, known_at  as the request has them; None: of the moment when it is carried out.
    """

    query: str
    format: Format
    compression: Compression
    separator: str
    deleted: bool
    raw: bool
    source: str
    index_join: bool
    as_of: str | None
    known_at: str | None

    @classmethod
    def of(cls, body: Mapping[str, Any], as_of: str | None, known_at: str | None) -> "DataQuery":
        """Of the body of a request. Refuses: InvalidRequest, UnknownField."""
        if body.get("encryptionKey") is not None:
            problem = "files are not encrypted for somebody here: their links are signed, and expire"
            raise InvalidRequest("encryptionKey", problem)
        if unknown := sorted(body.keys() - _TAKEN - {"encryptionKey"}):
            raise UnknownField(shorten(unknown[0]), "a data query", ", ".join(sorted(_TAKEN)))
        _require_target(body.get("output"))
        format = _word(body, "outputFormat", Format, Format.JSON)
        asked = cls(
            query=_query(body.get("query")),
            format=format,
            compression=_word(body, "compression", Compression, Compression.NONE),
            separator=_separator(body.get("columnSeparator"), format),
            deleted=_truth(body, "readDeleted"),
            raw=_truth(body, "raw"),
            source=_source(body.get("sourceData")),
            index_join=_truth(body, "useIndexJoin"),
            as_of=as_of,
            known_at=known_at,
        )
        if asked.when and asked.deleted:
            raise InvalidRequest(
                "readDeleted", "what is deleted is told as it is now: leave asOf and knownAt"
            )
        return asked

    @property
    def when(self) -> When:
        """Refuses: InvalidRequest."""
        return when_of(self.as_of, self.known_at)

    @property
    def kept(self) -> dict[str, Any]:
        """As a job keeps it."""
        return {
            "query": self.query,
            "outputFormat": self.format,
            "compression": self.compression,
            "columnSeparator": self.separator,
            "readDeleted": self.deleted,
            "raw": self.raw,
            "sourceData": self.source,
            "useIndexJoin": self.index_join,
            "asOf": self.as_of,
            "knownAt": self.known_at,
        }

    @classmethod
    def again(cls, kept: Mapping[str, Any]) -> "DataQuery":
        return cls(
            query=kept["query"],
            format=Format(kept["outputFormat"]),
            compression=Compression(kept["compression"]),
            separator=kept["columnSeparator"],
            deleted=kept["readDeleted"],
            raw=kept["raw"],
            source=kept["sourceData"],
            index_join=kept["useIndexJoin"],
            as_of=kept["asOf"],
            known_at=kept["knownAt"],
        )


def _query(text: object) -> str:
    if text is None:
        raise InvalidRequest("query", "it is required")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST or not is_text(text):
        raise InvalidRequest("query", f"give one statement, of at most {LONGEST:,} characters")
    return text


def _word(body: Mapping[str, Any], name: str, words: type[StrEnum], unless_said: StrEnum) -> Any:
    value = body.get(name)
    if value is None:
        return unless_said
    if not isinstance(value, str) or value.upper() not in list(words):
        raise InvalidRequest(name, f"give one of {', '.join(words)}")
    return words(value.upper())


def _separator(value: object, format: Format) -> str:
    if value is None or format is not Format.DSV:
        return SEPARATORS.get(format, "")
    if not isinstance(value, str) or value not in _SEPARATORS or len(value) != 1:
        raise InvalidRequest(
            "columnSeparator", "give one sign that is no letter, digit, quote or end of line"
        )
    return value


def _truth(body: Mapping[str, Any], name: str) -> bool:
    value = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise InvalidRequest(name, "give true or false")
    return bool(value)


def _source(value: object) -> str:
    if value not in (None, "LIVE", "WAREHOUSE"):
        raise InvalidRequest("sourceData", "give LIVE or WAREHOUSE; they are the same here")
    return str(value or "LIVE")


def _require_target(output: object) -> None:
    target = output.get("target", "S3") if isinstance(output, Mapping) else output
    if target not in (None, "S3"):
        raise InvalidRequest("output", 'give {"target": "S3"}, or leave it: a file is behind its link')
