"""Journal entries: every posting in the words of accounting, balanced, with the codes that hold for it."""

from decimal import Decimal

import pytest

from tests.conftest import Database
from tests.projections.story import Story

ENTRIES = """
SELECT subtype, debitaccountingcodetype, creditaccountingcodetype, amount
  FROM journalentry ORDER BY split_part(number, '-', 2)::int, split_part(number, '-', 3)::int
"""
CODES = """
SELECT subtype, debitaccountingcode, creditaccountingcode
  FROM journalentry ORDER BY split_part(number, '-', 2)::int, split_part(number, '-', 3)::int
"""
AR, CREDIT, ON_ACCOUNT, CASH = (
    "AccountsReceivable",
    "OnAccountReceivable",
    "CustomerCashOnAccount",
    "Cash",
)
REVENUE, TAX = "SalesRevenue", "SalesTaxPayable"
VAT = {"name": "VAT", "taxAmount": "2.00"}
INVOICED = {"accountNumber": "A-1", "invoiceDate": "2024-03-01", "status": "Posted"}


@pytest.fixture
def invoiced(story: Story) -> Story:
    """INV-1: seats 10.00 with VAT 2.00."""
    story.do(
        "invoice.create", number="INV-1", invoiceItems=[{"amount": "10.00", "taxItems": [VAT]}], **INVOICED
    )
    return story


@pytest.fixture
def credited(invoiced: Story) -> Story:
    """And CM-1: goodwill 5.00 with VAT 2.00."""
    charges = [{"amount": "5.00", "taxItems": [VAT]}]
    invoiced.do(
        "credit-memo.create",
        number="CM-1",
        accountNumber="A-1",
        creditMemoDate="2024-03-02",
        status="Posted",
        charges=charges,
    )
    return invoiced


@pytest.fixture
def paid(invoiced: Story) -> Story:
    """And P-1 over 9.00, unapplied."""
    invoiced.do(
        "payment.create", number="P-1", accountNumber="A-1", amount="9.00", effectiveDate="2024-03-05"
    )
    return invoiced


def told(story: Story, *, since: int) -> list[tuple[object, ...]]:
    """The entries that came after so many."""
    story.catch_up()
    return [(*words, str(amount)) for *words, amount in story.rows(ENTRIES)[since:]]


def test_a_posted_invoice_is_owed_by_its_customer_and_earned_or_owed_to_the_tax_office(invoiced: Story):
    assert told(invoiced, since=0) == [
        ("Invoice Item", AR, REVENUE, "10.00"),
        ("Taxation Item", AR, TAX, "2.00"),
    ]


def test_an_unposted_document_is_turned_round(invoiced: Story):
    invoiced.do("invoice.unpost", "INV-1")

    assert told(invoiced, since=2) == [
        ("Invoice Item Reversal", REVENUE, AR, "10.00"),
        ("Taxation Item Reversal", TAX, AR, "2.00"),
    ]


def test_an_entry_says_what_it_was_after_an_edit_has_taken_its_row_away(invoiced: Story):
    invoiced.do("invoice.unpost", "INV-1")
    invoiced.do("invoice.edit", "INV-1", invoiceItems=[{"id": "INV-1#1", "delete": True}, {"amount": "1.00"}])

    assert [entry[0] for entry in told(invoiced, since=0)][:2] == ["Invoice Item", "Taxation Item"]


def test_a_discount_is_booked_as_one_and_netted_into_its_item(story: Story):
    item = {"amount": "10.00", "discountItems": [{"amount": "-4.00"}]}
    story.do("invoice.create", number="INV-1", invoiceItems=[item], **INVOICED)

    assert told(story, since=0) == [
        ("Invoice Item", AR, REVENUE, "10.00"),
        ("Invoice Item: Discount", "SalesDiscounts", AR, "4.00"),
        ("Invoice Item: Netting", AR, AR, "4.00"),
    ]


def test_a_debit_memo_is_booked_like_an_invoice(story: Story):
    charges = [{"amount": "8.00", "taxItems": [VAT]}]
    story.do("debit-memo.create", number="DM-1", accountNumber="A-1", status="Posted", charges=charges)

    assert told(story, since=0) == [
        ("Debit Memo Item", AR, REVENUE, "8.00"),
        ("Debit Memo Taxation Item", AR, TAX, "2.00"),
    ]


def test_a_payment_is_cash_then_unapplied_and_then_settles_what_is_owed(paid: Story):
    share = {"invoiceNumber": "INV-1", "amount": "6.00"}
    paid.do("payment.apply", "P-1", invoices=[share])
    paid.do("payment.unapply", "P-1", invoices=[{"invoiceNumber": "INV-1", "amount": "5.00"}])

    found = told(paid, since=2)
    assert found[0] == ("Payment: Unapplied", CASH, ON_ACCOUNT, "9.00")
    assert [entry[:3] for entry in found[1:]] == [
        ("Payment: Unapplied to Invoice Item", ON_ACCOUNT, AR),
        ("Payment: Unapplied to Invoice Taxation Item", ON_ACCOUNT, AR),
        ("Payment: Invoice Item Reversal", AR, ON_ACCOUNT),
    ]


def test_transferred_money_leaves_one_customer_for_another(paid: Story):
    paid.do("account.create", accountNumber="A-2", name="Bob", currency="GBP")
    paid.do("payment.transfer", "P-1", accountId="A-2")

    assert told(paid, since=3) == [
        ("Payment: Transferred From, Transferred To", ON_ACCOUNT, ON_ACCOUNT, "9.00")
    ]
    items = "SELECT type, subtype, accountnumber FROM journalentryitem JOIN account ON account.id = accountid"
    assert sorted(paid.rows(f"{items} WHERE subtype ~ 'Transferred'")) == [
        ("Credit", "Payment: Transferred To", "A-2"),
        ("Debit", "Payment: Transferred From", "A-1"),
    ]


def test_a_canceled_payment_and_a_refund_give_the_cash_back_and_a_canceled_refund_takes_it(paid: Story):
    paid.do("payment.refund", "P-1", number="R-1", totalAmount="4.00", type="External")
    paid.do("refund.cancel", "R-1")
    paid.do("payment.cancel", "P-1")

    assert told(paid, since=3) == [
        ("Refund: Unapplied Payment", ON_ACCOUNT, CASH, "4.00"),
        ("Refund: Unapplied Payment Reversal", CASH, ON_ACCOUNT, "4.00"),
        ("Payment: Unapplied Reversal", ON_ACCOUNT, CASH, "9.00"),
    ]


def test_credit_is_granted_on_account_and_set_against_what_is_owed_charge_and_tax(credited: Story):
    pairs = [
        {"creditMemoItemId": "CM-1#1", "invoiceItemId": "INV-1#1", "amount": "5.00"},
        {"creditTaxItemId": "CM-1#1.1", "taxItemId": "INV-1#1.1", "amount": "1.00"},
    ]
    credited.do(
        "credit-memo.apply", "CM-1", invoices=[{"invoiceNumber": "INV-1", "amount": "6.00", "items": pairs}]
    )
    credited.do("credit-memo.unapply", "CM-1", invoices=[{"invoiceNumber": "INV-1", "amount": "6.00"}])

    assert told(credited, since=2) == [
        ("Credit Memo Item", REVENUE, CREDIT, "5.00"),
        ("Credit Memo Taxation Item", TAX, CREDIT, "2.00"),
        ("Credit Memo Application Item: On-Account to Invoice Item", CREDIT, AR, "5.00"),
        ("Credit Memo Application Item (Tax): On-Account to Invoice Taxation Item", CREDIT, AR, "1.00"),
        ("Credit Memo Application Item: Invoice Item Reversal", AR, CREDIT, "5.00"),
        ("Credit Memo Application Item (Tax): Invoice Taxation Item Reversal", AR, CREDIT, "1.00"),
    ]


def test_credit_that_is_paid_out_leaves_the_account_row_by_row(credited: Story):
    rows = [
        {"creditMemoItemId": "CM-1#1", "amount": "1.00"},
        {"creditTaxItemId": "CM-1#1.1", "amount": "2.00"},
    ]
    credited.do("credit-memo.refund", "CM-1", number="R-1", totalAmount="3.00", type="External", items=rows)
    credited.do("refund.cancel", "R-1")

    assert told(credited, since=4) == [
        ("Refund: On-Account Credit Memo Item", CREDIT, CASH, "1.00"),
        ("Refund: On-Account Credit Memo Taxation Item", CREDIT, CASH, "2.00"),
        ("Refund: On-Account Credit Memo Item Reversal", CASH, CREDIT, "1.00"),
        ("Refund: On-Account Credit Memo Taxation Item Reversal", CASH, CREDIT, "2.00"),
    ]


def test_a_write_off_that_is_no_revenue_is_a_bad_debt_and_its_tax_is_tax(invoiced: Story):
    invoiced.do("invoice.write-off", "INV-1", revenueImpacting="No", nonRevenueWriteOffAccountingCode="6000")

    booked = [entry for entry in told(invoiced, since=2) if "Application" not in str(entry[0])]
    assert booked == [
        ("Credit Memo Item", "BadDebt", CREDIT, "10.00"),
        ("Credit Memo Taxation Item", TAX, CREDIT, "2.00"),
    ]
    assert invoiced.rows(CODES)[2] == ("Credit Memo Item", "6000", None)


def test_a_code_of_the_row_goes_before_the_documents_the_accounts_and_the_ledgers(story: Story):
    def finance(code: str) -> dict[str, dict[str, str]]:
        return {"financeInformation": {"accountsReceivableAccountingCode": code}}

    def invoiced_as(number: str, **fields: object) -> None:
        item = {"amount": "1.00", **(finance("of the row") if number == "INV-1" else {})}
        story.do("invoice.create", number=number, invoiceItems=[item], **INVOICED, **fields)

    story.do("settings.change", accountingCodes={"receivable": "of the ledger"})
    invoiced_as("INV-4")
    story.catch_up()
    assert story.rows(CODES) == [("Invoice Item", "of the ledger", None)]

    story.do("account.edit", "A-1", **finance("of the account"))
    invoiced_as("INV-1", **finance("of the document"))
    invoiced_as("INV-2", **finance("of the document"))
    invoiced_as("INV-3")
    story.catch_up()

    assert [debit for _, debit, _ in story.rows(CODES)] == [
        "of the account",  # INV-4 as well: nothing was handed over yet, so codes are those of now
        "of the row",
        "of the document",
        "of the account",
    ]


def test_a_refund_and_the_bank_have_the_codes_of_the_payment_where_the_refund_names_none(story: Story):
    codes = {"bankAccountAccountingCode": "1000", "unappliedPaymentAccountingCode": "2100"}
    story.do("payment.create", number="P-1", accountNumber="A-1", amount="9.00", financeInformation=codes)
    story.do("payment.refund", "P-1", totalAmount="1.00", type="External")
    other = {"bankAccountAccountingCode": "1001"}
    story.do("payment.refund", "P-1", totalAmount="2.00", type="External", financeInformation=other)
    story.catch_up()

    assert story.rows(CODES) == [
        ("Payment: Unapplied", "1000", "2100"),
        ("Refund: Unapplied Payment", "2100", "1000"),
        ("Refund: Unapplied Payment", "2100", "1001"),
    ]


def test_deferred_revenue_goes_before_revenue_and_a_registered_type_before_that_of_the_field(story: Story):
    story.do("accounting-code.create", name="2500", type="OtherLiabilities", glAccountName="Deferred")
    item = {"amount": "1.00", "accountingCode": "4000", "deferredRevenueAccountingCode": "2500"}
    story.do("accounting-code.create", name="4000", type="SalesRevenue")
    story.do("invoice.create", number="INV-1", invoiceItems=[item], **INVOICED)
    story.catch_up()

    query = "SELECT accountingcodename, accountingcodetype, glaccountname FROM journalentryitem"
    assert story.rows(f"{query} WHERE type = 'Credit'") == [("2500", "OtherLiabilities", "Deferred")]


def test_what_was_handed_over_keeps_its_codes_and_what_was_not_has_those_of_now(story: Story):
    item = {"amount": "1.00"}
    story.do("invoice.create", number="INV-1", invoiceItems=[item], **INVOICED)
    story.do("settings.change", accountingCodes={"receivable": "1200"})
    story.do("journal-run.create", number="JR-1", targetStartDate="2024-03-01", targetEndDate="2024-03-01")
    story.do("settings.change", accountingCodes={"receivable": "1300"})
    story.do("invoice.create", number="INV-2", invoiceItems=[item], **INVOICED)
    story.catch_up()
    assert [debit for _, debit, _ in story.rows(CODES)] == ["1200", "1300"]

    story.do("journal-run.cancel", "JR-1")
    story.catch_up()

    assert [debit for _, debit, _ in story.rows(CODES)] == ["1300", "1300"]


def test_an_entry_is_of_the_accounting_period_of_its_day(invoiced: Story):
    invoiced.do(
        "accounting-period.create",
        name="Mar 24",
        startDate="2024-03-01",
        endDate="2024-03-31",
        fiscalYear=2024,
    )
    invoiced.catch_up()

    assert invoiced.rows("SELECT DISTINCT accountingperiodname FROM journalentry") == [("Mar 24",)]


def test_every_entry_has_two_items_of_the_same_amount_and_an_id_for_ever(story: Story, database: Database):
    story.tell()
    story.catch_up()
    before = story.rows("SELECT id, number FROM journalentry ORDER BY number")
    story.forget_reading()
    story.catch_up()

    unbalanced = """
    SELECT journalentryid FROM journalentryitem GROUP BY journalentryid
    HAVING count(*) <> 2 OR sum(CASE type WHEN 'Debit' THEN amount ELSE -amount END) <> 0
    """
    assert story.rows(unbalanced) == []
    assert story.rows("SELECT id, number FROM journalentry ORDER BY number") == before
    assert (
        len({id for id, _ in before})
        == len(before)
        == story.rows("SELECT count(*) FROM journal_posting")[0][0]
    )
    assert story.rows("SELECT sum(amount) FROM journalentry")[0][0] > Decimal(0)


def test_rows_and_applications_show_the_ids_of_the_codes_that_are_registered(story: Story):
    for name, type in (("1200", AR), ("4000", REVENUE), ("2200", TAX), ("1000", CASH), ("2100", ON_ACCOUNT)):
        story.do("accounting-code.create", name=name, type=type)
    item = {"amount": "10.00", "accountingCode": "4000", "accountsReceivableAccountingCode": "1200"}
    tax = VAT | {"accountingCode": "2200"}
    story.do("invoice.create", number="INV-1", invoiceItems=[item | {"taxItems": [tax]}], **INVOICED)
    codes = {"bankAccountAccountingCode": "1000", "unappliedPaymentAccountingCode": "2100"}
    story.do("payment.create", number="P-1", accountNumber="A-1", amount="9.00", financeInformation=codes)
    share = {"invoiceItemId": "INV-1#1", "amount": "5.00"}
    story.do(
        "payment.apply", "P-1", invoices=[{"invoiceNumber": "INV-1", "amount": "5.00", "items": [share]}]
    )
    story.do("payment.refund", "P-1", totalAmount="1.00", type="External")
    story.catch_up()
    names = {id: name for id, name in story.rows("SELECT id, name FROM accountingcode")}

    def named(columns: str, view: str) -> list[str | None]:
        (row,) = story.rows(f"SELECT {columns} FROM {view}")
        return [names.get(id) for id in row]

    receivable, unapplied = "accountreceivableaccountingcodeid", "unappliedpaymentaccountingcodeid"
    assert named(f"{receivable}, recognizedrevenueaccountingcodeid", "invoiceitem") == ["1200", "4000"]
    assert named(f"{receivable}, salestaxpayableaccountingcodeid", "taxationitem") == [None, "2200"]
    expected = ["1200", "1000", "2100"]
    assert named(f"{receivable}, cashaccountingcodeid, {unapplied}", "paymentapplicationitem") == expected
    assert named(f"cashaccountingcodeid, {unapplied}", "paymentapplication") == expected[1:]
    assert named(f"cashaccountingcodeid, {unapplied}", "refundapplicationitem") == expected[1:]
    assert story.rows("SELECT journalentryid FROM paymentapplicationitem") == story.rows(
        "SELECT id FROM journalentry WHERE applicationitemid = (SELECT id FROM paymentapplicationitem)"
    )
