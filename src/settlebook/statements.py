"""Reads .sql files, which psql can run, and makes of them what psycopg can run."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

# What is not to be touched stands first: comments, texts, quoted names, dollar-quoted bodies and casts.
_TOKEN = re.compile(
    r"""
    (?P<comment> --[^\n]* | /\*.*?\*/ )
  | (?P<kept> '(?:[^']|'')*' | "(?:[^"]|"")*" | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$ | :: )
  | :"(?P<identifier>\w+)"
  | :(?P<value>[a-z_]\w*)
  | (?P<end> ; )
    """,
    re.VERBOSE | re.DOTALL,
)


@cache
def statements(path: Path) -> tuple[bytes, ...]:
    """The statements of a file, each with `:name` as psycopg's `%(name)s`.

    Run them with a dictionary, even an empty one. Identifiers, `:"name"`, stay as they are: see `naming`.
    """
    return statements_in(path.read_text(encoding="utf-8"))


@cache
def statements_in(text: str) -> tuple[bytes, ...]:
    """The statements of what a file holds."""
    parts, begin = [""], 0
    for token in _TOKEN.finditer(text):
        parts[-1] += _percent(text[begin : token.start()]) + _translated(token)
        begin = token.end()
        if token["end"]:
            parts.append("")
    parts[-1] += _percent(text[begin:])
    return tuple(part.strip().encode() for part in parts if part.strip())


def naming(statement: bytes, **names: str | Sequence[str]) -> bytes:
    """The statement with its identifiers, `:"name"`, filled in and quoted; of columns, all in a row."""
    for name, value in names.items():
        quoted = ", ".join(map(_quoted, [value] if isinstance(value, str) else value))
        statement = statement.replace(f':"{name}"'.encode(), quoted.encode())
    return statement


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""').replace("%", "%%") + '"'


def embedding(statement: bytes, **parts: bytes) -> bytes:
    """The statement with other statements in the places that its identifiers, `:"name"`, hold for them."""
    for name, part in parts.items():
        statement = statement.replace(f':"{name}"'.encode(), part)
    return statement


def _translated(token: re.Match[str]) -> str:
    if token["comment"] or token["end"]:
        return " "
    if token["value"]:
        return f"%({token['value']})s"
    return _percent(token[0])


def _percent(text: str) -> str:
    return text.replace("%", "%%")
