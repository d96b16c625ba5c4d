"""Reads the words of options that are no amounts: days."""

from datetime import date

from typer import BadParameter


def read_day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameter(f"{text!r} is no day such as 2026-03-31") from None
