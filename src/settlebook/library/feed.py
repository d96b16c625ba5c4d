"""Pages of the log for those who follow it: each event with whom it concerns and the currency it is in."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from settlebook.domain.concerned import SILENT, accounts_of, currency_of, owner_of
from settlebook.domain.errors import InvalidRequest
from settlebook.domain.events import Event
from settlebook.ledger.identity.epochs import Epoch, epochs_of, require_epoch
from settlebook.ledger.log.mapper import Envelope, StoredFact
from settlebook.ledger.opening import LedgerLog
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
(FEED_PAGE,) = statements(SQL / "feed_page.sql")
(FIRST_FACTS,) = statements(SQL / "first_facts.sql")

MOST = 1_000  # events of a page
PAGE_BYTES = 4 * 2**20  # of what is stored of them
WINDOW = 20_000  # positions that are looked through at once for those events that were asked for
PATIENCE = 1.0  # seconds of looking, then the page ends where it has come to
STREAMS = 10_000  # whose currency is remembered
STEP = 20  # events of a stream that are read at once, back from a fact that names no account

Actor = str | None


@dataclass(frozen=True, slots=True)
class FedEvent:
    """An event, with whom it concerns.

    `account_id`  whose it is; None of what is of the ledger as a whole, or of nobody yet.
    `accounts`    that take part in it.
    `currency`    of its amounts; None where it has none.
    """

    envelope: Envelope
    actor: Actor
    account_id: UUID | None
    accounts: frozenset[UUID]
    currency: str | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Events in the order of the log.

    `position`  after which to read on: everything up to here was looked through.
    `head`      where the log stood.
    """

    epoch: Epoch
    position: int
    head: int
    events: tuple[FedEvent, ...]

    @property
    def has_more(self) -> bool:
        return self.position < self.head


class Feed:
    """Reads the log of one ledger; safe to use from many threads."""

    def __init__(self, log: LedgerLog) -> None:
        self._log = log
        self._currency_of: dict[UUID, str] = {}  # by stream

    def page(
        self, after: int, *, epoch: UUID | None, limit: int, topics: Sequence[str], account: UUID | None
    ) -> FeedPage:
        """As `Ledger.feed`."""
        if limit < 1:
            raise InvalidRequest("limit", f"at least 1 is expected, {limit} was asked")
        head = self._log.head
        events: list[FedEvent] = []
        position = after
        until = time.monotonic() + PATIENCE
        while position < head and len(events) < limit and (position == after or time.monotonic() < until):
            upto = min(head, position + (WINDOW if topics or account else limit))
            rows, position = self._rows(position, upto, limit - len(events), topics, account)
            found = self._fed(rows)
            events += found if account is None else [each for each in found if account in each.accounts]
            if position < upto:
                break
        epochs = epochs_of(self._log.connections, self._log.ledger_id)  # after the events, as in `events`
        if epoch is not None:
            require_epoch(epochs, epoch)
        if not 0 <= after <= head:
            problem = f"the log stands at position {head}, and {after} was asked: give one from 0 to {head}"
            raise InvalidRequest("after", problem)
        return FeedPage(epochs[-1], position, head, tuple(events))

    def _rows(
        self, after: int, upto: int, limit: int, topics: Sequence[str], account: UUID | None
    ) -> tuple[list[tuple[StoredFact, Actor]], int]:
        """Events, and up to which position they are all."""
        asked = {
            "after": after,
            "upto": upto,
            "limit": limit,
            "bytes": PAGE_BYTES,
            "topics": list(topics),
            "silent": [fact.TOPIC for fact in SILENT],
            "account": None if account is None else str(account).encode(),
        }
        found = [(StoredFact(*row[:-1]), row[-1]) for row in self._read(FEED_PAGE, asked)]
        is_cut = len(found) >= limit or sum(len(row.state) for row, _ in found) >= PAGE_BYTES
        return found, found[-1][0].id if is_cut else upto

    def _fed(self, rows: Sequence[tuple[StoredFact, Actor]]) -> list[FedEvent]:
        envelope = self._log.application.mapper.envelope
        read = [(envelope(row), actor) for row, actor in rows]
        currencies = self._currencies(each.originator_id for each, _ in read if _leaves_currency(each.fact))
        return [self._event(each, actor, currencies) for each, actor in read]

    def _event(self, envelope: Envelope, actor: Actor, currencies: dict[UUID, str]) -> FedEvent:
        fact = envelope.fact
        currency = currency_of(fact) or currencies.get(envelope.originator_id)
        if not isinstance(fact, SILENT):
            return FedEvent(envelope, actor, owner_of(fact), accounts_of(fact), currency)
        owner = self._owner_before(envelope)
        accounts = frozenset() if owner is None else frozenset({owner})
        return FedEvent(envelope, actor, owner, accounts, currency)

    def _owner_before(self, envelope: Envelope) -> UUID | None:
        """Whose the stream was: what the latest fact says that says it."""
        said = (owner_of(fact) for fact in self._facts_before(envelope) if not isinstance(fact, SILENT))
        return next(said, None)

    def _facts_before(self, envelope: Envelope) -> Iterator[Event]:
        """The facts of a stream back from an event, the latest first."""
        recorder, stream = self._log.recorder, envelope.originator_id
        for version in range(envelope.originator_version - 1, 0, -STEP):
            for row in recorder.select_events(stream, lte=version, desc=True, limit=STEP):
                yield self._log.application.mapper.fact(row.topic, row.state)

    def _currencies(self, streams: Iterable[UUID]) -> dict[UUID, str]:
        """Of streams whose facts leave it to the first one, which is read once a stream."""
        known = {stream: self._currency_of.get(stream) for stream in streams}
        if missing := [stream for stream, currency in known.items() if currency is None]:
            rows = self._read(FIRST_FACTS, {"streams": missing})
            fact = self._log.application.mapper.fact
            known |= {stream: currency_of(fact(topic, state)) for stream, topic, state in rows}
        found = {stream: currency for stream, currency in known.items() if currency is not None}
        kept = self._currency_of if len(self._currency_of) < STREAMS else {}
        self._currency_of = {**kept, **found} if missing else self._currency_of
        return found

    def _read(self, statement: bytes, asked: dict[str, Any]) -> list[Any]:
        asked["ledger"] = self._log.ledger_id
        return self._log.connections.read(lambda open: open.execute(statement, asked, binary=True).fetchall())


def _leaves_currency(fact: Event) -> bool:
    return bool(getattr(fact, "lines", None)) and currency_of(fact) is None
