"""Payments and refunds over their whole life from the command line: moved, paid back, put back, canceled."""

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def shop(shop: Shell) -> Shell:
    """The shop, with a second customer and P-1 applied to INV-7 with 60.00."""
    shop.done("account", "create", "--name", "Bob", "--currency", "GBP", "--number", "A-2")
    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=60.00")
    return shop


def amounts(shop: Shell, payment: str) -> tuple[str, ...]:
    shown = shop.done("payment", "show", payment, "--json").json
    return tuple(str(shown[name]) for name in ("appliedAmount", "unappliedAmount", "refundAmount"))


def test_a_part_of_a_payment_goes_to_another_customer_and_the_rest_stays(shop: Shell):
    said = shop.done("payment", "transfer", "P-1", "--to", "A-2", "--amount", "30.00", "--number", "P-2")

    assert "30.00 GBP of payment P-1 transferred to A-2." in said.out
    assert "Made payment P-2." in said.out
    assert shop.done("payment", "show", "P-2", "--json").json["accountNumber"] == "A-2"
    assert amounts(shop, "P-2") == ("0.00", "30.00", "0.00")
    assert amounts(shop, "P-1") == ("60.00", "10.00", "0.00")


def test_money_on_the_wrong_invoice_is_moved_in_one_command(shop: Shell):
    said = shop.done("payment", "transfer", "P-1", "--to", "A-2", "--invoice", "INV-7=60.00")

    assert "100.00 GBP of payment P-1 transferred to A-2." in said.out
    assert shop.done("payment", "list", "--account", "A-2", "--json").json[0]["number"] == "P-1"
    assert shop.done("invoice", "show", "INV-7", "--json").json["balance"] == "112.00"


def test_a_payment_is_unassigned_and_found_its_owner_later(shop: Shell):
    shop.done("payment", "create", "--amount", "5.00", "--currency", "GBP", "--number", "P-9")

    shop.refused("payment", "apply", "P-9", "--invoice", "INV-7=5.00")
    shop.done("payment", "transfer", "P-9", "--to", "A-1")
    shop.done("payment", "apply", "P-9", "--invoice", "INV-7=5.00")
    shop.done("payment", "unapply", "P-9")
    answered = shop.done("payment", "transfer", "P-9", "--unassign", "--preview", "--json").json
    said = shop.done("payment", "transfer", "P-9", "--unassign")

    assert (answered["preview"], answered["amount"], answered["facts"]) == (
        True,
        "5.00",
        ["payment.transferred"],
    )
    assert "5.00 GBP of payment P-9 unassigned." in said.out
    assert shop.misused("payment", "transfer", "P-9", "--unassign", "--to", "A-1")


def test_a_payment_is_paid_back_written_off_and_put_back(shop: Shell):
    said = shop.done("payment", "refund", "P-1", "--unapply", "--amount", "70.00", "--number", "R-1")
    paid_back = amounts(shop, "P-1")
    shop.done("refund", "cancel", "R-1", "--reapply")
    put_back = amounts(shop, "P-1")
    written = shop.done("payment", "refund", "P-1", "--unapply", "--write-off", "--json").json

    assert "70.00 GBP paid back from P-1: refund R-1." in said.out
    assert (paid_back, put_back) == (("30.00", "0.00", "70.00"), ("60.00", "40.00", "0.00"))
    assert [made["kind"] for made in written["made"]] == ["credit_memo"]
    assert shop.done("invoice", "show", "INV-7", "--json").json["balance"] == "52.00"
    assert shop.done("refund", "delete", "R-1").out == "Refund R-1 deleted.\n"
    assert shop.misused("payment", "refund", "P-1", "--amount", "1.00", "--write-off")


def test_what_a_payment_says_is_edited_and_taken_away(shop: Shell):
    shop.done("payment", "edit", "P-1", "--comment", "by wire", "--reference", "77")
    shop.done("payment", "edit", "P-1", "--reference", "", "--second-reference", "S")

    shown = shop.done("payment", "show", "P-1", "--json").json
    assert (shown["comment"], shown["secondPaymentReferenceId"]) == ("by wire", "S")
    assert shown.get("referenceId") is None


def test_a_payment_that_never_came_in_is_canceled_and_deleted(shop: Shell):
    told = shop.refused("payment", "cancel", "P-1")
    said = shop.done("payment", "cancel", "P-1", "--unapply-first")
    shop.done("payment", "delete", "P-1")

    assert "payment_is_applied" in told.err
    assert "Payment P-1 canceled." in said.out
    assert shop.done("invoice", "show", "INV-7", "--json").json["balance"] == "112.00"


def test_a_refund_says_more_later(shop: Shell):
    shop.done("payment", "refund", "P-1", "--amount", "10.00", "--number", "R-1")

    shop.done("refund", "edit", "R-1", "--reason", "Bank error", "--comment", "returned")

    shown = shop.done("refund", "show", "R-1", "--json").json
    assert (shown["reasonCode"], shown["comment"], shown["sourceType"]) == (
        "Bank error",
        "returned",
        "Payment",
    )
