"""Accounting codes, journal entries and runs, and the trial balance, from the command line."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

JANUARY = ("--from", "2026-01-01", "--to", "2026-01-31")


@pytest.fixture
def run(shop: Shell) -> Shell:
    """The shop, and JR-1 over January: 3 entries of INV-7, 2 of CM-1, 1 of P-1."""
    shop.done("journal-run", "create", *JANUARY, "--number", "JR-1")
    return shop


def test_a_code_is_registered_edited_and_shown(shell: Shell):
    said = shell.done(
        "accounting-code", "create", "1200", "--type", "AccountsReceivable", "--gl-number", "12-00"
    )
    assert said.out.startswith("Accounting code 1200 created.")

    shell.done("accounting-code", "edit", "1200", "--gl-name", "Trade debtors", "--notes", "all customers")
    shell.done("accounting-code", "deactivate", "1200")

    (row,) = shell.done("accounting-code", "list", "--json").json
    assert shell.done("accounting-code", "show", "1200", "--json").json == row
    assert (row["glAccountNumber"], row["glAccountName"], row["status"]) == (
        "12-00",
        "Trade debtors",
        "Inactive",
    )
    assert "Trade debtors" in shell.done("accounting-code", "show", "1200").out
    assert "activated" in shell.done("accounting-code", "activate", "1200").out


def test_a_code_that_is_not_registered_is_refused_in_a_sentence(shop: Shell):
    shop.done("accounting-code", "create", "1000", "--type", "Cash")
    body = '{"financeInformation": {"bankAccountAccountingCode": "1001"}}'

    said = shop.refused("payment", "create", "--account", "A-1", "--amount", "5.00", "--body", body)

    assert "financeInformation.bankAccountAccountingCode: 1001 is no accounting code" in said.err


def test_a_type_that_there_is_not_is_refused_with_those_there_are(shell: Shell):
    said = shell.refused("accounting-code", "create", "1200", "--type", "Debtors")

    assert "'AccountsReceivable'" in said.err


def test_entries_are_listed_for_people_and_for_programs(shop: Shell):
    table = shop.done("journal", "entries", "--limit", "2")
    assert "Taxation Item" in table.out
    assert "--after JE-" in table.err

    rows = shop.done("journal", "entries", "--from", "2026-01-06", "--to", "2026-01-06", "--json").json
    assert [row["subtype"] for row in rows] == ["Credit Memo Item", "Credit Memo Taxation Item"]


def test_a_run_is_made_shown_exported_and_canceled(run: Shell, tmp_path: Path):
    (row,) = run.done("journal-run", "list", "--json").json
    assert run.done("journal-run", "show", "JR-1", "--json").json == row
    assert (row["journalEntryCount"], row["journalEntryDate"]) == (6, "2026-01-31")

    said = run.done("journal", "export", "JR-1", "--output", "january.csv")
    assert (said.out, "12 lines are in january.csv" in said.err) == ("", True)
    assert len((tmp_path / "january.csv").read_text("utf-8").splitlines()) == 13

    assert "canceled" in run.done("journal-run", "cancel", "JR-1").out
    assert "journal_run_canceled" in run.refused("journal", "export", "JR-1").err


def test_an_export_without_a_file_goes_to_the_standard_output(run: Shell):
    lines = run.done("journal", "export", "JR-1", "--format", "ndjson").lines

    assert [line["side"] for line in lines] == ["Debit", "Credit"] * 6
    assert run.done("journal", "export", *JANUARY, "--summary").out.startswith("journalRun,journalEntryDate,")


def test_an_export_into_a_folder_that_there_is_not_is_told(run: Shell):
    assert (
        "No such file or directory" in run.refused("journal", "export", "JR-1", "--output", "no/such.csv").err
    )


def test_a_summary_has_a_row_a_code(run: Shell):
    rows = run.done("journal", "summary", "JR-1", "--json").json

    assert {row["accountingCodeType"]: (row["debit"], row["credit"]) for row in rows} == {
        "AccountsReceivable": ("112.00", "0.00"),
        "Cash": ("100.00", "0.00"),
        "CustomerCashOnAccount": ("0.00", "100.00"),
        "OnAccountReceivable": ("0.00", "12.00"),
        "SalesRevenue": ("10.00", "100.00"),
        "SalesTaxPayable": ("2.00", "12.00"),
    }


def test_a_trial_balance_ends_in_totals_that_are_equal(shop: Shell):
    said = shop.done("trial-balance", "--json").json
    assert [(total["debits"], total["credits"]) for total in said["totals"]] == [("224.00", "224.00")]
    assert "Total" in shop.done("trial-balance").out

    books = shop.done("trial-balance", "--by", "book", "--as-of", "2026-01-05", "--json").json["rows"]
    assert [(row["book"], row["debitBalance"], row["creditBalance"]) for row in books] == [
        ("receivable", "112.00", "0.00"),
        ("revenue", "0.00", "112.00"),
    ]


def test_a_day_that_is_none_and_a_position_below_zero_are_wrong_usage(shop: Shell):
    shop.misused("trial-balance", "--as-of", "yesterday")
    shop.misused("trial-balance", "--known-at", "-1")
    shop.misused("journal", "export", "--format", "xlsx")


def test_a_currency_that_there_is_not_has_no_trial_balance(shop: Shell):
    said = shop.misused("trial-balance", "--currency", "XXX").err

    assert "'XXX' is no currency" in said


def test_an_instant_is_shown_to_the_second(shop: Shell):
    shop.done("period", "create", "--name", "2026-01", "--from", "2026-01-01", "--to", "2026-01-31")

    listed = shop.done("period", "list").out

    assert re.search(r" Open +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d   ", listed)


def test_two_periods_of_one_name_are_refused_by_name(shop: Shell):
    january = ("period", "create", "--name", "2026-01", "--from", "2026-01-01", "--to", "2026-01-31")
    shop.done(*january)

    said = shop.refused(*january).err

    assert "accounting period 2026-01 already exists. Choose another name." in said


def test_a_run_needs_its_days(shop: Shell):
    said = shop.refused("journal-run", "create")

    assert "--period: it is required, or --from instead" in said.err
