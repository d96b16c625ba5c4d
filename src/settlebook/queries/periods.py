"""Accounting periods and settings: what the ledger as a whole chose, and how far its books are closed."""

from datetime import date
from typing import Any

from settlebook.domain.errors import NotFound
from settlebook.queries.row import Id, Instant, Row, Stamped
from settlebook.queries.snapshot import Key, Snapshot, named


class PeriodRow(Stamped):
    """An accounting period; nothing that moves money is dated in a closed one, nor before it."""

    id: Id
    name: str
    start_date: date
    end_date: date
    status: str  # Open, PendingClose or Closed


class SettingsRow(Row):
    """What the ledger chooses where neither a request nor an account does; empty while it chose nothing."""

    settings: dict[str, Any]
    updated_by_id: str | None = None
    updated_date: Instant | None = None


def periods(books: Snapshot) -> list[PeriodRow]:
    """From the oldest to the newest."""
    records = books.records("accounting_period", "periods", id=None, name=None)
    return [PeriodRow.of(record) for record in records]


def period(books: Snapshot, key: Key) -> PeriodRow:
    """The period of an id or a name. Refuses: NotFound."""
    text, id = named(key)
    found = books.records("accounting_period", "periods", id=id, name=text)
    if not found:
        raise NotFound("accounting period", text)
    return PeriodRow.of(found[0])


def settings(books: Snapshot) -> SettingsRow:
    for record in books.records("settings", "settings"):
        return SettingsRow.of(record)
    return SettingsRow(settings={})
