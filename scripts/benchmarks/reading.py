"""read_*: an answer about one object, with nothing left to fold, against its query through psycopg alone."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo

from benchmarks.clients import seconds
from benchmarks.copied_history import write_history
from benchmarks.place import Server
from benchmarks.results import Result
from settlebook import Ledger
from settlebook.engine import Role
from settlebook.queries.items import OF_RECEIVABLE
from settlebook.queries.snapshot import question_of

NAMES = ("read_part_items", "read_item_balances")
GOAL = "at most 2 x the floor"
EVENTS, READS, ROUNDS = 20_000, 500, 5
MILLI = 1000
PLANNED_ONCE = "-c search_path=read,pg_temp -c plan_cache_mode=force_generic_plan"


def measure(server: Server, names: set[str], *, quick: bool) -> Iterator[Result]:
    asked = [name for name in NAMES if name in names]
    if not asked:
        return
    share = 5 if quick else 1
    database = server.database("read")
    address = make_conninfo(database.conninfo(Role.APP), options=PLANNED_ONCE)
    with server.ledger(database) as ledger, psycopg.connect(address, autocommit=True) as bare:
        write_history(ledger, database, EVENTS // share)
        ledger.catch_up()
        for name in asked:
            yield _measured(ledger, bare, name, READS // share)


def _measured(ledger: Ledger, bare: psycopg.Connection[Any], name: str, reads: int) -> Result:
    if name == "read_part_items":
        keys = [payment.id for payment in ledger.payments(limit=reads)]
        ask, question = ledger.payment_part_items, question_of("payment", "part_items")
    else:
        keys = [invoice.id for invoice in ledger.invoices(limit=reads)]
        ask, question = ledger.invoice_items, question_of(*OF_RECEIVABLE)

    def bare_query(id: UUID) -> object:
        given = {"ledger": ledger.ledger_id, "id": id, "part": None, "items": None}
        return bare.execute(question, given, prepare=True).fetchall()

    ours, floor = _turns(keys, ask, bare_query)
    return Result(name, ours, "ms", None, floor, {"reads": len(keys)}, GOAL)


def _turns(
    keys: Sequence[UUID], ours: Callable[[UUID], object], floor: Callable[[UUID], object]
) -> tuple[float, float]:
    """Milliseconds of one read, the median of runs that take turns; the first is to warm up."""
    found = [(_each(keys, ours), _each(keys, floor)) for _ in range(ROUNDS + 1)][1:]
    return median(taken for taken, _ in found), median(taken for _, taken in found)


def _each(keys: Sequence[UUID], read: Callable[[UUID], object]) -> float:
    return seconds(lambda: [read(key) for key in keys]) / len(keys) * MILLI
