"""Whatever is asked wrongly gets a clear error, and nothing changes."""

from collections.abc import Iterator
from typing import Any

import pytest

from settlebook.engine.embedded import EmbeddedEngine
from tests.cli.conftest import Shell, open_shop, shell_on
from tests.conftest import a_database

CREATE = ("payment", "create", "--account", "A-1", "--amount", "5")
PAY = ("payment", "apply", "P-1")
CREDIT = ("credit-memo", "apply", "CM-1")


@pytest.fixture(scope="module")
def full(engine: EmbeddedEngine, template: str) -> Iterator[Shell]:
    """A shop with a draft, another account and a used key; one for all tests, since nothing changes it."""
    for database in a_database(engine, template):
        with pytest.MonkeyPatch.context() as monkeypatch:
            yield filled(open_shop(shell_on(database, monkeypatch)))


def filled(shop: Shell) -> Shell:
    shop.done("account", "create", "--name", "Bo", "--currency", "GBP", "--number", "B-1")
    create = ("invoice", "create", "--item", "A=10.00", "--number")
    shop.done(*create, "DRAFT", "--account", "A-1")
    shop.done(*create, "OTHER", "--account", "B-1", "--post")
    shop.done(*PAY, "--invoice", "INV-7=1.00", "--key", "used")
    return shop


@pytest.mark.parametrize(
    "name", [("--ledger", "a b"), ("--ledger", "x" * 65), ("--actor", "a\nb"), ("--actor", "x" * 256)]
)
def test_a_name_that_cannot_be_kept_for_ever_is_refused_before_anything_is_done(
    name: tuple[str, str], shell: Shell
):
    said = shell.refused(*name, "account", "create", "--name", "Ada", "--currency", "GBP")

    assert f"is no name for {'a ledger' if name[0] == '--ledger' else 'the actor'}." in said.err
    assert shell.done("account", "list", "--json").json == []


def state(shell: Shell) -> list[Any]:
    """Everything that a change could be seen by: every object, and where the books stand."""
    kinds = ("account", "invoice", "debit-memo", "credit-memo", "payment", "refund")
    found = [shell.done(kind, "list", "--json").json for kind in kinds]
    return [*found, shell.done("sql", "select count(*) n from read.journal_fact", "--format", "json").json]


@pytest.fixture(scope="module")
def before(full: Shell) -> list[Any]:
    """The state of the shop, which stays what it is through all tests."""
    return state(full)


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("not_found", ("payment", "apply", "P-9", "--invoice", "INV-7=1.00")),
        ("not_found", (*PAY, "--invoice", "INV-9=1.00")),
        ("not_found", (*PAY, "--invoice", f"{'0' * 32}=1.00")),
        ("not_found", (*PAY, "--debit-memo", "INV-7=1.00")),
        ("item_not_of_document", (*PAY, "--invoice", "INV-7", "--item", f"{'0' * 32}=1.00")),
        ("item_not_of_document", (*PAY, "--invoice", "INV-7", "--item", "OTHER#1=1.00")),
        ("item_not_of_document", (*PAY, "--invoice", "INV-7", "--item", "INV-7#3=1.00")),
        ("invalid_amount", (*PAY, "--invoice", "INV-7=0")),
        ("invalid_amount", (*PAY, "--invoice", "INV-7=-1")),
        ("too_many_decimals", (*PAY, "--invoice", "INV-7=0.001")),
        ("invalid_amount", (*PAY, "--invoice", "INV-7=1e400")),
        ("invalid_amount", (*PAY, "--invoice", "INV-7=NaN")),
        ("invalid_amount", (*PAY, "--invoice", "INV-7=1,00")),
        ("invalid_amount", (*PAY, "--invoice", "INV-7=9999999999999999")),
        ("invalid_request", (*PAY, "--invoice", "INV-7")),
        ("invalid_request", PAY),
        (
            "currency_mismatch",
            (*CREATE, "--currency", "EUR", "--invoice", "INV-7=1.00"),
        ),
        ("account_mismatch", (*PAY, "--invoice", "OTHER=1.00")),
        ("not_posted", (*PAY, "--invoice", "DRAFT=1.00")),
        (
            "exceeds_balance",
            ("payment", "create", "--account", "A-1", "--amount", "500", "--invoice", "INV-7=111.01"),
        ),
        ("exceeds_item_balance", (*PAY, "--invoice", "INV-7", "--item", "INV-7#2=40.01")),
        ("exceeds_unapplied", (*PAY, "--invoice", "INV-7=99.01")),
        (
            "line_named_twice",
            (*PAY, "--invoice", "INV-7", "--item", "INV-7#2=1.00", "--item", "INV-7#2=1.00"),
        ),
        ("document_named_twice", (*PAY, "--invoice", "INV-7=1.00", "--invoice", "INV-7=1.00")),
        ("lines_do_not_add_up", (*PAY, "--invoice", "INV-7=2.00", "--item", "INV-7#2=1.00")),
        ("invalid_request", (*PAY, "--invoice", "INV-7", "--item", "INV-7#2=1.00", "--policy", "fifo")),
        ("invalid_request", (*PAY, "--invoice", "INV-7=1.00", "--policy", "random")),
        ("invalid_request", (*PAY, "--invoice", "INV-7=1.00", "--effective-date", "tomorrow")),
        ("too_early", (*PAY, "--invoice", "INV-7=1.00", "--effective-date", "2026-01-09")),
        ("key_reused", (*PAY, "--invoice", "INV-7=2.00", "--key", "used")),
        ("key_reused", ("payment", "unapply", "P-1", "--key", "used")),
        ("unknown_field", (*PAY, "--body", '{"invoice": []}')),
        (
            "not_offered",
            ("invoice", "create", "--account", "A-1", "--item", "A=1", "--body", '{"autoPay": true}'),
        ),
        ("line_named_twice", (*CREDIT, "--invoice", "INV-7", *("--pair", "CM-1#1:INV-7#1=1.00") * 2)),
        ("pair_mismatch", (*CREDIT, "--invoice", "INV-7", "--pair", "CM-1#1.1:INV-7#1=1.00")),
        ("exceeds_item_unapplied", (*CREDIT, "--invoice", "INV-7", "--pair", "CM-1#1:INV-7#1=10.01")),
        (
            "line_named_twice",
            ("credit-memo", "refund", "CM-1", "--amount", "2", *("--item", "CM-1#1=1.00") * 2),
        ),
        ("exceeds_unapplied", ("payment", "refund", "P-1", "--amount", "99.01")),
        ("exceeds_applied", ("payment", "unapply", "P-1", "--invoice", "INV-7=1.01")),
        ("nothing_applied", ("credit-memo", "unapply", "CM-1")),
        ("not_found", ("payment", "unapply", "P-1", "--application", "0" * 32)),
        ("not_draft", ("invoice", "post", "INV-7")),
        ("number_taken", ("invoice", "create", "--account", "A-1", "--number", "INV-7", "--item", "A=1")),
        ("negative_total", ("invoice", "create", "--account", "A-1", "--item", "A=-1")),
        ("invalid_request", ("invoice", "create", "--account", "A-1")),
        ("invalid_request", ("invoice", "create", "--account", "A-1", "--item", "A=1", "--number", "a b")),
        ("invalid_request", ("account", "create", "--name", "X", "--currency", "GBX")),
        ("invalid_request", ("account", "create", "--currency", "GBP")),
    ],
)
def test_a_wrong_request_is_refused_by_its_code_and_nothing_changes(
    full: Shell, before: list[Any], code: str, command: tuple[str, ...]
):
    answered = full.refused(*command, "--json").json
    told = full.refused(*command)

    assert (answered["ok"], answered["code"]) == (False, code)
    assert told.out == "" and told.err.startswith(f"Refused, {code}: ")
    assert state(full) == before


@pytest.mark.parametrize(
    "command",
    [
        ("payment", "show", "NOPE"),
        ("payment", "parts", "NOPE"),
        ("invoice", "items", "NOPE"),
        ("account", "aging", "--account", "NOPE"),
        ("explain", "NOPE#1"),
        ("rebuild", "no_such_table"),
        (*PAY, "--body", '{"invoices": [}'),
    ],
    ids=" ".join,
)
def test_a_question_that_is_refused_is_answered_in_json_where_json_was_asked_for(
    full: Shell, command: tuple[str, ...]
):
    answered = full.refused(*command, "--json")
    told = full.refused(*command)

    assert (answered.json["ok"], answered.err, told.out) == (False, "", "")
    assert f"Refused, {answered.json['code']}: {answered.json['message']}" in told.err


@pytest.mark.parametrize(
    "command",
    [
        ("payment", "fly", "P-1"),
        ("payment", "show"),
        ("payment", "show", "P-1", "--jason"),
        ("payment", "list", "--limit", "0"),
        ("payment", "list", "--limit", "many"),
        ("run", "commands", "--mode", "sometimes"),
        ("sql", "select 1", "--format", "xml"),
        ("sql", "select 1", "--timeout", "99999999999"),
        ("--ledger", "", "account", "list"),
        (*PAY, "--invoice", "INV-7", "--item", "INV-7#1"),
        (*PAY, "--invoice", "INV-7=1.00", "--amount", "1.00"),
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_and_runs_nothing(shell: Shell, command: tuple[str, ...]):
    shell.misused(*command)


@pytest.mark.parametrize("given", ["nofile", "/"])
def test_a_body_or_a_command_file_that_cannot_be_read_is_said_in_one_line(shop: Shell, given: str):
    for command in ((*PAY, "--body", given), ("run", given), ("import", given)):
        said = shop.refused(*command)

        assert said.out == "" and len(said.err.splitlines()) == 1 and given in said.err
