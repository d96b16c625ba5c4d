"""Whatever is changed of edits, transfers, cancels, nettings, write-offs, reversals or periods is found."""

from collections.abc import Iterator

import psycopg
import pytest

from settlebook import Ledger
from settlebook.engine import Role
from tests.audit.tampering import failed

ANOTHER = "0000000000000000000000000000abcd"


@pytest.fixture
def superuser(life: Ledger) -> Iterator[psycopg.Connection]:
    with psycopg.connect(life.conninfo(Role.OWNER), autocommit=True) as connection:
        for table in ("event", "command", "number", "identity"):
            connection.execute(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL")
        yield connection


def rewrite(connection: psycopg.Connection, topic: str, path: str, value: str) -> None:
    """Change the last fact of a topic at a JSON path."""
    changed = connection.execute(
        "UPDATE log.event SET state ="
        " convert_to(jsonb_set(convert_from(state, 'UTF8')::jsonb, %s, %s)::text, 'UTF8')"
        " WHERE position = (SELECT max(position) FROM log.event WHERE topic = %s)",
        [path, value, topic],
    )
    assert changed.rowcount == 1


# What somebody changes at once, by the check that finds each: topic, path, value.
CHANGES: list[dict[str, tuple[str, str, str]]] = [
    {
        "posted_amounts": ("invoice.edited.v1", "{items,0,amount_minor}", "1"),
        "document_headers": ("invoice.canceled.v1", "{header,status}", '"Draft"'),
        "split_parts": ("invoice.split.v1", "{into,0}", f'"{ANOTHER}"'),
        "written_off_rows": ("invoice.written_off.v1", "{lines,0,item_id}", f'"{ANOTHER}"'),
        "credited_rows": ("invoice.items_uncredited.v1", "{lines,0,amount_minor}", "1"),
        "transfers": ("payment.transferred.v1", "{amount_minor}", "3999"),
        "canceled_refunds": ("refund.canceled.v1", "{lines,0,amount_minor}", "599"),
        "canceled_payments": ("payment.canceled.v1", "{amount_minor}", "299"),
    },
    {
        "unposted_amounts": ("invoice.unposted.v1", "{lines,0,amount_minor}", "1"),
        "document_headers": ("invoice.edited.v1", "{header,number}", '"INV-9"'),
        "marks": ("invoice.reversed.v1", "{credit_memo_id}", f'"{ANOTHER}"'),
        "nettings": ("document.items_unnetted.v1", "{lines,0,amount_minor}", "900"),
        "owners": ("invoice.items_credited.v1", "{account_id}", f'"{ANOTHER}"'),
        "transfers": ("payment.transferred.v1", "{to_account_id}", f'"{ANOTHER}"'),
        "settings_rows": ("settings.changed.v1", "{settings,family}", "true"),
        "account_rows": ("account.edited.v1", "{choices,refund}", '"fifo"'),
        "accounting_period_rows": ("accounting_period.closed.v1", "{period_id}", f'"{ANOTHER}"'),
    },
    {
        "document_headers": ("invoice.reversed.v1", "{header,reversed}", "null"),
        "marks": ("credit_memo.reversed.v1", "{debit_memo_id}", f'"{ANOTHER}"'),
        "written_off_rows": ("debit_memo.written_off.v1", "{credit_memo_id}", f'"{ANOTHER}"'),
        "owners": ("document.items_netted.v1", "{account_id}", f'"{ANOTHER}"'),
        "transfers": ("payment.transferred.v1", "{to_payment_id}", f'"{ANOTHER}"'),
        "canceled_refunds": ("refund.canceled.v1", "{refund_id}", f'"{ANOTHER}"'),
        "journal": ("payment.edited.v1", "{details}", '{"referenceId": "W-78"}'),
    },
    {
        "document_headers": ("invoice.unposted.v1", "{header,status}", '"Posted"'),
        "marks": ("invoice.written_off.v1", "{lines,0,amount_minor}", "1"),
        "written_off_rows": ("credit_memo.written_off.v1", "{lines,0,amount_minor}", "1"),
        "owners": ("payment.transferred.v1", "{from_account_id}", f'"{ANOTHER}"'),
        "netting_rows": ("document.items_netted.v1", "{lines,0,amount_minor}", "1"),
        "accounts": ("payment.received.v1", "{account_id}", f'"{ANOTHER}"'),
        "refund_rows": ("refund.edited.v1", "{details}", "{}"),
    },
]


@pytest.mark.parametrize("changes", CHANGES)
def test_facts_changed_in_the_log_are_found(
    life: Ledger, superuser: psycopg.Connection, changes: dict[str, tuple[str, str, str]]
):
    for topic, path, value in changes.values():
        rewrite(superuser, topic, path, value)

    assert set(changes) <= failed(life.verify_books())


def test_a_fact_slipped_into_a_closed_period_is_found(life: Ledger, superuser: psycopg.Connection):
    last = "(SELECT max(position) FROM log.event WHERE topic = 'payment.received.v1')"
    superuser.execute(
        "UPDATE log.event SET effective_on = '2024-01-31', state = convert_to("
        f"replace(convert_from(state, 'UTF8'), '2024-02-20', '2024-01-31'), 'UTF8') WHERE position = {last}"
    )

    assert "closed_periods" in failed(life.verify_books())


COLUMNS = {
    "accounting_period": "status = 'Open'",
    "account": 'choices = \'{"refund": "fifo"}\'',
    "document": "reversed = NOT reversed",
    "document_mark": "kind = 'reversed'",
    "item": "discount_line = 7",
    "item_balance": "netted_minor = netted_minor + 1",
    "netting": "amount_minor = amount_minor + 1",
    "payment": "prepayment = NOT prepayment",
    "payment_balance": "canceled_minor = canceled_minor + 1",
    "refund": "status = 'Processed'",
    "settings": "settings = '{}'",
}


def test_columns_changed_in_the_read_models_are_found(life: Ledger, superuser: psycopg.Connection):
    for table, change in COLUMNS.items():
        superuser.execute(f"UPDATE read.{table} SET {change}")

    assert {f"{table}_rows" for table in COLUMNS} <= failed(life.verify_books())


BROKEN = {
    "nettings": ("netting", "amount_minor = amount_minor + 1"),
    "payments": ("payment_balance", "transferred_minor = transferred_minor + 1"),
    "refunds": ("refund", "status = 'Processed'"),
    "document_amounts": ("document_balance", "amount_minor = amount_minor + 1"),
    "accounting_periods": ("accounting_period", "starts_on = starts_on - 1"),
    "item_balances": ("item_balance", "credited_minor = credited_minor + 1"),
}


def test_invariants_of_the_books_that_were_broken_are_found(life: Ledger, superuser: psycopg.Connection):
    for table, change in BROKEN.values():
        superuser.execute(f"UPDATE read.{table} SET {change}")

    assert set(BROKEN) <= failed(life.verify_books())
