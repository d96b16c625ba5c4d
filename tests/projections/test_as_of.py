"""The same folds answer for a past day, for a position, and for one account."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from settlebook.domain.errors import NotFound
from settlebook.projecting import Range, folded_over
from settlebook.resources import projections_folder
from settlebook.statements import statements
from tests.projections.story import Story

MODELS = ["account", "document", "document_balance", "item", "item_balance", "payment", "credit_memo"]


@contextmanager
def on(
    story: Story, day: date | None, upto: int | None = None, account: UUID | None = None
) -> Iterator[None]:
    over = Range(story.ledger_id, 0, story.head if upto is None else upto, day, account)
    with folded_over(story.app, MODELS, over):
        yield


def balances(story: Story) -> dict[str, int]:
    rows = story.app.execute(
        "SELECT item_name(number, line, tax_line), balance_minor FROM item_balance "
        "JOIN item USING (ledger_id, item_id) JOIN document ON document.document_id = item.document_id"
    )
    return {name: minor for name, minor in rows if minor}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 2, 29), {}),
        (date(2024, 3, 1), {"INV-1#1": 60_00, "INV-1#1.1": 12_00, "INV-1#2": 40_00}),
        (date(2024, 3, 4), {"INV-1#1": 60_00, "INV-1#1.1": 12_00, "INV-1#2": 40_00, "DM-1#1": 8_00}),
        (date(2024, 3, 5), {"INV-1#1": 30_00, "INV-1#2": 32_00}),
        (date(2024, 3, 8), {"INV-1#1": 20_00, "INV-1#2": 32_00}),
        (date(2024, 3, 12), {"INV-1#1": 24_00, "INV-1#2": 32_00}),
    ],
)
def test_a_fold_up_to_a_day_gives_the_balance_of_that_day(told: Story, day: date, expected: dict[str, int]):
    with on(told, day):
        assert balances(told) == expected


def test_what_was_known_at_a_position_is_a_fold_up_to_it(told: Story):
    first_payment = told.app.execute("SELECT min(position) FROM log.event WHERE topic = 'payment.applied.v1'")
    (position,) = first_payment.fetchone() or (0,)

    with on(told, None, upto=position - 1):
        known = balances(told)

    assert known == {"INV-1#1": 60_00, "INV-1#1.1": 12_00, "INV-1#2": 40_00, "DM-1#1": 8_00}


def test_a_fold_of_one_account_leaves_the_others_out(told: Story):
    told.do("account.create", accountNumber="A-2", name="Bob Ltd", currency="GBP")
    told.do(
        "invoice.create", number="INV-9", accountNumber="A-2", status="Posted", invoiceItems=[{"amount": "7"}]
    )
    told.catch_up()
    bob = told.books.account("A-2").account_id

    with on(told, None, account=bob):
        assert balances(told) == {"INV-9#1": 7_00}
        assert told.app.execute("SELECT number FROM account").fetchall() == [("A-2",)]


def test_a_past_day_does_not_touch_the_live_tables(told: Story):
    before = told.tables()

    with on(told, date(2024, 3, 1)):
        inside = told.tables()

    assert inside == before == told.tables()


def aged(story: Story, day: date) -> dict[str, int]:
    (statement,) = statements(projections_folder() / "aging" / "queries" / "by_account.sql")
    parameters: dict[str, Any] = {"ledger": story.ledger_id, "day": day, "account": None}
    with on(story, day):
        ((*_, not_due, to_30, to_60, to_90, over_90),) = story.app.execute(statement, parameters).fetchall()
    buckets = {"not due": not_due, "1-30": to_30, "31-60": to_60, "61-90": to_90, "over 90": over_90}
    return {bucket: int(amount * 100) for bucket, amount in buckets.items() if amount}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 3, 1), {"not due": 112_00}),
        (date(2024, 3, 4), {"not due": 112_00, "1-30": 8_00}),
        (date(2024, 3, 31), {"not due": 56_00}),
        (date(2024, 4, 1), {"1-30": 56_00}),
        (date(2024, 4, 30), {"1-30": 56_00}),
        (date(2024, 5, 1), {"31-60": 56_00}),
        (date(2024, 5, 30), {"31-60": 56_00}),
        (date(2024, 6, 29), {"61-90": 56_00}),
        (date(2024, 6, 30), {"over 90": 56_00}),
    ],
)
def test_aging_on_a_day_counts_what_was_open_and_how_long_it_had_been_due(
    told: Story, day: date, expected: dict[str, int]
):
    assert aged(told, day) == expected


def test_an_unknown_read_model_is_not_found(told: Story):
    with pytest.raises(NotFound), folded_over(told.app, ["nonsense"], Range("main", 0, 1)):
        pass
