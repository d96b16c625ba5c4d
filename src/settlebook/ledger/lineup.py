"""Group commit: callers line up, the first leads and takes along whoever waits behind, the others sleep."""

from collections import deque
from collections.abc import Callable
from threading import Lock

from settlebook.ledger.batch import Group

MOST_ENTRIES = 500
MOST_BYTES = 4_000_000


class LineUp:
    """One batch at a time, led by the thread of its first group; nothing runs while nobody waits."""

    def __init__(self, run: Callable[[list[Group]], None]) -> None:
        self._run = run
        self._mutex = Lock()
        self._waiting: deque[Group] = deque()
        self._has_leader = False

    def join(self, group: Group) -> None:
        """Returns when the group has its answers; raises what kept it from getting them."""
        with self._mutex:
            self._waiting.append(group)
            leads, self._has_leader = not self._has_leader, True
        try:
            if not leads:
                group.turn.wait()  # answered, or first in the line
            if not group.is_done:
                self._lead()
        except BaseException:
            self._abandon(group, leads)
            raise
        if group.error is not None:
            raise group.error

    def _lead(self) -> None:
        with self._mutex:
            batch = self._take()
        try:
            self._run(batch)
        except Exception as error:
            for group in batch:
                group.error = error
        except (
            BaseException
        ) as error:  # this thread only is interrupted; the others' commands are tried again
            batch[0].error = error
            self._put_back(batch[1:])
            del batch[1:]
            raise
        finally:
            self._hand_over(batch)

    def _abandon(self, group: Group, leads: bool) -> None:
        """An interrupted caller leaves the line; if it had the lead, the next one gets it."""
        with self._mutex:
            if group not in self._waiting:
                return
            leads = leads or group.turn.is_set()
            self._waiting.remove(group)
        if leads:
            self._hand_over([group])

    def _take(self) -> list[Group]:
        """Whole groups, as many as fit; the first always."""
        batch = [self._waiting.popleft()]
        entries, size = len(batch[0].lines), batch[0].size
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

    def _hand_over(self, batch: list[Group]) -> None:
        for group in batch:
            group.is_done = True
            group.turn.set()
        with self._mutex:
            successor = self._waiting[0] if self._waiting else None
            self._has_leader = successor is not None
            if successor is not None:
                successor.turn.set()  # before it could leave the line, or nobody would lead
