"""`seal`, `verify seals` and `prove`: what a person and a program are told."""

import subprocess
import sys
from pathlib import Path

import psycopg

from settlebook.engine import Role
from tests.cli.conftest import Shell
from tests.conftest import Database
from tests.house.tree import ROOT

SCRIPT = ROOT / "scripts" / "verify_proof.py"


def checked_of(proof: str, anchors: str, folder: Path) -> str:
    command = [sys.executable, "-I", "-S", str(SCRIPT), proof, anchors]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder).stderr.rstrip()


def test_what_the_script_cannot_read_is_told_in_words(tmp_path: Path):
    (tmp_path / "picture").write_bytes(b"\xff")

    assert checked_of("none", "none", tmp_path) == "Not proven: No such file or directory: 'none'"
    assert checked_of(".", "none", tmp_path) == "Not proven: Is a directory: '.'"
    assert checked_of("picture", "none", tmp_path) == "Not proven: no proof, or no anchors"


def test_a_ledger_is_sealed_anchored_verified_and_proven(shop: Shell, tmp_path: Path):
    waiting = shop.done("seal", "status", "--json").json
    done = shop.done("seal", "now", "--anchor", "anchors.jsonl", "--json").json
    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=60.00")
    again = shop.done("seal", "now", "--anchor", "anchors.jsonl").out
    standing = shop.done("seal", "status", "--json").json
    (application,) = shop.done("payment", "applications", "P-1", "--json").json
    told = shop.done("prove", application["id"], "--out", "proof.json", "--anchor", "anchors.jsonl").out
    checked = subprocess.run(
        [sys.executable, str(SCRIPT), "proof.json", "anchors.jsonl"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )

    assert waiting["last"] is None and waiting["unsealed"] == waiting["head"] == done["last"]["lastPosition"]
    assert waiting["waitingSince"] is not None and [block["block"] for block in done["sealed"]] == [1]
    assert done["anchors"] == [{"anchor": "anchors.jsonl", "block": 1, "new": 1, "problem": None}]
    assert "Block 2: events" in again and "Anchored block 2 in anchors.jsonl." in again
    assert (standing["last"]["block"], standing["unsealed"], standing["waitingSince"]) == (2, 0, None)
    assert "an anchor of block 2." in told
    assert checked.returncode == 0 and "amount: 21.43 GBP" in checked.stdout
    assert shop.done("verify", "seals", "--anchor", "anchors.jsonl", "--json").json["ok"]
    assert "seals" in shop.done("verify", "all", "--anchor", "anchors.jsonl", "--json").json["reports"]


def test_a_change_of_a_superuser_is_told_with_block_and_event(shop: Shell, database: Database):
    shop.done("seal", "now", "--anchor", "anchors.jsonl")
    with psycopg.connect(database.conninfo(Role.OWNER)) as connection:
        connection.execute("ALTER TABLE log.event DISABLE TRIGGER ALL")
        connection.execute("UPDATE log.event SET state = state || ' ' WHERE position = 3")

    shop.done("account", "create", "--name", "Bea", "--currency", "GBP")
    said = shop.refused("verify", "seals", "--anchor", "anchors.jsonl")

    assert "The seals are not right: event 3: block 1 (events 1 to " in said.err
    assert "not sealed yet, and were not looked at: 1." in said.err and "Without --anchor" not in said.err


def test_anchors_that_end_early_are_told_to_vouch_for_no_more(shop: Shell, tmp_path: Path):
    early = shop.done("seal", "now", "--anchor", "anchors.jsonl", "--json").json["last"]["lastPosition"]
    shop.done("account", "create", "--name", "Bea", "--currency", "GBP")
    shop.done("seal", "now")
    shop.done("account", "create", "--name", "Cid", "--currency", "GBP")

    said = shop.done("verify", "seals", "--anchor", "anchors.jsonl", "--json", "--report", "report.txt")
    of_all = shop.done("verify", "all", "--anchor", "anchors.jsonl", "--json")

    vouched, waiting = said.json["notes"]
    assert f"vouch for events up to {early}: nobody is found who rewrote those from there" in vouched
    assert waiting.endswith("not looked at: 1.") and said.err.splitlines()[-2:] == [vouched, waiting]
    assert f"{vouched}\n{waiting}\n" in (tmp_path / "report.txt").read_text("utf-8")
    assert of_all.json["reports"]["seals"]["notes"] == [vouched, waiting] and waiting in of_all.err
    assert of_all.json["reports"]["log"]["notes"] == []


def test_nothing_recorded_is_nothing_to_seal(shell: Shell):
    assert "Nothing was recorded yet" in shell.done("seal", "now").out
    assert "Nothing is sealed" in shell.done("seal", "status").out
    assert shell.done("seal", "now", "--json").json["last"] is None
    said = shell.done("verify", "seals", "--json")
    assert said.json["events"] == 0 and "Without --anchor" in said.err


def test_an_emptied_ledger_is_not_told_to_be_new_where_anchors_know_it(shop: Shell, database: Database):
    shop.done("seal", "now", "--anchor", "anchors")
    with psycopg.connect(database.conninfo(Role.OWNER)) as superuser:
        for table in ("seal", "event", "command", "log_head", "epoch"):
            superuser.execute(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL")
            superuser.execute(f"DELETE FROM log.{table}")

    said = shop.refused("seal", "now", "--anchor", "anchors")

    assert (said.out, "Not anchored in anchors: block 1 of main is kept there" in said.err) == ("", True)


def test_an_anchor_that_fails_is_told_and_the_seal_stands(shop: Shell):
    said = shop.refused("seal", "now", "--anchor", "http://127.0.0.1:9/x", "--json")

    assert said.json["sealed"] and not said.json["ok"]
    assert "Not anchored in http://127.0.0.1:9/x" in said.err and said.json["anchors"][0]["problem"]
    assert shop.done("seal", "status", "--json").json["unsealed"] == 0


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("seal", "now", "--anchor", "git:."), "is no git repository"),
    (("seal", "now", "--anchor", "missing/x"), "does not exist"),
    (("verify", "seals", "--anchor", "missing.jsonl"), "missing.jsonl: No such file"),
    (("prove", "nothing", "--out", "x"), "there is no application nothing"),
    (("prove", "1", "--out", "x"), "Event 1 is not sealed yet"),
]


def test_what_cannot_be_done_is_refused_in_a_sentence(shop: Shell):
    for arguments, reason in REFUSED:
        assert reason in shop.refused(*arguments).err and not Path("x").exists()


def test_a_proof_that_cannot_be_written_is_told(shop: Shell):
    shop.done("seal", "now")

    assert "missing/x: No such file" in shop.refused("prove", "1", "--out", "missing/x").err


def test_who_projects_may_seal_as_well(shop: Shell):
    said = shop.done("project", "--once", "--seal-every", "60", "--anchor", "anchors.jsonl").out

    assert "Block 1: events" in said and "Anchored block 1" in said and "Up to date at position" in said
    assert shop.done("verify", "seals", "--anchor", "anchors.jsonl").code == 0
    assert "--seal-every" in shop.misused("project", "--once", "--anchor", "anchors.jsonl").err


def test_anchors_are_verified_by_the_name_they_were_written_under(shop: Shell, tmp_path: Path):
    subprocess.run(["git", "init", "--quiet", "audit"], cwd=tmp_path, check=True)
    shop.done("seal", "now", "--anchor", "git:audit", "--anchor", "file:anchors.jsonl")

    shop.done("verify", "seals", "--anchor", "git:audit", "--anchor", "file:anchors.jsonl")
    shop.done("prove", "1", "--out", "proof.json", "--anchor", "git:audit")
    assert "into a file" in shop.misused("verify", "seals", "--anchor", "https://example.org/").err
