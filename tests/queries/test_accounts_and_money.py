"""Accounts, payments and refunds say where the money is, and who they are about until that is erased."""

from datetime import date

import pytest

from settlebook import Ledger, NotFound
from tests.queries.books import SEATS, SETUP, account, against, amounts, invoice, payment, pounds


def test_an_account_tells_what_it_owes_and_what_it_has_unapplied(books: Ledger):
    told = books.account("ACME")

    assert told.metrics.total_invoice_balance == books.invoice("INV-1").balance == pounds("66")
    assert told.metrics.total_debit_memo_balance == books.debit_memo("DM-1").balance == pounds("20")
    assert told.metrics.unapplied_payment_amount == books.payment("PAY-1").unapplied_amount == pounds("25")
    assert (
        told.metrics.unapplied_credit_memo_amount
        == books.credit_memo("CM-1").unapplied_amount
        == pounds("90")
    )
    assert told.metrics.balance == pounds("-29")
    assert told.metrics_data == (told.metrics,)
    assert (told.name, told.status, told.currency) == ("ACME Ltd", "Active", "GBP")


def test_an_account_that_did_nothing_owes_nothing_in_its_own_currency(ledger: Ledger):
    account(ledger, "IDLE", currency="KWD")
    account(ledger, "CHILD", parentAccountNumber="IDLE")

    assert ledger.account("IDLE").metrics.as_json() == {
        "currency": "KWD",
        "balance": "0.000",
        "totalInvoiceBalance": "0.000",
        "totalDebitMemoBalance": "0.000",
        "unappliedPaymentAmount": "0.000",
        "unappliedCreditMemoAmount": "0.000",
        "reservedPaymentAmount": "0.000",
        "creditBalance": "0.000",
    }
    assert ledger.account("CHILD").parent_id == ledger.account("IDLE").id


def test_a_payment_tells_where_its_money_is(books: Ledger):
    told = books.payment("PAY-1")

    assert (told.amount, told.applied_amount) == (pounds("100"), pounds("70"))
    assert (told.unapplied_amount, told.refund_amount) == (pounds("25"), pounds("5"))
    assert (told.status, told.type, told.effective_date) == ("Processed", "External", date(2026, 1, 1))
    assert (told.source, told.reference_id, told.comment) == ("Bank", "REF-7", "by wire")


def test_a_refund_tells_what_it_was_taken_from(books: Ledger):
    of_payment, of_memo = books.refunds()

    assert (of_payment.source_type, of_payment.payment_number) == ("Payment", "PAY-1")
    assert (of_payment.amount, of_payment.status) == (pounds("5"), "Processed")
    assert of_payment.payment_id == books.payment("PAY-1").id and of_payment.credit_memo_id is None
    assert (of_memo.source_type, of_memo.credit_memo_number) == ("CreditMemo", "CM-1")
    assert of_memo.method_type == "Check" and of_memo.payment_id is None


def test_erased_personal_content_is_no_longer_told_and_the_money_is(books: Ledger):
    before = books.account("ACME")
    assert (before.notes, before.bill_to_contact) == (
        "calls on Mondays",
        {"firstName": "Ada", "lastName": "Lovelace"},
    )
    assert books.invoice("INV-1").comment == "as agreed" and books.refund("R-00000001").comment == "cash"

    books.erase_personal("ACME")

    after = books.account("ACME")
    assert (after.name, after.notes, after.bill_to_contact) == (None, None, None)
    assert {"name", "notes", "billToContact"}.isdisjoint(after.as_json())
    told = [
        books.invoice("INV-1"),
        books.debit_memo("DM-1"),
        books.credit_memo("CM-1"),
        books.payment("PAY-1"),
    ]
    assert [row.comment for row in [*told, books.refund("R-00000001")]] == [None] * 5
    assert after.metrics == before.metrics


@pytest.fixture
def overdue(ledger: Ledger) -> Ledger:
    """INV-1, due on 31 January, is paid in part on 10 February; INV-2 is due on 1 March."""
    account(ledger)
    account(ledger, "OTHER", currency="JPY")
    invoice(ledger, "INV-1", SEATS, dueDate="2026-01-31")
    invoice(ledger, "INV-2", SETUP, invoiceDate="2026-02-01", dueDate="2026-03-01")
    payment(ledger, "PAY-1", "20.00")
    ledger.perform("payment.apply", "PAY-1", against("INV-1", "20.00") | {"effectiveDate": "2026-02-10"})
    return ledger


BUCKETS = ("balance", "not_due", "days_1_to_30", "days_31_to_60", "days_61_to_90", "over_90_days")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-01-31", ["120", "120", "0", "0", "0", "0"]),
        ("2026-02-01", ["150", "30", "120", "0", "0", "0"]),
        ("2026-02-10", ["130", "30", "100", "0", "0", "0"]),
        ("2026-03-02", ["130", "0", "130", "0", "0", "0"]),
        ("2026-03-03", ["130", "0", "30", "100", "0", "0"]),
        ("2026-05-01", ["130", "0", "0", "0", "130", "0"]),
        ("2026-06-01", ["130", "0", "0", "0", "0", "130"]),
    ],
)
def test_aging_of_a_day_counts_what_had_happened_by_then(overdue: Ledger, day: str, told: list[str]):
    (row,) = overdue.aging(as_of=date.fromisoformat(day))

    assert amounts([row], *BUCKETS) == [tuple(map(pounds, told))]
    assert (row.account_number, row.currency, row.day.isoformat()) == ("ACME", "GBP", day)


def test_aging_before_anything_happened_is_empty(overdue: Ledger):
    assert overdue.aging(as_of=date(2025, 12, 31)) == []


def test_aging_without_a_day_adds_up_to_what_the_account_owes_now(overdue: Ledger):
    invoice(overdue, "INV-3", {"chargeName": "Seats", "amount": "700"}, owner="OTHER", currency="JPY")

    pounds_row, yen_row = overdue.aging()

    assert pounds_row.balance == overdue.account("ACME").metrics.total_invoice_balance
    assert yen_row.as_json()["balance"] == "700"
    assert sum(getattr(pounds_row, bucket) for bucket in BUCKETS[1:]) == pounds_row.balance
    assert overdue.aging(account="OTHER") == [yen_row]
    with pytest.raises(NotFound):
        overdue.aging(account="NO-SUCH")
