"""The log on the command line: where it stands, out into a file, in elsewhere; reports of what is right."""

import json
from pathlib import Path

import pytest

from settlebook.engine.embedded import EmbeddedEngine
from tests.cli.conftest import Shell, shell_on
from tests.cli.test_keeping_books import tampered
from tests.conftest import Database, a_database


def test_the_log_tells_where_it_stands_and_since_when_it_is_here(shop: Shell):
    found = shop.done("log", "status", "--json").json

    assert found["position"] > 0 and found["commands"] > 0 and found["recordedAt"]
    assert [(epoch["number"], epoch["reason"]) for epoch in found["epochs"]] == [(1, "created")]
    assert f"{found['position']:,} events" in shop.done("log", "status").out

    begun = shop.done("log", "restored", "--json").json
    assert (begun["number"], begun["after"]) == (2, found["position"])
    assert shop.done("log", "status", "--json").json["epoch"] == begun


@pytest.mark.parametrize(
    "command",
    [
        ("log", "export", "/dev/full"),
        ("export", "hledger", "/dev/full"),
        ("verify", "log", "--report", "/dev/full"),
    ],
)
def test_a_device_that_is_full_is_named(shop: Shell, command: tuple[str, ...]):
    assert "/dev/full: No space left on device" in shop.refused(*command).err


def test_a_log_is_exported_to_a_file_and_to_the_standard_output(shop: Shell, tmp_path: Path):
    file = tmp_path / "main.log"

    said = shop.done("log", "export", str(file), "--json").json
    piped = shop.done("log", "export", "-")

    assert said["rows"]["event"] == said["position"] and said["sha256"] in piped.err
    assert piped.out.encode() == file.read_bytes()
    assert "Left out" in shop.done("log", "export", str(file), "--without-personal").out


def test_a_ledger_is_put_back_elsewhere_from_its_file(
    shop: Shell, engine: EmbeddedEngine, template: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    file = str(tmp_path / "main.log.gz")
    balance = shop.done("invoice", "show", "INV-7", "--json").json
    exported = shop.done("log", "export", file, "--json").json

    for database in a_database(engine, template):
        there = shell_on(database, monkeypatch)
        imported = there.done("log", "import", file, "--json").json

        assert (imported["rows"], imported["epoch"]["number"]) == (exported["rows"], 2)
        assert there.done("invoice", "show", "INV-7", "--json").json == balance
        assert "is not empty" in there.refused("log", "import", file).err


def test_an_import_is_refused_where_the_ledger_holds_something_or_has_another_name(
    shop: Shell, tmp_path: Path
):
    file = str(tmp_path / "main.log.gz")
    shop.done("log", "export", file)

    assert "is not empty" in shop.refused("log", "import", file).err
    assert "give --ledger" in shop.refused("--ledger", "other", "log", "import", file).err
    assert "No such file" in shop.refused("log", "import", str(tmp_path / "none")).err
    assert "no file of the log" in shop.refused("--ledger", "other", "log", "import", "-", given="{}\n").err
    assert "There is no ledger other" in shop.refused("--ledger", "other", "log", "status").err


def test_reports_are_written_as_text_or_json_by_the_name_of_the_file(
    shop: Shell, database: Database, tmp_path: Path
):
    text, as_json = tmp_path / "report.txt", tmp_path / "report.json"
    shop.done("verify", "log", "--report", str(text))
    found = shop.done("verify", "log", "--json", "--report", str(as_json)).json

    assert json.loads(as_json.read_text()) == found and found["ok"]
    assert text.read_text().splitlines()[-1].startswith(f"All {len(found['checks'])} checks hold over")
    said = shop.refused("verify", "log", "--report", str(tmp_path / "nowhere" / "report.txt"))
    assert "checks hold over" in said.out and "No such file or directory" in said.err

    shop.done("project", "--once")
    tampered(
        database,
        b"update read.item_balance set balance_minor = 7"
        b" where item_id = (select item_id from read.item_balance limit 1)",
    )
    said = shop.refused("verify", "all", "--json", "--report", str(text))

    found = said.json
    assert (found["ok"], found["reports"]["log"]["ok"], found["reports"]["books"]["ok"]) == (
        False,
        True,
        False,
    )
    position = found["firstOffence"]["position"]
    assert f"event {position}" in said.err and f"event {position}" in text.read_text()
    assert (
        said.err.splitlines()[-1].startswith("Not right: ") and "books" in text.read_text().splitlines()[-1]
    )
