"""Every command that reads can be asked of the past; free queries too, with the rights of a reader."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer.main

from settlebook import Role
from settlebook.cli import app
from settlebook.projecting import install
from tests.cli.conftest import Shell
from tests.conftest import Database

# Commands that record something take --preview; these neither record nor tell of the books.
NOT_OF_THE_BOOKS = {
    "demo", "migrate", "project", "rebuild", "import", "log", "seal", "verify", "prove", "replay", "diff",
    "projections", "what-if", "run", "import-settlement", "settle", "serve", "client", "settings time-zone",
}  # fmt: skip


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))
    if not hasattr(group, "commands"):
        yield " ".join(path), group


def test_every_command_that_reads_takes_both_clocks():
    lacking, seen = [], set()
    for name, command in commands(typer.main.get_command(app)):
        options = {option for parameter in command.params for option in parameter.opts}
        if "--preview" not in options and not {name, name.split()[0]} & NOT_OF_THE_BOOKS:
            seen.add(name)
            lacking += [(name, each) for each in ("--as-of", "--known-at") if each not in options]

    assert lacking == []
    assert {"sql", "explain", "trial-balance", "account aging", "payment part-items", "settings show"} < seen


@pytest.fixture
def paid(shop: Shell) -> Shell:
    """INV-7 of 112.00: 60.00 of it paid on 1 February, the last thing that was recorded."""
    shop.done(
        "payment", "apply", "P-1", "--invoice", "INV-7=60.00", "--effective-date", "2026-02-01",
        "--item", "INV-7#1=60.00",
    )  # fmt: skip
    return shop


BEFORE = ("--as-of", "2026-01-31"), ("--known-at", "6")


def told(shell: Shell, *arguments: str) -> Any:
    return shell.done(*arguments, "--json").json


def test_what_commands_show_is_of_the_moment(paid: Shell):
    day, position = BEFORE

    assert told(paid, "invoice", "show", "INV-7")["balance"] == "52.00"
    for moment in BEFORE:
        assert told(paid, "invoice", "show", "INV-7", *moment)["balance"] == "112.00"
    assert told(paid, "invoice", "applications", "INV-7", *day) == []
    assert [part["amount"] for part in told(paid, "payment", "parts", "P-1", *position)] == ["100.00"]
    history = told(paid, "history", "invoice", "INV-7", *day)
    assert [row["event"] for row in history] == ["created", "posted"]
    assert told(paid, "explain", "INV-7#1", *position)["balance"] == "60.00"
    assert told(paid, "account", "show", "A-1", *day)["metrics"]["totalInvoiceBalance"] == "112.00"
    assert sum(float(row["balance"]) for row in told(paid, "open-items", *position)) == 112
    assert len(told(paid, "journal", "entries", *day)) == len(told(paid, "journal", "entries")) - 1


def test_a_moment_that_cannot_be_read_is_wrong_usage_and_says_what_to_write(paid: Shell):
    for given, said in (
        ("2026-04-05", "write 2026-04-05T23:59:59Z"),
        ("2026-04-05T18:00", "write 2026-04-05T18:00Z"),
        ("yesterday", "no instant as RFC 3339 writes it"),
        ("-1", "no instant as RFC 3339 writes it"),
        ("20260405T180000Z", "is no instant"),
    ):
        assert said in " ".join(paid.misused("invoice", "list", "--known-at", given).err.split())
    for given in ("31.1.2026", "20260131", "2026-W05-6"):
        said = " ".join(paid.misused("invoice", "list", "--as-of", given).err.split())
        assert f"for --as-of: '{given}' is no day such as 2026-03-31 (yyyy-mm-dd)" in said
    assert "nor a day such as" in " ".join(paid.misused("diff", "--from", "2026-W05-6").err.split())
    assert "stands at position" in paid.refused("invoice", "list", "--known-at", "1000").err
    assert "still to come" in paid.refused("invoice", "list", "--known-at", "2999-01-01T00:00:00Z").err


def test_what_is_not_there_yet_is_not_found_and_the_moment_is_named(paid: Shell):
    said = paid.refused("invoice", "show", "INV-7", "--as-of", "2026-01-04", "--json").json

    assert said["code"] == "not_found"
    assert "INV-7 in this ledger as of 2026-01-04" in said["message"]


QUERIES = [
    ("select balance from invoice", "112.00"),
    ("select unappliedamount from payment;", "100.00"),
    (
        "select p.amount from paymentpart p join payment on payment.id = p.paymentid -- all of it",
        "100.00",
    ),
    ("with all_of as (select * from item_balance) select sum(balance_minor)::text from all_of", "11200"),
    ("select count(*)::text from journal_application", "0"),
    ("select sum(balance_minor)::text from document_balance natural join document", "11200"),
    ("select name from account where region__c is null", "Ada"),
    ("select balance from aging", "112.00"),
    ("select count(*)::text from edited_rows('main', 0, 99, null, null)", "0"),
    ("values ('50 % of %s')", "50 % of %s"),
]


def test_free_queries_are_of_the_moment(paid: Shell):
    for (query, answer), moment in zip(QUERIES, cycle(BEFORE), strict=False):
        (row,) = paid.done("sql", query, "--format", "json", *moment).json

        assert list(row.values()) == [answer], query


def test_tables_and_entries_of_a_free_query_are_of_the_moment(paid: Shell):
    query = "select subtype from journalentry where subtype like 'Payment%' order by subtype"
    rows = paid.done("sql", query, "--format", "json").json
    before = paid.done("sql", query, "--format", "json", "--as-of", "2026-01-31").json

    assert [row["subtype"] for row in before] == ["Payment: Unapplied"]
    assert [row["subtype"] for row in rows] == ["Payment: Unapplied", "Payment: Unapplied to Invoice Item"]
    aged = "select days_1_to_30, over_90_days from aging"
    (row,) = paid.done("sql", aged, "--format", "json", "--as-of", "2026-02-10").json
    assert row == {"days_1_to_30": "52.00", "over_90_days": "0.00"}


TOO_MUCH = [
    # what is live, by its schema, directly or through others
    "select * from read.item_balance",
    "select * from data_query.invoice",
    "select * from invoice join read.payment on true",
    "with live as (select * from read.document) select count(*) from live",
    "select (select count(*) from read.journal_posting)",
    "select * from progress",
    # what is no query, or more than one
    "explain select 1",
    "show search_path",
    "select 1; select 2",
    "select 1) as a; drop table pg_temp.item_balance; select (1",
    "select 1) as a, (select 2",
    "create temp table mine as select 1",
    # more than reading, even of what stands in
    "with gone as (delete from item_balance returning *) select * from gone",
    "select query_to_xml('delete from pg_temp.item_balance', true, false, '') from item_balance",
    "select query_to_xml('create table pg_temp.mine (id int)', true, false, '')",
    "select * from item_balance for update",
    "select set_config('transaction_read_only', 'off', true), balance from invoice",
    "select set_config('role', 'settlebook_owner', true)",
    "select query_to_xml('select set_config(''role'', ''settlebook_app'', false)', true, false, '')",
    # what a reader never sees
    "select * from log.event",
    "select content from log.personal",
    "select query_to_xml('select * from log.event', true, false, '') from invoice",
    "select pg_read_file('/etc/passwd')",
    "select lo_create(0)",
    "copy (select 1) to program 'true'",
]


def test_a_query_of_the_past_may_do_no_more_than_one_of_now(paid: Shell):
    before = paid.done("sql", "select * from item_balance", "--format", "json").json

    for query in TOO_MUCH:
        assert paid.refused("sql", query, "--as-of", "2026-01-31").out == "", query

    assert paid.done("sql", "select * from item_balance", "--format", "json").json == before


def test_a_query_of_the_past_that_takes_too_long_is_stopped(paid: Shell):
    slow = "select pg_sleep(60) from invoice"

    assert "statement timeout" in paid.refused("sql", slow, "--timeout", "1", "--known-at", "6").err


def test_nothing_of_a_query_of_the_past_stays(paid: Shell, database: Database):
    paid.done("sql", "select * from invoice", "--known-at", "6")

    with psycopg.connect(database.conninfo(Role.OWNER)) as owner:
        left = owner.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
            "WHERE nspname LIKE 'pg_temp%' OR relname LIKE 'shown_invoice' OR relname LIKE 'kept_%'"
        ).fetchall()
    assert left == []


def test_personal_content_cannot_be_written_through_what_is_shown_of_it(paid: Shell, database: Database):
    with psycopg.connect(database.conninfo(Role.APP), autocommit=True) as program:
        assert program.execute("SELECT count(*) FROM read.shown_personal").fetchone() != (0,)
        for statement in ("DELETE FROM read.shown_personal", "UPDATE read.shown_personal SET content = NULL"):
            with pytest.raises(psycopg.Error):
                program.execute(statement.encode())
    with psycopg.connect(database.conninfo(Role.READER), autocommit=True) as reader:
        ((shown,),) = reader.execute("SELECT content FROM read.shown_personal").fetchall()
        assert shown == {"name": "Ada", "comment": None, "comments": None}


def test_where_the_reader_may_make_no_tables_the_message_says_what_to_grant(paid: Shell, database: Database):
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as owner:
        owner.execute(f"REVOKE TEMPORARY ON DATABASE {database.name} FROM PUBLIC".encode())
        owner.execute(f"GRANT TEMPORARY ON DATABASE {database.name} TO settlebook_app".encode())

    said = paid.refused("sql", "select * from invoice", "--as-of", "2026-01-31").err

    assert f"GRANT TEMPORARY ON DATABASE {database.name} TO settlebook_reader" in " ".join(said.split())
    assert paid.done("sql", "select balance from invoice", "--format", "json").json == [{"balance": "52.00"}]


def test_read_models_that_a_user_added_are_of_the_moment_too(
    paid: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database
):
    folder = tmp_path / "mine" / "takings"
    folder.mkdir(parents=True)
    (folder / "schema.sql").write_text(
        "CREATE TABLE IF NOT EXISTS takings (ledger_id text NOT NULL, day date NOT NULL,"
        " minor numeric NOT NULL, PRIMARY KEY (ledger_id, day));"
    )
    (folder / "fold.sql").write_text(
        "INSERT INTO takings AS known (ledger_id, day, minor)"
        " SELECT ledger_id, effective_on, sum(amount_minor) FROM journal_payment"
        " WHERE ledger_id = :ledger AND position > :after AND position <= :upto"
        " GROUP BY ledger_id, effective_on"
        " ON CONFLICT (ledger_id, day) DO UPDATE SET minor = known.minor + excluded.minor;"
    )
    monkeypatch.setenv("SETTLEBOOK_PROJECTIONS", str(tmp_path / "mine"))
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as owner:
        install(owner)

    def takings(*moment: str) -> Any:
        return paid.done("sql", "select minor from takings", "--format", "json", *moment).json

    assert takings() == [{"minor": "10000"}]
    assert takings("--as-of", "2026-01-10") == [{"minor": "10000"}]
    assert takings("--as-of", "2026-01-09") == takings("--known-at", "3") == []
