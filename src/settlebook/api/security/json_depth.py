"""How deeply JSON is nested: told before it is read, since reading goes as deep as it is."""

import re

from settlebook.domain.errors import InvalidRequest

# A text without an end goes to the end of the body: tried anew at each quote in it, it would take for ever.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_OPENING, _CLOSING = (b"{", b"["), (b"}", b"]")


def require_shallow(raw: bytes, deepest: int) -> None:
    """Refuses InvalidRequest where objects and lists stand inside each other more than `deepest` times."""
    if raw.count(b"{") + raw.count(b"[") <= deepest:
        return
    depth = 0
    for token in _TOKEN.finditer(raw):
        if token[0] in _OPENING:
            depth += 1
            if depth > deepest:
                raise InvalidRequest("body", f"it is nested more than {deepest} times")
        elif token[0] in _CLOSING:
            depth -= 1
