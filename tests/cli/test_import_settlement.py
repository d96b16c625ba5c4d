"""`import-settlement` says what became of every row, and writes the whole report where it is asked to."""

import json
from pathlib import Path

from settlebook import Ledger
from tests.builders import an_id
from tests.cli.conftest import Shell
from tests.importing.settlement.exports import INVOICE, PAYMENT, documents, export, payment


def exports(folder: Path, amount: str) -> str:
    export(folder, "Payment", [payment()])
    row = {"Id": an_id("applied").hex, "PaymentId": PAYMENT, "InvoiceId": INVOICE, "ApplyAmount": amount}
    export(folder, "PaymentApplication", [row | {"EffectiveDate": "2024-01-11"}])
    return str(folder)


def test_rows_are_counted_and_what_is_not_proven_is_said_in_words(
    shell: Shell, ledger: Ledger, tmp_path: Path
):
    documents(ledger)

    said = shell.done("import-settlement", exports(tmp_path, "30.00"))

    assert "PaymentApplication" in said.out
    assert "the source names no items" in said.out


def test_a_rejected_row_exits_with_1_and_stands_in_the_report(shell: Shell, ledger: Ledger, tmp_path: Path):
    documents(ledger)
    report = tmp_path / "report.json"

    said = shell.refused("import-settlement", exports(tmp_path, "130.00"), "--report", str(report), "--json")

    written = json.loads(report.read_text())
    assert written == said.json
    assert [each["code"] for each in written["rejected"]] == ["exceeds_unapplied"]
    assert [(each["object"], each["read"], each["recorded"]) for each in written["objects"]] == [
        ("Payment", 1, 1),
        ("PaymentApplication", 1, 0),
    ]


def test_a_file_of_no_known_object_is_refused_with_a_sentence(shell: Shell, tmp_path: Path):
    path = export(tmp_path, "Ledger", [{"Id": "1"}])

    said = shell.refused("import-settlement", str(path))

    assert "is named for no object" in said.err


def test_a_file_that_is_not_there_is_said_to_be_missing(shell: Shell, tmp_path: Path):
    for name in ("nothing", "Payment.csv"):
        said = shell.refused("import-settlement", str(tmp_path / name))

        assert said.err.endswith(f"{name}: No such file or directory\n")


def test_what_is_rejected_is_not_said_to_be_unproven_as_well(shell: Shell, ledger: Ledger, tmp_path: Path):
    documents(ledger)

    said = shell.refused("import-settlement", exports(tmp_path, "130.00"), "--json")

    assert len(said.json["rejected"]) == 1
    assert said.json["unproven"] == []


def test_rejected_rows_stand_in_the_order_of_their_lines(shell: Shell, ledger: Ledger, tmp_path: Path):
    """Some are found out when the file is read, others when the books refuse them."""
    documents(ledger)
    head = "Id,AccountNumber,Amount,Currency,EffectiveDate,Status,Type,PaymentNumber"
    rows = [f"{an_id(str(n)).hex},NOPE,{n}.00,GBP,2026-03-10,Processed,External,P-{n}" for n in range(2, 13)]
    (tmp_path / "Payment.csv").write_text(
        "\n".join([head, *rows[:8], rows[8].replace("10.00", "x"), *rows[9:], ""])
    )

    said = shell.refused("import-settlement", str(tmp_path), "--json").json

    assert [each["place"] for each in said["rejected"]] == [f"Payment.csv:{line}" for line in range(2, 13)]
    assert {each["code"] for each in said["rejected"]} == {"not_found", "bad_amount"}
