"""Settings, accounting periods and accounts are kept from the command line, and answers say what they did."""

from tests.cli.conftest import Shell

PAY = ("payment", "apply", "P-1")


def test_settings_are_changed_one_by_one_and_shown_with_what_is_built_in(shell: Shell):
    shell.done("settings", "change", "--apply-payment", "fifo", "--family", "on", "--code", "bank=1000")
    shell.done("settings", "change", "--limit", "payment-items=5", "--cancel-unapplies", "on")
    shell.done("settings", "change", "--family", "off", "--limit", "payment-items=", "--limits", "lifted")
    shell.done("settings", "change", "--body", '{"policies": {"unapply": "prorate", "applyPayment": null}}')

    assert shell.done("settings", "show", "--json").json == {
        "policies": {
            "applyPayment": "prorate",
            "applyCreditMemo": "prorate-matrix",
            "unapply": "prorate",
            "refund": "fifo",
            "writeOff": "prorate",
        },
        "negativeLines": "skip",
        "overCrediting": "item",
        "cancelUnapplies": True,
        "family": False,
        "limits": "lifted",
        "limitOf": {},
        "accountingCodes": {"bank": "1000"},
    }
    assert "policies.unapply           prorate" in shell.done("settings", "show").out


def test_limits_are_listed_with_what_they_count(shell: Shell):
    shell.done("settings", "change", "--limits", "lifted", "--limit", "split-parts=0")

    by_name = {limit["name"]: limit for limit in shell.done("settings", "limits", "--json").json}

    assert by_name["split-parts"]["allowed"] == 0
    assert by_name["payment-items"]["allowed"] is None
    assert by_name["payment-items"]["most"] == 15_000
    assert " any " in shell.done("settings", "limits").out


def test_the_time_zone_of_a_ledger_is_chosen_before_anything_is_recorded(shell: Shell):
    chosen = shell.done("settings", "time-zone", "Pacific/Kiritimati")
    shell.done("account", "create", "--name", "Ada", "--currency", "GBP")
    refused = shell.refused("settings", "time-zone", "Europe/London")

    assert chosen.out == "The days of ledger main are those of Pacific/Kiritimati.\n"
    assert shell.done("log", "status", "--json").json["timeZone"] == "Pacific/Kiritimati"
    assert "is Pacific/Kiritimati and cannot become Europe/London" in refused.err


def test_what_an_option_cannot_mean_is_misuse(shell: Shell):
    assert "give on or off" in shell.misused("settings", "change", "--family", "maybe").err
    assert "no whole number" in shell.misused("settings", "change", "--limit", "payment-items=many").err
    assert "not NAME=VALUE" in shell.misused("settings", "change", "--code", "bank").err
    assert "it knows payment-items" in shell.refused("settings", "change", "--limit", "payment-item=1").err


def test_a_setting_that_is_named_twice_is_refused_and_not_the_last_one_taken(shell: Shell):
    for option, values in (("--limit", ("split-parts=1", "split-parts=2")), ("--code", ("bank=1", "bank="))):
        said = shell.misused("settings", "change", option, values[0], option, values[1]).err

        assert f"{option}: {values[0].partition('=')[0]} is named twice" in said


def test_periods_are_defined_closed_and_reopened(shop: Shell):
    shop.done("period", "create", "--name", "2026-01", "--from", "2026-01-01", "--to", "2026-01-31")
    shop.done("period", "pending-close", "2026-01")
    said = shop.done("period", "close", "2026-01").out
    refused = shop.refused(*PAY, "--invoice", "INV-7=1.00", "--effective-date", "2026-01-31", "--json").json
    shown = shop.done("period", "show", "2026-01", "--json").json
    shop.done("period", "reopen", "2026-01")
    shop.done("period", "edit", "2026-01", "--name", "January", "--year", "2026")
    listed = shop.done("period", "list", "--json").json
    shop.done(*PAY, "--invoice", "INV-7=1.00", "--effective-date", "2026-01-31")
    shop.done("period", "delete", "January")

    assert said == "Accounting period 2026-01 closed.\n"
    assert refused["code"] == "period_closed"
    assert "the first open day is 2026-02-01" in refused["message"]
    assert shown["status"] == "Closed"
    assert [(row["name"], row["status"]) for row in listed] == [("January", "Open")]
    assert shop.done("period", "list", "--json").json == []


def test_an_account_is_edited_and_chooses_its_own_policies(shop: Shell):
    shop.done("account", "edit", "A-1", "--name", "Ada Ltd", "--apply-payment", "fifo", "--batch", "Batch2")

    applied = shop.done(*PAY, "--invoice", "INV-7=60.00", "--json").json
    shown = shop.done("account", "show", "A-1", "--json").json

    assert applied["applications"][0]["policy"] == "fifo 1"
    assert (shown["name"], shown["batch"]) == ("Ada Ltd", "Batch2")


def test_an_answer_shows_what_was_netted_and_which_policy_ran_instead(shop: Shell):
    shop.done(
        "invoice", "create", "--account", "A-1", "--number", "INV-8", "--date", "2026-01-05",
        "--item", "Seats=10.00", "--item", "Unused=-4.00", "--post",
    )  # fmt: skip
    shop.done("settings", "change", "--limit", "payment-prorate-product=1")

    said = shop.done(*PAY, "--invoice", "INV-8=6.00", "--negative-lines", "net").out

    assert "INV-8#1   INV-8#2   4.00 GBP   netted" in said
    assert "fifo ran instead of prorate, whose limit was exceeded." in said
