"""Reads bring the read models up to date themselves: rows and position together, whoever comes first."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest

from settlebook.engine import Role
from settlebook.projecting import Projector
from settlebook.projecting.journal.stored import read_pages
from settlebook.projecting.journal.tables import JournalPage
from settlebook.projecting.poison import PoisonEvent
from tests.conftest import Database
from tests.projections.story import Story


def test_catching_up_reaches_the_head_and_says_so_on_the_way(story: Story):
    story.tell()
    seen: list[tuple[int, int]] = []

    reached = story.projector(page_size=4).catch_up(progress=lambda done, of: seen.append((done, of)))

    assert reached == story.head
    assert [done for done, _ in seen] == [*range(4, story.head, 4), story.head]
    assert {of for _, of in seen} == {story.head}


def test_catching_up_goes_no_further_than_asked(story: Story):
    story.tell()

    assert story.projector().catch_up(upto=3) == 3
    assert [row for (row,) in story.app.execute("SELECT max(position) FROM read.journal_fact")] == [3]
    assert story.projector().catch_up(upto=2) == 3
    assert story.projector().catch_up(upto=10_000) == story.head


@pytest.mark.parametrize(("items", "measured"), [(1, []), (2_000, ["item", "item_balance", "journal_item"])])
def test_a_command_of_many_rows_is_followed_by_measuring_for_the_planner(
    story: Story, items: int, measured: list[str]
):
    story.do("settings.change", limits="lifted")
    lines = [{"chargeName": "Seats", "amount": "1.00"}] * items
    story.do("invoice.create", accountNumber="A-1", invoiceDate="2024-06-30", invoiceItems=lines)

    story.catch_up()

    known = story.app.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'read'::regnamespace AND reltuples = %s "
        "AND relname IN ('item', 'item_balance', 'journal_item') ORDER BY relname",
        [items],
    )
    assert [name for (name,) in known] == measured


def test_a_ledger_without_events_has_nothing_to_catch_up(database: Database):
    empty = Story(database, "empty")

    assert empty.catch_up() == 0
    assert empty.rows("SELECT * FROM account") == []
    empty.close()


def test_catching_up_ends_before_an_event_that_cannot_be_folded_and_names_it(story: Story):
    story.tell()
    story.projector().catch_up(upto=8)
    before = story.tables()
    story.projector().catch_up(upto=5)
    story.app.execute("INSERT INTO read.journal_fact SELECT 'main', 9, topic, stream_id, effective_on, "
                      "recorded_at, command_id, actor FROM read.journal_fact WHERE position = 5")  # fmt: skip

    for _ in range(2):
        with pytest.raises(
            PoisonEvent, match=r"Event 9 of ledger main \(payment.received.v1, .*duplicate key"
        ):
            story.catch_up()

    story.app.execute("DELETE FROM read.journal_fact WHERE position = 9")
    assert story.tables() == before
    assert story.catch_up() == story.head


def test_many_who_read_at_once_fold_every_event_once(story: Story, database: Database):
    story.tell()

    def read(_: int) -> int:
        with psycopg.connect(database.conninfo(Role.APP), autocommit=True) as connection:
            return Projector(connection, "main", page_size=3).catch_up()

    with ThreadPoolExecutor(6) as readers:
        reached = list(readers.map(read, range(6)))

    assert reached == [story.head] * 6
    assert story.rebuilder().rebuild_from_events().differing == 0


def test_a_reader_has_no_way_to_hold_the_position(story: Story, database: Database):
    story.catch_up()

    for lock in ("FOR UPDATE", "FOR SHARE", "FOR KEY SHARE"):
        with (
            psycopg.connect(database.conninfo(Role.READER)) as reader,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            reader.execute("SELECT * FROM read.progress " + lock)


def test_ledgers_are_folded_apart(story: Story, database: Database):
    other = Story(database, "other")
    other.do("account.create", accountNumber="A-1", name="Bob Ltd", currency="USD")
    story.tell()

    story.catch_up()

    assert other.rows("SELECT * FROM account") == []
    other.catch_up()
    assert other.rows("SELECT balance FROM account") == [(Decimal("0.00"),)]
    other.close()


def test_the_journals_rows_have_the_columns_of_its_tables_in_their_order(story: Story):
    for table in JournalPage.__slots__:
        (kind,) = JournalPage.__annotations__[table].__args__
        columns = story.app.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum",
            [f"read.{table}"],
        ).fetchall()

        assert tuple(name for (name,) in columns) == kind._fields


@pytest.mark.parametrize("size_bytes", [1, 700, 10**9])
def test_pages_are_bounded_by_bytes_and_hold_one_event_at_least(story: Story, size_bytes: int):
    story.tell()

    pages = list(read_pages(story.app, "main", 2, story.head, size_bytes))

    assert [event.position for page in pages for event in page] == list(range(3, story.head + 1))
    if size_bytes == 1:
        assert {len(page) for page in pages} == {1}
    else:
        assert len(pages) < story.head - 2
