"""Free queries read what a reader may read, and nothing they say can do more."""

import csv
import io
import json

import psycopg
import pytest

from settlebook import Role
from tests.cli.conftest import Shell
from tests.conftest import Database

FIRST_SEED_QUERY = """
select dmi.id, dmi.amount, ppi.amount, ppi.paymentpartid
  from debitmemoitem dmi join paymentpartitem ppi on dmi.id = ppi.debitmemoitemid
  join paymentpart pp on pp.id = ppi.paymentpartid
"""
SECOND_SEED_QUERY = """
select ii.id, ii.chargeamount, ppi.amount, ppi.paymentpartid
  from invoiceitem ii join paymentpartitem ppi on ii.id = ppi.invoiceitemid
  join paymentpart pp on pp.id = ppi.paymentpartid
"""


def test_json_that_is_nested_without_end_is_refused_in_words(shop: Shell):
    told = shop.refused("sql", "select (repeat('[', 3000) || repeat(']', 3000))::json")

    assert "a value of JSON cannot be shown, it is nested too deeply: cast it to text" in told.err


def test_a_query_that_would_write_is_refused_as_one_that_only_reads(shop: Shell):
    said = shop.refused("sql", "with gone as (delete from read.payment returning 1) select * from gone")

    assert "QUERY: free queries only read: cannot execute" in said.err


def test_a_login_that_prefers_to_only_read_can_ask_for_the_past(shop: Shell, database: Database):
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE {connection.info.dbname} SET default_transaction_read_only = on".encode()
        )

    (row,) = shop.done(
        "sql", "select count(*) n from invoice", "--as-of", "2026-12-31", "--format", "json"
    ).json

    assert row == {"n": 1}


def test_both_queries_of_the_seed_run_as_printed(shop: Shell):
    shop.done("debit-memo", "create", "--account", "A-1", "--number", "DM-1", "--item", "Fee=5.00", "--post")
    shop.done(
        "payment", "apply", "P-1", "--invoice", "INV-7=60.00", "--debit-memo", "DM-1=2.00", "--policy", "fifo"
    )

    (debit,) = shop.done("sql", FIRST_SEED_QUERY, "--format", "json").json
    (invoice,) = shop.done("sql", SECOND_SEED_QUERY, "--format", "json").json

    assert list(debit) == ["id", "amount", "amount_2", "paymentpartid"]
    assert (debit["amount"], debit["amount_2"]) == ("5.00", "2.00")
    assert (invoice["chargeamount"], invoice["amount"]) == ("60.00", "60.00")
    assert len(debit["id"]) == len(invoice["paymentpartid"]) == 32


def test_json_is_exact(shell: Shell):
    query = """select 1 whole, 12345678901234567890.10::numeric money, 9007199254740993::bigint large,
        true flag, date '2026-03-31' on_day, null nothing, 'a"b' words, '{"a": 1.10}'::jsonb object,
        array[1.5, 2.50] list"""

    (row,) = shell.done("sql", query, "--format", "json").json

    assert row == {
        "whole": 1,
        "money": "12345678901234567890.10",
        "large": 9007199254740993,
        "flag": True,
        "on_day": "2026-03-31",
        "nothing": None,
        "words": 'a"b',
        "object": {"a": "1.10"},
        "list": ["1.5", "2.50"],
    }


def test_csv_and_tables_have_the_same_labels(shell: Shell):
    query = "select 1.50 amount, 'x' amount, null"

    rows = list(csv.reader(io.StringIO(shell.done("sql", query, "--format", "csv").out)))
    table = shell.done("sql", query).out.split()

    assert rows == [["amount", "amount_2", "?column?"], ["1.50", "x", ""]]
    assert {"amount", "amount_2", "1.50", "x"} <= set(table)


@pytest.mark.parametrize("format", ["json", "csv", "table"])
def test_an_empty_answer_still_has_its_labels(shell: Shell, format: str):
    said = shell.done("sql", "select 1 as one where false", "--format", format)

    assert ("one" in said.out) is (format != "json")
    assert format != "json" or said.json == []


def test_a_cut_answer_says_so_and_fails(shell: Shell):
    query = "select generate_series(1, 1000000) n"

    cut = shell.refused("sql", query, "--limit", "3", "--format", "json")
    whole = shell.done("sql", "select generate_series(1, 3) n", "--limit", "3", "--format", "json")

    assert json.loads(cut.out) == whole.json == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert "first 3 rows" in cut.err


def test_a_query_that_takes_too_long_is_stopped(shell: Shell):
    assert "statement timeout" in shell.refused("sql", "select pg_sleep(60)", "--timeout", "1").err


def test_the_answer_counts_what_was_just_recorded(shop: Shell):
    (row,) = shop.done(
        "sql", "select balance from invoice where invoicenumber = 'INV-7'", "--format", "json"
    ).json

    assert row["balance"] == "112.00"


def test_a_query_sees_the_ledger_it_is_asked_in(shop: Shell):
    shop.done("--ledger", "other", "account", "create", "--name", "Bo", "--currency", "GBP")

    said = shop.done("--ledger", "other", "sql", "select count(*) n from invoice", "--format", "json")

    assert said.json == [{"n": 0}]


@pytest.mark.parametrize(
    "query",
    [
        "select 1; select 2",
        "select 1; drop schema log cascade",
        "rollback; select 1",
        "",
        "select",
        "selct 1",
        "set role settlebook_owner",
        "begin",
        "do $$ begin perform 1; end $$",
        "copy (select 1) to stdout",
        "copy (select 1) to '/tmp/settlebook-copy'",
        "copy (select 1) to program 'true'",
        "create table mine (id int)",
        "create temp table mine as select 1",
        "insert into read.account select * from read.account",
        "delete from read.account",
        "update read.account set number = 'x'",
        "truncate read.account",
        "with gone as (delete from read.account returning *) select * from gone",
        "with more as (insert into log.event select * from log.event returning *) select * from more",
        "select * from log.event",
        "select * from log.command",
        "select content from log.personal",
        "select pg_read_file('/etc/passwd')",
        "select pg_ls_dir('/')",
        "select lo_import('/etc/passwd')",
        "select lo_create(0)",
        "select set_config('role', 'settlebook_owner', false)",
        "select query_to_xml('select set_config(''role'', ''settlebook_app'', false)', true, false, '')",
        "select query_to_xml('select * from log.event', true, false, '')",
        "select query_to_xml('delete from read.account', true, false, '')",
        "select database_to_xml(true, false, '')",
        "select nextval('log.anything')",
        "select * from invoice for update",
    ],
)
def test_what_a_reader_may_not_do_is_refused_and_changes_nothing(shop: Shell, query: str):
    before = shop.done("sql", "select count(*) n from account", "--format", "json").json

    said = shop.refused("sql", query)

    assert said.out == "" and len(said.err.splitlines()) == 1
    assert shop.done("sql", "select count(*) n from account", "--format", "json").json == before


@pytest.mark.parametrize(
    "statement",
    [
        "insert into read.account select * from read.account",
        "delete from read.journal_posting",
        "update read.payment_balance set ledger_id = ledger_id",
        "truncate read.account",
        "select * from log.event",
        "select * from log.personal",
        "update log.log_head set position = 0",
        "select * from log.log_head for update",
        "create table read.mine (id int)",
        "create table public.mine (id int)",
        "set role settlebook_app",
    ],
)
def test_rights_are_the_guard_also_in_a_session_that_may_write(
    shop: Shell, database: Database, statement: str
):
    with (
        psycopg.connect(database.conninfo(Role.READER), autocommit=True) as reader,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        reader.execute(statement.encode())


def test_a_reader_that_holds_every_lock_it_can_get_stops_no_writer(shop: Shell, database: Database):
    with psycopg.connect(database.conninfo(Role.READER)) as reader:
        reader.execute("select pg_advisory_lock(n) from generate_series(-5000, 5000) n")
        reader.execute(
            "select * from data_query.invoice, read.account, read.payment_balance"
        )  # and stays open

        said = shop.done("payment", "apply", "P-1", "--invoice", "INV-7=1.00", "--json")

    assert said.json["ok"]


def test_advisory_locks_taken_by_a_query_are_gone_with_it(shop: Shell):
    shop.done("sql", "select pg_advisory_lock(n) from generate_series(0, 100) n")

    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=1.00")


def test_messages_do_not_repeat_the_query(shell: Shell):
    said = shell.refused("sql", "select\n\n  secret from nowhere")

    assert said.err == 'The database says: relation "nowhere" does not exist (at character 23).\n'


def test_csv_of_a_free_query_is_harmless_in_a_spreadsheet_unless_it_is_to_be_raw(shell: Shell):
    query = "select '=1+1' as \"@a\", -5.00 as b, '-5.00' as c, '+x' as d, '{\"x\": 1}'::jsonb as e"

    safe, raw = (shell.done("sql", query, "--format", "csv", *more).out for more in ((), ("--raw",)))

    assert safe == '\'@a,b,c,d,e\n\'=1+1,-5.00,-5.00,\'+x,"{""x"":1}"\n'
    assert raw == '@a,b,c,d,e\n=1+1,-5.00,-5.00,+x,"{""x"":1}"\n'
