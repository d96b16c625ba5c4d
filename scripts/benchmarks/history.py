"""history_1m: what a command costs in a ledger of a million events, against one of ten thousand."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from statistics import median

from benchmarks.clients import seconds
from benchmarks.copied_history import write_history
from benchmarks.ours import apply, begin
from benchmarks.place import Database, Server
from benchmarks.results import Result
from benchmarks.trade import Pair, pairs
from settlebook import Ledger

NAMES = ("history_1m",)
GOAL = "at most 1.3 x"
LONG, SHORT = 1_000_000, 10_000
COMMANDS, ROUNDS = 200, 7
FIRST = 5_000_000  # the first pair's number: above those of any history here
MILLI = 1000


def measure(server: Server, names: set[str], *, quick: bool) -> Iterator[Result]:
    """Ours is the long one, the floor the short one; each command meets a payment nobody has in memory."""
    if not names & set(NAMES):
        return
    share = 10 if quick else 1
    databases = [_made(server, events) for events in (LONG // share, SHORT)]
    server.restart()
    with ExitStack() as stack:
        long, short = (stack.enter_context(server.ledger(database)) for database in databases)
        found = [_turn(long, short, pairs(FIRST + turn * COMMANDS, COMMANDS)) for turn in range(ROUNDS)]
    ours = median(taken for taken, _ in found)
    floor = median(taken for _, taken in found)
    more = {"events": {"ours": LONG // share, "floor": SHORT}, "commands": COMMANDS * ROUNDS}
    yield Result("history_1m", ours, "ms", None, floor, more, GOAL)


def _made(server: Server, events: int) -> Database:
    """Holds a ledger with a history and with pairs to settle."""
    database = server.database(f"history_{events}")
    with server.ledger(database) as ledger:
        write_history(ledger, database, events)
        begin(ledger, pairs(FIRST, COMMANDS * ROUNDS))
    return database


def _turn(long: Ledger, short: Ledger, some: Sequence[Pair]) -> tuple[float, float]:
    return _each(long, some), _each(short, some)


def _each(ledger: Ledger, some: Sequence[Pair]) -> float:
    return seconds(lambda: [apply(ledger, pair) for pair in some]) / len(some) * MILLI
