"""Unapply and refund in one: all, an amount, or exact lines; and back again, to where the money had been."""

import pytest

from settlebook.domain.errors import (
    ExceedsApplied,
    ExceedsBalance,
    ExceedsPayment,
    ExceedsRefund,
    ExceedsUnapplied,
    InvalidRequest,
    NothingToReapply,
    NothingUnapplied,
    NotProcessed,
    PeriodIsClosed,
    RefundNotProcessed,
    StillApplied,
    TooEarly,
    TooManyDecimalsForCurrency,
)
from settlebook.domain.events import PaymentUnapplied, RefundIssued
from tests.builders import a_command
from tests.services.test_keeping_payments import close_march
from tests.services.test_settling import SEATS, TAX, lines_of, on_invoice

AND_REFUND = "payment.refund-with-unapply"


@pytest.fixture
def spread(paid):
    """P-1 over 120.00 settles 60.00 of INV-1, 20.00 of INV-2 and 10.00 of INV-3, both newer than INV-1."""
    for number, day, amount in (("INV-2", "2024-03-05", "20.00"), ("INV-3", "2024-03-05", "10.00")):
        paid.do(
            "invoice.create",
            accountNumber="A-1",
            number=number,
            invoiceDate=day,
            status="Posted",
            invoiceItems=[{"amount": amount}],
        )
        paid.do("payment.apply", "P-1", invoices=[{"invoiceNumber": number, "amount": amount}])
    paid.do("payment.apply", "P-1", **on_invoice("60.00", SEATS, TAX))
    return paid


def balances(books):
    """Everything that is open or unapplied, by row and by payment."""
    rows = {
        books.invoice(number).name_of(row): books.invoice(number).open_minor(row)
        for number in ("INV-1", "INV-2", "INV-3")
        for row in books.invoice(number).rows
    }
    payment = books.payment("P-1")
    return rows, payment.unapplied_minor, payment.applied_minor, payment.refunded_minor


def taken(outcome):
    return [(applied.document, applied.amount_minor) for applied in outcome.applications]


def test_with_nothing_named_all_of_the_payment_is_unapplied_and_paid_back(spread):
    outcome = spread.do(AND_REFUND, "P-1", number="R-1", refundTransactionType="Chargeback")

    assert (outcome.number, outcome.status, outcome.currency) == ("R-1", "Processed", "GBP")
    assert [line.amount_minor for line in outcome.refunded] == [120_00]
    assert dict(taken(outcome)) == {"INV-1": 60_00, "INV-2": 20_00, "INV-3": 10_00}
    assert spread.invoice("INV-1").balance_minor == 150_00
    assert spread.refund("R-1")[1].details == {"refundTransactionType": "Chargeback"}


@pytest.mark.parametrize(
    ("amount", "of"),
    [
        ("30.00", []),
        ("30.01", [("INV-3", 1)]),
        ("45.00", [("INV-3", 10_00), ("INV-2", 5_00)]),
        ("60.01", [("INV-3", 10_00), ("INV-2", 20_00), ("INV-1", 1)]),
        ("120.00", [("INV-3", 10_00), ("INV-2", 20_00), ("INV-1", 60_00)]),
    ],
)
def test_of_an_amount_unapplied_money_goes_first_then_the_newest_document(spread, amount, of):
    outcome = spread.do(AND_REFUND, "P-1", totalAmount=amount)

    assert taken(outcome) == of
    assert spread.payment("P-1").refunded_minor == sum(line.amount_minor for line in outcome.refunded)


def test_no_more_is_paid_back_than_the_payment_holds(spread):
    with pytest.raises(ExceedsPayment) as refused:
        spread.do(AND_REFUND, "P-1", totalAmount="120.01")

    assert str(refused.value.available) == "120.00"


def test_within_a_document_the_unapply_policy_chooses_and_the_answer_names_it(spread):
    spread.do("payment.apply", "P-1", **on_invoice("30.00", {"invoiceItemId": "INV-1#2", "amount": "30.00"}))

    latest = spread.do(AND_REFUND, "P-1", **on_invoice("35.00"))
    assert lines_of(latest) == {"INV-1#2": 30_00, "INV-1#1": 5_00}
    fifo = spread.do(AND_REFUND, "P-1", policy="fifo", **on_invoice("36.00"))

    assert lines_of(fifo) == {"INV-1#1": 35_00, "INV-1#1.1": 1_00}
    assert [outcome.policy.name for outcome in (latest, fifo)] == ["latest-first", "fifo"]


def test_exact_lines_are_taken_back_and_their_sum_is_paid(spread):
    line = {"invoiceItemId": "INV-1#1", "amount": "15.00"}

    outcome = spread.do(AND_REFUND, "P-1", **on_invoice("15.00", line))

    assert (lines_of(outcome), outcome.policy) == ({"INV-1#1": 15_00}, None)
    assert [line.amount_minor for line in outcome.refunded] == [15_00]


def test_a_total_above_its_documents_takes_the_rest_of_what_is_unapplied(spread):
    with pytest.raises(ExceedsUnapplied):
        spread.do(AND_REFUND, "P-1", totalAmount="45.01", **on_invoice("15.00"))
    with pytest.raises(ExceedsRefund):
        spread.do(AND_REFUND, "P-1", totalAmount="14.99", **on_invoice("15.00"))
    with pytest.raises(ExceedsApplied):
        spread.do(AND_REFUND, "P-1", **on_invoice("60.01"))

    spread.do(AND_REFUND, "P-1", totalAmount="45.00", **on_invoice("15.00"))

    assert balances(spread)[1:] == (0, 75_00, 45_00)


def test_the_refund_names_the_unapplies_that_it_followed(spread):
    spread.do(AND_REFUND, "P-1", totalAmount="45.00")

    unapplies = [fact.application_id for fact in spread.facts if isinstance(fact, PaymentUnapplied)]
    (issued,) = (fact for fact in spread.facts if isinstance(fact, RefundIssued))
    assert list(issued.unapplied or ()) == unapplies


def test_what_reopens_is_written_off_row_by_row_in_the_same_command(spread):
    said = {"comment": "lost dispute", "reasonCode": "Chargeback"}

    outcome = spread.do(AND_REFUND, "P-1", writeOff=True, writeOffOptions=said, **on_invoice("60.00"))

    (made,) = outcome.made
    memo = spread.credit_memo(made.number)
    by_memo = outcome.applications[-1]
    assert (made.kind, by_memo.source, by_memo.amount_minor) == ("credit_memo", made.number, 60_00)
    assert {line.item: line.amount_minor for line in by_memo.lines} == {"INV-1#1": 40_00, "INV-1#1.1": 20_00}
    assert (memo.header.details["reasonCode"], memo.unapplied_minor) == ("Chargeback", 0)
    assert spread.personal[memo.header.personal.personal_id] == {"comment": "lost dispute"}
    assert spread.invoice("INV-1").balance_minor == 90_00


def test_a_write_off_leaves_alone_what_was_open_before(spread):
    spread.do(AND_REFUND, "P-1", writeOff=True)

    rows, *_ = balances(spread)
    assert rows == {"INV-1#1": 40_00, "INV-1#1.1": 0, "INV-1#2": 50_00, "INV-2#1": 0, "INV-3#1": 0}


def test_a_write_off_that_is_refused_refunds_nothing(spread):
    before, facts = balances(spread), len(spread.facts)

    with pytest.raises(TooEarly):
        spread.do(AND_REFUND, "P-1", writeOff=True, writeOffOptions={"memoDate": "2024-02-29"})

    assert (balances(spread), len(spread.facts)) == (before, facts)


@pytest.mark.parametrize(
    "body", [{}, {"totalAmount": "45.00"}, {"totalAmount": "120.00"}, on_invoice("7.77")]
)
def test_a_canceled_refund_puts_every_amount_back_where_it_was(spread, body):
    before = balances(spread)
    spread.do(AND_REFUND, "P-1", number="R-1", **body)

    outcome = spread.do("refund.cancel", "R-1", reapply=True)

    assert balances(spread) == before
    assert (outcome.number, outcome.status) == ("R-1", "Canceled")
    assert {applied.policy for applied in outcome.applications} == {None}


def test_a_canceled_refund_takes_the_write_off_of_its_own_command_back_first(spread):
    before = balances(spread)
    memos = [made.number for made in spread.do(AND_REFUND, "P-1", number="R-1", writeOff=True).made]

    outcome = spread.do("refund.cancel", "R-1", reapply=True)

    assert balances(spread) == before
    assert [made.kind for made in outcome.made] == ["debit_memo"] * 3
    assert {applied.source for applied in outcome.applications} == {None, *memos}
    for memo in map(spread.credit_memo, memos):
        assert (memo.header.reversed, memo.unapplied_minor) == (True, 0)
    assert all(spread.debit_memo(made.number).balance_minor == 0 for made in outcome.made)


def test_what_was_written_off_on_a_later_day_is_put_back_on_that_day(spread):
    later = {"memoDate": "2024-03-25"}
    spread.do(AND_REFUND, "P-1", number="R-1", writeOff=True, writeOffOptions=later, **on_invoice("60.00"))

    with pytest.raises(TooEarly):
        spread.do("refund.cancel", "R-1", reapply=True, effectiveDate="2024-03-24")
    spread.do("refund.cancel", "R-1", reapply=True)

    assert spread.invoice("INV-1").balance_minor == 90_00
    (lot,) = (lot for lot in spread.payment("P-1").lots.values() if str(lot.effective_on) == "2024-03-25")
    assert lot.remaining_minor == 60_00


def test_a_write_off_that_somebody_took_off_the_document_since_is_left_alone(spread):
    (made,) = spread.do(AND_REFUND, "P-1", number="R-1", writeOff=True, **on_invoice("60.00")).made
    spread.do("credit-memo.unapply", made.number)

    outcome = spread.do("refund.cancel", "R-1", reapply=True)

    assert (outcome.made, spread.credit_memo(made.number).unapplied_minor) == ((), 60_00)
    assert spread.invoice("INV-1").balance_minor == 90_00


def test_a_write_off_whose_credit_settles_something_else_by_now_holds_the_refund(spread):
    (made,) = spread.do(AND_REFUND, "P-1", number="R-1", writeOff=True, **on_invoice("60.00")).made
    spread.do("credit-memo.unapply", made.number, **on_invoice("1.00"))
    elsewhere = {"invoices": [{"invoiceNumber": "INV-2", "amount": "1.00"}]}
    spread.do("payment.unapply", "P-1", **elsewhere)
    spread.do("credit-memo.apply", made.number, **elsewhere)
    before, facts = balances(spread), len(spread.facts)

    with pytest.raises(StillApplied):
        spread.do("refund.cancel", "R-1", reapply=True)

    assert (balances(spread), len(spread.facts)) == (before, facts)


def test_without_reapply_the_money_of_a_canceled_refund_stays_unapplied(spread):
    spread.do(AND_REFUND, "P-1", number="R-1")

    outcome = spread.do("refund.cancel", "R-1")

    assert (outcome.applications, balances(spread)[1:]) == ((), (120_00, 0, 0))


def test_what_somebody_else_settled_meanwhile_is_not_settled_twice(spread):
    spread.do(AND_REFUND, "P-1", number="R-1", **on_invoice("60.00"))
    spread.do("payment.create", accountNumber="A-1", amount="150.00", **on_invoice("100.00"))
    before = balances(spread)

    with pytest.raises(ExceedsBalance):
        spread.do("refund.cancel", "R-1", reapply=True)

    assert balances(spread) == before


def test_only_what_the_refund_s_own_command_took_back_is_put_back(spread):
    spread.do("payment.unapply", "P-1", **on_invoice("60.00"))
    spread.do("payment.refund", "P-1", totalAmount="60.00", number="R-1")
    spread.do(AND_REFUND, "P-1", totalAmount="40.00", number="R-2")

    with pytest.raises(NothingToReapply):
        spread.do("refund.cancel", "R-1", reapply=True)
    outcome = spread.do("refund.cancel", "R-2", reapply=True)

    assert taken(outcome) == [("INV-3", 10_00)]


def test_negative_rows_that_were_netted_are_netted_again(paid):
    paid.do(
        "invoice.create",
        accountNumber="A-1",
        number="INV-7",
        invoiceDate="2024-03-01",
        status="Posted",
        invoiceItems=[{"amount": "60.00"}, {"amount": "-10.00"}, {"amount": "50.00"}],
    )
    named = {"invoices": [{"invoiceNumber": "INV-7", "amount": "80.00"}]}
    paid.do("payment.apply", "P-1", negativeLines="net", **named)
    invoice = paid.invoice("INV-7")
    before = [invoice.open_minor(row) for row in invoice.rows]

    paid.do(AND_REFUND, "P-1", number="R-1")
    reopened = [paid.invoice("INV-7").open_minor(row) for row in invoice.rows]
    paid.do("refund.cancel", "R-1", reapply=True)

    assert (sum(before), before[1], reopened) == (20_00, 0, [60_00, -10_00, 50_00])
    assert [paid.invoice("INV-7").open_minor(row) for row in invoice.rows] == before


def test_a_dated_refund_takes_only_what_was_applied_by_then(spread):
    with pytest.raises(TooEarly):
        spread.do(AND_REFUND, "P-1", refundDate="2024-03-09")

    outcome = spread.do(AND_REFUND, "P-1", refundDate="2024-03-12")

    assert str(outcome.effective_on) == "2024-03-12"


def test_without_a_day_the_refund_follows_what_is_applied_on_a_later_day(paid):
    paid.do("payment.apply", "P-1", effectiveDate="2024-03-20", **on_invoice("120.00"))

    outcome = paid.do(AND_REFUND, "P-1", totalAmount="10.00")

    assert str(outcome.effective_on) == "2024-03-20"


def test_a_payment_that_holds_nothing_pays_nothing_back(spread):
    spread.do(AND_REFUND, "P-1", number="R-1")

    for body in ({}, {"totalAmount": "1.00"}, on_invoice("1.00")):
        with pytest.raises(NothingUnapplied):
            spread.do(AND_REFUND, "P-1", **body)
    spread.do("refund.cancel", "R-1")
    with pytest.raises(RefundNotProcessed):
        spread.do("refund.cancel", "R-1")
    spread.do("payment.cancel", "P-1")
    with pytest.raises(NotProcessed):
        spread.do(AND_REFUND, "P-1")


def test_money_comes_back_into_the_books_on_an_open_day(spread):
    spread.do(AND_REFUND, "P-1", number="R-1", totalAmount="45.00")
    close_march(spread)

    with pytest.raises(PeriodIsClosed):
        spread.do("refund.cancel", "R-1", effectiveDate="2024-03-10")
    outcome = spread.do("refund.cancel", "R-1", reapply=True)

    assert outcome.effective_on == spread.open_day
    assert {applied.document for applied in outcome.applications} == {"INV-2", "INV-3"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"writeOffOptions": {"comment": "why"}}, "writeOffOptions"),
        ({"writeOff": True, "writeOffOptions": {"comment": "x" * 101}}, "writeOffOptions.comment"),
        ({"policy": "fifo", **on_invoice("1", {**SEATS, "amount": "1"})}, "policy"),
    ],
)
def test_a_refund_that_cannot_be_meant_is_refused_at_its_field(body, field):
    with pytest.raises(InvalidRequest) as refused:
        a_command(AND_REFUND, "P-1", **body)

    assert refused.value.field == field


def test_an_amount_is_exact_in_the_payment_s_currency(paid):
    with pytest.raises(TooManyDecimalsForCurrency):
        paid.do(AND_REFUND, "P-1", totalAmount="1.001")


def test_what_is_said_of_a_write_off_is_personal_and_in_no_stored_request():
    command = a_command(AND_REFUND, "P-1", writeOff=True, writeOffOptions={"comment": "Ada is bankrupt"})

    assert "Ada" not in repr(command)
    assert command.personal_fields() == {"writeOffOptions": {"comment": "Ada is bankrupt"}}
