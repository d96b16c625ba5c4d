"""Rows that are right, shown through what somebody changed: verifying the read models names it."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from settlebook import Ledger
from settlebook.audit.report import Check
from settlebook.audit.shown import checked_shown
from settlebook.engine import Role
from settlebook.projecting.beside.owner import Owner
from settlebook.projecting.beside.register import run_sql
from tests.audit.tampering import failed
from tests.engine.servers import until


def checked(books: Ledger) -> dict[str, Check]:
    with Owner(books.conninfo(Role.OWNER)).session() as session:
        return {check.name: check for check in checked_shown(session)}


LYING = {
    "relation data_query.payment": """
        DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW data_query.payment AS ' || replace(
            pg_get_viewdef('data_query.payment'::regclass),
            '(balance.applied_minor)', '(1 + balance.applied_minor)');
        END $$""",
    "relation read.calendar": "CREATE OR REPLACE VIEW read.calendar AS SELECT date '2030-01-01' AS today",
    "function read.aging_bucket(days_overdue integer)": """
        CREATE OR REPLACE FUNCTION read.aging_bucket(days_overdue integer) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 'not due' $$""",
    "relation data_query.item_balance": "CREATE TABLE data_query.item_balance AS TABLE read.item_balance",
    "relation read.payment_balance": "ALTER TABLE read.payment_balance ENABLE ROW LEVEL SECURITY",
    "rule less of read.payment_part": "CREATE RULE less AS ON INSERT TO read.payment_part DO INSTEAD NOTHING",
    "trigger more of read.refund": """
        CREATE TRIGGER more BEFORE INSERT ON read.refund
        FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()""",
}  # fmt: skip


@pytest.mark.parametrize("thing", LYING)
def test_what_stands_between_rows_and_readers_is_named_where_it_is_another(
    books: Ledger, superuser: psycopg.Connection, thing: str
):
    assert all(check.ok for check in checked(books).values())

    superuser.execute(LYING[thing])

    shown = checked(books)["shown_sql"]
    assert shown.offences == 1 and shown.first is not None and shown.first.what == thing


WAITING = """
SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
 WHERE NOT granted AND datname = current_database()
"""


def test_a_rebuild_that_puts_its_table_in_place_meanwhile_is_no_offence(
    books: Ledger, superuser: psycopg.Connection
):
    with ThreadPoolExecutor(1) as other:
        with superuser.transaction():
            run_sql(superuser, "no_search_path")
            views = run_sql(superuser, "views_of", schema="read", tables=["payment_balance"], beside="log")
            run_sql(superuser, "stop_reading")
            superuser.execute("ALTER TABLE read.payment_balance SET SCHEMA public")
            superuser.execute("CREATE TABLE read.payment_balance (LIKE public.payment_balance)")
            checks = other.submit(checked, books)
            assert until(lambda: superuser.execute(WAITING).rowcount > 0)
            for _, _, view, _ in views:
                superuser.execute(view)

        assert views and all(check.ok for check in checks.result().values())


def test_a_currency_with_other_decimals_is_found_though_every_row_is_right(
    books: Ledger, superuser: psycopg.Connection
):
    superuser.execute("UPDATE read.currency SET digits = 0, unit = 1 WHERE code = 'GBP'")
    superuser.execute("DELETE FROM read.currency WHERE code = 'JPY'")

    report = books.verify_projections()

    assert failed(report) == {"currencies"}
    (check,) = (check for check in report.checks if check.name == "currencies")
    assert check.offences == 2
    assert str(check.first) == (
        "no event: GBP: expected 2 decimals, a minor unit of 0.01, found 0 decimals, a minor unit of 1"
    )
