"""A user's read model that cannot be folded is tried less and less often, and at once where it changed."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from settlebook.projecting.catalogue import ReadModel, digest
from settlebook.projecting.poison import AddedModelFails

# Seconds until the next try: what fails costs a page folded and undone, and lines of a log.
SHORTEST, LONGEST = 0.2, 60.0


@dataclass(frozen=True, slots=True)
class Failed:
    """`sql` and `stands_at` are what it failed with: by other SQL, or from elsewhere, it may not."""

    failure: AddedModelFails
    sql: str
    stands_at: int
    wait: float
    again_at: float


class Retrying:
    """What one program knows of read models that stand still, in one ledger."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[str, Failed] = {}

    def knows(self, model: ReadModel) -> bool:
        return model.name in self._failed

    def still(self, model: ReadModel, stands_at: int) -> AddedModelFails | None:
        """Why a model is not to be tried yet."""
        last = self._failed.get(model.name)
        if last is None or self._clock() >= last.again_at or not _is_of(last, model, stands_at):
            return None
        return last.failure.with_traceback(None)

    def fails(self, model: ReadModel, failure: AddedModelFails) -> None:
        stands_at = failure.position - 1
        last = self._failed.get(model.name)
        is_again = last is not None and _is_of(last, model, stands_at)
        wait = min(last.wait * 2, LONGEST) if last is not None and is_again else SHORTEST
        again_at = self._clock() + wait
        self._failed[model.name] = Failed(failure, _sql(model), stands_at, wait, again_at)

    def goes_on(self, model: ReadModel) -> None:
        self._failed.pop(model.name, None)


def _is_of(last: Failed, model: ReadModel, stands_at: int) -> bool:
    return (last.stands_at, last.sql) == (stands_at, _sql(model))


def _sql(model: ReadModel) -> str:
    return digest([model], views=False)
