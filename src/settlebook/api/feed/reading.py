"""Reads the feed for one request: a page, at once or waited for, or a stream of server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import anyio
import psycopg

from settlebook import EngineError, Ledger, Refusal
from settlebook.api.failures import TOO_MANY, ApiError
from settlebook.api.feed.event import shown_event, shown_page
from settlebook.api.feed.tail import Tail
from settlebook.api.wire import Wire, written
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.library.feed import FeedPage

T = TypeVar("T")

HEARTBEAT = 15.0  # seconds without an event
LONGEST_STREAM = 600.0  # seconds; then the reader comes again, with a token that still counts
RETRY = 1_000  # milliseconds after which a browser comes again
MOST_READERS = 1_000  # that wait at once
READS_AT_ONCE = 2  # of the ledger's connections: the others are for commands
FULL = "So many readers wait already; come again, or ask without waiting."


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks for: everything after a position, of some topics, of one account or of all."""

    after: int
    epoch: UUID | None
    limit: int
    topics: tuple[str, ...]
    account: UUID | None

    def of(self, ledger: Ledger) -> FeedPage:
        return ledger.feed(
            self.after, epoch=self.epoch, limit=self.limit, topics=self.topics, account=self.account
        )

    def after_page(self, page: FeedPage) -> "Question":
        return replace(self, after=page.position, epoch=page.epoch.id)


class Reading:
    """Reads for one request; whoever waits holds no thread, and no connection."""

    def __init__(self, tail: Tail, limiter: anyio.CapacityLimiter) -> None:
        self._tail = tail
        self._limiter = limiter

    async def answer(self, question: Question, wait: float) -> Wire:
        """A page; an empty one is waited for so many seconds."""
        page = await self._page(question)
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        while not page.events and not self._tail.is_stopping and (left := until - loop.time()) > 0:
            if not page.has_more:
                await self._beyond(page.position, left)
            page = await self._page(question.after_page(page))
        return await self._aside(lambda: Wire(shown_page(page)))

    async def stream(self, question: Question) -> AsyncIterator[bytes]:
        """Server-sent events, from now on; what is refused at once is raised here, not in the stream."""
        page = await self._page(question)
        return self._frames(question, page)

    async def _frames(self, question: Question, page: FeedPage) -> AsyncIterator[bytes]:
        yield f"retry: {RETRY}\n\n".encode()
        loop = asyncio.get_running_loop()
        until = loop.time() + LONGEST_STREAM
        while True:
            if page.position > question.after:
                yield await self._aside(partial(frames_of, page))
            question = question.after_page(page)
            if self._tail.is_stopping or loop.time() > until:
                break
            try:
                if not page.has_more and not await self._beyond(page.position, HEARTBEAT):
                    yield b": heartbeat\n\n"
                page = await self._page(question)
            except Refusal as refusal:
                yield frame("refused", {"code": refusal.code, "message": refusal.message, **refusal.facts()})
                return
            except (ApiError, EngineError, psycopg.Error, UnreadableEvent):
                break
        yield frame("end", {"message": "Come again with the last id to read on."})

    async def _page(self, question: Question) -> FeedPage:
        return await self._aside(lambda: question.of(self._tail.ledger))

    async def _beyond(self, position: int, seconds: float) -> bool:
        if self._tail.waiting >= MOST_READERS:
            raise ApiError(TOO_MANY, "too_many_readers", FULL, {"Retry-After": "5"})
        return await self._tail.beyond(position, seconds)

    async def _aside(self, work: Callable[[], T]) -> T:
        """On a thread of the few that the feed has."""
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)


def frames_of(page: FeedPage) -> bytes:
    """One frame an event; where the page ends with what was not asked for, the id goes on without one."""
    frames = [frame(None, shown_event(event), _id(page, event.envelope.position)) for event in page.events]
    if not page.events or page.events[-1].envelope.position < page.position:
        frames.append(f"id: {_id(page, page.position)}\n\n".encode())
    return b"".join(frames)


def frame(kind: str | None, content: Mapping[str, Any], id: str | None = None) -> bytes:
    head = [f"id: {id}\n"] if id is not None else []
    if kind is not None:
        head.append(f"event: {kind}\n")
    return "".join(head).encode() + b"data: " + written(content) + b"\n\n"


def _id(page: FeedPage, position: int) -> str:
    return f"{page.epoch.id.hex}:{position}"
