"""The read models on the command line: listed, rebuilt, compared, added, and what was kept dropped."""

from pathlib import Path

import psycopg

from settlebook.engine import Role
from settlebook.progress import silent
from settlebook.projecting import Owner
from settlebook.projecting.beside.register import registered
from tests.cli.conftest import Shell
from tests.conftest import Database
from tests.projections.test_added import FOLD, write

TAMPER = "UPDATE read.item_balance SET paid_minor = paid_minor + 1"


def test_read_models_are_listed_with_how_far_behind_they_are(shop: Shell):
    behind = shop.done("projections", "list", "--json").json
    shop.done("project", "--once")
    told = shop.done("projections", "status", "--json").json

    (balances,) = [model for model in told["projections"] if model["name"] == "item_balance"]
    assert max(model["lag"] for model in behind["projections"]) > 0
    assert (balances["position"], balances["lag"], balances["lagSeconds"]) == (told["position"], 0, 0)
    assert balances["rows"] > 0 and balances["current"] and balances["kept"] is None
    assert "item_balance" in shop.done("projections", "list").out


def test_a_difference_is_compared_replaced_kept_and_told(shop: Shell, database: Database):
    shop.done("project", "--once")
    with psycopg.connect(database.conninfo(Role.APP), autocommit=True) as app:
        app.execute(TAMPER)

    compared = shop.refused("rebuild", "item_balance", "payment", "--keep", "--json").json
    verified = shop.refused("verify", "projections", "--json").json
    replaced = shop.refused("rebuild", "item_balance", "--from-events")

    (table,) = [table for table in compared["tables"] if table["name"] == "item_balance"]
    assert table["wrong"] == table["missing"] == table["rows"] == compared["differing"]
    assert table["digest"] != table["liveDigest"] and "item_id" in table["example"]
    assert [check["name"] for check in verified["checks"] if not check["ok"]] == ["item_balance_live"]
    assert "differed from the events, and were replaced" in replaced.err
    assert shop.done("rebuild", "item_balance", "--json").json["ok"]
    assert shop.done("projections", "drop-kept").out == "Dropped 1 old tables.\n"
    assert shop.done("projections", "drop-kept").out == "No old table was kept.\n"


def test_a_read_model_of_ones_own_comes_and_goes_by_one_command(shop: Shell, tmp_path: Path):
    write(tmp_path, FOLD.format(sign=""))

    added = shop.done("projections", "add", str(tmp_path / "takings")).out
    listed = shop.done("projections", "list", "--json").json["projections"]
    mine = [model for model in listed if not model["builtIn"]]
    shop.done("projections", "remove", "takings")

    assert added.startswith("takings has ")
    assert [(model["name"], model["lag"]) for model in mine] == [("takings", 0)]
    assert "added read model takings" in shop.refused("projections", "remove", "takings").err


def test_a_read_model_that_is_being_built_for_the_first_time_is_listed(shop: Shell, database: Database):
    with registered(Owner(database.conninfo(Role.OWNER)), "takings", silent):
        told = shop.done("projections", "status", "--json").json
        text = shop.done("projections", "status").out

    (new,) = [model for model in told["projections"] if model["new"]]
    assert (new["name"], new["builtIn"], new["position"], new["lag"]) == (
        "takings",
        False,
        0,
        told["position"],
    )
    assert (new["rebuild"]["running"], new["rebuild"]["stage"]) == (True, "building")
    (line,) = [line for line in text.splitlines() if "takings" in line]
    assert "you" in line and "building" in line


def test_there_is_nothing_to_cancel_where_nobody_rebuilds(shop: Shell):
    for name in ((), ("item_balance",)):
        assert "under way, so none was asked to end" in shop.refused("projections", "cancel", *name).err
    shop.misused("rebuild")


def test_read_models_that_stand_beyond_the_log_are_shown_with_what_to_do(shop: Shell, database: Database):
    shop.done("project", "--once")
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as owner:
        owner.execute("UPDATE log.log_head SET position = position - 2")

    shown = shop.refused("projections", "status")

    assert "2 beyond" in shown.out and "its end was cut off" in shown.err and "docs/log.md" in shown.err
    assert shop.refused("open-items").err == shop.refused("diff", "--from", "1").err != ""
