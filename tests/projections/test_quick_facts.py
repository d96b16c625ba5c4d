"""Facts that are read quickly are those that pydantic reads, and what it refuses is refused."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from settlebook.domain.events import EVENTS
from settlebook.ledger.log.mapper import state_of
from settlebook.ledger.log.upcasting import FactReader, UnreadableEvent
from settlebook.projecting.folding import copy_tables
from settlebook.projecting.journal.quick_facts import QUICK, QuickReader
from settlebook.projecting.journal.rows import journal_page
from settlebook.projecting.journal.stored import Stored
from tests.memory_books import MemoryBooks
from tests.projections.story import TODAY, Story
from tests.whole_life import live

AT = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(scope="module")
def states() -> list[tuple[str, bytes]]:
    books = MemoryBooks(TODAY)
    live(books.do)
    return [(fact.TOPIC, state_of(fact)) for fact in books.facts]


def page(read: Any, states: list[tuple[str, bytes]]) -> object:
    return journal_page(
        Stored("main", position, AT, UUID(int=1), None, read(topic, state))
        for position, (topic, state) in enumerate(states, 1)
    )


def test_what_is_read_quickly_makes_the_rows_that_pydantic_makes(states: list[tuple[str, bytes]]):
    assert {topic for topic, _ in states} >= QUICK

    assert page(QuickReader().read, states) == page(FactReader().read, states)


WRONGS = {
    "a field more": lambda fact: {**fact, "more": 1},
    "a day that is none": lambda fact: {**fact, "effective_on": "2024-02-31"},
    "no day": lambda fact: {name: value for name, value in fact.items() if name != "effective_on"},
    "a line without an item": lambda fact: {**fact, "lines": [{"amount_minor": 1}]},
    "an amount of 0": lambda fact: {**fact, "lines": [{**fact["lines"][0], "amount_minor": 0}]},
    "half an amount": lambda fact: {**fact, "lines": [{**fact["lines"][0], "amount_minor": 1.5}]},
    "a currency of two letters": lambda fact: {**fact, "currency": "GB"},
    "a kind that is none": lambda fact: {**fact, "document_kind": "bill"},
    "an id that is none": lambda fact: {**fact, "payment_id": "1"},
}


@pytest.mark.parametrize("wrong", WRONGS.values(), ids=WRONGS.keys())
def test_what_pydantic_refuses_is_refused(states: list[tuple[str, bytes]], wrong: Any):
    state = json.dumps(wrong(json.loads(dict(states)["payment.applied.v1"]))).encode()

    for reader in (FactReader(), QuickReader()):
        with pytest.raises(UnreadableEvent):
            reader.read("payment.applied.v1", state)


def test_a_mark_that_is_false_is_refused(states: list[tuple[str, bytes]]):
    fact = json.loads(dict(states)["invoice.posted.v1"])
    fact["header"]["reversed"] = False

    with pytest.raises(UnreadableEvent):
        QuickReader().read("invoice.posted.v1", json.dumps(fact).encode())


def test_only_facts_that_there_are_are_read_quickly():
    assert set(EVENTS) >= QUICK and len(QUICK) > 10


@dataclass(slots=True)
class Cells:
    cells: list[tuple[Any, ...]]


def test_rows_that_are_packed_arrive_as_they_were(story: Story):
    story.app.execute(
        "CREATE TEMP TABLE cells (a text, b uuid, c bigint, d integer, e date, f boolean, g timestamptz, "
        "h numeric, j jsonb)"
    )
    numbers = (0, 1, -1, 9_999, 10_000, 12_345_678, -10_000, 10**15, 10**40, 120_000_000)
    begin, day = ("ä\n'\\", uuid4(), -(2**63), 2**31 - 1), date(1999, 12, 31)
    rows = [(*begin, day, n % 2 == 0, AT, Decimal(n), {"x": [n, None, "é"]}) for n in numbers]
    nothing = (None,) * 9

    copy_tables(story.app, Cells([*rows, nothing]))

    assert story.app.execute("SELECT * FROM cells").fetchall() == [*rows, nothing]
