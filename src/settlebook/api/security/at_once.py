"""How many requests of one client are under way: one more than allowed is refused and not queued."""

from collections import Counter

from settlebook.api.caller import Caller
from settlebook.api.failures import TOO_MANY, ApiError

Header = tuple[bytes, bytes]
KIND = b"default"  # Zuora has another one for the transactions of its own that are many


class AtOnce:
    """Counts for each client what was begun and has not ended; at most `most`. Used by one thread."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._under_way: Counter[str] = Counter()

    def begin(self, caller: Caller) -> None:
        """Raises ApiError, and then nothing was begun."""
        if self._under_way[caller.client_id] >= self.most:
            message = (
                f"{caller.name} has {self.most:,} requests under way, and may have no more. "
                "Nothing was done: send it again when one of them is answered."
            )
            raise ApiError(TOO_MANY, "too_many_at_once", message, {"Retry-After": "1"})
        self._under_way[caller.client_id] += 1

    def end(self, caller: Caller) -> None:
        self._under_way[caller.client_id] -= 1
        if not self._under_way[caller.client_id]:
            del self._under_way[caller.client_id]

    def told(self, caller: Caller) -> tuple[Header, ...]:
        """What is left, as headers that Zuora's client reads."""
        left = self.most - self._under_way[caller.client_id]
        return (
            (b"concurrency-limit-type", KIND),
            (b"concurrency-limit-limit", str(self.most).encode()),
            (b"concurrency-limit-remaining", str(left).encode()),
        )


def at_once_of(most: int) -> AtOnce | None:
    """None where there is no limit."""
    return AtOnce(most) if most else None
