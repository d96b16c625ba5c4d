"""A file of the log as lines of JSON, to look at and to forge: the last line is made to agree."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any


def parsed(file: bytes) -> list[Any]:
    return [json.loads(line) for line in file.splitlines()]


def written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def section(file: bytes, name: str) -> bytes:
    """The heading of a section and its rows, as they stand in the file."""
    begin = file.index(b'{"section":"' + name.encode() + b'"')
    end = file.find(b'{"section":', begin + 1)
    return file[begin : end if end > 0 else file.index(b'{"end":')]


def rows(file: bytes, name: str) -> list[list[Any]]:
    return parsed(section(file, name))[1:]


def forged(file: bytes, name: str, change: Callable[[list[list[Any]]], Any]) -> bytes:
    """The file with other rows in a section, and an end that agrees with them."""
    changed = rows(file, name)
    change(changed)
    heading = section(file, name).splitlines(keepends=True)[0]
    body = b"".join([heading, *(written(row) for row in changed)])
    before = file[: file.index(b'{"end":')].replace(section(file, name), body)
    end = parsed(file)[-1]["end"]
    end["rows"][name] = len(changed)
    end["sha256"] = sha256(before).hexdigest()
    return before + written({"end": end})
