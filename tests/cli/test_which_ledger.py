"""A ledger begins with the first command that records in it; one that was not is not read as empty."""

from tests.cli.conftest import Shell

OTHER = ("--ledger", "man")
OPEN = ("account", "create", "--name", "Bo", "--currency", "GBP", "--number", "B-1")


REFUSAL = (
    "There is no ledger man in this database; there is main.\n"
    "Name one by --ledger, or another --database. A ledger begins with the first command that records.\n"
)
READING = (
    ("account", "list", "--json"),
    ("account", "aging"),
    ("trial-balance",),
    ("open-items",),
    ("journal", "export", "-"),
    ("settings", "show"),
    ("explain", "INV-7#1"),
    ("sql", "select 1"),
    ("replay",),
    ("diff", "--from", "0"),
    ("what-if", "--policy", "fifo"),
    ("verify", "all"),
    ("seal", "now"),
    ("prove", "1", "--out", "proof"),
    ("project", "--once"),
    ("projections", "list"),
    ("rebuild", "item_balance"),
    ("log", "status"),
    ("log", "export", "log.gz"),
    ("export", "beancount", "books"),
    ("client", "list"),
    ("settle", "--key", "run-1"),
)


def test_a_ledger_that_was_never_begun_is_refused_by_whatever_reads_it(shop: Shell):
    for command in READING:
        said = shop.refused(*OTHER, *command)

        assert (said.out, said.err) == ("", REFUSAL), command


def test_a_command_begins_a_ledger_and_a_preview_does_not(shop: Shell):
    shop.done(*OTHER, *OPEN, "--preview")
    assert "no ledger man" in shop.refused(*OTHER, "account", "list").err

    shop.done(*OTHER, *OPEN)

    assert [row["accountNumber"] for row in shop.done(*OTHER, "account", "list", "--json").json] == ["B-1"]
    assert "there is main, man." in shop.refused("--ledger", "mane", "account", "list").err


def test_a_client_of_the_api_begins_a_ledger(shell: Shell):
    shell.done(*OTHER, "client", "create", "shop", "--role", "viewer")

    assert [each["name"] for each in shell.done(*OTHER, "client", "list", "--json").json] == ["shop"]


def test_the_ledger_nobody_has_to_name_is_there_until_others_are(shell: Shell):
    assert shell.done("account", "list", "--json").json == []
    assert "there is none yet." in shell.refused(*OTHER, "account", "list").err

    shell.done(*OTHER, *OPEN)

    assert "There is no ledger main in this database; there is man." in shell.refused("account", "list").err
