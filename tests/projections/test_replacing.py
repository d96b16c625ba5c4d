"""Tables built beside take the place of the live ones at once: nobody waits, and nothing is hidden."""

import psycopg

from settlebook.engine import Role
from settlebook.projecting.beside.comparing import digest_of
from settlebook.projecting.beside.onto_nothing import first_insert
from settlebook.projecting.catalogue import built_in
from tests.conftest import Database
from tests.projections.story import Story, digests

TAMPER = "UPDATE read.item_balance SET balance_minor = balance_minor + 1 WHERE balance_minor = 3200"


def test_the_fast_path_the_slow_path_and_one_event_at_a_time_give_identical_digests(whole: Story):
    live_ones = digests(whole)
    whole.forget_reading()
    whole.catch_up(page_size=1)

    assert digests(whole) == live_ones
    for by_pages in (False, True):
        rebuilt = whole.rebuilder(page_size=1, by_pages=by_pages).rebuild_from_events()

        assert {table.name: table.digest for table in rebuilt.tables if table.differing} == {}
        assert digests(whole) == live_ones


def test_each_read_model_is_built_at_once_from_the_journal_several_at_a_time(whole: Story):
    names = ["item_balance", "credit_memo", "payment", "journal_entry", "accounting_period"]

    rebuilt = whole.rebuilder(by_pages=False).rebuild(*names)

    assert {table.name for table in rebuilt.tables} >= {"item_balance", "payment_part", "entry_run_member"}
    assert rebuilt.differing == 0


def test_open_sessions_views_and_prepared_statements_read_the_new_tables(told: Story, database: Database):
    told.app.execute(TAMPER)
    told.app.execute("SELECT 1 FROM read.item_balance WHERE balance_minor = 3201", prepare=True)
    with psycopg.connect(database.conninfo(Role.READER), autocommit=True) as reader:
        asked = "SELECT count(*) FROM data_query.invoiceitem WHERE balance = 32.01"
        assert reader.execute(asked, prepare=True).fetchone() == (1,)

        told.rebuilder().rebuild("item_balance")

        assert reader.execute(asked, prepare=True).fetchone() == (0,)
    query = "SELECT count(*) FROM read.item_balance WHERE balance_minor = 3200"
    assert told.app.execute(query).fetchone() == (1,)
    told.do("payment.create", accountNumber="A-1", amount="3.00")
    assert told.catch_up() == told.head


def test_a_digest_is_the_same_on_every_version(told: Story):
    told.app.execute(
        "CREATE TEMP TABLE mixed AS SELECT 'main' AS ledger_id, n, n / 10.0 AS part, "
        "date '2024-01-01' + n AS day, ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid AS id, "
        "jsonb_build_object('n', n, 'x', null) AS content, "
        "timestamptz '2024-01-01 00:00Z' + n * interval '1s' AS at "
        "FROM generate_series(1, 50) AS n ORDER BY random()"
    )
    ((schema,),) = told.app.execute("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()")

    assert digest_of(told.app, schema, "mixed") == "10eb73d04e7d816ece8878e00f782cae"


def test_every_fold_begins_onto_nothing_where_it_can():
    inserts = [first_insert(statement) for model in built_in() for statement in model.folds]

    assert all(b"ON CONFLICT" not in insert.onto_nothing for insert in inserts if insert)
    assert len([insert for insert in inserts if insert]) > 15
