"""A database sorts texts as it was made to; what is listed by name stands in the same order in each."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

import settlebook as sb
from settlebook.audit.difference.differing import GROUPS
from settlebook.engine import Role
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.database.migrating import migrate
from settlebook.ledger.opening import LedgerLog
from settlebook.library.ledger import Ledger
from settlebook.projecting import install
from tests.conftest import Database
from tests.engines import drop_database

NAMES = ("INV-10", "inv-2", "INV-9", "A-B", "ab", "_a", "Z", "10", "9")
SORTED = sorted(NAMES)
KNOWS_LOCALES = "SELECT EXISTS (SELECT FROM pg_collation WHERE collname = 'de-x-icu')"
PLAIN = "CREATE DATABASE of_its_own_order TEMPLATE template0"
BY_NUMBERS = f"{PLAIN} LOCALE_PROVIDER icu ICU_LOCALE 'en-US-u-kn-true'"


@pytest.fixture
def ledger(engine: EmbeddedEngine) -> Iterator[Ledger]:
    """On a database that sorts 9 before 10 and a before B, where the server can."""
    name = "of_its_own_order"
    with psycopg.connect(engine.conninfo(Role.OWNER), autocommit=True) as owner:
        (knows,) = owner.execute(KNOWS_LOCALES).fetchone() or (False,)
        owner.execute(BY_NUMBERS if knows else PLAIN)
    conninfos = {role: make_conninfo(engine.conninfo(role), dbname=name) for role in Role}
    migrate(conninfos[Role.OWNER], install)
    database = Database(engine, name, conninfos)
    with Ledger(database, LedgerLog(database)) as opened:
        yield opened
    drop_database(engine, name)


def test_what_is_listed_by_name_is_sorted_alike_in_each_database(ledger: Ledger):
    for name in NAMES:
        ledger.create_account(sb.CreateAccount(name="X", currency="GBP", account_number=name))
    start = ledger.position
    for name in NAMES:
        item = {"amount": "10.00", "charge_name": "Seats"}
        ledger.create_invoice(
            sb.CreateInvoice(account_number=name, number=name, status="Posted", invoice_items=[item])
        )
        ledger.create_accounting_code(sb.CreateAccountingCode(name=name, type="OtherRevenue"))

    with ledger.diff(start) as found:
        changed = [each.name for group in GROUPS[:2] for each in found.changes(group)]

    assert [row.account_number for row in ledger.aging()] == SORTED
    assert [row.name for row in ledger.accounting_codes()] == SORTED
    assert changed == [*SORTED, *SORTED]
