"""Follows the log: its events page by page with whom they concern, and the wait for what is recorded next."""

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from settlebook.ledger.opening import LedgerLog
from settlebook.library.feed import MOST, Feed, FeedPage


class Following:
    """Answers from the log alone; read models have no part in them."""

    _log: LedgerLog

    @cached_property
    def _feed(self) -> Feed:
        return Feed(self._log)

    def feed(
        self,
        after: int = 0,
        *,
        epoch: UUID | None = None,
        limit: int = MOST,
        topics: Sequence[str] = (),
        account: UUID | None = None,
    ) -> FeedPage:
        """The events after a position, in the order in which they were recorded, of some topics or of all.

        epoch    the one that the reader knows, if any.
        account  only events in which it takes part.
        limit    most events of a page; it has fewer where they are large or rare, maybe none.
        Refuses: AnotherEpoch; InvalidRequest where these are no places, or the log has not come so far.
        """
        return self._feed.page(after, epoch=epoch, limit=limit, topics=topics, account=account)

    @property
    def batches(self) -> int:
        """How many batches this program has recorded: what `wait_for_batch` wants to know."""
        return self._log.recorder.batches

    def wait_for_batch(self, seen: int, timeout: float) -> int:
        """Until this program has recorded more than the batches seen, or the time is up; how many then.

        Who waits for what other programs record looks at `position` when the time is up.
        """
        return self._log.recorder.wait_for_news(timeout, seen)
