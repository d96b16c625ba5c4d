"""Who types options is told of options, not of the fields of the request that they become."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest
from typer.models import OptionInfo

from settlebook.cli.asking.as_options import Typed, option_of
from settlebook.engine.embedded import EmbeddedEngine
from tests.cli.conftest import Shell, open_shop, shell_on
from tests.conftest import a_database

CLI = Path(__file__).resolve().parents[2] / "src" / "settlebook" / "cli"
MADE_OF = {"document_items", "credit_lines"}  # their first argument is the option that may be repeated


@pytest.fixture(scope="module")
def settled(engine: EmbeddedEngine, template: str) -> Iterator[Shell]:
    """A shop whose invoice is settled in part; one for all who only ask for what is refused."""
    for database in a_database(engine, template):
        with pytest.MonkeyPatch.context() as monkeypatch:
            shop = open_shop(shell_on(database, monkeypatch))
            shop.done("payment", "apply", "P-1", "--invoice", "INV-7=1.00")
            shop.done("accounting-code", "create", "4000", "--type", "Cash")
            yield shop


def given_by_options() -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Each field that a command fills from an option: the module, its name, the option, and all options."""
    for path in sorted(CLI.rglob("*.py")):
        if "request_body(" not in path.read_text(encoding="utf-8"):
            continue
        module = importlib.import_module(
            ".".join(["settlebook.cli", *path.relative_to(CLI).with_suffix("").parts])
        )
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                options = options_of(getattr(module, function.name))
                for field, parameter in filled(function):
                    if parameter in options:
                        yield path.stem, field, options[parameter], frozenset(options.values())


def options_of(callback: object) -> dict[str, str]:
    found = {}
    for name, hint in get_type_hints(callback, include_extras=True).items():
        for info in getattr(hint, "__metadata__", ()):
            if isinstance(info, OptionInfo):
                found[name] = str(info.default)  # the first name, as an annotation keeps it
    return found


def filled(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Fields as keywords of a request, and as keys of what is spread into one."""
    for call in ast.walk(function):
        if isinstance(call, ast.Dict):
            for name, value in zip(call.keys, call.values, strict=True):
                value = value.test if isinstance(value, ast.IfExp) else value
                if isinstance(name, ast.Constant) and isinstance(value, ast.Name):
                    yield str(name.value), value.id
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "request_body":
            for keyword in call.keywords:
                value = keyword.value
                if isinstance(value, ast.Call) and getattr(value.func, "id", None) in MADE_OF:
                    value = value.args[0]
                if keyword.arg is not None and isinstance(value, ast.Name):
                    yield keyword.arg, value.id


def test_every_field_that_an_option_fills_is_told_by_that_option():
    found = list(given_by_options())

    told = [
        (where, field, option, option_of(field, {each: Typed(False, each == option) for each in all_}))
        for where, field, option, all_ in found
    ]

    assert [each for each in told if each[2] != each[3]] == []
    assert len(found) > 80  # that many there were when this was written


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("account", "create"), "--name: it is required"),
        (("invoice", "create", "--item", "A=1"), "--account: it is required\n"),
        (("invoice", "create", "--account", "A-1", "--item", "A=x"), "--item: x is no possible amount"),
        (
            ("invoice", "create", "--account", "A-1", "--item", "A=1", "--tax", "1:VAT=x"),
            "--tax: x is no possible amount",
        ),
        (("payment", "apply", "P-1", "--invoice", "INV-7"), "--invoice: its amount is required"),
        (("payment", "create", "--amount", "5"), "--account: it is required, or for an unassigned payment"),
        (
            ("payment", "create", "--amount", "5", "--currency", "GBP", "--invoice", "INV-7=5"),
            "--invoice: an unassigned payment settles nothing: name its --account\n",
        ),
        (("payment", "apply", "P-1"), "--invoice: it is required, or --debit-memo instead"),
        (("credit-memo", "create", "--account", "A-1", "--item", "A=1", "--date", "x"), "--date: give a day"),
        (
            ("invoice", "write-off", "INV-7", "--write-off-code", "0" * 300),
            "--write-off-code: it is longer than",
        ),
        (("journal-run", "create"), "--period: it is required, or --from instead"),
        (("journal-run", "create", "--from", "2026-01-01"), "--to: a range of days"),
        (("payment", "create", "--account", "A-1", "--amount", "5", "--key", ""), "--key: it has 1 to"),
        (("settle", "--key", ""), "--key: it has 1 to"),
        (("payment", "cancel", "P-1"), "or cancel it with --unapply-first."),
        (("invoice", "reverse", "INV-7"), "can also be reversed with --unwind, which"),
        (
            ("invoice", "unpost", "INV-7"),
            "can also be reversed with `settlebook invoice reverse --unwind`, which",
        ),
        (("invoice", "post", "a b"), "INVOICE: give an id"),
        (("invoice", "split", "INV-7", "--part", "50"), "--part: give at least 2, 1 was given"),
        (("invoice", "create-batch"), "--body: it is required"),
        (("credit-memo", "edit-batch"), "--body: it is required"),
        (("invoice", "post-batch"), "INVOICE...: it is required"),
        (("invoice", "post-batch", "X", "--effective-date", "x"), " --effective-date: give a day"),
        (("account", "edit", "A-1"), "say what to change: --name, --notes, --status, --parent, --batch, "),
        (("settings", "change"), "say what to change: --apply-payment, "),
        (("settings", "change", "--code", "x=y"), "--code: 'x' is no name here: give 'receivable', "),
        (
            ("payment", "unapply", "P-1", "--application", "0" * 32, "--invoice", "INV-7=1"),
            "--invoice: --application names all",
        ),
        (("accounting-code", "create", ""), "NAME: it must not be empty"),
        (
            ("accounting-code", "edit", "4000"),
            "say what to change: --type, --gl-name, --gl-number, --notes\n",
        ),
        (("period", "edit", "X"), "say what to change: --name, --year, --quarter, --notes\n"),
        (
            ("accounting-code", "edit", "9"),
            "there is no accounting code 9 in this ledger. Check the name or id,",
        ),
    ],
)
def test_a_refusal_speaks_of_options(settled: Shell, command: tuple[str, ...], told: str):
    said = settled.refused(*command).err

    assert told in said
    assert "Python" not in said


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (("explain", "INV-7"), "ITEM: give an id, "),
        (("diff", "--from", "3", "--to", "1"), "--to: it comes before --from; name the earlier"),
        (
            ("diff", "--from", "1", "--known-at", "3"),
            "--known-at: points of knowledge are compared; --as-of says",
        ),
        (("diff", "--from", "1", "--to", "99"), "--to: the log stands at position "),
        (
            ("diff", "--from", "2026-01-01", "--as-of", "2026-01-01"),
            "--as-of: days are compared; --known-at says",
        ),
        (("history", "invoice", "INV-7", "--known-at", "99"), "--known-at: the log stands at position "),
        (
            ("replay", "--account", "A-1", "--refund", "R"),
            "--refund: name one thing to replay: --account is given",
        ),
        (("what-if", "--policy", "x"), "--policy: 'x' spreads no application"),
        (("client", "create", "", "--role", "viewer"), "NAME: give printable text"),
        (("projections", "add", "nowhere"), "FOLDER: nowhere has no schema.sql"),
        (("serve", "--port", "70000"), "--port: input should be less than or equal to 65535"),
        (("serve", "--tls-certificate", "x"), "--tls-key: it goes together with --tls-certificate"),
        (
            ("export", "statement", "A-1", "--from", "2026-02-01", "--to", "2026-01-01"),
            "--to: 2026-01-01 is before 2026-02-01, with which",
        ),
        (
            ("journal", "entries", "--from", "2026-02-01", "--to", "2026-01-01"),
            "--to: 2026-01-01 is before 2026-02-01, the first day",
        ),
    ],
)
def test_a_question_that_is_refused_speaks_of_options_too(
    settled: Shell, question: tuple[str, ...], told: str
):
    assert f"Refused, invalid_request: {told}" in settled.refused(*question).err


def test_programs_are_told_of_the_fields_of_a_question(settled: Shell):
    asked = settled.refused("diff", "--from", "3", "--to", "1", "--json")

    assert asked.json["message"] == "to: it comes before `from`; name the earlier point first"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("payment", "list", "--limit", "0"), "'--limit': 0 is too small: give 1 or more\n"),
        (("payment", "list", "--limit", "x"), "'--limit': 'x' is no whole number\n"),
        (("payment", "list", "--limit", "9" * 30), "is too large: give 1,000,000,000 or less\n"),
        (("invoice", "create", "--item", "A=1", "--tax", "x"), "--tax: 'x' is not LINE:NAME=AMOUNT\n"),
        (("invoice", "edit", "INV-7", "--set", "x"), "--set: 'x' is not ITEM=AMOUNT\n"),
        (("invoice", "edit", "INV-7", "--add", "x"), "--add: 'x' is not NAME=AMOUNT\n"),
        (
            ("credit-memo", "apply", "CM-1", "--invoice", "INV-7", "--pair", "x"),
            "'x' is not FROM:TO=AMOUNT\n",
        ),
        (
            ("payment", "apply", "P-1", "--invoice", "INV-7", "--amount", "x"),
            "--amount: 'x' is no possible amount",
        ),
        (
            ("payment", "apply", "P-1", "--invoice", "INV-7", "--item", "INV-7#1=x"),
            "--item: 'x' is no possible amount",
        ),
        (
            ("credit-memo", "apply", "CM-1", "--invoice", "INV-7", "--pair", "CM-1#1:INV-7#1=x"),
            "--pair: 'x' is no possible amount",
        ),
        (("payment", "create", "--amount", "5", "--policy", "fifo"), "--policy: it chooses items: name an"),
        (
            ("payment", "refund", "P-1", "--amount", "5", "--write-off"),
            "--write-off: only what --unapply opens",
        ),
        (("debit-memo", "create", "--item", "A=1", "--no-tax"), "--no-tax: it goes with --from-invoice only"),
        (
            ("credit-memo", "create", "--item", "A=1", "--no-tax"),
            "--no-tax: it goes with --from-invoice only",
        ),
    ],
)
def test_a_word_that_cannot_be_meant_is_told_by_its_option_and_what_could_be(
    settled: Shell, command: tuple[str, ...], told: str
):
    assert told in settled.misused(*command).err


def test_a_preview_speaks_of_options_too(settled: Shell):
    said = settled.refused("payment", "cancel", "P-1", "--preview")

    assert "cancel it with --unapply-first" in said.out


def test_who_gives_json_and_programs_are_told_of_fields(shop: Shell):
    given = shop.refused(
        "invoice", "create", "--account", "A-1", "--body", '{"invoiceItems":[{"amount":"x"}]}'
    )
    asked = shop.refused("invoice", "create", "--account", "A-1", "--item", "A=x", "--json")

    assert "invoiceItems[0].amount: x is no possible amount" in given.err
    assert asked.json["message"].startswith("invoiceItems[0].amount: x is no possible amount")


def test_a_refusal_names_commands_as_they_are_typed(shop: Shell):
    said = shop.refused("invoice", "create", "--account", "A-1", "--item", "A=-1", "--post").err

    assert '`settlebook credit-memo create` with --body {"accountNumber": ...' in said


def test_of_the_options_that_edit_items_the_one_that_was_typed_is_named(shop: Shell):
    shop.done("invoice", "create", "--account", "A-1", "--item", "A=1", "--number", "D")
    edit = ("invoice", "edit", "D")

    assert "--add: x is no possible amount" in shop.refused(*edit, "--add", "B=x").err
    assert "--remove: give an item's id" in shop.refused(*edit, "--remove", "B").err
    assert "--set or --add: x is no" in shop.refused(*edit, "--set", "D#1=2", "--add", "B=x").err


def test_a_remedy_that_is_another_command_names_the_option_of_that(shop: Shell):
    shop.done("settings", "change", "--limit", "invoice-items=1")

    said = shop.refused("invoice", "create", "--account", "A-1", "--item", "A=1", "--item", "B=2").err

    assert "`settlebook settings change`: its number under --limit, or limits lifted" in said


def test_an_option_that_is_not_there_is_answered_with_those_that_are(shop: Shell):
    said = shop.misused("period", "create", "--start", "2026-01-01").err

    assert "No such option: --start. It takes --name, --from, --to, " in said
    assert "No such option: --start.\n" in shop.misused("period", "--start").err
    assert "It takes NAME, --type, " in shop.misused("accounting-code", "create", "--name", "4000").err


@pytest.mark.parametrize("kind", ["credit-memo", "debit-memo"])
def test_a_memo_made_from_an_invoice_has_no_account_of_its_own(shop: Shell, kind: str):
    made = (kind, "create", "--from-invoice", "INV-7", "--item", "INV-7#1=1.00")

    for option, value in (("--account", "A-1"), ("--currency", "GBP")):
        assert f"{option}: with --from-invoice it is the invoice's" in shop.misused(*made, option, value).err


def test_only_a_memo_made_from_an_invoice_is_applied_to_it(shop: Shell):
    made = ("credit-memo", "create", "--account", "A-1", "--item", "A=1", "--auto-apply")

    assert "--auto-apply: it goes with --from-invoice only" in shop.misused(*made).err


def test_who_transfers_is_asked_where_to(shop: Shell):
    assert "say where it goes: --to ACCOUNT, or --unassign" in shop.misused("payment", "transfer", "P-1").err


def test_a_word_that_is_none_of_a_few_is_told_without_the_words_of_python(shop: Shell):
    said = shop.misused("import", "x", "--format", "csv").err

    assert "--format" in said and "'csv' is not one of" in said and "Value error" not in said


def test_a_limit_that_is_no_number_is_named(shop: Shell):
    assert (
        "'abc' is no whole number" in shop.misused("settings", "change", "--limit", "invoice-items=abc").err
    )


def test_who_collects_is_asked_what_settles(shop: Shell):
    assert "--apply-credit, --received, or both" in shop.misused("invoice", "collect", "INV-7").err
