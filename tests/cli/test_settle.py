"""`settlebook settle` and `collect`: many accounts at once, and one document."""

import pytest

from tests.cli.conftest import Shell


def a_second_account(shop: Shell) -> None:
    """B-1 owes 20.00 and has paid 30.00."""
    shop.done("account", "create", "--name", "Bob", "--currency", "GBP", "--number", "B-1")
    shop.done("invoice", "create", "--account", "B-1", "--number", "INV-B", "--item", "Seats=20.00", "--post")
    shop.done("payment", "create", "--account", "B-1", "--number", "P-B", "--amount", "30.00")


def test_accounts_are_settled_each_with_its_result_and_all_with_their_totals(shop: Shell):
    a_second_account(shop)

    said = shop.done("settle")

    words = [line.split() for line in said.out.splitlines()]
    assert ["A-1", "12.00", "100.00", "1", "GBP", "settled"] in words
    assert ["B-1", "0.00", "20.00", "1", "GBP", "settled"] in words
    assert "2 accounts, 0 refused." in said.out
    assert "2 documents: 12.00 GBP of credit memos, 120.00 GBP of payments." in said.out
    assert shop.done("invoice", "show", "INV-7", "--json").json["balance"] == "0.00"


def test_a_run_is_told_by_which_key_it_goes_on(shop: Shell):
    said = shop.done("settle")

    (key,) = {word for word in said.err.replace(",", " ").replace(".", " ").split() if "settle-" in word}
    assert "(done before)" in shop.done("settle", "--key", key).out


def test_a_run_under_a_key_is_done_once(shop: Shell):
    first = shop.done("settle", "--key", "march", "--json")
    again = shop.done("settle", "--key", "march", "--json")

    assert (first.err, again.err) == ("", "")
    assert again.json == [result | {"replayed": True} for result in first.json]
    assert [(each["source"], each["amount"]) for each in first.json[0]["applications"]] == [
        ("CM-1", "12.00"),
        ("P-1", "100.00"),
    ]


def test_a_run_is_previewed_account_by_account(shop: Shell):
    a_second_account(shop)

    said = shop.done("settle", "--preview")

    assert said.out.splitlines()[0] == "Nothing is recorded."
    assert "would be settled" in said.out
    assert "Account B-1" in said.out
    assert ["invoice", "INV-B", "20.00", "0.00", "-20.00", "GBP"] in [
        line.split() for line in said.out.splitlines()
    ]
    assert said.err == ""
    assert shop.done("payment", "show", "P-B", "--json").json["appliedAmount"] == "0.00"
    assert [each["preview"] for each in shop.done("settle", "--preview", "--json").json] == [True, True]


def test_options_say_what_takes_part(shop: Shell):
    a_second_account(shop)

    nothing = shop.done("settle", "--account", "A-1", "--due-by", "2026-02-03", "--json").json
    payments = shop.done("settle", "--account", "A-1", "--order", "payments", "--preview", "--json").json
    memos = shop.done("settle", "--documents", "debit-memos", "--preview", "--json").json

    assert [(each["account"], each["status"]) for each in nothing] == [("A-1", "NothingToSettle")]
    assert [each["source"] for each in payments[0]["applications"]] == ["P-1"]
    assert [each["applications"] for each in memos] == [[], []]


def test_nothing_to_settle_is_no_failure(shop: Shell):
    said = shop.done("settle", "--batch", "nobody's")

    assert said.out.splitlines() == ["0 accounts, 0 refused."]


def test_a_refused_account_is_named_and_the_exit_code_says_so(shop: Shell):
    said = shop.refused("settle", "--minimum", "0.001")

    assert "refused, too_many_decimals" in said.out
    assert "A-1: refused, too_many_decimals: 0.001 has more decimals than GBP has" in said.err


def test_what_cannot_be_meant_is_wrong_usage(shop: Shell):
    assert "--order" in shop.misused("settle", "--order", "payments,coins").err
    assert "--documents" in shop.misused("settle", "--documents", "receipts").err


def test_an_account_that_is_not_there_is_refused_before_the_run_is_told_of(shop: Shell):
    said = shop.refused("settle", "--account", "NOBODY").err

    assert "not_found" in said and "This run is" not in said


@pytest.mark.parametrize("option", ["--payment-policy", "--credit-memo-policy"])
def test_a_policy_that_is_none_is_refused_before_the_run_even_where_nothing_is_to_settle(
    shop: Shell, option: str
):
    said = shop.refused("settle", "--batch", "nobody's", option, "nope").err

    assert f"{option}: 'nope' is not offered here" in said and "This run is" not in said


def test_an_invoice_is_collected_from_what_is_unapplied(shop: Shell):
    said = shop.done("invoice", "collect", "INV-7", "--apply-credit")

    assert said.out.splitlines()[0] == "Invoice INV-7 collected."
    assert shop.done("invoice", "show", "INV-7", "--json").json["balance"] == "0.00"


def test_money_that_came_in_pays_what_is_open(shop: Shell):
    said = shop.done(
        "invoice", "collect", "INV-7", "--amount", "50.00", "--reference", "wire 7", "--number", "P-7",
        "--json",
    )  # fmt: skip

    assert [(each["kind"], each["number"]) for each in said.json["made"]] == [("payment", "P-7")]
    assert shop.done("payment", "show", "P-7", "--json").json["referenceId"] == "wire 7"
    assert shop.done("invoice", "show", "INV-7", "--json").json["balance"] == "62.00"


def test_programs_are_told_from_which_source_each_amount_comes(shop: Shell):
    said = shop.done("invoice", "collect", "INV-7", "--apply-credit", "--json").json

    assert [(each["source"], each["amount"]) for each in said["applications"]] == [
        ("CM-1", "12.00"),
        ("P-1", "100.00"),
    ]


def test_a_debit_memo_is_collected_and_previewed(shop: Shell):
    shop.done(
        "debit-memo", "create", "--account", "A-1", "--number", "DM-1", "--item", "Fee=130.00", "--post"
    )

    preview = shop.done("debit-memo", "collect", "DM-1", "--apply-credit", "--received", "--preview").out
    assert "Would make payment P-00000001." in preview

    shop.done("debit-memo", "collect", "DM-1", "--apply-credit", "--received")
    assert shop.done("debit-memo", "show", "DM-1", "--json").json["balance"] == "0.00"


def test_a_document_with_nothing_to_collect_from_says_so(shop: Shell):
    shop.done("account", "create", "--name", "Bob", "--currency", "GBP", "--number", "B-1")
    shop.done("invoice", "create", "--account", "B-1", "--number", "INV-B", "--item", "Seats=20.00", "--post")

    said = shop.done("invoice", "collect", "INV-B", "--apply-credit")

    assert said.out.splitlines() == ["Invoice INV-B has nothing that settles it."]
