"""A customer's statement: it adds up, it agrees with the books, and no text in it does anything."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from settlebook import Ledger
from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.exporting.statement import CurrencyStatement, Statement
from tests.exporting.conftest import HOSTILE

DAYS = st.dates(date(2024, 1, 31), date(2024, 8, 1))


def in_pounds(statement: Statement) -> CurrencyStatement:
    (found,) = (section for section in statement.currencies if section.currency == "GBP")
    return found


@pytest.mark.parametrize("account", ["ADA", "BOB", "kid"])
def test_it_ends_with_the_balances_of_the_account_its_own_currency_first(told: Ledger, account: str):
    said = {one.currency: one for one in told.account(account).metrics_data}

    sections = told.statement(account).currencies

    assert [one.currency for one in sections] == list(said)
    for section in sections:
        known = said[section.currency]
        assert section.closing == known.balance
        assert section.total_open == known.total_invoice_balance + known.total_debit_memo_balance
        assert section.total_unapplied == known.unapplied_payment_amount + known.unapplied_credit_memo_amount


@given(days=st.lists(DAYS, min_size=3, max_size=3).map(sorted), known=st.integers(40, 121))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_statement_begins_where_the_one_before_ended(told: Ledger, days: list[date], known: int):
    begin, middle, end = days[0], days[1], max(days[2], days[1] + timedelta(days=1))
    first = in_pounds(told.statement("ADA", first=begin, last=middle, known_at=known))
    second = in_pounds(told.statement("ADA", first=middle + timedelta(days=1), last=end, known_at=known))

    both = in_pounds(told.statement("ADA", first=begin, last=end, known_at=known))
    assert second.opening == first.closing
    assert both.movements == (*first.movements, *second.movements)
    assert (both.opening, both.closing) == (first.opening, second.closing)
    for section in (first, second, both):
        running = section.opening
        for moved in section.movements:
            running += moved.amount
            assert moved.balance == running
        assert running == section.closing == section.total_open - section.total_unapplied
        assert section.total_open == sum(item.balance for item in section.open_items)
        assert section.total_open == sum(aged.balance for aged in section.aging)
        assert section.total_unapplied == sum(source.unapplied for source in section.unapplied)


@pytest.mark.parametrize("day", [date(2024, 2, 9), date(2024, 5, 20)])
def test_what_is_open_and_how_long_is_what_the_books_say_of_that_day(told: Ledger, day: date):
    statement = told.statement("ADA", as_of=day)

    items = {
        (item.item_number, item.balance) for section in statement.currencies for item in section.open_items
    }
    assert items == {(item.item_number, item.balance) for item in told.open_items("ADA", as_of=day)}
    assert statement == told.statement("ADA", last=day)
    for aged in told.aging("ADA", as_of=day):
        (section,) = (one for one in statement.currencies if one.currency == aged.currency)
        assert [row.balance for row in section.aging] == [
            aged.not_due, aged.days_1_to_30, aged.days_31_to_60, aged.days_61_to_90, aged.over_90_days,
        ]  # fmt: skip


def test_no_leg_of_an_account_is_missed_though_not_all_of_the_journal_is_looked_through(told: Ledger):
    with told._log.connections.borrow() as connection, connection.transaction():
        connection.execute("SET LOCAL search_path TO read")
        for (account_id,) in connection.execute("SELECT account_id FROM account").fetchall():
            asked = {"account": account_id}
            found = "SELECT * FROM account_legs('main', %(account)s) ORDER BY position, line, signed_minor"
            all_of_it = """
                SELECT * FROM posting_leg WHERE account_id = %(account)s
                   AND book IN ('receivable', 'unapplied_payment', 'on_account_credit')
                 ORDER BY position, line, signed_minor"""
            legs = connection.execute(all_of_it, asked).fetchall()
            assert legs
            assert connection.execute(found, asked).fetchall() == legs


def test_every_kind_of_movement_is_told_in_words_with_its_amounts(told: Ledger):
    section = in_pounds(told.statement("ADA"))

    found = {moved.description: (str(moved.amount), str(moved.settled or "")) for moved in section.movements}
    assert found["Invoice INV-3 posted"] == ("55.00", "")
    assert found["Payment P-1 applied to INV-3"] == ("0.00", "55.00")
    assert found["Payment P-1 unapplied from INV-3"] == ("0.00", "-55.00")
    assert found["Credit memo CM00000001 posted, writes off INV-3"] == ("-10.00", "")
    assert found["Debit memo DM00000002 posted, reverses CM-3"] == ("7.00", "")
    assert found["Refund R-3 of CM-2"] == ("2.40", "")
    assert found["Refund R-1 of P-1 canceled"] == ("-15.00", "")
    assert found["Payment P-1 transferred here"] == ("-200.00", "")
    assert found["Payment P-1 transferred away"] == ("40.00", "")
    assert found["Payment P-2 canceled"] == ("3.00", "")


def test_money_of_a_parent_that_settles_a_childs_debt_moves_both_balances(told: Ledger):
    told_of = "Payment P-3 applied to INV-KID"
    (parent,), (child,) = (
        [moved for moved in in_pounds(told.statement(account)).movements if moved.description == told_of]
        for account in ("ADA", "kid")
    )

    assert (str(parent.amount), str(parent.settled)) == ("3.00", "3.00")
    assert (str(child.amount), str(child.settled), str(child.balance)) == ("-3.00", "3.00", "1.00")


def test_the_other_customer_of_a_transfer_is_not_named(told: Ledger):
    for format in ("csv", "html"):
        assert "BOB" not in written(told, "ADA", format)
        assert "P-1b" not in written(told, "ADA", format)


def test_a_customer_of_whom_nothing_is_recorded_has_a_statement_of_nothing(told: Ledger):
    (section,) = told.statement("BOB", last=date(2020, 1, 1)).currencies

    assert (str(section.opening), section.movements, str(section.closing)) == ("0.00", (), "0.00")


def test_it_may_begin_with_the_first_day_there_is(told: Ledger):
    since_ever = in_pounds(told.statement("ADA", first=date.min))

    assert since_ever == in_pounds(told.statement("ADA"))


def test_days_that_end_before_they_begin_and_accounts_that_are_none_are_refused(told: Ledger):
    with pytest.raises(InvalidRequest):
        told.statement("ADA", first=date(2024, 3, 1), last=date(2024, 2, 1))
    with pytest.raises(NotFound):
        told.statement("EVE")


def test_a_text_is_no_day_to_begin_or_end_with(told: Ledger):
    for days in ({"first": "01/02/2024"}, {"last": "01/02/2024"}, {"first": datetime(2024, 2, 1)}):
        with pytest.raises(InvalidRequest, match="give a day"):
            told.statement("ADA", **days)  # type: ignore[arg-type]


def written(told: Ledger, account: str, format: str, **more: object) -> str:
    file = StringIO()
    told.export_statement(file, account, format=format, **more)  # type: ignore[arg-type]
    return file.getvalue()


def test_the_table_has_what_the_statement_has_and_no_formula(told: Ledger):
    rows = list(csv.DictReader(StringIO(written(told, "ADA", "csv"), newline="")))

    statement = told.statement("ADA")
    for section in statement.currencies:
        own = [row for row in rows if row["currency"] == section.currency]
        assert [row["balance"] for row in own if row["row"] in ("opening", "closing")] == [
            str(section.opening),
            str(section.closing),
        ]
        assert [(row["amount"], row["balance"]) for row in own if row["row"] == "movement"] == [
            (str(moved.amount), str(moved.balance)) for moved in section.movements
        ]
        assert sum(row["row"] == "open item" for row in own) == len(section.open_items)
    texts = {row["description"] for row in rows}
    assert "'=cmd|' /C calc'!A0" in texts
    assert ",=cmd|' /C calc'!A0," in written(told, "ADA", "csv", raw=True)


def test_the_page_has_the_same_amounts_and_nothing_that_runs_or_loads(told: Ledger):
    text = written(told, "ADA", "html", first=date(2024, 2, 8))
    page = ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>"))  # well-formed, so nothing slipped out
    tags = [element.tag for element in page.iter()]
    texts = [element.text for element in page.iter() if element.text]

    assert set(tags) <= {
        "html", "head", "meta", "title", "style", "body", "header", "div", "h1", "h2", "p", "strong",
        "address", "section", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "footer",
    }  # fmt: skip
    attributes = {name for element in page.iter() for name in element.attrib}
    assert attributes <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    assert tags.count("style") == 1
    assert not any(word in text for word in ("http:", "https:", "url(", "@import", "src="))
    assert HOSTILE.replace("\u202e", "\ufffd") in [
        one.splitlines()[0] for one in texts
    ]  # its text, not its tags
    for section in told.statement("ADA", first=date(2024, 2, 8)).currencies:
        for moved in section.movements:
            assert moved.description in texts
        assert f"{section.closing:,f}".replace("-", "\u2212") in texts
