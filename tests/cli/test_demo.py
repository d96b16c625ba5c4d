"""The demo shows what a person wants to see, and its sample is what its script writes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from settlebook.cli import demo
from settlebook.cli.demo import PAYMENT
from settlebook.demo import ACCOUNTS, DOCUMENTS, SETTLEMENTS
from tests.cli.conftest import Shell

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "sample"


def test_the_demo_imports_settles_shows_rebuilds_and_verifies(shell: Shell):
    said = shell.done("demo")

    for words in (
        "Invoice INV-1005: 174.84 of 279.82 GBP is open",
        f"Payment {PAYMENT}, 179.96 GBP: its parts, and their items",
        "What is owed on 2026-03-31",
        "commands were carried out, 0 of them refused",
        "PAY-1003 has 74.98 GBP unapplied, 174.85 GBP was asked",
        "0 differ from the live ones",
        "events: all hold",
        "Try next",
    ):
        assert words in said.out
    assert "--database var/demo " in said.out
    shell.done("export", "beancount", "demo.beancount")
    subprocess.run([Path(sys.executable).parent / "bean-check", "demo.beancount"], check=True)


@pytest.mark.parametrize(
    ("on_path", "argument", "called"),
    [
        ("/usr/bin/settlebook", "/elsewhere/.venv/bin/settlebook", "settlebook"),
        (None, "{here}/.venv/bin/settlebook", ".venv/bin/settlebook"),
        (None, ".venv/bin/settlebook", ".venv/bin/settlebook"),
        (None, "/else where/.venv/bin/settlebook", "'/else where/.venv/bin/settlebook'"),
    ],
    ids=["on the path", "in the clone", "as it was called", "from another folder"],
)
def test_what_to_try_next_can_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_path: str | None, argument: str, called: str
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(demo, "which", lambda name: on_path)
    monkeypatch.setattr(sys, "argv", [argument.format(here=tmp_path)])

    assert demo._program() == called


def test_every_demo_has_a_fresh_folder_and_deletes_nothing(shell: Shell):
    Path("var/demo").mkdir(parents=True)
    Path("var/demo/mine").write_text("kept")

    said = shell.done("demo")

    assert "--database var/demo-2 " in said.out and Path("var/demo/mine").read_text() == "kept"


def test_a_folder_that_is_not_empty_is_wrong_usage(shell: Shell):
    Path("full").mkdir()
    Path("full/mine").write_text("kept")

    said = shell.misused("demo", "--folder", "full")

    assert "deletes nothing" in said.err


def test_the_sample_is_what_its_script_writes(tmp_path: Path):
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path)], check=True)

    for shipped in (ACCOUNTS, DOCUMENTS, SETTLEMENTS):
        assert shipped.read_bytes() == (tmp_path / shipped.name).read_bytes()


def test_the_sample_has_hundreds_of_documents_in_currencies_of_0_2_and_3_decimals_with_tax():
    documents = [json.loads(line) for line in DOCUMENTS.read_text(encoding="utf-8").splitlines()]
    items = [item for document in documents for item in document.get("invoiceItems", document.get("charges"))]

    assert len(documents) > 300
    assert {"JPY", "KWD", "GBP"} <= {document["currency"] for document in documents}
    assert {document["kind"] for document in documents} == {"invoice", "debit-memo", "credit-memo"}
    assert sum("taxItems" in item for item in items) > 300


def test_the_sample_settles_in_every_way():
    dos = {json.loads(line)["do"] for line in SETTLEMENTS.read_text(encoding="utf-8").splitlines()}

    assert dos == {
        "payment.create", "payment.unapply", "payment.refund", "credit-memo.apply", "credit-memo.unapply",
        "credit-memo.refund", "credit-memo.create-from-invoice",
    }  # fmt: skip
