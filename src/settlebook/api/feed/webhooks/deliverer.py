"""Delivers events to webhooks: each in order from its own position, with patience for who does not answer."""

import logging
import random
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg

from settlebook import EngineError, Ledger, Refusal
from settlebook.api.feed.topics import topics_of
from settlebook.api.feed.webhooks.leasing import Claim, Lease, Leases, Try
from settlebook.api.feed.webhooks.message import message, message_id
from settlebook.api.feed.webhooks.sending import Endpoint
from settlebook.api.feed.webhooks.signing import signed_headers
from settlebook.domain.errors import AnotherEpoch
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.library.feed import FedEvent, FeedPage

BREATH = 0.02  # seconds in which batches are gathered
PAGE = 100  # events that are read at once
SPELL = 5.0  # seconds for one webhook while others may wait
AGENT = "Settlebook"
TROUBLE = (EngineError, psycopg.Error, UnreadableEvent, Refusal)

_LOG = logging.getLogger("settlebook.api.webhooks")


@dataclass(frozen=True, slots=True)
class Manner:
    """How patient a deliverer is; times are in seconds.

    Pauses double from the first to the longest, each shortened by up to a half by chance, so that endpoints
    that failed together do not meet all again at once. After `tries` an event becomes a dead letter; after so
    many dead letters in a row the webhook is paused.
    """

    allows_private: bool = False
    timeout: float = 10.0
    tries: int = 15
    first_pause: float = 5.0
    longest_pause: float = 3_600.0
    given_up_in_a_row: int = 10
    threads: int = 4
    look: float = 0.5  # between looks for what other programs recorded, and for what is due
    lease: float = 120.0

    def pause_after(self, tries: int, retry_after: float = 0) -> float:
        doubled = min(self.longest_pause, self.first_pause * 2.0 ** min(tries - 1, 30))
        return max(retry_after, doubled * random.uniform(0.5, 1))


class Deliverer:
    """A few threads, of which one looks out for what is to be delivered; each delivers to one webhook."""

    def __init__(self, ledger: Ledger, manner: Manner) -> None:
        self._ledger = ledger
        self._manner = manner
        self._leases = Leases(ledger, manner.lease)
        self._stop = threading.Event()
        self._lookout = threading.Lock()
        self._threads = [
            threading.Thread(target=self._work, name=f"settlebook-webhooks-{number}", daemon=True)
            for number in range(manner.threads)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Returns when the messages that are under way were answered, or took too long."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (lease := self._next()) is not None:
            try:
                _Run(self._ledger, self._manner, lease, self._stop).deliver()
                lease.release()
            except TROUBLE:
                _LOG.warning("a webhook waits: the ledger does not answer", exc_info=True)
                self._stop.wait(self._manner.look)

    def _next(self) -> Lease | None:
        """The next that has something to deliver; None when the server stops."""
        with self._lookout:
            while not self._stop.is_set():
                seen = self._ledger.batches
                if (claimed := self._claimed()) is not None:
                    return self._leases.lease(*claimed)
                self._ledger.wait_for_batch(seen, self._manner.look)
                self._stop.wait(BREATH)
        return None

    def _claimed(self) -> tuple[UUID, Claim] | None:
        try:
            return self._leases.claim()
        except TROUBLE:
            _LOG.warning("webhooks wait: the ledger does not answer", exc_info=True)
            self._stop.wait(self._manner.look)
            return None


class _Run:
    """One webhook, as long as it has something to deliver and others need not wait too long."""

    def __init__(self, ledger: Ledger, manner: Manner, lease: Lease, stop: threading.Event) -> None:
        self._ledger = ledger
        self._manner = manner
        self._lease = lease
        self._stop = stop
        self._topics = topics_of(lease.claim.types)
        self._secrets = lease.secrets()
        self._until = time.monotonic() + SPELL

    def deliver(self) -> None:
        url = self._lease.claim.url
        manner = self._manner
        with Endpoint(url, timeout=manner.timeout, allows_private=manner.allows_private) as endpoint:
            if self._letters(endpoint) and self._lease.claim.is_due:
                self._events(endpoint)

    def _letters(self, endpoint: Endpoint) -> bool:
        """Dead letters that somebody wants to be sent again, one try each; False where time is up."""
        for letter in self._lease.due_letters():
            if self._is_over():
                return False
            page = self._ledger.feed(letter["position"] - 1, limit=1)
            made = self._sent(endpoint, page.events[0], letter["tries"] + 1)
            if made.sent.problem is None:
                self._lease.letter_delivered(made)
            else:
                self._lease.letter_failed(made)
        return True

    def _events(self, endpoint: Endpoint) -> None:
        while not self._is_over():
            page = self._page()
            if not all(self._went_on(endpoint, event) for event in page.events):
                return
            if page.position > self._lease.position and not self._lease.go_on(page.position):
                return
            if not page.has_more:
                return

    def _page(self) -> FeedPage:
        lease = self._lease
        try:
            return self._read(lease.epoch_id)
        except AnotherEpoch as other:
            lease.put_back(other.current, other.shared_upto)
            return self._read(lease.epoch_id)

    def _read(self, epoch: UUID) -> FeedPage:
        asked: dict[str, Any] = {"topics": self._topics, "account": self._lease.claim.account_id}
        return self._ledger.feed(self._lease.position, epoch=epoch, limit=PAGE, **asked)

    def _went_on(self, endpoint: Endpoint, event: FedEvent) -> bool:
        """Whether the next event may follow: this one was delivered or given up, and nobody said stop."""
        if self._is_over():
            return False
        lease, manner = self._lease, self._manner
        made = self._sent(endpoint, event, lease.tries + 1)
        if made.sent.problem is None:
            return lease.go_on(made.position, made)
        if made.sent.is_gone:
            lease.try_later(made, 0)
            lease.pause("its endpoint answered 410: it wants nothing any more")
            return False
        if made.number < manner.tries:
            lease.try_later(made, manner.pause_after(made.number, made.sent.retry_after))
            return False
        goes_on = lease.give_up(made)
        if lease.given_up >= manner.given_up_in_a_row:
            lease.pause(f"{lease.given_up} events in a row could not be delivered: {made.sent.problem}")
            return False
        return goes_on

    def _sent(self, endpoint: Endpoint, event: FedEvent, number: int) -> Try:
        envelope, lease = event.envelope, self._lease
        epoch = lease.epoch_id
        body = message(event, ledger_id=self._ledger.ledger_id, epoch=epoch, webhook=lease.claim.id)
        at = datetime.now(UTC)
        id = message_id(epoch, envelope.position)
        headers = signed_headers(self._secrets, id, int(at.timestamp()), body)
        headers |= {"Content-Type": "application/json", "User-Agent": AGENT}
        sent = endpoint.send(body, headers)
        return Try(envelope.position, envelope.fact.TOPIC, number, at, sent)

    def _is_over(self) -> bool:
        return self._stop.is_set() or time.monotonic() > self._until
