"""What a ledger says of itself after every fact there is."""

from decimal import Decimal

import pytest

from settlebook import Ledger
from settlebook.domain.errors import NotFound
from tests.whole_life import live


@pytest.fixture
def life(ledger: Ledger) -> Ledger:
    live(lambda verb, key, **body: ledger.perform(verb, key, body))
    return ledger


def test_what_became_of_money_is_told(life: Ledger):
    payment, part = life.payment("P-1"), life.payment("P-1b")
    canceled = life.refund("R-2")

    assert (payment.account_number, payment.status, payment.source) == ("ADA", "Processed", "API")
    assert (payment.amount, payment.transferred_amount) == (Decimal("200.00"), Decimal("40.00"))
    assert (part.account_number, part.transferred_from_payment_number) == ("BOB", "P-1")
    assert payment.described["region__c"] == "north" and payment.comment == "by wire, for Ada"
    assert canceled.status == "Canceled" and canceled.cancelled_on is not None
    assert life.refund_parts("R-2") == [] and life.refund_part_items("R-2") == []
    kinds = [row.type for row in life.payment_applications("P-1")]
    assert kinds[:2] == ["Transferred From", "Transferred To"]
    assert {"Apply", "Unapply", "Refund", "Refund Canceled"} < set(kinds)


def test_what_was_deleted_is_not_found(life: Ledger):
    for find, key in ((life.payment, "P-2"), (life.refund, "R-1"), (life.invoice, "X-invoice")):
        with pytest.raises(NotFound):
            find(key)

    assert "P-2" not in {row.number for row in life.payments()}


def test_what_became_of_documents_is_told(life: Ledger):
    assert [row.event for row in life.invoice_history("INV-1")][:6] == [
        "created",
        "edited",
        "posted",
        "unposted",
        "edited",
        "posted",
    ]
    assert life.invoice("INV-4").reversed and life.invoice("INV-2").is_split
    assert [row.event for row in life.invoice_history("INV-2")] == ["created", "split", "split"]
    assert life.invoice_history("INV-3")[-1].event == "written off"
    assert life.invoice_history("INV-3")[-1].amount == Decimal("10.00")
    (netted,) = life.invoice_nettings("INV-1")
    assert (netted.negative_item_number, netted.positive_item_number) == ("INV-1#1d1", "INV-1#1")
    discounted, discount = life.invoice_items("INV-1")[:2]
    assert discount.applied_to_item_id == discounted.id and discount.processing_type == "Discount"
    assert (discount.balance, discount.netted_amount) == (0, Decimal("10.00"))


def test_periods_and_settings_are_told(life: Ledger):
    assert [(row.name, row.status) for row in life.periods()] == [
        ("Jan 2024", "Closed"),
        ("Feb 2024", "Open"),
    ]
    assert life.period("Jan 2024").described["quarter__c"] == "Q1"
    assert life.settings().settings["choices"]["negative_lines"] == "net"
    with pytest.raises(NotFound):
        life.period("Mar 2024")
    assert life.account("ADA").metrics.reserved_payment_amount == Decimal("5.00")
    assert life.account("ADA").described["tier__c"] == "gold"
