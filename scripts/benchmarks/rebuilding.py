"""rebuild_*: events a second, of everything, of item balances alone, of one read model from the journal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from benchmarks.clients import seconds
from benchmarks.copied_history import write_history
from benchmarks.place import Database, Server
from benchmarks.results import Result
from benchmarks.stock_projection import projected_per_second
from settlebook import Ledger
from settlebook.statements import statements

NAMES = ("rebuild_events", "rebuild_item_balance", "rebuild_one")
GOALS = {
    "rebuild_events": "50 x stock, 10,000 events/s",
    "rebuild_item_balance": "50,000 events/s",
    "rebuild_one": "0.5 of the floor",
}
MODEL = "item_balance"
TABLE = statements(Path(__file__).parent / "sql" / "grouped_balances.sql")
EVENTS, PAIRS, ROUNDS = 100_000, 1_000, 3


def measure(server: Server, names: set[str], *, quick: bool) -> Iterator[Result]:
    """On one history for all: invoices of five items, each paid in full."""
    asked = [name for name in NAMES if name in names]
    if not asked:
        return
    share = 10 if quick else 1
    database = server.database("rebuilt")
    with server.ledger(database) as ledger:
        events = write_history(ledger, database, EVENTS // share)
        ledger.catch_up()
        for name in asked:
            yield _measured(server, ledger, database, name, events, PAIRS // share)


def _measured(
    server: Server, ledger: Ledger, database: Database, name: str, events: int, pairs: int
) -> Result:
    stock = floor = None
    match name:
        case "rebuild_events":
            ours = _rate(events, lambda: _same(ledger.rebuild()))
            stock = projected_per_second(server.database("stock_projected"), pairs)
        case "rebuild_item_balance":
            ours = _rate(events, lambda: _same(ledger.rebuild(MODEL, from_events=True)))
        case _:
            with _tables(database) as make_table:
                ours, floor = _turns(events, lambda: _same(ledger.rebuild(MODEL)), make_table)
    return Result(name, ours, "events/s", stock, floor, {"events": events}, GOALS[name])


def _rate(events: int, work: Callable[[], object]) -> float:
    return median(events / seconds(work) for _ in range(ROUNDS))


def _turns(events: int, ours: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    found = [(events / seconds(ours), events / seconds(floor)) for _ in range(ROUNDS)]
    return median(rate for rate, _ in found), median(rate for _, rate in found)


def _same(rebuilt: Any) -> None:
    if rebuilt.differing:
        raise SystemExit("the read models were not what the events make of them")


@contextmanager
def _tables(database: Database) -> Iterator[Callable[[], None]]:
    """The balances as a plain table with its primary key, and nothing else that a read model has."""
    with psycopg.connect(database.owner, autocommit=True) as connection:

        def make() -> None:
            for statement in TABLE:
                connection.execute(statement, {})

        yield make
