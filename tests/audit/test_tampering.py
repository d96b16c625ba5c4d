"""Whatever is changed in the log or in a read model, by somebody who may write everywhere, is found."""

import json

import psycopg
import pytest

from settlebook import Ledger
from tests.audit.tampering import failed

PAID = 5  # the position of PaymentApplied
FIRST_COMMAND = "(SELECT command_id FROM log.event WHERE position = 1)"
ANOTHER = "'00000000-0000-0000-0000-00000000abcd'"
ID_OF_ANOTHER = "0000000000000000000000000000abcd"


COLUMNS = [
    ("account", "status = 'Canceled'"),
    ("account", "number = 'EMCA'"),
    ("account_balance", "currency = 'USD'"),
    ("application_group", "operated_on = operated_on - 1"),
    ("application_lot", "applied_minor = applied_minor + 1"),
    ("application_lot", f"document_id = {ANOTHER}"),
    ("credit_memo_balance", "tax_minor = tax_minor + 1"),
    ("credit_memo_balance", "amount_minor = amount_minor + 1"),
    ("credit_memo_item_balance", f"credit_memo_id = {ANOTHER}"),
    ("credit_memo_part", f"document_id = {ANOTHER}"),
    ("credit_memo_part_item", f"source_item_id = {ANOTHER}"),
    ("document", "status = 'Draft'"),
    ("document", "due_date = '2020-01-01'"),
    ("document", "number = number || 'x'"),
    ("document", 'details = \'{"comment": "x"}\''),
    ("document_balance", "tax_minor = tax_minor + 1"),
    ("document_balance", "currency = 'USD'"),
    ("item", "amount_minor = amount_minor + 1"),
    ("item", "tax_minor = tax_minor + 1"),
    ("item_balance", "memo_minor = memo_minor + 1"),
    ("item_balance", f"document_id = {ANOTHER}"),
    ("payment", "amount_minor = amount_minor + 1"),
    ("payment", "effective_on = effective_on + 1"),
    ("payment_balance", "updated_position = updated_position + 1"),
    ("payment_part", f"document_id = {ANOTHER}"),
    ("payment_part_item", "item_id = gen_random_uuid()"),
    ("refund", "source_kind = 'x'"),
    ("refund_part_item", f"source_item_id = {ANOTHER}"),
]


def in_rounds(changes: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Changes of different tables, which are found in one verification; several of one table go apart."""
    rounds: list[dict[str, str]] = []
    for table, change in changes:
        fitting = next((one for one in rounds if table not in one), None)
        if fitting is None:
            rounds.append(fitting := {})
        fitting[table] = change
    return rounds


@pytest.mark.parametrize("changes", in_rounds(COLUMNS))
def test_columns_changed_in_read_models_are_found_at_an_event(
    books: Ledger, superuser: psycopg.Connection, changes: dict[str, str]
):
    for table, change in changes.items():
        superuser.execute(f"UPDATE read.{table} SET {change}")

    report = books.verify_books()
    for table in changes:
        (check,) = (check for check in report.checks if check.name == f"{table}_rows")
        assert check.first is not None and check.first.position is not None, table
        assert 1 <= check.first.position <= report.position


TABLES = [
    *("account", "account_balance", "application_group", "application_lot", "credit_memo_balance"),
    *(
        "credit_memo_item_balance",
        "credit_memo_part",
        "credit_memo_part_item",
        "document",
        "document_balance",
    ),
    *("item", "item_balance", "payment", "payment_balance", "payment_part", "payment_part_item", "refund"),
    "refund_part_item",
]


def test_rows_deleted_from_any_read_model_are_found(books: Ledger, superuser: psycopg.Connection):
    for table in TABLES:
        superuser.execute(f"DELETE FROM read.{table} WHERE ctid = (SELECT min(ctid) FROM read.{table})")

    assert {f"{table}_rows" for table in TABLES} <= failed(books.verify_books())


def test_items_that_swap_their_ids_are_found_by_name(books: Ledger, superuser: psycopg.Connection):
    (one, other) = superuser.execute(
        "SELECT item_id FROM read.item WHERE document_kind = 'invoice' AND tax_line IS NULL ORDER BY line"
    ).fetchall()
    for old, new in ((one[0], "f" * 32), (other[0], one[0]), ("f" * 32, other[0])):
        superuser.execute("UPDATE read.item_balance SET item_id = %s WHERE item_id = %s", [new, old])

    report = books.verify_books()
    (check,) = (check for check in report.checks if check.name == "item_balance_rows")
    assert check.offences == 2 and check.first is not None and check.first.what.startswith("INV-1#")


@pytest.mark.parametrize(
    ("table", "change", "where"),
    [
        ("journal_fact", "actor = 'mallory'", "position = 3"),
        ("journal_account", "currency = 'USD'", "true"),
        ("journal_document", "due_date = '2020-01-01'", "position = 3"),
        ("journal_item", "details = '{\"a\": 1}'", "line = 1"),
        ("journal_credited", "amount_minor = 1", "line = 1"),
        ("journal_payment", "number = 'PAY-2'", "true"),
        ("journal_refund", f"part_id = {ANOTHER}", "true"),
        ("journal_application", "policy_name = 'fifo'", "kind = 'apply'"),
        ("journal_posting", "currency = 'USD'", "position = 5"),
        ("journal_posting", f"debit_account_id = {ANOTHER}", "position = 5"),
        ("journal_posting", f"application_item_id = {ANOTHER}", "position = 5"),
        ("journal_posting", "kind = 'post'", "position = 5"),
    ],
)
def test_any_column_changed_in_the_journal_is_found_at_its_event(
    books: Ledger, superuser: psycopg.Connection, table: str, change: str, where: str
):
    row = superuser.execute(f"SELECT min(position) FROM read.{table} WHERE {where}").fetchone()
    superuser.execute(f"UPDATE read.{table} SET {change} WHERE {where}")

    report = books.verify_books()
    (check,) = (check for check in report.checks if check.name == "journal")
    assert check.first is not None and row is not None and check.first.position == row[0]


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ("DELETE FROM log.number WHERE kind = 'payment'", "numbers"),
        ("UPDATE log.number SET number = 'PAY-9' WHERE kind = 'payment'", "numbers"),
        (f"UPDATE log.number SET id = {ANOTHER} WHERE kind = 'refund'", "numbers"),
        (f"INSERT INTO log.number VALUES ('main', 'payment', 'PAY-9', {ANOTHER})", "numbers"),
        ("DELETE FROM log.identity WHERE kind = 'tax_item'", "identities"),
        (f"UPDATE log.identity SET owner_id = {ANOTHER} WHERE kind = 'application'", "identities"),
        (f"INSERT INTO log.identity VALUES ('main', {ANOTHER}, 'item', {ANOTHER})", "identities"),
        ("DELETE FROM log.command WHERE kind = 'payment.create'", "events_have_commands"),
        ("UPDATE log.command SET actor = 'mallory' WHERE kind = 'payment.create'", "journal"),
        ("UPDATE log.command SET last_position = last_position + 1 WHERE kind = 'payment.create'",
         "commands_have_events"),
        ("UPDATE log.command SET first_position = first_position - 1 WHERE kind = 'payment.create'",
         "commands_have_events"),
        ("UPDATE log.command SET recorded_at = recorded_at + interval '1 s' WHERE kind = 'payment.create'",
         "events_have_commands"),
        ("UPDATE log.event SET recorded_at = recorded_at - interval '1 day' WHERE position = 5",
         "recorded_in_order"),
        (f"UPDATE log.event SET command_id = {FIRST_COMMAND} WHERE position = 5", "events_have_commands"),
        ("UPDATE log.log_head SET position = position + 1", "head"),
    ],
)  # fmt: skip
def test_what_the_log_keeps_beside_its_events_agrees_with_them(
    books: Ledger, superuser: psycopg.Connection, change: str, check: str
):
    changed = superuser.execute(change)

    assert changed.rowcount >= 1 and check in failed(books.verify_books())


@pytest.mark.parametrize(
    ("field", "value"), [("amount_minor", 1), ("id", ID_OF_ANOTHER), ("currency", "USD")]
)
def test_an_application_changed_in_what_a_command_was_answered_is_found(
    books: Ledger, superuser: psycopg.Connection, field: str, value: int | str
):
    row = superuser.execute("SELECT outcome::text FROM log.command WHERE kind = 'payment.create'").fetchone()
    outcome = json.loads(row[0] if row else "")

    outcome["done"]["applications"][0][field] = value
    superuser.execute(
        "UPDATE log.command SET outcome = %s WHERE kind = 'payment.create'", [json.dumps(outcome)]
    )

    report = books.verify_books()
    assert failed(report) == {"outcomes"}
    assert report.first_offence is not None and report.first_offence.position in (PAID - 1, PAID)


LAST = "(SELECT max(position) FROM log.event)"


def test_a_tail_cut_off_with_everything_that_tells_of_it_but_the_commands_is_found(
    books: Ledger, superuser: psycopg.Connection
):
    superuser.execute(f"DELETE FROM log.event WHERE position = {LAST}")
    superuser.execute(f"UPDATE log.log_head SET position = {LAST}")

    assert {"commands_have_events", "journal"} <= failed(books.verify_books())


def rewrite_fact(connection: psycopg.Connection, topic: str, path: str, value: str) -> int:
    """Change the first fact of a topic at a JSON path; its position."""
    row = connection.execute(
        "UPDATE log.event SET state ="
        " convert_to(jsonb_set(convert_from(state, 'UTF8')::jsonb, %s, %s)::text, 'UTF8')"
        " WHERE position = (SELECT min(position) FROM log.event WHERE topic = %s) RETURNING position",
        [path, value, topic],
    ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    ("topic", "path", "value", "check"),
    [
        ("invoice.items_credited.v1", "{lines,0,amount_minor}", "1", "credited_mirrors"),
        ("invoice.items_credited.v1", "{lines,0,item_id}", f'"{ID_OF_ANOTHER}"', "credited_mirrors"),
        ("invoice.items_credited.v1", "{credit_memo_id}", f'"{ID_OF_ANOTHER}"', "credited_mirrors"),
        ("invoice.posted.v1", "{lines,0,amount_minor}", "1", "posted_amounts"),
        ("invoice.posted.v1", "{lines,0,item_id}", f'"{ID_OF_ANOTHER}"', "posted_amounts"),
        ("credit_memo.posted.v1", "{lines,0,amount_minor}", "1", "posted_amounts"),
        ("invoice.posted.v1", "{header,number}", '"INV-9"', "document_headers"),
        ("invoice.posted.v1", "{header,currency}", '"USD"', "document_headers"),
        ("invoice.posted.v1", "{header,account_id}", f'"{ID_OF_ANOTHER}"', "document_headers"),
        ("payment.applied.v1", "{account_id}", f'"{ID_OF_ANOTHER}"', "owners"),
        ("payment.applied.v1", "{document_account_id}", f'"{ID_OF_ANOTHER}"', "owners"),
        ("payment.applied.v1", "{document_account_id}", f'"{ID_OF_ANOTHER}"', "mirrors"),
        ("document.items_settled.v1", "{account_id}", f'"{ID_OF_ANOTHER}"', "mirrors"),
        ("payment.applied.v1", "{currency}", '"USD"', "owners"),
        ("payment.unapplied.v1", "{currency}", '"USD"', "owners"),
        ("credit_memo.applied.v1", "{currency}", '"USD"', "owners"),
        ("payment.unapplied.v1", "{lines,0,undoes}", f'"{ID_OF_ANOTHER}"', "undone_applications"),
        ("refund.issued.v1", "{amount_minor}", "1", "refunded_amounts"),
        ("refund.issued.v1", "{currency}", '"USD"', "owners"),
        ("refund.issued.v1", "{number}", '"R-9"', "numbers"),
        ("payment.received.v1", "{amount_minor}", "99999999999999999999999", "foldable"),
        ("payment.received.v1", "{number}", '"\\u0001"', "numbers"),
        ("account.created.v1", "{details}", '{"batch": "x"}', "journal"),
    ],
)
def test_a_fact_changed_in_the_log_is_found_at_its_event(
    books: Ledger, superuser: psycopg.Connection, topic: str, path: str, value: str, check: str
):
    position = rewrite_fact(superuser, topic, path, value)

    report = books.verify_books()
    assert check in failed(report)
    assert report.first_offence is not None and report.first_offence.position is not None
    (found,) = (one for one in report.checks if one.name == check)
    assert found.first is not None and abs((found.first.position or 0) - position) <= 1


def test_progress_that_was_set_back_is_found_although_nothing_can_be_folded_any_more(
    books: Ledger, superuser: psycopg.Connection
):
    superuser.execute("UPDATE read.progress SET position = 3")

    assert {"journal", "item_balance_rows"} <= failed(books.verify_books())


@pytest.mark.parametrize(("state", "check"), [("{}", "log_readable"), (None, "foldable")])
def test_an_event_slipped_in_at_the_end_is_found_before_it_is_folded(
    books: Ledger, superuser: psycopg.Connection, state: str | None, check: str
):
    superuser.execute(
        "INSERT INTO log.event SELECT ledger_id, (SELECT max(position) + 1 FROM log.event), stream_id, 99,"
        " topic, coalesce(convert_to(%s, 'UTF8'), state), effective_on, recorded_at, command_id"
        " FROM log.event WHERE position = %s",
        [state, PAID],
    )
    superuser.execute("UPDATE log.log_head SET position = position + 1")

    report = books.verify_books()
    assert {check, "events_have_commands", "version_holes"} <= failed(report)
