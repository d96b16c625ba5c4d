"""The documentation says what the commands say of themselves, and every word of them is explained."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from settlebook import VERBS
from settlebook.cli import app
from tests.cli.conftest import Shell

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
GUIDE, _, REFERENCE = DOCUMENT.partition("## Reference\n")


def commands() -> list[tuple[str, ...]]:
    root = get_command(app)
    found: list[tuple[str, ...]] = []
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        found += [(name, inner) for inner in getattr(command, "commands", {})] or [(name,)]
    return found


def test_the_reference_is_what_the_commands_say_of_themselves():
    printed = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "cli_reference.py")],
        capture_output=True,
        check=True,
        text=True,
    )

    assert printed.stdout.strip() == REFERENCE.strip(), "run scripts/cli-reference --write"


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_help_and_reference_name_the_same_options(shell: Shell, command: tuple[str, ...]):
    help = shell.done(*command, "--help").out
    (section,) = re.findall(
        rf"^### settlebook {' '.join(command)}\n(.*?)(?=^### |\Z)", REFERENCE, re.M | re.S
    )

    documented = set(re.findall(r"^\| `(--[a-z-]+)", section, re.M))

    assert set(re.findall(r"^ +(--[a-z-]+)", help, re.M)) - {"--help"} == documented


def test_no_command_is_without_help(shell: Shell):
    listed = shell.done("--help").out

    assert all(re.search(rf"^  {name} +\S", listed, re.M) for name, *_ in commands())


def test_every_do_of_a_command_file_is_documented():
    assert {do for do in VERBS if f"| `{do}` |" not in REFERENCE} == set()


def test_the_guide_names_every_key_of_json_that_is_our_own(shop: Shell):
    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=1.00")
    answers = [
        shop.done("explain", "INV-7#1", "--json").json,
        shop.done("verify", "books", "--json").json,
        shop.done("rebuild", "--from-events", "--json").json,
        shop.done("seal", "now", "--anchor", "anchors.jsonl", "--json").json,
        shop.done("seal", "status", "--json").json,
        shop.done("prove", "1", "--out", "proof.json", "--json").json,
        shop.done("import", "-", "--json", given="").json,
        shop.done("payment", "apply", "P-1", "--invoice", "INV-7=1.00", "--json").json,
    ]

    keys = {key for answer in answers for key in every_key(answer)}

    assert {key for key in keys if f"`{key}`" not in GUIDE and f'"{key}"' not in GUIDE} == set()


def every_key(answer: object) -> set[str]:
    match answer:
        case dict():
            return set(answer) | {key for value in answer.values() for key in every_key(value)}
        case list():
            return {key for value in answer for key in every_key(value)}
    return set()


def test_the_program_has_no_option_that_says_nothing():
    assert "| |" not in REFERENCE.replace("| | |\n|---|---|", "")
