"""Reads JSON of strangers; how deeply it is nested is told before, since reading goes as deep as it is.

RecursionError would come too late to be sure: whatever Python runs at that depth, such as what is told of a
search for garbage, fails as well, and says so on standard error.
"""

import json
import re
from codecs import BOM_UTF8
from typing import Any

DEEPEST = 200  # objects and lists inside each other; nothing that Settlebook takes comes near
# A text without an end goes to the end of the whole: tried anew at each quote in it, it would take for ever.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_OPENING, _CLOSING = (b"{", b"["), (b"}", b"]")


def json_of(text: str | bytes, **options: Any) -> Any:
    """What a text of JSON says, by the options of `json.loads`. Raises ValueError where it is none.

    Bytes are UTF-8. `json.loads` would guess UTF-16 too, in which depth hides from who looks at bytes.
    """
    if is_deeper(text, DEEPEST):
        raise ValueError("it is nested too deeply")
    return json.loads(_utf8(text) if isinstance(text, bytes) else text, **options)


def _utf8(raw: bytes) -> str:
    """Without the mark by which some programs begin it. Raises ValueError."""
    try:
        return raw.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 at byte {error.start + 1}") from None


def is_deeper(text: str | bytes, deepest: int) -> bool:
    """Whether objects and lists stand inside each other more than `deepest` times."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if raw.count(b"{") + raw.count(b"[") <= deepest:
        return False
    depth = 0
    for token in _TOKEN.finditer(raw):
        if token[0] in _OPENING:
            depth += 1
            if depth > deepest:
                return True
        elif token[0] in _CLOSING:
            depth -= 1
    return False
