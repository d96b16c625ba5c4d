"""Every fact there is, folded: in pages of any size, rebuilt, and for a past day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from settlebook.domain.events import EVENTS
from settlebook.projecting import Range, folded_over
from settlebook.projecting.catalogue import built_in, folded
from tests.projections.story import Story

MODELS = [model.name for model in folded(built_in())]


@pytest.fixture
def told(whole: Story) -> Story:
    return whole


def test_every_fact_there_is_happens_in_a_whole_life(told: Story):
    assert {fact.TOPIC for fact in told.books.facts} == set(EVENTS)


def test_pages_of_any_size_give_the_tables_of_one_fold(told: Story):
    in_one = told.tables()

    for page_size in (1, 2, 7, 50):
        told.forget_reading()
        told.catch_up(page_size)

        assert told.tables() == in_one


def test_a_whole_life_is_rebuilt_from_its_events(told: Story):
    rebuilt = told.rebuilder(page_size=9).rebuild_from_events()

    assert {table.name: table.differing for table in rebuilt.tables if table.differing} == {}


def test_each_read_model_of_a_whole_life_is_rebuilt_from_the_journal(told: Story):
    rebuilt = {name: told.rebuilder(page_size=11).rebuild(name).differing for name in MODELS}

    assert rebuilt == dict.fromkeys(MODELS, 0)


@contextmanager
def on(story: Story, day: date) -> Iterator[None]:
    with folded_over(story.app, MODELS, Range(story.ledger_id, 0, story.head, day)):
        yield


def minor(story: Story, query: str, **parameters: Any) -> dict[str, int]:
    return dict(story.app.execute(query, parameters).fetchall())  # type: ignore[arg-type]


OPEN = """
SELECT item_name(number, line, tax_line, discount_line), balance_minor
  FROM item_balance
  JOIN item USING (ledger_id, item_id)
  JOIN document ON document.document_id = item.document_id
 WHERE number = %(number)s AND balance_minor <> 0
"""
UNAPPLIED = "SELECT number, unapplied_minor FROM payment JOIN payment_balance USING (ledger_id, payment_id)"
OWNERS = """
SELECT payment.number, account.number FROM payment LEFT JOIN account USING (ledger_id, account_id)
 WHERE payment.number LIKE 'P-1%%'
"""


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        # Posted, unposted and posted again on one day, with an item edited and one taken away in between.
        (date(2024, 1, 31), "INV-1", {}),
        (
            date(2024, 2, 1),
            "INV-1",
            {"INV-1#1": 90_00, "INV-1#1.1": 20_00, "INV-1#2": 35_00, "INV-1#4": 5_00},
        ),
        # Netted for the sake of a payment, and itself again when that was taken back.
        (date(2024, 2, 13), "INV-3", {"INV-3#1": 60_00, "INV-3#2": -5_00}),
        (date(2024, 2, 14), "INV-3", {}),
        (date(2024, 2, 15), "INV-3", {"INV-3#1": 60_00, "INV-3#2": -5_00}),
        (date(2024, 2, 16), "INV-3", {"INV-3#1": 45_00}),
        (date(2024, 2, 16), "INV-4", {"INV-4#1": 20_00, "INV-4#1.1": 4_00}),
        (date(2024, 2, 17), "INV-4", {}),
    ],
)
def test_what_was_open_on_a_day_is_told_for_any_day(
    told: Story, day: date, number: str, expected: dict[str, int]
):
    with on(told, day):
        assert minor(told, OPEN, number=number) == expected


@pytest.mark.parametrize(
    ("day", "owners", "unapplied"),
    [
        (date(2024, 2, 6), {"P-1": None}, 200_00),
        (date(2024, 2, 7), {"P-1": "ADA"}, 200_00),
        (date(2024, 2, 8), {"P-1": "ADA"}, 150_00),
        (date(2024, 2, 9), {"P-1": "ADA", "P-1b": "BOB"}, 110_00),
        (date(2024, 2, 11), {"P-1": "ADA", "P-1b": "BOB"}, 115_00),
        (date(2024, 2, 12), {"P-1": "ADA", "P-1b": "BOB"}, 130_00),
    ],
)
def test_whose_a_payment_was_and_what_of_it_was_unapplied_is_told_for_any_day(
    told: Story, day: date, owners: dict[str, str | None], unapplied: int
):
    with on(told, day):
        assert dict(told.app.execute(OWNERS).fetchall()) == owners  # type: ignore[arg-type]
        assert minor(told, UNAPPLIED)["P-1"] == unapplied


def test_what_was_deleted_is_hidden_by_the_views_and_kept_in_the_tables(told: Story):
    shown = {number for (number,) in told.rows("SELECT paymentnumber FROM payment")}
    kept = dict(told.rows("SELECT number, status FROM read.payment"))

    assert "P-2" not in shown and kept["P-2"] == "Deleted"
    assert told.rows("SELECT 1 FROM invoice WHERE invoicenumber = 'X-invoice'") == []
    assert told.rows("SELECT 1 FROM refund WHERE refundnumber = 'R-1'") == []


def test_transfers_and_cancels_stand_in_the_history(told: Story):
    query = """SELECT p.paymentnumber, a.accountnumber, pa.type, pa.applyamount, pa.signedamount
                 FROM paymentapplication pa JOIN payment p ON p.id = pa.paymentid
                 LEFT JOIN account a ON a.id = pa.accountid WHERE pa.type LIKE 'Transferred%%'
                ORDER BY 4, 3"""
    refunds = "SELECT type, applyamount, signedamount FROM refundapplication ORDER BY createddate"

    assert told.rows(query) == [
        ("P-1", "ADA", "Transferred From", Decimal("40.00"), None),
        ("P-1b", "BOB", "Transferred To", Decimal("40.00"), None),
        ("P-1", None, "Transferred From", Decimal("200.00"), None),
        ("P-1", "ADA", "Transferred To", Decimal("200.00"), None),
    ]
    assert told.rows(refunds) == [
        ("Refund", Decimal("15.00"), Decimal("15.00")),
        ("Cancel", Decimal("15.00"), Decimal("-15.00")),
        ("Refund", Decimal("6.00"), Decimal("6.00")),
        ("Cancel", Decimal("6.00"), Decimal("-6.00")),
        ("Refund", Decimal("2.40"), Decimal("2.40")),
    ]
    assert told.rows("SELECT amount FROM refundpart") == [(Decimal("2.40"),)]


def test_a_discount_lowers_its_item_and_says_which(told: Story):
    query = """SELECT itemnumber, chargeamount, balance, discountamount, processingtype,
                      (SELECT o.itemnumber FROM invoiceitem o WHERE o.id = i.appliedtoinvoiceitemid)
                 FROM invoiceitem i WHERE itemnumber LIKE 'INV-1#1%%' ORDER BY 1"""

    item, discount = told.rows(query)

    assert item[:2] + item[3:] == ("INV-1#1", Decimal("100.00"), Decimal("10.00"), "Charge", None)
    assert discount == ("INV-1#1d1", Decimal("-10.00"), 0, None, "Discount", "INV-1#1")
    assert told.rows("SELECT negativeitemnumber, positiveitemnumber, amount FROM itemnetting ORDER BY 1")[
        0
    ] == (
        "INV-1#1d1",
        "INV-1#1",
        Decimal("10.00"),
    )
