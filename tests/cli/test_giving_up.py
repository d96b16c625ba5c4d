"""Write-off and reversal from the command line, and books that are right afterwards."""

from tests.cli.conftest import Shell


def balances(shell: Shell, *what: str) -> list[str]:
    return [
        row["balance"]
        for item in shell.done(*what, "--json").json
        for row in (item, *item["taxationItems"]["data"])
    ]


def test_an_invoice_is_written_off_whole_and_the_memo_is_named(shop: Shell):
    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=99.99")

    said = shop.done("invoice", "write-off", "INV-7", "--reason", "Bank fee", "--comment", "short by a fee")

    assert "12.01 GBP of invoice INV-7 written off." in said.out
    assert "Made credit memo CM00000001." in said.out
    assert balances(shop, "invoice", "items", "INV-7") == ["0.00", "0.00", "0.00"]
    memo = shop.done("credit-memo", "show", "CM00000001", "--json").json
    assert (memo["amount"], memo["unappliedAmount"], memo["reasonCode"]) == ("12.01", "0.00", "Bank fee")
    assert memo["comment"] == "short by a fee"


def test_items_are_written_off_by_name_with_an_amount_or_as_a_whole(shop: Shell):
    shop.done("invoice", "write-off", "INV-7", "--item", "INV-7#2=39.99", "--item", "INV-7#1.1")

    assert balances(shop, "invoice", "items", "INV-7") == ["60.00", "0.00", "0.01"]


def test_a_part_names_the_policy_that_spread_it(shop: Shell):
    said = shop.done("invoice", "write-off", "INV-7", "--amount", "70", "--policy", "fifo")

    assert [line.split()[2:] for line in said.out.splitlines() if "INV-7#" in line] == [
        ["INV-7#1", "60.00", "GBP", "fifo", "1"],
        ["INV-7#1.1", "10.00", "GBP", "fifo", "1"],
    ]


def test_memos_are_written_off_too(shop: Shell):
    shop.done("debit-memo", "create", "--account", "A-1", "--number", "DM-1", "--item", "Fee=5.00", "--post")

    shop.done("debit-memo", "write-off", "DM-1", "--amount", "4.99")
    shop.done("credit-memo", "write-off", "CM-1", "--item", "CM-1#1.1=2.00")

    assert shop.done("debit-memo", "show", "DM-1", "--json").json["balance"] == "0.01"
    assert shop.done("credit-memo", "show", "CM-1", "--json").json["unappliedAmount"] == "10.00"


def test_a_paid_invoice_is_previewed_unwound_and_closed_for_good_and_the_books_hold(shop: Shell):
    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=60.00")
    shop.done("credit-memo", "apply", "CM-1", "--invoice", "INV-7=12.00")
    shop.done("invoice", "write-off", "INV-7", "--amount", "1.00")
    assert "still_settled" in shop.refused("invoice", "reverse", "INV-7").err

    shop.done("invoice", "reverse", "INV-7", "--unwind", "--preview")
    said = shop.done("invoice", "reverse", "INV-7", "--unwind")

    assert "Made debit memo DM00000001." in said.out and "Made credit memo CM00000002." in said.out
    assert balances(shop, "invoice", "items", "INV-7") == ["0.00", "0.00", "0.00"]
    assert shop.done("payment", "show", "P-1", "--json").json["unappliedAmount"] == "100.00"
    assert shop.done("credit-memo", "show", "CM-1", "--json").json["unappliedAmount"] == "12.00"
    refused = shop.refused("payment", "apply", "P-1", "--invoice", "INV-7=1.00", "--json")
    assert refused.json["code"] == "already_reversed"
    shop.done("verify", "books")


def test_a_credit_memo_is_reversed_by_a_debit_memo(shop: Shell):
    said = shop.done("credit-memo", "reverse", "CM-1", "--date", "2026-01-06", "--apply-date", "2026-01-07")

    assert "Credit memo CM-1 reversed." in said.out
    debit = shop.done("debit-memo", "show", "DM00000001", "--json").json
    assert (debit["amount"], debit["balance"], debit["debitMemoDate"]) == ("12.00", "0.00", "2026-01-06")
    shop.done("verify", "books")
