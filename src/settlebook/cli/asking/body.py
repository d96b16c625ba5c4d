"""Turns `--body` and the convenient options into the same request bodies that command files hold."""

import sys
from pathlib import Path
from typing import Any

from typer import BadParameter

from settlebook.commands import read_json
from settlebook.domain.errors import InvalidRequest
from settlebook.importing.json_lines import utf8

Body = dict[str, Any]
LARGEST = 32 * 1024 * 1024  # bytes of a body


def request_body(given: str | None, **options: object) -> Body:
    """The JSON given with `--body`, and the options that were given, by their names on the wire."""
    body = _json_of(given) if given is not None else {}
    for name, value in options.items():
        if value is None or value == [] or value is False:
            continue
        if name in body:
            raise BadParameter(f"{name} is given by an option and in --body; give it once")
        body[name] = value
    return body


def _json_of(given: str) -> Body:
    found = read_json(given if given.lstrip().startswith(("{", "[")) else utf8(_bytes_of(given)))
    if not isinstance(found, dict):
        raise InvalidRequest("--body", "give one JSON object, {...}")
    return found


def _bytes_of(given: str) -> bytes:
    if given == "-":
        return _bounded(sys.stdin.buffer.read(LARGEST + 1))
    with Path(given).open("rb") as file:
        return _bounded(file.read(LARGEST + 1))


def _bounded(text: bytes) -> bytes:
    if len(text) > LARGEST:
        raise BadParameter(f"it is longer than {LARGEST} bytes", param_hint="--body")
    return text


def split_amount(text: str, option: str, form: str = "ITEM=AMOUNT") -> tuple[str, str]:
    """`INV-7#2=5.00` in its two parts."""
    name, separator, amount = text.rpartition("=")
    if not separator or not name or not amount:
        raise BadParameter(f"{text!r} is not {form}", param_hint=option)
    return name, amount
