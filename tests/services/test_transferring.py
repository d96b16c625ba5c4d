"""Payments are transferred by request: to an account or to none, whole or in part, or unapplied first."""

import pytest

from settlebook.domain.errors import (
    ExceedsApplied,
    InvalidRequest,
    KeysDisagree,
    NotFound,
    NumberTaken,
    Standalone,
    Unassigned,
)
from tests.builders import an_id
from tests.services.test_settling import on_invoice


@pytest.fixture
def two(paid):
    """A second account, A-2, with INV-9 over 30.00."""
    paid.do("account.create", name="Bob", currency="GBP", accountNumber="A-2")
    paid.do(
        "invoice.create",
        accountNumber="A-2",
        number="INV-9",
        invoiceDate="2024-03-01",
        status="Posted",
        invoiceItems=[{"amount": "30.00"}],
    )
    return paid


def owner(books, key):
    payment = books.payment(key)
    return books.account_by_id(payment.account_id).number if payment.account_id else None


def test_an_unused_payment_goes_to_the_account_that_is_named(two):
    outcome = two.do("payment.transfer", "P-1", accountNumber="A-2")

    assert (outcome.number, outcome.made, outcome.status) == ("P-1", (), "Processed")
    assert (outcome.amount_minor, outcome.currency, outcome.effective_on) == (120_00, "GBP", two.today)
    assert owner(two, "P-1") == "A-2"


def test_a_part_becomes_a_payment_that_the_answer_names(two):
    outcome = two.do("payment.transfer", "P-1", accountNumber="A-2", amount="30.00", number="P-2")

    (made,) = outcome.made
    assert (made.kind, made.number) == ("payment", "P-2")
    assert (owner(two, "P-1"), owner(two, made.id.hex)) == ("A-1", "A-2")
    assert (two.payment("P-1").unapplied_minor, two.payment("P-2").unapplied_minor) == (90_00, 30_00)
    two.do("payment.apply", "P-2", invoices=[{"invoiceNumber": "INV-9", "amount": "30.00"}])
    assert two.invoice("INV-9").balance_minor == 0


def test_who_asks_for_a_number_or_an_id_asks_for_a_payment_of_its_own(two):
    two.do("payment.transfer", "P-1", accountNumber="A-2", number="P-2")
    two.do("payment.transfer", "P-2", accountNumber="A-1", id=an_id("new").hex)

    assert [(two.payment(key).amount_minor, owner(two, key)) for key in ("P-1", "P-2", an_id("new").hex)] == [
        (120_00, "A-1"),
        (120_00, "A-2"),
        (120_00, "A-1"),
    ]
    assert (two.payment("P-1").unapplied_minor, two.payment("P-2").transferred) == (0, 120_00)


@pytest.mark.parametrize("nobody", [{"accountId": None}, {"accountNumber": ""}])
def test_null_or_an_empty_text_unassigns_a_payment_that_then_settles_nothing(two, nobody):
    two.do("payment.transfer", "P-1", **nobody)

    assert owner(two, "P-1") is None
    with pytest.raises(Unassigned):
        two.do("payment.apply", "P-1", **on_invoice("1.00"))
    with pytest.raises(Unassigned):
        two.do("payment.refund", "P-1", totalAmount="1.00")
    with pytest.raises(Unassigned):
        two.do("payment.refund-with-unapply", "P-1")


def test_money_applied_to_the_wrong_customer_is_unapplied_and_moved_in_one_command(two):
    two.do("payment.apply", "P-1", **on_invoice("120.00"))

    outcome = two.do("payment.transfer", "P-1", accountNumber="A-2", **on_invoice("120.00"))

    assert owner(two, "P-1") == "A-2"
    assert [(applied.document, applied.amount_minor) for applied in outcome.applications] == [
        ("INV-1", 120_00)
    ]
    assert outcome.policy.name == "latest-first"
    assert two.invoice("INV-1").balance_minor == 150_00


def test_one_application_is_taken_back_and_its_money_goes_as_a_part(two):
    two.do("payment.apply", "P-1", **on_invoice("60.00"))
    wrong = two.do("payment.apply", "P-1", **on_invoice("30.00")).applications[0].id

    outcome = two.do("payment.transfer", "P-1", accountNumber="A-2", amount="30.00", application=wrong.hex)

    assert outcome.applications[0].undoes == (wrong,)
    assert [made.kind for made in outcome.made] == ["payment"]
    assert two.payment("P-1").applied_minor == 60_00


def test_what_is_refused_leaves_everything_applied(two):
    two.do("payment.apply", "P-1", **on_invoice("120.00"))
    facts = len(two.facts)

    with pytest.raises(ExceedsApplied):
        two.do("payment.transfer", "P-1", accountNumber="A-2", **on_invoice("120.01"))
    with pytest.raises(NumberTaken):
        two.do("payment.transfer", "P-1", accountNumber="A-2", number="P-1", **on_invoice("120.00"))

    assert len(two.facts) == facts


def test_a_standalone_payment_of_any_currency_stays_where_it_is(two):
    two.do("payment.create", accountNumber="A-1", number="P-7", amount="5", currency="JPY", standalone=True)

    with pytest.raises(Standalone):
        two.do("payment.transfer", "P-7", accountNumber="A-2")

    assert (two.payment("P-7").is_standalone, two.payment("P-7").amount_minor) == (True, 5)


def test_both_keys_of_an_account_name_the_same_one(two):
    with pytest.raises(KeysDisagree):
        two.do("payment.transfer", "P-1", accountId="A-1", accountNumber="A-2")
    with pytest.raises(NotFound):
        two.do("payment.transfer", "P-1", accountNumber="A-3")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "accountId"),
        ({"accountId": "", "accountNumber": "A-2"}, "accountNumber"),
        ({"accountNumber": "two words"}, "accountNumber"),
        ({"accountNumber": "A-2", "policy": "fifo"}, "policy"),
        ({"accountNumber": "A-2", "amount": 0}, "amount"),
    ],
)
def test_a_transfer_that_cannot_be_meant_is_refused_at_its_field(two, body, field):
    with pytest.raises(Exception) as refused:  # of whichever kind, at that field
        two.do("payment.transfer", "P-1", **body)

    assert refused.value.field == field


def test_a_payment_without_account_says_its_currency_and_settles_nothing(books):
    books.do("payment.create", number="P-1", amount="5.00", currency="GBP")

    assert owner(books, "P-1") is None
    for body in ({}, {"currency": "GBP"} | on_invoice("5.00")):
        with pytest.raises(InvalidRequest):
            books.do("payment.create", amount="5.00", **body)


def test_what_is_said_of_a_payment_is_kept(books):
    said = {"secondPaymentReferenceId": "S-2", "source": "API", "sourceName": "bank.csv"}
    books.do("payment.create", accountNumber="A-1", number="P-1", amount="5.00", prepayment=True, **said)

    payment = books.payment("P-1")
    assert (payment.details, payment.is_prepayment, payment.is_standalone) == (said, True, False)


def test_reserved_money_is_applied_and_paid_back_by_whoever_asks_for_it(invoiced):
    invoiced.do("payment.create", accountNumber="A-1", number="P-1", amount="50.00", prepayment=True)
    invoiced.do("payment.apply", "P-1", **on_invoice("50.00"))

    invoiced.do("payment.refund-with-unapply", "P-1", totalAmount="20.00")

    assert (invoiced.payment("P-1").applied_minor, invoiced.payment("P-1").refunded_minor) == (30_00, 20_00)
