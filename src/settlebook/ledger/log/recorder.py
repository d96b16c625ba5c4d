"""Reads the log for the library and for us: streams, pages in commit order, subscriptions that wait for more.

It does not write: facts enter the log through the committer, with the command they answer.
"""

import json
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from threading import Condition
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    Notification,
    ProgrammingError,
    StoredEvent,
    Subscription,
)

from settlebook.ledger.database.arrays import Ints, Texts, Uuids
from settlebook.ledger.database.connections import Connections
from settlebook.ledger.database.statements import statement
from settlebook.ledger.log.head import head_of, lost
from settlebook.ledger.log.mapper import StoredFact

PAGE = 500
POLL = 0.1  # seconds between looks for what other programs recorded


class LogRecorder(ApplicationRecorder):
    """The log of one ledger."""

    def __init__(self, connections: Connections, ledger_id: str) -> None:
        self._connections = connections
        self.ledger_id = ledger_id
        self._news = Condition()
        self._batches = 0

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        raise ProgrammingError("facts are recorded with the command they answer: use the committer")

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredFact]:
        name = "latest_events_of_stream" if desc else "events_of_stream"
        return self._select(name, stream_id=originator_id, after=gt, upto=lte, limit=limit)

    def newer_events(self, known: Mapping[UUID, int]) -> Sequence[StoredFact]:
        """What was added to each stream since the version known of it, stream by stream."""
        return self._select(
            "newer_events", stream_ids=Uuids.of(known.keys()), versions=Ints.of(known.values())
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[StoredFact]:
        """A page of the log in commit order; no event can appear later at a position before its end."""
        after = 0 if start is None else start - 1 if inclusive_of_start else start
        return self._select("page_of_events", after=after, upto=stop, topics=Texts.of(topics), limit=limit)

    def max_notification_id(self) -> int | None:
        return self.head() or None

    def head(self) -> int:
        """The last position of the log; 0 while it is empty. Raises HeadLost."""
        return self._connections.read(lambda connection: head_of(connection, self.ledger_id))

    def standing(self) -> tuple[int, datetime | None, int]:
        """The last position, when something was last recorded, and how many commands were answered.

        Raises HeadLost.
        """
        rows = self._rows("log_standing") or [(self.head(), None, 0)]
        if rows[0][0] is None:
            raise lost(self.ledger_id)
        return rows[0]

    def numbers_taken(self, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
        """Which of these (kind, number) exist, and what they name."""
        pairs = list(asked)
        kinds, numbers = Texts.of(kind for kind, _ in pairs), Texts.of(number for _, number in pairs)
        return {
            (kind, number): id
            for kind, number, id in self._rows("numbers_taken", kinds=kinds, numbers=numbers)
        }

    def ids_taken(self, asked: Iterable[UUID]) -> set[UUID]:
        return {id for (id,) in self._rows("ids_taken", ids=Uuids.of(asked))}

    def owner_of(self, id: UUID) -> UUID | None:
        """The stream that tells of an id."""
        rows = self._rows("owner_of_id", id=id)
        return rows[0][0] if rows else None

    def personal_content(self, personal_id: UUID) -> dict[str, Any]:
        """What is kept beside the log under the id; nothing once it was erased."""
        rows = self._rows("personal_of_id", personal_id=personal_id)
        content: dict[str, Any] = json.loads(rows[0][0]) if rows else {}
        return content

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "LogSubscription":
        return LogSubscription(self, gt, topics)

    def wake(self) -> None:
        """Tell this program's subscriptions of a committed batch; those of others look themselves."""
        with self._news:
            self._batches += 1
            self._news.notify_all()

    @property
    def batches(self) -> int:
        """How many batches this program has recorded."""
        return self._batches

    def wait_for_news(self, timeout: float = POLL, seen: int | None = None) -> int:
        """Until this program records a batch, or it is time to look what others recorded; its batches then.

        seen  the batches that are known: where there are more, nobody waits.
        """
        with self._news:
            known = self._batches if seen is None else seen
            self._news.wait_for(lambda: self._batches != known, timeout)
            return self._batches

    def _select(self, name: str, **parameters: Any) -> Sequence[StoredFact]:
        return [StoredFact(*row) for row in self._rows(name, **parameters)]

    def _rows(self, name: str, **parameters: Any) -> list[tuple[Any, ...]]:
        parameters["ledger_id"] = self.ledger_id
        return self._connections.read(
            lambda connection: connection.execute(statement(name), parameters, binary=True).fetchall()
        )


class LogSubscription(Subscription[LogRecorder]):
    """Yields what is recorded after a position, for ever: waits for more until it is stopped."""

    def __init__(self, recorder: LogRecorder, gt: int | None = None, topics: Sequence[str] = ()) -> None:
        super().__init__(recorder, gt, topics)
        self._after = gt or 0
        self._page: deque[StoredFact] = deque()

    def stop(self) -> None:
        super().stop()
        self._recorder.wake()

    def __next__(self) -> Notification:
        while not self._page and not self._has_been_stopped:
            if not self._read_page():
                self._recorder.wait_for_news()
        if self._has_been_stopped:
            raise StopIteration
        return self._page.popleft()

    def _read_page(self) -> bool:
        """Whether there was anything new; by the head first, so that a filter does not read all again."""
        head = self._recorder.head()
        if head <= self._after:
            return False
        page = self._recorder.select_notifications(
            self._after, PAGE, head, self._topics, inclusive_of_start=False
        )
        self._page.extend(page)
        self._after = page[-1].id if len(page) == PAGE else head
        return True
