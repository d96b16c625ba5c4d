"""Makes foreign text safe to print: what a ledger holds must not steer the terminal of who reads it."""

import unicodedata

# Control characters, format characters (they turn the direction of text round) and half surrogates.
UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def safe(text: str) -> str:
    """The text on one line, with every character that would steer a terminal spelled out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spelled(character) if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    return unicodedata.category(character) in UNSAFE


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
