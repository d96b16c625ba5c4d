"""Reads the words of options that are no amounts: days, instants and positions."""

from datetime import date

from typer import BadParameter

from settlebook.domain import written_days
from settlebook.domain.written_days import DAY_FORM, is_day_form, read_instant
from settlebook.queries.moment import KnownAt, When


def read_day(text: str | None, option: str) -> date | None:
    """The day that an option names; what is none is wrong usage of that option."""
    if text is None:
        return None
    try:
        return written_days.read_day(text)
    except ValueError:
        raise BadParameter(f"{text!r} is no day such as 2026-03-31 ({DAY_FORM})", param_hint=option) from None


def read_when(as_of: str | None, known_at: str | None) -> When:
    """What --as-of and --known-at say, as the answers of the library take it."""
    return {"as_of": read_day(as_of, "--as-of"), "known_at": read_known_at(known_at)}


def read_known_at(text: str | None) -> KnownAt | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    written = f"{text}T23:59:59" if is_day_form(text) else text
    try:
        instant = read_instant(written)
    except ValueError:
        raise BadParameter(
            f"{text!r} is no instant as RFC 3339 writes it, such as 2026-04-05T18:00:00Z, and no position of "
            "the log such as 57",
            param_hint="--known-at",
        ) from None
    if instant.tzinfo is None:
        raise BadParameter(
            f"{text!r} does not say in which time zone: write {written}Z, or {written}+02:00",
            param_hint="--known-at",
        )
    return instant
