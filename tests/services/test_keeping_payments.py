"""Payments and refunds are edited, canceled and deleted by request, and what is personal can be erased."""

import pytest

from settlebook.domain.errors import (
    AccountClosed,
    BadAmount,
    InvalidRequest,
    NotCanceled,
    NotProcessed,
    PaymentIsApplied,
    PeriodIsClosed,
    SettledAtGateway,
    Standalone,
)
from settlebook.domain.events import PeriodClosed, PeriodCreated, SettingsChanged
from settlebook.domain.events.ledger import Settings
from tests.builders import MARCH_1, a_command, an_id
from tests.services.test_settling import on_invoice


def comment_of(books, state):
    return books.personal[state.personal.personal_id]["comment"] if state.personal else None


def choose(books, **settings):
    books.record(
        SettingsChanged(
            settings_id=books.settings_id, settings=Settings(**settings), effective_on=books.today
        )
    )


def close_march(books):
    period = {"calendar_id": books.calendar_id, "period_id": an_id("march"), "effective_on": books.today}
    books.record(
        PeriodCreated(name="March", starts_on=MARCH_1, ends_on=books.today, **period), PeriodClosed(**period)
    )


def test_only_what_an_edit_names_is_changed(paid):
    paid.do("payment.edit", "P-1", comment="by wire", referenceId="77", shelf__c=3)

    outcome = paid.do("payment.edit", "P-1", referenceId="78", secondPaymentReferenceId="S")

    payment = paid.payment("P-1")
    assert (outcome.number, outcome.status, outcome.effective_on) == ("P-1", "Processed", paid.today)
    assert payment.details == {"referenceId": "78", "secondPaymentReferenceId": "S", "shelf__c": 3}
    assert comment_of(paid, payment) == "by wire"


@pytest.mark.parametrize("nothing", [None, ""])
def test_null_and_an_empty_text_take_a_field_away(paid, nothing):
    paid.do("payment.edit", "P-1", comment="by wire", referenceId="77", shelf__c=3)

    paid.do("payment.edit", "P-1", comment=nothing, referenceId=nothing, shelf__c=nothing)

    assert paid.payment("P-1").details == {}
    personal = paid.payment("P-1").personal
    assert personal is None or not paid.personal[personal.personal_id].get("comment")


def test_null_is_part_of_an_edit_s_canonical_request_so_that_two_edits_are_told_apart():
    takes_away = a_command("payment.edit", "P-1", referenceId=None, shelf__c=1)
    leaves = a_command("payment.edit", "P-1", shelf__c=1)

    assert takes_away.canonical() != leaves.canonical()
    assert takes_away.personal_fields() == leaves.personal_fields() == {}
    assert a_command("payment.edit", "P-1", comment=None).personal_fields() == {"comment": None}


@pytest.mark.parametrize("what", ["payment", "refund"])
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "comment"),
        ({"gatewayState": "Lost"}, "gatewayState"),
        ({"comment": "x" * 256}, "comment"),
        ({"amount": "5.00"}, "amount"),
        ({"financeInformation": {"bankAccountAccountingCode": 7}}, "financeInformation"),
    ],
)
def test_an_edit_that_cannot_be_meant_is_refused_at_its_field(what, body, field):
    with pytest.raises(Exception) as refused:  # of whichever kind, at that field
        a_command(f"{what}.edit", "P-1", **body)

    assert refused.value.field.startswith(field)


def test_a_payment_that_settles_nothing_is_canceled_and_then_deleted(paid):
    outcome = paid.do("payment.cancel", "P-1")
    with pytest.raises(NotProcessed):
        paid.do("payment.apply", "P-1", **on_invoice("1.00"))
    with pytest.raises(NotProcessed):
        paid.do("payment.refund", "P-1", totalAmount="1.00")
    gone = paid.do("payment.delete", "P-1")

    assert (outcome.status, outcome.amount_minor, outcome.currency) == ("Canceled", 120_00, "GBP")
    assert (gone.status, paid.payment("P-1").status) == ("Deleted", "Deleted")


def test_what_is_canceled_on_a_day_to_come_is_deleted_when_its_money_is_where_it_belongs(paid):
    paid.do("payment.refund", "P-1", totalAmount="20.00", number="R-1")

    paid.do("refund.cancel", "R-1", effectiveDate="2024-03-20")
    paid.do("refund.delete", "R-1")
    assert str(paid.facts[-1].effective_on) == "2024-03-20"

    paid.do("payment.cancel", "P-1", effectiveDate="2024-03-25")
    paid.do("payment.delete", "P-1")
    assert str(paid.facts[-1].effective_on) == "2024-03-25"


def test_what_comes_back_on_the_very_day_of_a_cancel_keeps_the_day_of_the_delete(paid):
    """Then what is unapplied changes on that day by what it was before: by nothing."""
    paid.do("payment.apply", "P-1", **on_invoice("120.00"))
    paid.do("payment.unapply", "P-1", effectiveDate="2024-03-20")

    paid.do("payment.cancel", "P-1")
    paid.do("payment.delete", "P-1")

    assert str(paid.facts[-1].effective_on) == "2024-03-20"


def test_a_refund_is_deleted_when_its_own_money_is_back_whatever_else_becomes_of_the_payment(paid):
    paid.do("payment.refund", "P-1", totalAmount="20.00", number="R-1")
    paid.do("refund.cancel", "R-1", effectiveDate="2024-03-20")
    paid.do("payment.apply", "P-1", **on_invoice("20.00"), effectiveDate="2024-03-20")
    paid.do("payment.apply", "P-1", **on_invoice("5.00"), effectiveDate="2024-04-30")

    paid.do("refund.delete", "R-1")

    assert str(paid.facts[-1].effective_on) == "2024-03-20"


def test_a_payment_is_deleted_only_when_it_was_canceled(paid):
    with pytest.raises(NotCanceled):
        paid.do("payment.delete", "P-1")


def test_an_applied_payment_is_canceled_only_with_the_word_to_unapply_it(paid):
    paid.do("payment.apply", "P-1", **on_invoice("90.00"))

    with pytest.raises(PaymentIsApplied):
        paid.do("payment.cancel", "P-1")
    outcome = paid.do("payment.cancel", "P-1", unapplyFirst=True)

    assert [applied.amount_minor for applied in outcome.applications] == [90_00]
    assert (paid.invoice("INV-1").balance_minor, paid.payment("P-1").unapplied_minor) == (150_00, 0)


@pytest.mark.parametrize(("asked", "is_canceled"), [(None, True), (True, True), (False, False)])
def test_what_the_ledger_chose_counts_where_the_request_says_nothing(paid, asked, is_canceled):
    choose(paid, cancel_unapplies=True)
    paid.do("payment.apply", "P-1", **on_invoice("90.00"))

    try:
        paid.do("payment.cancel", "P-1", unapplyFirst=asked)
    except PaymentIsApplied:
        assert not is_canceled
    assert (paid.payment("P-1").status == "Canceled") is is_canceled


def test_what_cannot_be_canceled_is_not_unapplied_either(paid):
    paid.do("payment.apply", "P-1", **on_invoice("90.00"))
    paid.do("payment.edit", "P-1", gatewayState="Settled")

    with pytest.raises(SettledAtGateway):
        paid.do("payment.cancel", "P-1", unapplyFirst=True)

    assert paid.payment("P-1").applied_minor == 90_00


def test_a_payment_of_a_canceled_account_stays(books):
    books.do("account.create", name="Bob", currency="GBP", accountNumber="A-2")
    books.do("payment.create", accountNumber="A-2", number="P-1", amount="5.00")
    account = books.account("A-2")
    books.states[account.account_id] = type(account)(
        account.account_id, account.number, account.currency, "Canceled", None
    )

    with pytest.raises(AccountClosed):
        books.do("payment.cancel", "P-1")


def test_money_leaves_the_books_on_an_open_day_only_and_words_may_change_on_any(paid):
    paid.do("payment.create", accountNumber="A-1", number="P-2", amount="5.00", effectiveDate="2024-03-01")
    close_march(paid)

    with pytest.raises(PeriodIsClosed):
        paid.do("payment.cancel", "P-2", effectiveDate="2024-03-09")
    with pytest.raises(PeriodIsClosed):
        paid.do("payment.transfer", "P-2", accountId=None, effectiveDate="2024-03-10")
    paid.do("payment.edit", "P-2", referenceId="77")

    assert paid.do("payment.cancel", "P-2").effective_on == paid.calendar.open_from(paid.today)


def test_a_refund_is_edited_canceled_and_deleted(paid):
    paid.do(
        "payment.refund", "P-1", totalAmount="20.00", number="R-1", comment="sent back", methodType="Check"
    )

    edited = paid.do("refund.edit", "R-1", reasonCode="Bank", secondRefundReferenceId="S")
    canceled = paid.do("refund.cancel", "R-1", effectiveDate="2024-03-11")
    deleted = paid.do("refund.delete", "R-1")

    _, refund = paid.refund("R-1")
    assert refund.details == {"methodType": "Check", "reasonCode": "Bank", "secondRefundReferenceId": "S"}
    assert comment_of(paid, refund) == "sent back"
    assert [outcome.status for outcome in (edited, canceled, deleted)] == ["Processed", "Canceled", "Deleted"]
    assert (canceled.amount_minor, str(canceled.effective_on)) == (20_00, "2024-03-11")
    assert paid.payment("P-1").unapplied_minor == 120_00


def test_a_refund_of_a_credit_memo_is_canceled_row_by_row(books):
    charges = [{"amount": "10.00"}, {"amount": "5.00"}]
    books.do("credit-memo.create", accountId="A-1", number="CM-1", status="Posted", charges=charges)
    books.do("credit-memo.refund", "CM-1", totalAmount="12.00", number="R-1")

    books.do("refund.cancel", "R-1")

    memo = books.credit_memo("CM-1")
    assert [memo.unapplied_of(row).total for row in memo.rows] == [10_00, 5_00]


def test_standalone_money_is_paid_back_and_never_applied(invoiced):
    invoiced.do("payment.create", accountNumber="A-1", number="P-1", amount="5.00", standalone=True)

    with pytest.raises(Standalone):
        invoiced.do("payment.apply", "P-1", **on_invoice("5.00"))
    invoiced.do("payment.refund", "P-1", totalAmount="5.00")

    assert invoiced.payment("P-1").refunded_minor == 5_00


@pytest.mark.parametrize("do", ["payment.refund", "payment.refund-with-unapply", "credit-memo.refund"])
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"methodType": "Barter"}, "methodType"),
        ({"refundTransactionType": "Gift"}, "refundTransactionType"),
        ({"refundDate": "yesterday"}, "refundDate"),
    ],
)
def test_how_and_why_money_is_paid_back_is_said_in_known_words(do, body, field):
    with pytest.raises(InvalidRequest) as refused:
        a_command(do, "P-1", totalAmount="1.00", **body)

    assert refused.value.field == field


def test_a_refund_of_nothing_is_no_refund():
    with pytest.raises(BadAmount):
        a_command("payment.refund-with-unapply", "P-1", totalAmount=0)
