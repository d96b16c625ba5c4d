"""apply_*: commands a second of ours, of the stock library and of the floor, one client and many."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import Any

from benchmarks.clients import rate
from benchmarks.floor import floor, rows_of_one
from benchmarks.ours import apply, begin
from benchmarks.place import Server
from benchmarks.results import Result
from benchmarks.stock import settlement
from benchmarks.trade import pairs

MANY = 32
FLUSH = 3  # milliseconds
Side = Callable[[int], float]  # does so many commands, and says how many a second that were


@dataclass(frozen=True)
class Case:
    """One row of the table: how many clients, how slow a flush, and how many commands a run has."""

    name: str
    clients: int
    flush: int
    commands: int  # of ours and of the floor
    stock_commands: int
    goal: str


CASES = (
    Case("apply_1", 1, 0, 1500, 300, "5 x stock, 0.4 of the floor"),
    Case("apply_1_3ms", 1, FLUSH, 250, 100, "0.8 of the floor"),
    Case("apply_32", MANY, 0, 4000, 500, "5 x stock, 0.5 of the floor"),
    Case("apply_32_3ms", MANY, FLUSH, 4000, 250, "10 x stock, 0.5 of the floor"),
)
NAMES = tuple(case.name for case in CASES)


def measure(server: Server, names: set[str], *, quick: bool) -> Iterator[Result]:
    """The sides take turns, so that whatever else the machine does meets all of them alike."""
    cases = [case for case in CASES if case.name in names]
    if not cases:
        return
    share, rounds = (4, 2) if quick else (1, 5)
    for case in cases:
        with _sides(server, case, share, rounds) as sides:
            yield _measured(server, case, sides, share, rounds)


def _measured(server: Server, case: Case, sides: Mapping[str, Side], share: int, rounds: int) -> Result:
    sizes = _sizes(case, share)
    found: dict[str, list[float]] = {side: [] for side in sides}
    for side, run in sides.items():
        run(max(sizes[side] // 4, 1))  # plans, caches and connections are warm from here on
    with server.slow_flush(case.flush) if case.flush else nullcontext():
        for _ in range(rounds):
            for side, run in sides.items():
                found[side].append(run(sizes[side]))
    middle = {side: median(rates) for side, rates in found.items()}
    more = {"clients": case.clients, "flush_ms": case.flush, "runs": found, "commands_a_run": sizes}
    return Result(case.name, middle["ours"], "commands/s", middle["stock"], middle["floor"], more, case.goal)


def _sizes(case: Case, share: int) -> dict[str, int]:
    return {
        "ours": case.commands // share,
        "stock": case.stock_commands // share,
        "floor": case.commands // share,
    }


@contextmanager
def _sides(server: Server, case: Case, share: int, rounds: int) -> Iterator[Mapping[str, Side]]:
    """Every command applies another payment to another invoice, which nobody has in memory: ledger and
    application are opened anew after the set-up.
    """
    sizes = {side: size * rounds + size // 4 + 1 for side, size in _sizes(case, share).items()}
    with ExitStack() as stack:
        ours = server.database(f"ours_{case.name}")
        waiting = pairs(0, sizes["ours"] + 1)
        with server.ledger(ours) as ledger:
            begin(ledger, waiting)
            apply(ledger, waiting.pop())
        rows = rows_of_one(ours)
        stock = server.database(f"stock_{case.name}")
        with settlement(stock) as application:
            begun = application.begin(pairs(0, sizes["stock"]))
        ledger = stack.enter_context(server.ledger(ours))
        application = stack.enter_context(settlement(stock))
        floor_of = stack.enter_context(floor(server.database(f"floor_{case.name}"), rows, case.clients))
        yield {
            "ours": _side(case.clients, waiting, lambda _, pair: apply(ledger, pair)),
            "stock": _side(case.clients, begun, lambda _, ids: application.apply(*ids)),
            "floor": _side(case.clients, range(sizes["floor"]), floor_of.record),
        }


def _side(clients: int, work: Any, do: Callable[[int, Any], object]) -> Side:
    left = iter(work)
    return lambda count: rate(clients, list(islice(left, count)), do)
