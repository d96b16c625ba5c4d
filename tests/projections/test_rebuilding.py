"""Rebuilt read models equal the live ones row by row; where they don't, the live ones are put right."""

import pytest

from settlebook.domain.errors import NotFound
from settlebook.projecting import Rebuilt
from tests.projections.story import Story

TAMPERING = {
    "changed": "UPDATE read.item_balance SET balance_minor = balance_minor + 1 WHERE balance_minor = 3200",
    "lost": "DELETE FROM read.item_balance WHERE balance_minor = 3200",
    "invented": "INSERT INTO read.item_balance SELECT ledger_id, gen_random_uuid(), document_id, "
    "document_kind, currency, 1, 0, 0, 0, 1, 0, 1, 1 FROM read.item_balance WHERE balance_minor = 3200",
}


def differing(rebuilt: Rebuilt) -> dict[str, int]:
    return {table.name: table.differing for table in rebuilt.tables if table.differing}


def test_everything_is_rebuilt_from_the_events_and_equals_the_live_tables(told: Story):
    before = told.tables()

    rebuilt = told.rebuilder(page_size=4).rebuild_from_events()

    assert differing(rebuilt) == {}
    assert {table.name: table.rows for table in rebuilt.tables} == {
        name: len(rows) for name, rows in before.items()
    }
    assert told.tables() == before


@pytest.mark.parametrize("tampering", TAMPERING.values(), ids=TAMPERING.keys())
def test_a_row_that_was_tampered_with_is_found_and_put_right(told: Story, tampering: str):
    before = told.tables()
    told.app.execute(tampering)

    rebuilt = told.rebuilder().rebuild("item_balance")

    assert differing(rebuilt) == {"item_balance": 1}
    assert told.tables() == before
    assert differing(told.rebuilder().rebuild("item_balance")) == {}


def test_a_journal_that_was_tampered_with_is_put_right_from_the_events(told: Story):
    before = told.tables()
    told.app.execute("UPDATE read.journal_posting SET amount_minor = amount_minor + 1 WHERE kind = 'receive'")
    told.app.execute("DELETE FROM read.journal_fact WHERE position = 1")

    rebuilt = told.rebuilder().rebuild_from_events()

    assert differing(rebuilt) == {"journal_posting": 1, "journal_fact": 1}
    assert told.tables() == before


def test_rebuilding_tells_how_far_it_is(told: Story):
    seen: list[tuple[int, int]] = []

    told.rebuilder(page_size=10).rebuild_from_events(lambda done, of: seen.append((done, of)))

    assert {of for _, of in seen} == {told.head}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[0][0] < told.head == seen[-1][0]


def test_commands_and_reads_go_on_while_everything_is_rebuilt(told: Story):
    other = Story(told.database)
    other.books, other.head, other._versions = told.books, told.head, told._versions
    other._kept = told._kept

    def meanwhile(done: int, of: int) -> None:
        if done < of:
            other.do(
                "invoice.create", accountNumber="A-1", status="Posted", invoiceItems=[{"amount": "1.00"}]
            )
            other.catch_up()

    rebuilt = told.rebuilder(page_size=10).rebuild_from_events(meanwhile)

    assert differing(rebuilt) == {}
    assert rebuilt.position == other.head > told.head
    other.close()


def test_rebuilding_leaves_nothing_behind_on_its_connection(told: Story):
    told.rebuilder().rebuild_from_events()
    told.do("payment.create", accountNumber="A-1", amount="3.00")
    told.catch_up()

    (count,) = told.app.execute("SELECT count(*) FROM read.payment").fetchone() or (0,)
    temporary = told.app.execute("SELECT 1 FROM pg_class WHERE relnamespace = pg_my_temp_schema()").fetchall()

    assert (count, temporary) == (2, [])


@pytest.mark.parametrize("name", ["journal", "data_query", "nonsense"])
def test_a_read_model_that_cannot_be_folded_is_not_found(told: Story, name: str):
    with pytest.raises(NotFound):
        told.rebuilder().rebuild(name)


def test_rebuilding_one_ledger_leaves_the_others_alone(told: Story):
    other = Story(told.database, "other")
    other.tell_of_account()
    other.catch_up()
    before = other.tables()
    told.app.execute("UPDATE read.account SET number = 'A-9' WHERE ledger_id = 'main'")

    rebuilt = told.rebuilder().rebuild("account")

    assert differing(rebuilt) == {"account": 1}
    assert other.tables() == before
    other.close()
