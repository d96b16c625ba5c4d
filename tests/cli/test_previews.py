"""`--preview` stands on every act, records nothing, and exits as recording would."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import typer

from settlebook.cli import app
from settlebook.cli.asking import options
from tests.cli.conftest import Shell

APPLY = ("payment", "apply", "P-1", "--invoice", "INV-7=60.00")


def acts(of: typer.Typer) -> Iterator[tuple[str, Any]]:
    """Every command that takes an idempotency key, by its name."""
    for command in of.registered_commands:
        assert command.callback is not None
        if "key" in inspect.signature(command.callback).parameters:
            yield command.name or command.callback.__name__, command.callback
    for group in of.registered_groups:
        assert group.typer_instance is not None
        for name, callback in acts(group.typer_instance):
            yield f"{group.name} {name}", callback


def test_every_act_has_a_preview():
    without = [
        name
        for name, callback in acts(app)
        if get_type_hints(callback, include_extras=True)["key"] == options.IdempotencyKey
        and "preview" not in inspect.signature(callback).parameters
    ]

    assert len(list(acts(app))) > 20
    assert without == []


def test_a_preview_records_nothing(shop: Shell):
    before = shop.done("payment", "show", "P-1", "--json").json

    shop.done(*APPLY, "--preview")

    assert shop.done("payment", "show", "P-1", "--json").json == before


def test_a_preview_shows_lines_and_balances_before_and_after(shop: Shell):
    said = shop.done(*APPLY, "--preview").out

    words = [line.split() for line in said.splitlines()]
    assert "It would be done; nothing is recorded." in said
    assert ["INV-7#1", "32.14", "GBP", "prorate", "1"] in words
    assert ["payment", "P-1", "100.00", "40.00", "-60.00", "GBP"] in words
    assert ["invoice", "INV-7", "112.00", "52.00", "-60.00", "GBP"] in words
    assert ["INV-7#1", "60.00", "27.86", "-32.14", "GBP"] in words
    assert ["A-1", "-60.00", "0.00", "-60.00", "0.00", "0.00"] in words
    assert said.splitlines()[-1] == "Facts: payment.applied, document.items_settled"


@pytest.mark.parametrize(("currency", "nothing"), [("JPY", "0"), ("GBP", "0.00"), ("KWD", "0.000")])
def test_what_does_not_change_has_the_decimals_of_its_currency(shell: Shell, currency: str, nothing: str):
    shell.done("account", "create", "--name", "Ada", "--currency", currency, "--number", "A-1")

    said = shell.done("payment", "create", "--account", "A-1", "--amount", "5", "--preview").out

    (changes,) = (line.split() for line in said.splitlines() if line.strip().startswith("A-1"))
    paid = f"-5{nothing[1:]}"
    assert changes == ["A-1", nothing, nothing, f"+{paid[1:]}", nothing, paid]


def test_money_of_a_payment_is_paid_back_by_no_policy_and_from_no_items(shop: Shell):
    shop.done("payment", "create", "--account", "A-1", "--amount", "5000", "--number", "BIG")
    refund = ("refund", "--amount", "1188", "--preview")

    of_payment = shop.done("payment", refund[0], "BIG", *refund[1:]).out
    of_memo = shop.done("credit-memo", refund[0], "CM-1", "--amount", "2", "--preview").out

    assert re.search(r"^ +\(paid back\) +1,188\.00 GBP$", of_payment.replace("  \n", "\n"), re.M)
    assert re.search(r"CM-1#1 +\(paid back\) +2\.00 GBP +fifo 1", of_memo)


def test_amounts_of_people_have_their_thousands_apart_and_those_of_programs_have_not(shop: Shell):
    shop.done("payment", "create", "--account", "A-1", "--amount", "5000", "--number", "BIG")
    create = ("invoice", "create", "--account", "A-1", "--item", "A=1188", "--number", "LARGE")
    assert "Invoice LARGE created and posted." in shop.done(*create, "--post").out
    apply = ("payment", "apply", "BIG", "--invoice", "LARGE=1188")

    foreseen, told = shop.done(*apply, "--preview").out, shop.done(*apply, "--json").json

    assert re.search(r"LARGE#1 +1,188\.00 GBP", foreseen) and " 1188" not in foreseen
    assert "From" not in foreseen  # there is one source only, the payment that was named
    assert told["applications"][0]["amount"] == "1188.00"
    assert (
        "1,500.50 GBP paid back from BIG" in shop.done("payment", "refund", "BIG", "--amount", "1500.5").out
    )


def test_a_preview_says_the_same_to_programs(shop: Shell):
    said = shop.done(*APPLY, "--preview", "--json").json

    assert (said["preview"], said["ok"], said["number"]) == (True, True, "P-1")
    assert said["facts"] == ["payment.applied", "document.items_settled"]
    assert said["applications"][0]["document"] == "INV-7"
    assert said["applications"][0]["lines"][0] == {"item": "INV-7#1", "amount": "32.14"}
    assert said["balances"][1]["rows"][0] == {"item": "INV-7#1", "before": "60.00", "after": "27.86"}
    assert said["accounts"][0]["unappliedPayments"] == "-60.00"
    assert "id" not in said["applications"][0]


def test_what_would_be_made_is_named_with_its_probable_number(shop: Shell):
    said = shop.done("payment", "refund", "P-1", "--amount", "10.00", "--preview").out

    assert "Would make refund R-00000001." in said
    assert shop.done("payment", "refund", "P-1", "--amount", "10.00", "--json").json["number"] == "R-00000001"


def test_an_account_that_would_owe_what_it_owed_is_not_told_of(shop: Shell):
    create = ("invoice", "create", "--account", "A-1", "--item", "A=10", "--preview")

    assert "Accounts change by" not in shop.done(*create).out
    assert "Accounts change by" in shop.done(*create, "--post").out


def test_a_draft_that_would_be_posted_changes_its_status(shop: Shell):
    shop.done("invoice", "create", "--account", "A-1", "--number", "INV-8", "--item", "Seats=5.00")

    said = shop.done("invoice", "post", "INV-8", "--preview").out

    assert "Draft -> Posted" in said


def test_every_reason_is_told_and_the_exit_code_is_that_of_a_refusal(shop: Shell):
    shop.done("invoice", "create", "--account", "A-1", "--number", "INV-8", "--item", "Seats=5.00", "--post")
    asked = ("payment", "apply", "P-1", "--invoice", "INV-7=200.00", "--invoice", "INV-8=5.01", "--preview")

    people = shop.refused(*asked)
    programs = shop.refused(*asked, "--json")

    assert people.out.splitlines()[0] == "It would be refused; nothing is recorded."
    assert "exceeds_unapplied: P-1 has 100.00 GBP unapplied" in people.out
    assert "exceeds_balance: INV-8 has 5.00 GBP open" in people.out
    assert [each["code"] for each in programs.json["refusals"]] == ["exceeds_unapplied", "exceeds_balance"]
    assert programs.json["code"] == "exceeds_unapplied"


def test_a_key_that_is_known_is_told_to_be(shop: Shell):
    shop.done(*APPLY, "--key", "once")

    assert "It was sent before" in shop.done(*APPLY, "--key", "once", "--preview").out
    assert shop.done(*APPLY, "--key", "once", "--preview", "--json").json["replayed"] is True


def test_a_previewed_key_stays_free(shop: Shell):
    shop.done(*APPLY, "--key", "once", "--preview")

    assert "replayed" not in shop.done(*APPLY, "--key", "once", "--json").json


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A payment is received, applied, and refunded more than it has left."""
    lines = [
        {"do": "payment.create", "body": {"accountNumber": "A-1", "number": "P-2", "amount": "5.00"}},
        {
            "do": "payment.apply",
            "key": "P-2",
            "body": {"invoices": [{"invoiceNumber": "INV-7", "amount": "3.00"}]},
        },
        {"do": "payment.refund", "key": "P-2", "body": {"totalAmount": "2.01"}, "idempotencyKey": "refund"},
    ]
    path = tmp_path / "commands.ndjson"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(path)


def test_a_file_is_previewed_line_by_line(shop: Shell, file: str):
    said = shop.refused("run", file, "--preview")

    assert [(line["line"], line["preview"], line["ok"]) for line in said.lines] == [
        (1, True, True),
        (2, True, True),
        (3, True, False),
    ]
    assert said.lines[1]["balances"][0]["before"] == "5.00"
    assert said.lines[2]["refusals"][0]["available"] == "2.00"
    assert "Nothing is recorded." in said.err
    assert "2 would be done, 1 refused." in said.err
    shop.refused("payment", "show", "P-2")


def test_a_file_of_which_all_or_nothing_is_done_says_what_would_be_rolled_back(shop: Shell, file: str):
    said = shop.refused("run", file, "--preview", "--mode", "atomic")

    assert [line["code"] for line in said.lines] == ["rolled_back", "rolled_back", "exceeds_unapplied"]
    assert "0 would be done, 1 refused, 2 rolled back." in said.err
