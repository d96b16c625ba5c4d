"""The Data Query views: names people know, exact amounts, one ledger at a time, and the two seed queries."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg

from settlebook.engine import Role
from tests.conftest import Database
from tests.projections.story import Story

COLUMNS: dict[str, list[str]] = json.loads((Path(__file__).parent / "columns.json").read_text("utf-8"))

# As printed in "Known limitations in Invoice Settlement".
APPLIED_TO_DEBIT_MEMOS = (
    "select dmi.id, dmi.amount, ppi.amount,ppi.paymentpartid from debitmemoitem dmi join paymentpartitem ppi "
    "on dmi.id = ppi.debitmemoitemid join paymentpart pp on pp.id = ppi.paymentpartid"
)
APPLIED_TO_INVOICES = (
    "select ii.id, ii.chargeamount, ppi.amount,ppi.paymentpartid from invoiceitem ii join paymentpartitem "
    "ppi on ii.id = ppi.invoiceitemid join paymentpart pp on pp.id = ppi.paymentpartid"
)


def test_every_object_has_the_columns_of_the_data_query_world(database: Database):
    with psycopg.connect(database.conninfo(Role.READER)) as reader:
        found = reader.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns "
            "WHERE table_schema = 'data_query' GROUP BY table_name"
        ).fetchall()

    expected = {name.lower(): sorted(column.lower() for column in names) for name, names in COLUMNS.items()}
    assert {name: sorted(columns) for name, columns in found} == expected


def test_the_seed_query_of_debit_memos_runs_as_printed(told: Story):
    ((item, amount, applied, part),) = told.rows(APPLIED_TO_DEBIT_MEMOS)

    assert (amount, applied) == (Decimal("8.00"), Decimal("8.00"))
    assert told.rows("SELECT itemnumber FROM debitmemoitem WHERE id = %(id)s", id=item) == [("DM-1#1",)]
    assert told.rows("SELECT amount FROM paymentpart WHERE id = %(id)s", id=part) == [(Decimal("8.00"),)]


def test_the_seed_query_of_invoices_runs_as_printed_without_tax_rows(told: Story):
    rows = told.rows(APPLIED_TO_INVOICES)

    assert sorted((charged, applied) for _, charged, applied, _ in rows) == [
        (Decimal("40.00"), Decimal("8.00")),
        (Decimal("60.00"), Decimal("30.00")),
    ]


def test_a_tax_row_of_a_part_item_has_its_tax_item_and_no_invoice_item(told: Story):
    query = "SELECT itemnumber, amount, invoiceitemid FROM paymentpartitem WHERE taxitemid IS NOT NULL"

    assert told.rows(query) == [("INV-1#1.1", Decimal("12.00"), None)]


def test_amounts_have_the_scale_of_their_currency(story: Story):
    for code, amount in (("JPY", "1000"), ("KWD", "1.005")):
        story.do("account.create", accountNumber=code, name="n", currency=code)
        items = [{"amount": amount}]
        story.do("invoice.create", accountNumber=code, number=code, status="Posted", invoiceItems=items)
    story.catch_up()

    shown = dict(story.rows("SELECT invoicenumber, balance::text FROM invoice"))

    assert shown == {"JPY": "1000", "KWD": "1.005"}


def test_an_invoice_shows_what_it_asks_for_and_what_is_left(told: Story):
    query = """SELECT invoicenumber, status, amount, amountwithouttax, taxamount, paymentamount,
                      creditmemoamount, balance, comments, duedate FROM invoice ORDER BY 1"""

    posted, draft = told.rows(query)

    amounts = (Decimal(text) for text in ("112.00", "100.00", "12.00", "50.00", "6.00", "56.00"))
    assert posted == ("INV-1", "Posted", *amounts, "thank you", date(2024, 3, 31))
    assert draft[:3] == ("INV-2", "Draft", Decimal("5.00"))
    assert draft[7] == Decimal("0.00")


def test_items_carry_their_names_their_details_and_their_own_balances(told: Story):
    query = """SELECT itemnumber, linenumber, chargename, sku, quantity, unitprice, servicestartdate, balance
                 FROM invoiceitem WHERE itemnumber LIKE 'INV-1#%%' ORDER BY linenumber"""
    tax = (
        "SELECT itemnumber, name, taxrate, taxamount, paymentamount, creditamount, balance FROM taxationitem"
    )

    first, second = told.rows(query)

    assert first == ("INV-1#1", 1, "Seats", "SEAT", 3, 20, date(2024, 3, 1), Decimal("24.00"))
    assert second[0] == "INV-1#2" and second[-1] == Decimal("32.00")
    amounts = (Decimal("12.00"), Decimal("12.00"), Decimal("0.00"), Decimal("0.00"))
    assert told.rows(tax) == [("INV-1#1.1", "VAT", Decimal("0.2"), *amounts)]


def test_a_credit_memo_shows_where_its_credit_is(told: Story):
    memo = "SELECT totalamount, taxamount, appliedamount, refundamount, balance FROM creditmemo"
    item = "SELECT amount, amountwithouttax, appliedtoothersamount, unappliedamount FROM creditmemoitem"
    tax = "SELECT taxamount, appliedamount, refundamount, unappliedamount FROM credittaxationitem"

    assert told.rows(memo) == [tuple(map(Decimal, ("36.00", "6.00", "6.00", "6.00", "24.00")))]
    assert told.rows(item) == [tuple(map(Decimal, ("36.00", "30.00", "6.00", "19.00")))]
    assert told.rows(tax) == [tuple(map(Decimal, ("6.00", "0.00", "1.00", "5.00")))]


def test_an_unapplied_part_of_a_credit_memo_has_part_items_by_row(told: Story):
    query = """SELECT item.credititemnumber, item.itemnumber, item.amount FROM creditmemopartitem item
                 JOIN creditmemopart part ON part.id = item.creditmemopartid ORDER BY 1, 2"""

    assert told.rows(query) == [
        ("CM-1#1", "INV-1#1", Decimal("6.00")),
        ("CM-1#1", None, Decimal("19.00")),
        ("CM-1#1.1", None, Decimal("5.00")),
    ]


def test_a_payment_and_its_parts_add_up(told: Story):
    payment = "SELECT amount, appliedamount, unappliedamount, refundamount, comment, referenceid FROM payment"
    parts = """SELECT i.invoicenumber, d.memonumber, part.amount FROM paymentpart part
                 LEFT JOIN invoice i ON i.id = invoiceid
                 LEFT JOIN debitmemo d ON d.id = debitmemoid ORDER BY 3"""

    amounts = (Decimal(text) for text in ("100.00", "58.00", "40.00", "2.00"))
    assert told.rows(payment) == [(*amounts, "by wire", "W-77")]
    assert told.rows(parts) == [
        (None, "DM-1", Decimal("8.00")),
        (None, None, Decimal("40.00")),
        ("INV-1", None, Decimal("50.00")),
    ]


def test_a_part_vanishes_at_zero_and_returns_with_the_same_id(told: Story):
    query = "SELECT id FROM paymentpart WHERE debitmemoid IS NOT NULL"
    share = {"debitMemos": [{"debitMemoNumber": "DM-1", "amount": "8.00"}]}
    before = told.rows(query)

    told.do("payment.unapply", "P-1", **share)
    told.catch_up()
    between = told.rows(query)
    told.do("payment.apply", "P-1", **share)
    told.catch_up()

    assert between == []
    assert told.rows(query) == before


def test_the_history_keeps_both_directions_with_positive_amounts(told: Story):
    query = "SELECT type, amount, signedamount, effectivedate FROM creditmemoapplication ORDER BY 4"
    items = "SELECT type, amount, credititemnumber, itemnumber FROM creditmemoapplicationitem ORDER BY 2"

    assert told.rows(query) == [
        ("Apply", Decimal("10.00"), Decimal("10.00"), date(2024, 3, 8)),
        ("Unapply", Decimal("4.00"), Decimal("-4.00"), date(2024, 3, 12)),
    ]
    assert told.rows(items) == [
        ("Unapply", Decimal("4.00"), "CM-1#1", "INV-1#1"),
        ("Apply", Decimal("10.00"), "CM-1#1", "INV-1#1"),
    ]


def test_applications_of_one_command_share_a_group(told: Story):
    query = """SELECT count(*), count(DISTINCT applicationgroupid), sum(applyamount) FROM paymentapplication
                 JOIN applicationgroup ON applicationgroup.id = applicationgroupid"""

    assert told.rows(query) == [(2, 1, Decimal("58.00"))]
    assert told.rows("SELECT count(*) FROM applicationgroup") == [(5,)]


def test_refunds_say_what_they_took_from(told: Story):
    refunds = "SELECT refundnumber, sourcetype, associatedtransactionnumber, amount FROM refund ORDER BY 1"
    parts = "SELECT amount, paymentid IS NULL, creditmemoid IS NULL FROM refundpart ORDER BY 1"
    part_items = "SELECT itemnumber, amount, credittaxitemid IS NULL FROM refundpartitem ORDER BY 1"
    history = "SELECT itemnumber, amount FROM refundapplicationitem ORDER BY amount"

    assert told.rows(refunds) == [
        ("R-1", "Payment", "P-1", Decimal("2.00")),
        ("R-2", "CreditMemo", "CM-1", Decimal("6.00")),
    ]
    assert told.rows(parts) == [(Decimal("2.00"), False, True), (Decimal("6.00"), True, False)]
    assert told.rows(part_items) == [
        ("CM-1#1", Decimal("5.00"), True),
        ("CM-1#1.1", Decimal("1.00"), False),
    ]
    assert [name for name, _ in told.rows(history)] == ["CM-1#1.1", None, "CM-1#1"]
    assert told.rows("SELECT sum(applyamount) FROM refundapplication") == [(Decimal("8.00"),)]


def test_an_account_adds_up_what_it_owes_and_has_unapplied(told: Story):
    query = """SELECT name, balance, totalinvoicebalance, totaldebitmemobalance, unappliedpaymentamount,
                      unappliedcreditmemoamount FROM account"""

    amounts = (Decimal(text) for text in ("-8.00", "56.00", "0.00", "40.00", "24.00"))
    assert told.rows(query) == [("Ada Ltd", *amounts)]


def test_rows_say_who_recorded_them_first_and_last(told: Story):
    query = "SELECT createdbyid, createddate, updatedbyid, updateddate FROM creditmemo"

    ((created_by, created, updated_by, updated),) = told.rows(query)

    assert (created_by, updated_by) == ("clerk", "supervisor")
    assert datetime(2024, 6, 30, 12, tzinfo=UTC) < created < updated


def test_erased_names_and_comments_are_gone_from_the_views(told: Story):
    told.app.execute("UPDATE log.personal SET salt = NULL, content = NULL, erased_at = now()")

    assert told.rows("SELECT name FROM account") == [(None,)]
    assert told.rows("SELECT DISTINCT comments FROM invoice") == [(None,)]


def test_the_views_show_one_ledger_at_a_time(told: Story, database: Database):
    other = Story(database, "other")
    other.do("account.create", accountNumber="A-1", name="Bob Ltd", currency="USD")
    other.catch_up()

    assert other.rows("SELECT name, currency FROM account") == [("Bob Ltd", "USD")]
    assert other.rows("SELECT * FROM invoice") == []
    assert told.rows("SELECT name FROM account") == [("Ada Ltd",)]
    other.close()


def test_a_descriptive_field_that_is_no_such_value_is_null_and_breaks_no_view(story: Story):
    read = "SELECT detail_date(%(d)s, 'd'), detail_number(%(d)s, 'n'), detail_boolean(%(d)s, 'b')"

    assert story.rows(read, d='{"d": "2023-02-29", "n": "1e9", "b": "maybe"}') == [(None, None, None)]
    assert story.rows(read, d='{"d": "2024-02-29 10:00:00", "n": "-1.50", "b": true}') == [
        (date(2024, 2, 29), Decimal("-1.50"), True)
    ]


def test_aging_sorts_open_documents_by_their_due_date(told: Story):
    ((number, balance, over_90),) = told.rows("SELECT account_number, balance, over_90_days FROM aging")

    assert (number, balance, over_90) == ("A-1", Decimal("56.00"), Decimal("56.00"))
