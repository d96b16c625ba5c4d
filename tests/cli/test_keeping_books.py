"""Balances are explained, read models rebuilt, books verified; what was tampered with is found."""

import psycopg
import pytest

from settlebook import Role
from tests.cli.conftest import Shell
from tests.conftest import Database


@pytest.fixture
def settled(shop: Shell) -> Shell:
    shop.done(
        "payment",
        "apply",
        "P-1",
        "--invoice",
        "INV-7=100.00",
        "--policy",
        "fifo",
        "--effective-date",
        "2026-01-12",
    )
    shop.done("payment", "unapply", "P-1", "--invoice", "INV-7=10.00", "--effective-date", "2026-01-13")
    return shop


def tampered(database: Database, statement: bytes) -> None:
    with psycopg.connect(database.conninfo(Role.OWNER)) as owner:
        assert owner.execute(statement).rowcount == 1


def test_a_balance_is_explained_by_events_that_sum_to_it(settled: Shell):
    found = settled.done("explain", "INV-7#1", "--json").json

    assert (found["item"], found["currency"], found["balance"]) == ("INV-7#1", "GBP", "10.00")
    assert [(event["event"], event["amount"], event["balance"]) for event in found["events"]] == [
        ("InvoicePosted", "60.00", "60.00"),
        ("PaymentApplied", "-60.00", "0.00"),
        ("PaymentUnapplied", "10.00", "10.00"),
    ]
    assert found["events"][1]["topic"] == "payment.applied.v1"
    applied, undone = found["events"][1:]
    assert (applied["policy"], applied["policyVersion"], applied["counterpart"]) == ("fifo", 1, "P-1")
    assert (applied["effectiveDate"], undone["undoes"]) == ("2026-01-12", applied["applicationId"])


def test_an_item_is_explained_by_its_id_too_and_to_people_in_a_table(settled: Shell):
    item = settled.done("explain", "INV-7#1.1", "--json").json["itemId"]

    said = settled.done("explain", item)

    assert "INV-7#1.1: 0.00 GBP open." in said.out
    assert "PaymentApplied" in said.out


@pytest.mark.parametrize("item", ["INV-8#1", "INV-7#9", "INV-7", "0" * 32])
def test_what_is_no_item_cannot_be_explained(settled: Shell, item: str):
    assert "Refused" in settled.refused("explain", item).err


def test_one_read_model_or_everything_is_rebuilt_and_equals_the_live_one(settled: Shell):
    one = settled.done("rebuild", "item_balance", "--json").json
    everything = settled.done("rebuild", "--from-events", "--json").json

    assert (one["ok"], [table["name"] for table in one["tables"]]) == (True, ["item_balance"])
    assert {"item_balance", "payment_part", "journal_posting"} <= {
        table["name"] for table in everything["tables"]
    }
    assert "every row equals the live one" in settled.done("rebuild", "--from-events").out


def test_a_live_row_that_was_tampered_with_is_found_and_replaced(settled: Shell, database: Database):
    settled.done("verify", "books")
    tampered(
        database,
        b"update read.item_balance set balance_minor = balance_minor + 1 where item_id in"
        b" (select item_id from read.item where line = 2 and tax_line is null)",
    )

    verified = settled.refused("verify", "books", "--json").json
    rebuilt = settled.refused("rebuild", "item_balance", "--json")

    assert (verified["ok"], rebuilt.json["ok"], rebuilt.json["differing"]) == (False, False, 1)
    assert "differed from the events, and were replaced" in rebuilt.err
    settled.done("verify", "books")


def test_wrong_names_of_read_models_are_refused_and_none_is_wrong_usage(settled: Shell):
    refused = settled.refused("rebuild", "nothing").err
    assert "there is no read model nothing; there is: account, account_balance," in " ".join(refused.split())
    for command in (("rebuild", "journal"), ("rebuild", "--from-events", "item_balance", "journal")):
        said = settled.refused(*command).err
        assert "no read model journal that is built alone" in said
        assert "by --from-events without a name" in said
    assert "keeps nothing of the log" in settled.refused("rebuild", "data_query").err
    settled.misused("rebuild")


def test_the_books_are_verified_check_by_check(settled: Shell):
    found = settled.done("verify", "books", "--json").json

    assert (found["ok"], found["firstOffence"]) == (True, None)
    assert len(found["checks"]) > 10 and all(check["ok"] and check["sentence"] for check in found["checks"])
    assert "checks hold over" in settled.done("verify", "books").out


def test_an_event_that_was_tampered_with_is_named(settled: Shell, database: Database):
    with psycopg.connect(database.conninfo(Role.OWNER)) as owner:
        owner.execute("alter table log.event disable trigger all")
        owner.execute(
            "update log.event set state = replace(convert_from(state, 'utf8'), '\"amount_minor\":2800',"
            " '\"amount_minor\":2801')::bytea where topic = 'payment.applied.v1'"
        )
        owner.execute("alter table log.event enable trigger all")

    found = settled.refused("verify", "books", "--json")

    position = found.json["firstOffence"]["position"]
    assert position is not None and f"The books are not right: event {position}" in found.err


def test_read_models_can_be_brought_up_to_date_once(settled: Shell):
    assert "Up to date at position" in settled.done("project", "--once").out


@pytest.mark.parametrize(
    "change", [b"state = '{\"payment_id\": 1}'", b"topic = 'payment.received.v9'"], ids=["state", "topic"]
)
def test_an_event_that_cannot_be_read_is_told_in_one_line_with_its_topic_and_what_to_do(
    settled: Shell, database: Database, change: bytes
):
    with psycopg.connect(database.conninfo(Role.OWNER)) as owner:
        owner.execute("alter table log.event disable trigger append_only")
    tampered(database, b"update log.event set " + change + b" where topic = 'payment.received.v1'")

    for command in (("rebuild", "--from-events"), ("payment", "apply", "P-1", "--invoice", "INV-7=1.00")):
        said = settled.refused(*command)

        assert "payment.received.v" in said.err and "settlebook verify log" in said.err
        assert (len(said.err.splitlines()), "pydantic" in said.err, said.out) == (1, False, "")
