"""Documents are edited, taken back, split and made in batches from the command line."""

import json

from tests.cli.conftest import Shell


def draft(shop: Shell) -> None:
    shop.done(
        "invoice", "create", "--account", "A-1", "--number", "INV-8", "--item", "Seats=60.00",
        "--tax", "1:VAT=12.00", "--item", "Support=40.00", "--discount", "1:Loyalty=-6.00",
    )  # fmt: skip


def test_a_draft_is_edited_item_by_item(shop: Shell):
    draft(shop)

    said = shop.done(
        "invoice", "edit", "INV-8", "--set", "INV-8#1=50.00", "--set", "INV-8#1.1=10.00", "--set",
        "INV-8#1d1=-5.00", "--remove", "INV-8#2", "--add", "Setup=7.00", "--comment", "as agreed",
    )  # fmt: skip

    assert "Invoice INV-8 edited." in said.out
    shown = shop.done("invoice", "post", "INV-8").out
    assert "posted" in shown
    total = shop.done("invoice", "show", "INV-8", "--json").json
    assert (total["amount"], total["balance"]) == ("62.00", "62.00")


def test_a_row_that_an_edit_names_twice_is_refused_and_not_the_last_one_taken(shop: Shell):
    draft(shop)
    once = ("invoice", "edit", "INV-8", "--set", "INV-8#1=50.00")

    for again in (("--set", "INV-8#1=40.00"), ("--remove", "INV-8#1")):
        assert f"{again[0]}: INV-8#1 is named twice" in shop.misused(*once, *again).err


def test_a_document_is_unposted_canceled_and_deleted(shop: Shell):
    draft(shop)
    shop.done("invoice", "post", "INV-8")

    for verb, word in (("unpost", "unposted"), ("cancel", "canceled"), ("delete", "deleted")):
        assert f"Invoice INV-8 {word}." in shop.done("invoice", verb, "INV-8").out

    assert shop.refused("invoice", "unpost", "INV-8", "--json").json["code"] == "not_posted"


def test_a_draft_is_split_into_parts_with_numbers_of_their_own(shop: Shell):
    draft(shop)

    said = shop.done("invoice", "split", "INV-8", "--part", "60=INV-8a", "--part", "40=INV-8b")

    assert "Invoice INV-8 split." in said.out and "Made invoice INV-8b." in said.out
    shop.done("invoice", "post", "INV-8a")
    assert shop.done("invoice", "show", "INV-8a", "--json").json["amount"] == "63.60"
    shop.misused("invoice", "split", "INV-8", "--part", "60=")


def test_memos_are_made_from_an_invoice_with_or_without_the_tax_that_follows(shop: Shell):
    one = ("--from-invoice", "INV-7", "--item", "INV-7#1=6.00", "--post")
    shop.done("credit-memo", "create", *one, "--number", "CM-7", "--auto-apply")
    shop.done("credit-memo", "create", *one, "--number", "CM-8", "--no-tax")
    shop.done("debit-memo", "create", *one, "--number", "DM-7")

    amounts = [
        shop.done(kind, "show", number, "--json").json["amount"]
        for kind, number in (("credit-memo", "CM-7"), ("credit-memo", "CM-8"), ("debit-memo", "DM-7"))
    ]
    assert amounts[1] == "6.00" and amounts[0] == amounts[2] != "6.00"
    assert shop.done("credit-memo", "show", "CM-7", "--json").json["unappliedAmount"] == "0.00"


def test_an_item_that_a_memo_is_made_from_is_named_once(shop: Shell):
    twice = ("--item", "INV-7#1=1.00", "--item", "INV-7#1=2.00")

    for kind in ("credit-memo", "debit-memo"):
        said = shop.misused(kind, "create", "--from-invoice", "INV-7", *twice).err

        assert "--item: INV-7#1 is named twice; add its amounts up" in said


def test_a_batch_tells_a_result_for_each_document_and_exits_with_1_where_one_was_refused(shop: Shell):
    good = {"accountNumber": "A-1", "invoiceItems": [{"amount": 5}]}
    body = json.dumps({"invoices": [good | {"number": "INV-8"}, good | {"number": "INV-8"}]})

    said = shop.refused("invoice", "create-batch", "--body", body, "--key", "b-1", "--json").json
    again = shop.refused("invoice", "create-batch", "--body", body, "--key", "b-1", "--json").json

    assert [result.get("code") for result in said["results"]] == [None, "number_taken"]
    assert said["ok"] is False and again == said | {"replayed": True}
    posted = shop.refused("invoice", "post-batch", "INV-8", "INV-9").out
    assert "1 of 2 documents done." in posted and "there is no invoice INV-9" in posted


def test_a_batch_can_be_previewed(shop: Shell):
    draft(shop)

    previewed = shop.done("invoice", "post-batch", "INV-8", "--preview", "--json").json

    assert previewed["results"][0]["status"] == "Posted"
    assert shop.done("invoice", "show", "INV-8", "--json").json["status"] == "Draft"
