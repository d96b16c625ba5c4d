"""What an account has unapplied settles what it owes: oldest first, nothing reserved, nothing twice."""

from typing import Any

import pytest

from settlebook.domain.errors import (
    InvalidRequest,
    LimitExceeded,
    NothingToCollect,
    NotOffered,
    NotPosted,
    TooEarly,
    TooManyDecimalsForCurrency,
)
from settlebook.ledger.requests.outcome import Outcome
from tests.memory_books import MemoryBooks


def bill(books: MemoryBooks, number: str, amount: str, **header: Any) -> None:
    given = {"invoiceDate": "2024-03-01", "status": "Posted"} | header
    books.do("invoice.create", accountNumber="A-1", number=number, invoiceItems=[{"amount": amount}], **given)


def charge(books: MemoryBooks, number: str, *amounts: str, **header: Any) -> None:
    given = {"effectiveDate": "2024-03-01", "status": "Posted"} | header
    charges = [{"amount": amount} for amount in amounts]
    books.do("debit-memo.create", accountNumber="A-1", number=number, charges=charges, **given)


def credit(books: MemoryBooks, number: str, amount: str, **header: Any) -> None:
    given = {"effectiveDate": "2024-03-01", "status": "Posted"} | header
    books.do("credit-memo.create", accountNumber="A-1", number=number, charges=[{"amount": amount}], **given)


def pay(books: MemoryBooks, number: str, amount: str, day: str = "2024-03-01", **fields: Any) -> None:
    books.do("payment.create", accountNumber="A-1", number=number, amount=amount, effectiveDate=day, **fields)


def settled(outcome: Outcome) -> list[tuple[str | None, str, int]]:
    return [(each.source, each.document, each.amount_minor) for each in outcome.applications]


def test_credit_goes_first_and_the_document_due_first_is_settled_first(books: MemoryBooks):
    bill(books, "LATE", "40.00", dueDate="2024-04-30")
    bill(books, "SOON", "30.00", dueDate="2024-03-31")
    pay(books, "P-1", "50.00")
    credit(books, "CM-1", "10.00")

    outcome = books.do("account.settle", "A-1")

    assert settled(outcome) == [("CM-1", "SOON", 10_00), ("P-1", "SOON", 20_00), ("P-1", "LATE", 30_00)]
    assert books.invoice("SOON").balance_minor == 0
    assert books.invoice("LATE").balance_minor == 10_00
    assert (outcome.number, outcome.status, outcome.currency) == ("A-1", "Settled", "GBP")


def test_payments_go_first_where_the_order_says_so(books: MemoryBooks):
    bill(books, "INV-1", "30.00")
    pay(books, "P-1", "20.00")
    credit(books, "CM-1", "20.00")

    outcome = books.do("account.settle", "A-1", applicationOrder=["UnappliedPayment", "CreditMemo"])

    assert settled(outcome) == [("P-1", "INV-1", 20_00), ("CM-1", "INV-1", 10_00)]


def test_a_kind_of_source_that_the_order_leaves_out_is_not_used(books: MemoryBooks):
    bill(books, "INV-1", "30.00")
    pay(books, "P-1", "20.00")
    credit(books, "CM-1", "20.00")

    outcome = books.do("account.settle", "A-1", applicationOrder=["CreditMemo"])

    assert settled(outcome) == [("CM-1", "INV-1", 20_00)]


def test_what_is_due_on_the_same_day_goes_by_its_date_then_by_size_then_by_number(books: MemoryBooks):
    due = {"dueDate": "2024-03-31"}
    bill(books, "B", "5.00", **due)
    bill(books, "A", "5.00", **due)
    bill(books, "LARGE", "6.00", **due)
    bill(books, "OLD", "1.00", invoiceDate="2024-02-01", **due)
    pay(books, "P-1", "17.00")

    outcome = books.do("account.settle", "A-1")

    assert [each.document for each in outcome.applications] == ["OLD", "LARGE", "A", "B"]


def test_sources_go_by_their_date_then_by_size_then_by_number(books: MemoryBooks):
    bill(books, "INV-1", "20.00")
    pay(books, "P-B", "5.00", "2024-03-02")
    pay(books, "P-A", "5.00", "2024-03-02")
    pay(books, "P-LARGE", "6.00", "2024-03-02")
    pay(books, "P-OLD", "1.00", "2024-03-01")

    outcome = books.do("account.settle", "A-1")

    assert [each.source for each in outcome.applications] == ["P-OLD", "P-LARGE", "P-A", "P-B"]


def test_what_is_reserved_excluded_or_not_posted_takes_no_part(books: MemoryBooks):
    bill(books, "DRAFT", "10.00", status="Draft")
    bill(books, "INV-1", "100.00")
    credit(books, "CM-HELD", "10.00", excludeFromAutoApplyRules=True)
    credit(books, "CM-DRAFT", "10.00", status="Draft")
    credit(books, "CM-1", "10.00", excludeFromAutoApplyRules=False)

    outcome = books.do("account.settle", "A-1")

    assert settled(outcome) == [("CM-1", "INV-1", 10_00)]


def test_what_begins_later_is_left_for_another_day(books: MemoryBooks):
    bill(books, "INV-1", "10.00")
    bill(books, "NEXT", "10.00", invoiceDate="2024-03-11")
    pay(books, "P-NEXT", "50.00", "2024-03-11")
    pay(books, "P-1", "50.00")

    outcome = books.do("account.settle", "A-1")  # on 10 March

    assert settled(outcome) == [("P-1", "INV-1", 10_00)]


def test_only_what_is_asked_for_is_settled(books: MemoryBooks):
    bill(books, "NOT-DUE", "10.00", dueDate="2024-04-01")
    bill(books, "DUE", "10.00", dueDate="2024-03-31")
    charge(books, "DM-1", "10.00")
    pay(books, "P-1", "50.00")

    outcome = books.do("account.settle", "A-1", documents=["Invoice"], dueOnOrBefore="2024-03-31")

    assert settled(outcome) == [("P-1", "DUE", 10_00)]


def test_an_application_below_the_minimum_is_not_worth_it(books: MemoryBooks):
    bill(books, "INV-1", "10.00")
    bill(books, "CENTS", "0.49")
    pay(books, "P-1", "10.48")

    outcome = books.do("account.settle", "A-1", minimumAmount="0.50")

    assert settled(outcome) == [("P-1", "INV-1", 10_00)]


def test_a_minimum_finer_than_the_currency_is_refused(books: MemoryBooks):
    bill(books, "INV-1", "10.00")

    with pytest.raises(TooManyDecimalsForCurrency):
        books.do("account.settle", "A-1", minimumAmount="0.005")


def test_nothing_to_settle_is_an_answer(books: MemoryBooks):
    outcome = books.do("account.settle", "A-1")

    assert (outcome.status, outcome.applications) == ("NothingToSettle", ())


def test_a_settled_account_has_nothing_more_to_settle(books: MemoryBooks):
    bill(books, "INV-1", "10.00")
    pay(books, "P-1", "50.00")
    books.do("account.settle", "A-1")

    assert books.do("account.settle", "A-1").status == "NothingToSettle"


def test_the_policies_that_are_asked_for_choose_the_items(invoiced: MemoryBooks):
    credit(invoiced, "CM-1", "30.00")
    pay(invoiced, "P-1", "60.00")

    outcome = invoiced.do("account.settle", "A-1", paymentPolicy="fifo", creditMemoPolicy="fifo")

    assert [(each.policy and each.policy.name) for each in outcome.applications] == ["fifo", "fifo"]
    assert [line.item for line in outcome.applications[1].lines] == ["INV-1#1", "INV-1#1.1"][
        : len(outcome.applications[1].lines)
    ]


def test_a_debit_memo_is_collected_from_credit_then_from_payments(books: MemoryBooks):
    charge(books, "DM-1", "30.00", "20.00")
    bill(books, "OLDER", "10.00", invoiceDate="2024-01-01", dueDate="2024-01-31")
    pay(books, "P-1", "30.00")
    credit(books, "CM-1", "15.00")

    outcome = books.do("debit-memo.collect", "DM-1", applyCredit=True)

    assert settled(outcome) == [("CM-1", "DM-1", 15_00), ("P-1", "DM-1", 30_00)]
    assert (outcome.status, outcome.made) == ("PartlySettled", ())
    assert books.invoice("OLDER").balance_minor == 10_00


def test_money_that_came_in_pays_the_open_rest(books: MemoryBooks):
    charge(books, "DM-1", "30.00")
    credit(books, "CM-1", "10.00")

    outcome = books.do(
        "debit-memo.collect",
        "DM-1",
        applyCredit=True,
        collect=True,
        payment={"type": "External", "referenceId": "wire 7", "number": "P-7"},
    )

    assert settled(outcome) == [("CM-1", "DM-1", 10_00), ("P-7", "DM-1", 20_00)]
    assert [(made.kind, made.number) for made in outcome.made] == [("payment", "P-7")]
    assert outcome.status == "Settled"
    assert books.payment("P-7").details["referenceId"] == "wire 7"


def test_more_money_than_is_open_stays_unapplied(books: MemoryBooks):
    bill(books, "INV-1", "30.00")

    outcome = books.do(
        "invoice.collect", "INV-1", collect=True, payment={"type": "External", "amount": "30.01"}
    )

    assert [each.amount_minor for each in outcome.applications] == [30_00]
    assert books.payment(outcome.made[0].number).unapplied_minor == 1


def test_without_a_rest_no_payment_is_made(books: MemoryBooks):
    bill(books, "INV-1", "30.00")
    pay(books, "P-1", "30.00")

    outcome = books.do(
        "invoice.collect", "INV-1", applyCredit=True, collect=True, payment={"type": "External"}
    )

    assert (settled(outcome), outcome.made) == ([("P-1", "INV-1", 30_00)], ())


def test_collecting_refuses_in_its_order(books: MemoryBooks):
    charge(books, "DRAFT", "30.00", status="Draft")
    charge(books, "PAID", "30.00")
    charge(books, "DM-1", "30.00")
    pay(books, "P-1", "30.00")
    books.do("debit-memo.collect", "PAID", applyCredit=True)

    with pytest.raises(NotPosted):
        books.do("debit-memo.collect", "DRAFT", applyCredit=True)
    with pytest.raises(NothingToCollect, match=r"^PAID has nothing left to collect \(balance 0\.00 GBP\)\. "):
        books.do("debit-memo.collect", "PAID", applyCredit=True, effectiveDate="2024-02-01")
    with pytest.raises(TooEarly):
        books.do("debit-memo.collect", "DM-1", applyCredit=True, effectiveDate="2024-02-29")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "applyCredit"),
        ({"applyCredit": True, "collect": True}, "payment"),
        ({"applyCredit": True, "payment": {"type": "External"}}, "payment"),
        ({"collect": True, "payment": {}}, "payment.type"),
        ({"collect": True, "payment": {"type": "External"}, "applicationOrder": ["CreditMemo"]},
         "applicationOrder"),
        ({"applyCredit": True, "applicationOrder": ["CreditMemo", "CreditMemo"]}, "applicationOrder"),
    ],
)  # fmt: skip
def test_fields_that_contradict_each_other_are_refused(books: MemoryBooks, body: Any, field: str):
    with pytest.raises(InvalidRequest) as refused:
        books.do("debit-memo.collect", "DM-1", **body)

    assert refused.value.field == field


def test_a_strict_ledger_collects_a_debit_memo_of_ten_items(books: MemoryBooks):
    charge(books, "TEN", *["1.00"] * 10)
    charge(books, "ELEVEN", *["1.00"] * 11)
    pay(books, "P-1", "50.00")

    assert books.do("debit-memo.collect", "TEN", applyCredit=True).status == "Settled"
    with pytest.raises(LimitExceeded):
        books.do("debit-memo.collect", "ELEVEN", applyCredit=True)


def test_a_strict_ledger_collects_with_25_payments_and_lifted_limits_with_more(books: MemoryBooks):
    charge(books, "DM-1", "26.00")
    charge(books, "DM-2", "25.00")
    for number in range(26):
        pay(books, f"P-{number}", "1.00")

    with pytest.raises(LimitExceeded):
        books.do("debit-memo.collect", "DM-1", applyCredit=True)
    assert len(books.do("debit-memo.collect", "DM-2", applyCredit=True).applications) == 25

    books.do("settings.change", limits="lifted")
    for number in range(26, 51):
        pay(books, f"P-{number}", "1.00")
    assert len(books.do("debit-memo.collect", "DM-1", applyCredit=True).applications) == 26


def test_no_gateway_is_asked_for_money(books: MemoryBooks):
    with pytest.raises(NotOffered):
        books.do("invoice.collect", "INV-1", collect=True, payment={"type": "Electronic"})
