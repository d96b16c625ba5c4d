"""History on the command line: replayed step by step, between two points, and under another policy."""

import psycopg
import pytest

from settlebook.engine import Role
from tests.cli.conftest import Shell
from tests.conftest import Database


@pytest.fixture
def settled(shop: Shell) -> Shell:
    """40.00 of the payment is spread over the invoice of 60.00 + 12.00 and 40.00."""
    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=56.00", "--effective-date", "2026-01-11")
    return shop


def test_replay_shows_each_step_and_that_all_is_equal(settled: Shell):
    said = settled.done("replay", "--document", "INV-7", "--step")

    assert "P-1 settled 56.00 GBP of INV-7." in said.out
    assert "INV-7#1.1  open  12.00 ->  6.00   -6.00 GBP" in said.out
    assert said.out.splitlines()[-1] == "Equal: the read models show what replay makes of the log."


def test_replay_tells_programs_a_line_a_step_and_then_the_report(settled: Shell):
    *steps, report = settled.done("replay", "--payment", "P-1", "--step", "--json").lines

    assert [step["event"] for step in steps] == ["PaymentReceived", "PaymentApplied"]
    assert steps[1]["lines"][0] == {
        "id": steps[1]["lines"][0]["id"], "name": "P-1", "what": "unapplied",
        "before": "100.00", "amount": "-56.00", "after": "44.00", "currency": "GBP",
    }  # fmt: skip
    assert (report["kind"], report["ok"], report["events"]) == ("report", True, 2)
    assert settled.done("replay", "--json").json["ok"]


def test_replay_exits_1_and_names_the_first_event_where_a_balance_differs(settled: Shell, database: Database):
    settled.done("replay")
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as owner:
        owner.execute("UPDATE read.payment_balance SET unapplied_minor = 4399")

    said = settled.refused("replay")

    assert "event 7: P-1: expected 44.00 GBP, found 43.99 GBP" in said.err
    assert (
        settled.refused("replay", "--payment", "P-1", "--json").json["firstOffence"]["found"] == "43.99 GBP"
    )


def test_diff_tells_what_changed_and_by_which_events(settled: Shell):
    said = settled.done("diff", "--from", "6", "--events")

    assert said.out.splitlines()[0] == "What was recorded after position 6 and up to 8."
    assert "INV-7#1.1    12.00    -6.00" in said.out
    first, *changes, total, end = settled.done("diff", "--from", "6", "--events", "--json").lines
    assert (first["clock"], end) == ("recorded", {"kind": "end", "changes": len(changes)})
    payment = next(change for change in changes if change["subject"] == "payment")
    assert (payment["before"], payment["change"], payment["after"], payment["events"]) == (
        "100.00", "-56.00", "44.00", [7],
    )  # fmt: skip
    assert (total["open"], total["unappliedPayments"]) == ("-56.00", "-56.00")


def test_diff_of_days_is_on_the_other_clock_and_can_be_empty(settled: Shell):
    asked = ("diff", "--from", "2026-01-10", "--to", "2026-01-11")

    assert "as known at position 8" in settled.done(*asked).out
    assert "No balance changed. Nothing moved." in settled.done(*asked, "--known-at", "6").out
    assert "accounting_code" in settled.done(*asked, "--by-code", "--json").out


@pytest.mark.parametrize("point", ["yesterday", "2026-13-01", "2026-01-01T00:00:00", "-1"])
def test_a_point_that_is_none_is_wrong_usage(shell: Shell, point: str):
    assert "--from" in shell.misused("diff", "--from", point).err


def test_what_if_tells_the_balances_of_another_policy(settled: Shell):
    said = settled.done("what-if", "--policy", "fifo")

    assert "Applications: 1, of them chosen by it 1" in said.out
    summary, *differences = settled.done("what-if", "--policy", "fifo", "--json").lines
    assert (summary["chosenOtherwise"], summary["problems"]) == (1, 0)
    assert {each["name"]: (each["actual"], each["other"]) for each in differences} == {
        "INV-7#1": ("30.00", "4.00"),
        "INV-7#1.1": ("6.00", "12.00"),
        "INV-7#2": ("20.00", "40.00"),
    }
    assert "No balance would be another." in settled.done("what-if", "--policy", "prorate").out
    assert "spreads no application" in settled.refused("what-if", "--policy", "nonsense").err


def test_what_if_tells_what_could_not_have_been(settled: Shell):
    settled.done("payment", "apply", "P-1", "--invoice", "INV-7", "--item", "INV-7#1=30.00")

    said = settled.done("what-if", "--policy", "fifo")

    assert "Not possible in that world" in said.out and "PaymentApplied" in said.out
    *_, problem = settled.done("what-if", "--policy", "fifo", "--json").lines
    assert (problem["kind"], problem["code"], problem["name"]) == ("problem", "exceeds_on_day", "P-1")
