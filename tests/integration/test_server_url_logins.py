"""Who may do what on a server: its owner, a member of the app, and for free queries one of the reader."""

import json
from collections.abc import Iterator

import psycopg
import pytest

import settlebook as library
from settlebook.ledger.errors import NotMigrated
from tests.integration.private_server import VERSIONS, PrivateServer, Said, a_private_server, settlebook

LOGINS = ("owner", "clerk")  # the login that migrated, and one that is a member of settlebook_app only
AMOUNTS = "select invoicenumber, amount, balance from invoice order by invoicenumber"


@pytest.fixture(scope="module", params=VERSIONS[:1])
def server(request: pytest.FixtureRequest) -> Iterator[PrivateServer]:
    """Migrated by its owner; the administrator let a clerk in to act and an analyst to read."""
    with a_private_server(request.param) as running:
        running.add_login("owner", "CREATEROLE")
        running.add_login("clerk")
        running.add_login("analyst")
        running.run("CREATE DATABASE books OWNER owner")
        assert settlebook(running.url("owner", "books"), "migrate").code == 0
        running.run("GRANT settlebook_app TO clerk", "GRANT settlebook_reader TO analyst")
        yield running


def done(said: Said) -> Said:
    assert said.code == 0, said.err
    return said


def an_invoice_paid_in_part(url: str, name: str) -> None:
    """An account, an invoice of 100.00 and of 20.00 with 4.00 tax, and 50.00 paid on its first item."""
    amounts = ("--item", "Seats=100.00", "--item", "Support=20.00", "--tax", "2:VAT=4.00")
    due = ("--date", "2026-01-05", "--due", "2026-02-04", "--post")
    money = ("--amount", "60.00", "--effective-date", "2026-01-20")
    done(settlebook(url, "account", "create", "--number", name, "--name", name, "--currency", "GBP"))
    done(settlebook(url, "invoice", "create", "--account", name, "--number", f"INV-{name}", *due, *amounts))
    done(settlebook(url, "payment", "create", "--account", name, "--number", f"PAY-{name}", *money))
    paid = ("--invoice", f"INV-{name}", "--item", f"INV-{name}#1=50.00")
    done(settlebook(url, "payment", "apply", f"PAY-{name}", *paid))


@pytest.mark.parametrize("login", LOGINS)
def test_a_login_keeps_books_from_the_account_to_the_proof(server: PrivateServer, login: str):
    url = server.url(login, "books", by_socket=login == "clerk")

    an_invoice_paid_in_part(url, login)

    invoice = json.loads(done(settlebook(url, "invoice", "show", f"INV-{login}", "--json")).out)
    assert (invoice["amount"], invoice["balance"]) == ("124.00", "74.00")
    assert json.loads(done(settlebook(url, "verify", "books", "--json")).out)["ok"]


def test_the_owner_rebuilds_read_models_and_holds_them_against_the_events(server: PrivateServer):
    with library.open(server.url("clerk", "books")) as ledger:
        ledger.perform("account.create", None, {"name": "Acme", "currency": "GBP"})

    with library.open(server.url("owner", "books")) as ledger:
        assert ledger.rebuild().differing == 0
        assert ledger.verify_projections().ok


def test_a_database_put_back_from_a_dump_is_migrated_before_anything_is_built_in_it(server: PrivateServer):
    """A dump has no rights on the database itself."""
    url = server.url("owner", "books")
    server.run("REVOKE ALL ON DATABASE books FROM settlebook_owner", database="books")

    with library.open(url) as ledger:
        for build in (ledger.rebuild, ledger.verify_projections):
            with pytest.raises(NotMigrated, match="database books") as refused:
                build()
            assert "settlebook migrate" in refused.value.remedy
    library.migrate(url)

    with library.open(url) as ledger:
        assert ledger.verify_projections().ok


@pytest.mark.parametrize("command", [("rebuild", "--from-events"), ("verify", "projections")])
def test_a_clerk_who_makes_no_tables_is_told_whose_login_does(
    server: PrivateServer, command: tuple[str, str]
):
    said = settlebook(server.url("clerk", "books"), *command)

    assert (said.code, said.out) == (1, "")
    assert "The login clerk may not act as settlebook_owner, and only the owner makes tables" in said.err
    assert "Use the login that runs `settlebook migrate`" in said.err


@pytest.mark.parametrize("login", LOGINS)
def test_free_queries_on_a_url_that_may_do_more_are_refused(server: PrivateServer, login: str):
    said = settlebook(server.url(login, "books"), "sql", "select 1")

    assert (said.code, said.out) == (1, "")
    assert "Free queries need a login that may only read" in said.err
    assert "SETTLEBOOK_READER_DATABASE" in said.err


def test_free_queries_are_asked_as_the_reader_that_was_named(server: PrivateServer):
    url, reader = server.url("clerk", "books"), server.url("analyst", "books")
    done(settlebook(url, "account", "create", "--number", "ASKED", "--name", "Asked", "--currency", "GBP"))
    item = ("--item", "Seats=7.50", "--post")
    done(settlebook(url, "invoice", "create", "--account", "ASKED", "--number", "INV-ASKED", *item))

    query = f"select balance from ({AMOUNTS}) as found where invoicenumber = 'INV-ASKED'"
    said = done(settlebook(url, "sql", query, "--format", "json", reader=reader))
    who = done(settlebook(url, "sql", "select current_user as me", "--format", "json", reader=reader))

    assert json.loads(said.out) == [{"balance": "7.50"}]
    assert json.loads(who.out) == [{"me": "analyst"}]


def test_a_reader_that_may_do_more_is_refused_as_well(server: PrivateServer):
    said = settlebook(server.url("clerk", "books"), "sql", "select 1", reader=server.url("owner", "books"))

    assert said.code == 1
    assert "it is a member of settlebook_owner" in said.err


def test_a_reader_alone_cannot_act(server: PrivateServer):
    said = settlebook(server.url("analyst", "books"), "account", "create", "--name", "A", "--currency", "GBP")

    assert said.code == 1
    assert "GRANT settlebook_app TO analyst" in said.err


def test_a_clerk_who_migrates_changes_nothing(server: PrivateServer):
    said = settlebook(server.url("clerk", "books"), "migrate")

    assert said.code == 1
    assert 'GRANT "settlebook_owner" TO "clerk"' in said.err


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log.event SET effective_on = effective_on",
        "DELETE FROM log.command",
        "TRUNCATE log.event",
        "ALTER TABLE log.event DISABLE TRIGGER ALL",
        "DROP TABLE read.journal_posting",
        "CREATE TABLE read.mine (number int)",
        "SET ROLE settlebook_owner",
    ],
)
def test_a_clerk_cannot_rewrite_the_log(server: PrivateServer, statement: str):
    with (
        psycopg.connect(server.url("clerk", "books"), options="-c role=settlebook_app") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


def test_a_login_that_was_not_let_in_is_told_what_to_ask_for(server: PrivateServer):
    server.add_login("plain")

    said = settlebook(server.url("plain", "books"), "payment", "list")

    assert said.code == 1
    assert "GRANT settlebook_app TO plain" in said.err
