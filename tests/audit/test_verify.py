"""Verification finds what was tampered with, in the log or the read models, and names the first event."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import psycopg
import pytest

from settlebook import Ledger
from settlebook.audit.verify import verify_books
from settlebook.engine import Role
from settlebook.ledger.log.upcasting import FactReader
from tests.audit.tampering import amount_at, failed, rewrite

PAID = 5  # the position of PaymentApplied; its mirror is the next one


def test_untouched_books_pass_every_check(books: Ledger):
    report = books.verify_books()

    assert report.ok and report.first_offence is None
    assert report.position == report.events == books.position


ROWS = [{"amount": "100.00", "taxItems": [{"name": "VAT", "taxAmount": "20.00"}]}, {"amount": "30.00"}]
POSTED = {"accountNumber": "ACME", "status": "Posted"}
BILLED = {"number": "INV-9", "invoiceItems": [{"chargeName": "Seats", **row} for row in ROWS]}
CREDITED = {"number": "CM-9", "charges": [{"chargeName": "Seats", **row} for row in ROWS]}


@pytest.mark.parametrize(
    ("document", "body", "table", "check"),
    [
        ("invoice", BILLED, "item_balance", "item_balances"),
        ("credit-memo", CREDITED, "credit_memo_item_balance", "credit_memo_items"),
    ],
)
def test_an_item_that_was_posted_and_then_taken_out_of_the_draft_offends_nothing(
    books: Ledger, superuser: psycopg.Connection, document: str, body: dict[str, Any], table: str, check: str
):
    number = body["number"]
    books.perform(f"{document}.create", None, {**body, **POSTED})
    unposted = books.perform(f"{document}.unpost", number, {})
    books.perform(f"{document}.edit", number, {"items": [{"id": f"{number}#1", "delete": True}]})

    assert books.verify_books().first_offence is None

    superuser.execute(f"DELETE FROM read.{table} WHERE updated_position = %s", [unposted.position])
    offence = next(one for one in books.verify_books().checks if one.name == check)
    assert (offence.offences, offence.first and offence.first.found) == (
        1,
        "no row",
    )  # of the item that stayed


def test_an_amount_changed_in_the_log_is_found_at_its_event(books: Ledger, superuser: psycopg.Connection):
    amount = amount_at(superuser, PAID)

    rewrite(superuser, PAID, f'"amount_minor":{amount}', f'"amount_minor":{amount + 1}')

    report = books.verify_books()
    assert {"mirrors", "journal"} <= failed(report)
    assert report.first_offence is not None and report.first_offence.position == PAID


def test_source_and_mirror_changed_alike_are_found_against_the_journal(
    books: Ledger, superuser: psycopg.Connection
):
    amount = amount_at(superuser, PAID)

    for position in (PAID, PAID + 1):
        rewrite(superuser, position, f'"amount_minor":{amount}', f'"amount_minor":{amount + 1}')

    report = books.verify_books()
    assert "journal" in failed(report) and "mirrors" not in failed(report)
    assert report.first_offence is not None and report.first_offence.position == PAID


def test_a_log_rewritten_and_folded_again_is_found_where_it_breaks_a_rule(
    books: Ledger, superuser: psycopg.Connection
):
    amount = amount_at(superuser, PAID)
    for position in (PAID, PAID + 1):
        rewrite(superuser, position, f'"amount_minor":{amount}', '"amount_minor":99999')

    books.rebuild()

    report = books.verify_books()
    assert {"item_within_amount", "source_within_amount"} <= failed(report)
    assert report.first_offence is not None and report.first_offence.position == PAID


def test_a_day_changed_in_the_log_is_found(books: Ledger, superuser: psycopg.Connection):
    superuser.execute("UPDATE log.event SET effective_on = effective_on - 400 WHERE position = %s", [PAID])

    assert "log_envelopes" in failed(books.verify_books())


def test_an_event_taken_out_of_the_log_is_found(books: Ledger, superuser: psycopg.Connection):
    superuser.execute("DELETE FROM log.event WHERE position = %s", [PAID + 1])

    report = books.verify_books()
    assert {"log_positions", "mirrors", "version_holes"} <= failed(report)


def test_an_event_that_cannot_be_read_is_found(books: Ledger, superuser: psycopg.Connection):
    superuser.execute("UPDATE log.event SET state = '\\x00' WHERE position = %s", [PAID])

    assert "log_readable" in failed(books.verify_books())


AMOUNTS = [  # table, column, and the check that finds it changed
    ("item_balance", "balance_minor", "item_balances"),
    ("item_balance", "paid_minor", "item_balances"),
    ("document_balance", "balance_minor", "document_balances"),
    ("account_balance", "unapplied_payment_minor", "account_balances"),
    ("payment_balance", "refunded_minor", "payments"),
    ("payment_part", "amount_minor", "payment_parts"),
    ("payment_part_item", "amount_minor", "payment_part_items"),
    ("credit_memo_balance", "applied_minor", "credit_memos"),
    ("credit_memo_item_balance", "unapplied_minor", "credit_memo_items"),
    ("credit_memo_part", "amount_minor", "credit_memo_parts"),
    ("credit_memo_part_item", "amount_minor", "credit_memo_part_items"),
    ("refund", "amount_minor", "refunds"),
    ("refund_part_item", "amount_minor", "refunds"),
    ("application_lot", "remaining_minor", "application_lots"),
]


def test_every_amount_changed_in_a_read_model_is_found_and_rebuilding_mends_it(
    books: Ledger, superuser: psycopg.Connection
):
    for table, column, _ in AMOUNTS:
        superuser.execute(f"UPDATE read.{table} SET {column} = {column} + 1")
    report = books.verify_books()
    assert {check for _, _, check in AMOUNTS} <= failed(report)
    assert report.first_offence is not None and report.first_offence.position is not None

    rebuilt = books.rebuild()

    assert {table for table, _, _ in AMOUNTS} <= {table.name for table in rebuilt.tables if table.differing}
    assert books.verify_books().ok


def test_verification_writes_nothing_and_leaves_nothing_behind(books: Ledger):
    item, progress = (f"SELECT ctid::text, xmin::text FROM read.{table}" for table in ("item", "progress"))
    seen = f"{item} UNION ALL {progress}"

    with psycopg.connect(books.conninfo(Role.APP), autocommit=True) as connection:
        before = connection.execute(seen).fetchall()
        report = verify_books(connection, "main", FactReader().read, lambda done, of: None)
        after = connection.execute(seen).fetchall()
        left = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
        ).fetchone()

    assert report.ok and before == after and left == (0,)


def test_what_is_recorded_but_not_folded_yet_is_no_offence(books: Ledger):
    with psycopg.connect(books.conninfo(Role.APP), autocommit=True) as connection:
        folded = books.position
        books.perform("account.create", None, {"name": "Later", "accountNumber": "LATER", "currency": "GBP"})
        report = verify_books(connection, "main", FactReader().read, lambda done, of: None)

    assert report.ok and report.events == report.position == folded + 1


def test_two_workers_that_record_and_fold_meanwhile_raise_no_alarm(books: Ledger):
    done = Event()

    def work(name: str) -> int:
        count = 0
        while not done.is_set():
            count += 1
            body = {"name": "Busy", "accountNumber": f"{name}-{count}", "currency": "GBP"}
            books.perform("account.create", None, body)
            books.catch_up()
        return count

    with ThreadPoolExecutor(2) as workers:
        counts = [workers.submit(work, name) for name in ("A", "B")]
        reports = [books.verify_books() for _ in range(3)]
        done.set()

    assert all(count.result() > 0 for count in counts)
    assert [check for report in reports for check in report.checks if not check.ok] == []
