"""On which accounting day something takes effect, and whether that day and every later one can bear it."""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from uuid import UUID

from settlebook.domain.document import Document
from settlebook.domain.errors import ExceedsOnDay, TooEarly
from settlebook.domain.money import Money
from settlebook.domain.receivable import Receivable
from settlebook.domain.timeline import Timeline

OwnDay = tuple[str, date]  # the number of a source or document, and the first day on which it can settle


def own_day_of(document: Document) -> OwnDay:
    if document.own_day is None:
        raise AssertionError(f"{document.number} was found posted, so it has a day of its own")
    return document.number, document.own_day


def likely_day(given: date | None, today: date, own_days: Iterable[OwnDay]) -> date:
    """The effective day as far as it is possible: for what is judged before the day itself is."""
    return max(chain((given or today,), (own_day for _, own_day in own_days)))


def effective_day(given: date | None, today: date, own_days: Iterable[OwnDay]) -> date:
    """The day given; without one today, raised to the latest own day. Refuses: TooEarly."""
    if given is None:
        return max(chain((today,), (own_day for _, own_day in own_days)))
    for number, own_day in own_days:
        if given < own_day:
            raise TooEarly(number, given, own_day)
    return given


def sum_of(timelines: Iterable[Timeline]) -> Timeline:
    return Timeline.of(chain.from_iterable(timeline.entries for timeline in timelines))


def require_unapplied(what: str, unapplied: Timeline, asked_minor: int, day: date, currency: str) -> None:
    """ExceedsOnDay where a source, or a row of it, has less unapplied on that day or a later one."""
    lowest = unapplied.lowest_from(day)
    if asked_minor > lowest:
        raise exceeds_on_day(what, day_of_lowest(unapplied, day), day, asked_minor, lowest, currency)


def require_open(document: Receivable, asked_minor: int, day: date) -> None:
    """ExceedsOnDay where the document has less open; its rows do not tell, as some may be negative."""
    settled = sum_of(document.settled.values())
    available = document.total_minor - settled.peak_from(day)
    if asked_minor > available:
        found, currency = day_of_peak(settled, day), document.currency
        raise exceeds_on_day(document.number, found, day, asked_minor, available, currency)


def require_item_open(document: Receivable, item_id: UUID, asked_minor: int, day: date) -> None:
    """ExceedsOnDay where an item has less open."""
    available = open_from(document, item_id, day)
    if asked_minor > available:
        item, found = document.name_of(item_id), day_of_peak(document.used_of(item_id), day)
        raise exceeds_on_day(item, found, day, asked_minor, available, document.currency)


def open_from(document: Receivable, item_id: UUID, day: date) -> int:
    """What is open of a row on that day and on every later one: the most that can be settled from then on."""
    amount_minor = document.rows[item_id].amount_minor
    if document.netted and item_id in document.netted:
        return amount_minor - document.used_of(item_id).peak_from(day)
    settled = document.settled.get(item_id) if document.settled else None
    return amount_minor if settled is None else amount_minor - settled.peak_from(day)


def day_of_peak(timeline: Timeline, day: date) -> date:
    return timeline.first_day_above(day, timeline.peak_from(day) - 1) or day


def day_of_lowest(timeline: Timeline, day: date) -> date:
    return timeline.first_day_below(day, timeline.lowest_from(day) + 1) or day


def exceeds_on_day(
    what: str, found: date, day: date, asked_minor: int, available_minor: int, currency: str
) -> ExceedsOnDay:
    """It names the day on which least is left: an amount lowered to that is possible on all days."""
    return ExceedsOnDay(what, found, day, Money(asked_minor, currency), Money(available_minor, currency))
