"""Objects are shown with the names of Zuora's answers to programs, and as tables to people."""

import re
from collections.abc import Iterator

import pytest

from settlebook.engine.embedded import EmbeddedEngine
from tests.cli.conftest import Shell, told_by_commands
from tests.conftest import Database, a_database


@pytest.fixture(scope="session")
def settled_template(engine: EmbeddedEngine, shop_template: str) -> str:
    return told_by_commands(engine, shop_template, "template_of_settled_shops", settle)


@pytest.fixture
def database(request: pytest.FixtureRequest, engine: EmbeddedEngine) -> Iterator[Database]:
    """Of the test's own, with the story in it that it begins with."""
    stories = {"settled": "settled_template", "shop": "shop_template"}
    told = next((stories[name] for name in stories if name in request.fixturenames), "template")
    yield from a_database(engine, request.getfixturevalue(told))


@pytest.fixture
def settled(shell: Shell) -> Shell:
    """Commands on a ledger in which `settle` was told."""
    return shell


def settle(shop: Shell) -> None:
    """The payment settles a part of the invoice, so does the credit memo; of both something is paid back."""
    shop.done(
        "payment", "apply", "P-1", "--invoice", "INV-7", "--item", "INV-7#1=30.00", "--item", "INV-7#1.1=6.00"
    )
    shop.done("payment", "refund", "P-1", "--amount", "10.00", "--method", "BankTransfer")
    shop.done("credit-memo", "apply", "CM-1", "--invoice", "INV-7", "--pair", "CM-1#1:INV-7#2=4.00")
    shop.done("credit-memo", "refund", "CM-1", "--amount", "1.00", "--item", "CM-1#1.1=1.00")


def test_an_invoice_is_shown_with_its_items_and_tax_items(settled: Shell):
    found = settled.done("invoice", "show", "INV-7", "--json").json

    amounts = ("amount", "taxAmount", "paymentAmount", "creditMemoAmount", "balance")
    assert [found[name] for name in amounts] == ["112.00", "12.00", "36.00", "4.00", "72.00"]
    first, second = found["invoiceItems"]
    assert (first["balance"], second["balance"]) == ("30.00", "36.00")
    assert first["taxationItems"]["data"][0]["balance"] == "6.00"


def test_a_payment_has_parts_and_part_items(settled: Shell):
    payment = settled.done("payment", "show", "P-1", "--json").json
    parts = settled.done("payment", "parts", "P-1", "--json").json
    items = settled.done("payment", "part-items", "P-1", "--json").json

    assert [payment[name] for name in ("amount", "appliedAmount", "unappliedAmount", "refundAmount")] == [
        "100.00", "36.00", "54.00", "10.00",
    ]  # fmt: skip
    assert sorted((part["amount"], "invoiceId" in part) for part in parts) == [
        ("36.00", True),
        ("54.00", False),
    ]
    assert sorted(item["amount"] for item in items) == ["30.00", "6.00"]
    assert {"invoiceItemId", "taxItemId"} <= items[0].keys() | items[1].keys()


def test_the_items_of_one_part_can_be_asked_for(settled: Shell):
    parts = settled.done("payment", "parts", "P-1", "--json").json
    applied = next(part["id"] for part in parts if "invoiceId" in part)

    assert len(settled.done("payment", "part-items", "P-1", "--part", applied, "--json").json) == 2
    assert "there is no part" in settled.refused("payment", "part-items", "P-1", "--part", "0" * 32).err


def test_a_credit_memo_shows_where_the_credit_of_each_item_is(settled: Shell):
    memo = settled.done("credit-memo", "show", "CM-1", "--json").json
    items = settled.done("credit-memo", "part-items", "CM-1", "--json").json

    assert [memo[name] for name in ("amount", "appliedAmount", "refundAmount", "unappliedAmount")] == [
        "12.00", "4.00", "1.00", "7.00",
    ]  # fmt: skip
    assert sorted(
        (item.get("creditItemNumber"), item.get("itemNumber"), item["amount"])
        for item in items
        if "itemNumber" in item
    ) == [("CM-1#1", "INV-7#2", "4.00")]


def test_a_refund_has_a_part_and_for_credit_memos_part_items(settled: Shell):
    refunds = settled.done("refund", "list", "--json").json

    assert [(row["number"], row["amount"]) for row in refunds] == [
        ("R-00000001", "10.00"),
        ("R-00000002", "1.00"),
    ]
    assert settled.done("refund", "show", "R-00000001", "--json").json["methodType"] == "BankTransfer"
    assert [row["amount"] for row in settled.done("refund", "parts", "R-00000002", "--json").json] == ["1.00"]
    (item,) = settled.done("refund", "part-items", "R-00000002", "--json").json
    assert (item["itemNumber"], "creditTaxItemId" in item) == ("CM-1#1.1", True)


def test_an_account_shows_what_it_owes_and_has_unapplied(settled: Shell):
    metrics = settled.done("account", "show", "A-1", "--json").json["metrics"]

    assert metrics["totalInvoiceBalance"] == "72.00"
    assert (metrics["unappliedPaymentAmount"], metrics["unappliedCreditMemoAmount"]) == ("54.00", "7.00")
    assert metrics["balance"] == "11.00"


def test_an_account_shows_every_currency_that_it_owes_in(shop: Shell):
    eur = ("--currency", "EUR", "--number", "EUR", "--item", "A=1234.50", "--post")
    shop.done("invoice", "create", "--account", "A-1", *eur)

    listed, shown = shop.done("account", "list").out, shop.done("account", "show", "A-1").out

    assert re.search(r"1,234\.50 +EUR ", listed) and re.search(r"A-1 .* GBP ", listed)
    assert re.search(r"^  EUR +1,234\.50 .* 1,234\.50", shown, re.M)
    assert len(shop.done("account", "list", "--json").json) == 1

    shop.done("invoice", "reverse", "EUR")
    assert "EUR" not in shop.done("account", "list").out
    assert re.search(r"^Reversed +yes$", shop.done("invoice", "show", "EUR").out, re.M)
    assert "Reversed" not in shop.done("invoice", "show", "INV-7").out


def test_aging_tells_how_long_amounts_have_been_due(settled: Shell):
    (row,) = settled.done("account", "aging", "--day", "2026-03-01", "--json").json

    assert (row["accountNumber"], row["day"]) == ("A-1", "2026-03-01")
    assert row["days1To30"] == row["balance"]
    assert "no day" in settled.misused("account", "aging", "--day", "31.3.2026").err


def test_applications_are_the_history_with_what_can_be_taken_back(settled: Shell):
    settled.done("payment", "unapply", "P-1", "--invoice", "INV-7=1.00")

    history = settled.done("payment", "applications", "P-1", "--json").json

    assert [(entry["type"], entry["amount"]) for entry in history] == [
        ("Apply", "36.00"), ("Refund", "10.00"), ("Unapply", "1.00"),
    ]  # fmt: skip
    assert history[0]["remaining"] == "35.00"
    now = settled.done("invoice", "applications", "INV-7", "--json").json
    assert [row["appliedAmount"] for row in now] == ["35.00", "4.00"]


def test_a_list_goes_on_where_it_ended(shop: Shell):
    for number in ("INV-8", "INV-9"):
        shop.done("invoice", "create", "--account", "A-1", "--number", number, "--item", "A=1.00")

    first = shop.done("invoice", "list", "--limit", "2", "--json")
    rest = shop.done("invoice", "list", "--after", "INV-8", "--json")

    assert [row["invoiceNumber"] for row in first.json] == ["INV-7", "INV-8"]
    assert "--after INV-8" in first.err
    assert ([row["invoiceNumber"] for row in rest.json], rest.err) == (["INV-9"], "")


@pytest.mark.parametrize("account", ["A-1", "B-1"])
def test_a_list_can_be_of_one_account(shop: Shell, account: str):
    shop.done("account", "create", "--name", "Bo", "--currency", "GBP", "--number", "B-1")

    found = shop.done("payment", "list", "--account", account, "--json").json

    assert len(found) == (1 if account == "A-1" else 0)


@pytest.mark.parametrize(
    "command",
    [
        ("account", "show", "A-1"), ("account", "list"), ("account", "aging"),
        ("invoice", "show", "INV-7"), ("invoice", "list"), ("invoice", "items", "INV-7"),
        ("invoice", "applications", "INV-7"), ("credit-memo", "show", "CM-1"), ("credit-memo", "list"),
        ("credit-memo", "items", "CM-1"), ("credit-memo", "parts", "CM-1"), ("payment", "show", "P-1"),
        ("credit-memo", "part-items", "CM-1"), ("credit-memo", "applications", "CM-1"), ("payment", "list"),
        ("payment", "parts", "P-1"), ("payment", "part-items", "P-1"), ("payment", "applications", "P-1"),
        ("refund", "show", "R-00000001"), ("refund", "list"), ("refund", "parts", "R-00000001"),
        ("refund", "part-items", "R-00000001"), ("debit-memo", "list"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_everything_can_be_looked_at_by_people_and_programs(settled: Shell, command: tuple[str, ...]):
    assert settled.done(*command).out
    assert settled.done(*command, "--json").json is not None


def test_a_debit_memo_is_shown_like_an_invoice(shop: Shell):
    shop.done("debit-memo", "create", "--account", "A-1", "--number", "DM-1", "--item", "Fee=5.00", "--post")
    shop.done("payment", "apply", "P-1", "--debit-memo", "DM-1=2.00")

    memo = shop.done("debit-memo", "show", "DM-1", "--json").json

    assert (memo["balance"], memo["beAppliedAmount"], memo["items"][0]["balance"]) == ("3.00", "2.00", "3.00")
    assert (
        shop.done("debit-memo", "items", "DM-1").out and shop.done("debit-memo", "applications", "DM-1").out
    )


def test_amounts_have_the_decimals_of_their_currency(shell: Shell):
    for number, currency, amount in (("J", "JPY", "1000"), ("K", "KWD", "1")):
        shell.done("account", "create", "--name", number, "--currency", currency, "--number", number)
        shell.done("payment", "create", "--account", number, "--amount", amount, "--number", f"P-{number}")

    amounts = [row["amount"] for row in shell.done("payment", "list", "--json").json]

    assert amounts == ["1000", "1.000"]


def test_what_was_stored_cannot_steer_the_terminal(shell: Shell):
    shell.done("account", "create", "--name", "\x1b[2Jgone\u202e", "--currency", "GBP", "--number", "A-1")

    for command in (("account", "show", "A-1"), ("account", "list"), ("sql", "select name from account")):
        assert "\x1b" not in shell.done(*command).out and r"\x1b[2Jgone\u202e" in shell.done(*command).out
