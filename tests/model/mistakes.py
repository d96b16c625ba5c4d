"""Rules of the naive ledger, each made wrong, so that it can be seen that the sequences notice it.

Each is a module, the name of a rule in it, and what stands in its place.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from tests.model import (
    applying,
    choosing,
    crediting,
    giving_up,
    netting,
    paperwork,
    paying,
    refunding,
    shares,
    taking_back,
)
from tests.model.book import Book

Mistake = tuple[Any, str, Callable[..., Any]]


def _does_nothing(*_: Any, **__: Any) -> None:
    return None


def _finds_nothing(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _only_own(book: Book, owner: str | None, debtor: str) -> bool:
    return owner == debtor


def _never_closed(book: Book, day: date) -> date:
    return day


def _rounded_down(amount: Fraction) -> int:
    return int(amount)


def _last_takes_the_rest(amount: int, weights: Any) -> list[int]:
    parts = [abs(amount) * weight // sum(weights) for weight in weights[:-1]]
    parts.append(abs(amount) - sum(parts))
    return parts if amount >= 0 else [-part for part in parts]


def _newest_first(*args: Any) -> list[Any]:
    return sources(*args)[::-1]


def _fifo_rows(mirror: Any, command: Any, policy: str, amount: int, closes: bool) -> Any:
    return rows(mirror, command, "fifo", amount, closes)


def _from_anywhere(document: Any, item: Any, left: dict[str, int]) -> str | None:
    return next((name for name, minor in left.items() if minor), None)


sources, rows = choosing._sources, giving_up._rows

MISTAKES: dict[str, Mistake] = {
    "netting stands after the last of its application": (taking_back, "give_back", _does_nothing),
    "negative rows are filled from the first row": (netting, "_giver", _from_anywhere),
    "a family is no family": (applying, "may_settle", _only_own),
    "money that is used later is transferred and canceled": (paying, "_refuse_missing", _does_nothing),
    "a refund forgets where its money was": (refunding, "_by_document", _finds_nothing),
    "memos credit any amount": (paperwork, "refuse_over_crediting", _does_nothing),
    "totals and discounts are of any size": (paperwork, "refuse_amounts", _does_nothing),
    "the last part of a split takes the rest": (shares, "portions", _last_takes_the_rest),
    "tax that follows is rounded down": (crediting, "_rounded", _rounded_down),
    "memos outlive the invoice that is reversed": (giving_up, "live_memos", _finds_nothing),
    "write-offs are always first in, first out": (giving_up, "_rows", _fifo_rows),
    "the newest source is used first": (choosing, "_sources", _newest_first),
    "closed periods are open": (Book, "open_from", _never_closed),
}
