"""Commands of objects do what their options say, once per key, and tell what became of it."""

from tests.cli.conftest import Shell


def test_a_payment_is_applied_to_the_items_that_are_named(shop: Shell):
    said = shop.done(
        "payment",
        "apply",
        "P-1",
        "--invoice",
        "INV-7",
        "--item",
        "INV-7#2=5.00",
        "--item",
        "INV-7#1.1=1.00",
        "--json",
    )

    (applied,) = said.json["applications"]
    assert (said.json["ok"], said.json["number"]) == (True, "P-1")
    assert (applied["document"], applied["amount"], len(applied["id"])) == ("INV-7", "6.00", 32)


def test_a_person_reads_which_items_were_settled_by_which_policy(shop: Shell):
    said = shop.done("payment", "apply", "P-1", "--invoice", "INV-7", "--amount", "70.00", "--policy", "fifo")

    assert "Payment P-1 applied." in said.out
    assert [line.split()[1:] for line in said.out.splitlines() if "INV-7#" in line] == [
        ["INV-7#1", "60.00", "GBP", "fifo", "1"],
        ["INV-7#1.1", "10.00", "GBP", "fifo", "1"],
    ]


def test_an_application_is_undone_by_its_id(shop: Shell):
    applied = shop.done("payment", "apply", "P-1", "--invoice", "INV-7=50.00", "--json").json["applications"][
        0
    ]

    undone = shop.done("payment", "unapply", "P-1", "--application", applied["id"], "--json").json

    assert [entry["amount"] for entry in undone["applications"]] == ["50.00"]


def test_a_credit_memo_is_applied_pair_by_pair_and_taken_back_whole(shop: Shell):
    pairs = ("--pair", "CM-1#1:INV-7#2=10.00", "--pair", "CM-1#1.1:INV-7#1.1=2.00")

    applied = shop.done("credit-memo", "apply", "CM-1", "--invoice", "INV-7", *pairs, "--json").json
    back = shop.done("credit-memo", "unapply", "CM-1", "--json").json

    assert [entry["amount"] for entry in applied["applications"] + back["applications"]] == ["12.00", "12.00"]


def test_money_is_paid_back_from_payments_and_from_items_of_credit_memos(shop: Shell):
    first = shop.done(
        "payment", "refund", "P-1", "--amount", "10.00", "--method", "BankTransfer", "--json"
    ).json
    second = shop.done(
        "credit-memo", "refund", "CM-1", "--amount", "3.00", "--item", "CM-1#1=3.00", "--json"
    ).json

    assert (first["number"], second["number"]) == ("R-00000001", "R-00000002")
    assert "paid back" in shop.done("credit-memo", "refund", "CM-1", "--amount", "1.00").out
    prorated = ("--amount", "1.00", "--policy", "prorate", "--json")
    assert shop.done("credit-memo", "refund", "CM-1", *prorated).json["policy"] == "prorate 1"


def test_a_credit_memo_is_made_from_items_of_an_invoice(shop: Shell):
    items = ("--item", "INV-7#1=6.00", "--item", "INV-7#1.1=1.20")

    made = shop.done("credit-memo", "create", "--from-invoice", "INV-7", *items, "--post", "--json").json
    applied = shop.done(
        "credit-memo", "apply", made["number"], "--invoice", "INV-7=7.20", "--policy", "source-item", "--json"
    ).json

    assert applied["applications"][0]["amount"] == "7.20"


def test_a_draft_is_posted_later(shop: Shell):
    shop.done("debit-memo", "create", "--account", "A-1", "--number", "DM-1", "--item", "Fee=5.00")
    shop.refused("payment", "apply", "P-1", "--debit-memo", "DM-1=5.00")

    shop.done("debit-memo", "post", "DM-1")

    shop.done("payment", "apply", "P-1", "--debit-memo", "DM-1=5.00")


def test_the_whole_request_may_come_as_json_from_anywhere(shop: Shell):
    body = '{"invoices": [{"invoiceNumber": "INV-7", "amount": 1.10}]}'
    with open("body.json", "w") as file:
        file.write(body)

    for given in (body, "body.json"):
        shop.done("payment", "apply", "P-1", "--body", given)
    shop.done("payment", "apply", "P-1", "--body", "-", given=body)


def test_the_same_key_carries_a_command_out_once(shop: Shell):
    apply = ("payment", "apply", "P-1", "--invoice", "INV-7=60.00", "--key", "k-1")
    first = shop.done(*apply, "--json").json

    again = shop.done(*apply, "--json").json

    assert again == first | {"replayed": True}
    assert "done before" in shop.done(*apply).out


def test_a_refusal_is_one_message_and_for_programs_one_object(shop: Shell):
    apply = ("payment", "apply", "P-1", "--invoice", "INV-7=100.01")

    told, answered = shop.refused(*apply), shop.refused(*apply, "--json")

    assert told.out == "" and "Refused, exceeds_unapplied: P-1 has 100.00 GBP unapplied" in told.err
    assert (answered.json["ok"], answered.json["code"]) == (False, "exceeds_unapplied")
    assert (answered.json["asked"], answered.json["available"]) == ("100.01", "100.00")


def test_the_actor_stands_with_every_event(shop: Shell):
    shop.done("--actor", "clerk-7", "payment", "apply", "P-1", "--invoice", "INV-7=1.00", "--policy", "fifo")

    events = shop.done("explain", "INV-7#1", "--json").json["events"]

    assert events[-1]["actor"] == "clerk-7"
