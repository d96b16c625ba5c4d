"""Group commit: callers line up, the first leads and takes along whoever waits behind, the others sleep.

The leader passes the lead on as soon as its batch is decided, so the next is decided while it is recorded.
For those who do not wait, threads of the line's own lead.
"""

from collections import deque
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from settlebook.ledger.deciding.batch import MOST_BYTES, MOST_ENTRIES, Errand, Group

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

LEADERS = 2  # one decides while the other records
PassOn = Callable[[], None]


class LineUp:
    """Batches, each led by the thread of its first group; nothing runs while nobody waits."""

    def __init__(self, run: Callable[[list[Group], PassOn], None]) -> None:
        self._run = run
        self._mutex = Lock()
        self._waiting: deque[Group] = deque()
        self._leader: Group | None = None  # whose thread decides, or was just told to
        self._threads: ThreadPoolExecutor | None = None  # who lead for callers that do not wait
        self._in_flight: list[Group] = []  # what was decided last, while it is recorded

    def join(self, group: Group) -> None:
        """Returns when the group has its answers; raises what kept it from getting them."""
        with self._mutex:
            self._waiting.append(group)
            self._appoint()
        try:
            group.turn.wait()  # answered, or to lead
            if group.is_done:
                self._wake_next(group)
            else:
                self._lead(group)
        except BaseException:
            self._abandon(group)
            raise
        if group.error is not None:
            raise group.error

    def send(self, group: Group, tell: Callable[[], object]) -> None:
        """Returns at once; `tell` is called when the group has its answers, or an error.

        It must not fail, and not wait for what is sent: those who would lead for that are telling.
        """
        group.turn = Errand(partial(self._leading().submit, self._lead, group), tell)
        with self._mutex:
            self._waiting.append(group)
            self._appoint()

    def close(self) -> None:
        """Once everybody was told."""
        if self._threads is not None:
            self._threads.shutdown()

    def _leading(self) -> "ThreadPoolExecutor":
        with self._mutex:
            if self._threads is None:
                from concurrent.futures import ThreadPoolExecutor  # most programs wait for their answers

                self._threads = ThreadPoolExecutor(LEADERS, "settlebook-leading")
            return self._threads

    def _appoint(self) -> None:
        """The first in the line leads, once as many wait as are being recorded: small batches cost more."""
        if self._leader is None and len(self._waiting) >= max(len(self._in_flight), 1):
            self._leader = self._waiting[0]
            self._leader.turn.set()  # before it could leave the line, or nobody would lead

    def _lead(self, leader: Group) -> None:
        with self._mutex:
            batch = self._take(leader)
        try:
            self._run(batch, partial(self._pass_on, batch))
        except Exception as error:
            for group in batch:
                group.error = error
        except (
            BaseException
        ) as error:  # this thread only is interrupted; the others' commands are tried again
            leader.error = error
            self._put_back(batch[1:])
            del batch[1:]
            raise
        finally:
            self._hand_over(batch)

    def _abandon(self, group: Group) -> None:
        """An interrupted caller leaves; if it had the lead or was to wake the next one, that is done."""
        with self._mutex:
            group.has_left = True
            if group in self._waiting:
                self._waiting.remove(group)
                self._resign(group)
        if group.turn.is_set():
            self._wake_next(group)

    def _take(self, leader: Group) -> list[Group]:
        """Whole groups, as many as fit; the leader's always, before any that were put back."""
        self._waiting.remove(leader)
        batch, entries, size = [leader], len(leader.lines), leader.size
        while self._waiting:
            entries += len(self._waiting[0].lines)
            size += self._waiting[0].size
            if entries > MOST_ENTRIES or size > MOST_BYTES:
                break
            batch.append(self._waiting.popleft())
        return batch

    def _put_back(self, groups: list[Group]) -> None:
        for group in groups:
            group.is_unsure = True
        with self._mutex:
            self._waiting.extendleft(reversed(groups))

    def _pass_on(self, batch: list[Group]) -> None:
        """The batch is decided: who leads the next need not wait until it is recorded."""
        with self._mutex:
            self._in_flight = batch
            self._resign(batch[0])
        for group in batch:
            group.tell_decided()

    def _hand_over(self, batch: list[Group]) -> None:
        errands = [group.turn for group in batch if isinstance(group.turn, Errand)]
        answered = deque(group for group in batch[1:] if not isinstance(group.turn, Errand))
        for group in batch:
            group.is_done, group.answered_with = True, answered
        self._wake_next(batch[0])
        with self._mutex:
            if self._in_flight is batch:
                self._in_flight = []
            self._resign(batch[0])
        if errands:
            self._tell(errands, batch[0])

    def _tell(self, errands: list[Errand], leader: Group) -> None:
        """By a thread that nobody interrupts."""
        if isinstance(leader.turn, Errand):
            _tell_all(errands)
        else:
            self._leading().submit(_tell_all, errands)

    def _wake_next(self, group: Group) -> None:
        """Of those answered with it: each wakes one, as all at once would only be in each other's way."""
        with self._mutex:
            while group.answered_with:
                other = group.answered_with.popleft()
                if not other.has_left:
                    other.turn.set()
                    return

    def _resign(self, leader: Group) -> None:
        if self._leader is leader:
            self._leader = None
        self._appoint()


def _tell_all(errands: list[Errand]) -> None:
    for errand in errands:
        errand.tell()
