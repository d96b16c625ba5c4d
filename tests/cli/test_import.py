"""An import accounts for every line, can be run again, and takes nothing from a file that is cut."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said, Shell
from tests.importing.files import joined, packed, sale, shop, written
from tests.importing.test_documents import invoice, memo

RETAIL = ("--format", "online-retail", "--currency", "GBP", "--json")


def imported(shell: Shell, *lines: str, code: int = 0, name: str = "sales.csv") -> dict[str, Any]:
    said = shell("import", written(Path(), shop(*lines), name), *RETAIL)
    assert said.code == code, said
    return counted(said)


def counted(said: Said) -> dict[str, Any]:
    lines = said.json["lines"]
    assert lines["read"] == lines["posted"] + lines["alreadyThere"] + lines["rejected"]
    found: dict[str, Any] = said.json
    return found


def balance(shell: Shell, number: str) -> str:
    return shell.done("invoice", "show", number, "--json").json["balance"]


DIRTY = (
    sale("1", quantity="6", price="2.55"),
    sale("1", description="damages", price="0", quantity="-3"),
    sale("2", customer=""),
    sale("2", customer=""),
    sale("C3", quantity="-1", price="27.50"),
    sale("A4", price="11062.06"),
    sale("1"),
    sale("5", price="0.001"),
    sale("5"),
    sale("6", quantity="-1"),
    "7,only,four,columns",
)


def test_every_kind_of_line_is_posted_or_rejected_with_its_reason(shell: Shell):
    summary = imported(shell, *DIRTY, code=1)

    assert summary["lines"] == {"read": 11, "posted": 7, "alreadyThere": 0, "rejected": 4}
    assert summary["documents"] == [
        {
            "kind": "invoice",
            "status": "Posted",
            "currency": "GBP",
            "documents": 3,
            "items": 6,
            "total": "11087.53",
        },
        {
            "kind": "credit-memo",
            "status": "Posted",
            "currency": "GBP",
            "documents": 1,
            "items": 1,
            "total": "27.50",
        },
    ]
    assert {entry["reason"]: entry["lines"] for entry in summary["rejectedByReason"]} == {
        "amount_not_whole": 1,
        "other_line_rejected": 1,
        "negative_total": 1,
        "wrong_columns": 1,
    }
    assert (balance(shell, "1"), summary["accountsCreated"]) == ("18.69", 2)


def test_what_was_imported_is_posted_on_its_day_for_its_customer(shell: Shell):
    imported(shell, *DIRTY, code=1)

    found = shell.done("invoice", "show", "2", "--json").json
    assert (found["status"], found["accountNumber"]) == ("Posted", "NO-CUSTOMER")
    assert (found["invoiceDate"], found["dueDate"]) == ("2010-12-01", "2010-12-01")
    assert [item["itemNumber"] for item in found["invoiceItems"]] == ["2#1", "2#2"]
    assert shell.done("credit-memo", "show", "C3", "--json").json["unappliedAmount"] == "27.50"


def test_the_rejects_file_has_the_columns_of_the_input_and_a_reason(shell: Shell):
    summary = imported(shell, *DIRTY, code=1)

    with open(summary["rejectsFile"], newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["InvoiceNo"], row["reason"].split(":")[0]) for row in rows] == [
        ("5", "1 x 0.001 is not whole in minor units of GBP; amounts are never rounded"),
        ("5", "line 9, of the same document, was rejected"),
        ("6", "6 adds up to -3.39 GBP"),
        ("7", "4 columns instead of 8"),
    ]


def test_running_an_import_twice_posts_nothing_twice(shell: Shell):
    imported(shell, *DIRTY, code=1)

    again = imported(shell, *DIRTY, code=1)

    assert again["lines"] == {"read": 11, "posted": 0, "alreadyThere": 7, "rejected": 4}
    assert (again["documents"], again["accountsCreated"]) == ([], 0)
    assert balance(shell, "1") == "18.69"


def test_the_rejected_lines_can_be_mended_and_imported_alone(shell: Shell):
    imported(shell, *DIRTY, code=1)

    summary = imported(shell, sale("5", price="0.01"), sale("5"), name="mended.csv")

    assert summary["lines"]["posted"] == 2


def test_a_rejects_file_is_harmless_in_a_spreadsheet_and_imported_as_it_was(shell: Shell):
    summary = imported(shell, sale("5", price="0.001"), sale("5", description="=HYPERLINK(1)"), code=1)
    rejected = Path(summary["rejectsFile"]).read_text(encoding="utf-8")
    assert ",'=HYPERLINK(1)," in rejected

    mended = written(Path(), rejected.replace("0.001", "0.01"), "mended.csv")
    again = shell.done("import", mended, *RETAIL).json

    assert again["lines"]["posted"] == 2
    items = shell.done("invoice", "items", "5", "--json").json
    assert [item["chargeName"] for item in items][1] == "=HYPERLINK(1)"


def test_the_same_number_with_other_content_is_rejected(shell: Shell):
    imported(shell, sale("1"), sale("2"))

    summary = imported(shell, sale("1", quantity="2"), sale("2"), code=1)

    assert summary["lines"] == {"read": 2, "posted": 0, "alreadyThere": 1, "rejected": 1}
    (rejected,) = summary["rejectedByReason"]
    assert rejected["reason"] == "other_content" and "invoiceItems" in rejected["example"]
    assert balance(shell, "1") == "3.39"


def test_a_number_that_the_import_did_not_bring_is_rejected(shell: Shell):
    imported(shell, sale("1"))
    shell.done("invoice", "create", "--account", "17850", "--number", "2", "--item", "A=3.39", "--post")

    summary = imported(shell, sale("2"), code=1)

    assert summary["rejectedByReason"][0]["reason"] == "number_taken"


def test_accounts_that_exist_are_used(shell: Shell):
    shell.done("account", "create", "--name", "Ada", "--currency", "GBP", "--number", "17850")

    assert imported(shell, sale("1"))["accountsCreated"] == 0


def test_a_person_reads_a_table_and_where_the_rejects_are(shell: Shell):
    said = shell.refused(
        "import", written(Path(), shop(*DIRTY)), "--format", "online-retail", "--rejects", "out.csv"
    )

    words = said.out.split()
    assert {"11", "7", "4", "11,087.53", "amount_not_whole"} <= set(words)
    assert "The rejected lines are in out.csv" in said.err
    assert Path("out.csv").exists()


def test_a_long_reason_is_shortened_in_the_table_only(shell: Shell):
    file = written(
        Path(), shop(*DIRTY, sale("C15", quantity="-1", price="5"), sale("C15", stock_code="x" * 200))
    )

    table = shell.refused("import", file, "--format", "online-retail").out
    found = shell.refused("import", file, *RETAIL).json["rejectedByReason"]

    assert max(map(len, table.splitlines())) < 140
    assert any(reason["example"].endswith("under the number of an invoice") for reason in found)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (shop(sale("1"), sale("2"))[:-5], "cut_file"),
        (shop(sale("1"), '2,71053,"WHITE'), "cut_file"),
        (shop(sale("1"), '2,71053,"WHITE,1', sale("3", description='"A, B"')), "unclosed_quote"),
        (shop(sale("1"), header="a,b,c"), "other_columns"),
        (gzip.compress(shop(sale("1"), sale("2")).encode())[:-10], "cut_file"),
        (gzip.compress(shop(sale("1")).encode() + (b" " * 999 + b"\n") * 40_000), "file_inflates"),
        (gzip.compress(shop(sale("1")).encode() + b"x" * 40_000_000), "line_too_long"),
        (gzip.compress(shop(sale("1")).encode() + b"x\n" * 500_000), "endless_document"),
    ],
    ids=[
        "cut",
        "cut within quotes",
        "lost quote",
        "other columns",
        "cut gzip",
        "bomb",
        "bomb of one line",
        "bomb of short lines",
    ],
)
def test_a_file_that_is_not_whole_changes_nothing(shell: Shell, content: str | bytes, code: str):
    said = shell.refused("import", written(Path(), content), *RETAIL)

    assert (said.json["ok"], said.json["code"], said.err) == (False, code, "")
    assert shell.done("account", "list", "--json").json == []


def test_a_file_of_another_kind_is_told_what_it_is_and_how_it_is_given(shell: Shell):
    sales = written(Path(), shop(sale("1", quantity="9" * 21)), "sales.csv")
    wide = written(Path(), shop(sale("1")).encode("utf-16"), "wide.csv")
    noise = written(Path(), b"\x00\x9f\xff" * 9, "noise")

    assert "--format online-retail" in shell.refused("import", sales).err
    assert "wide.csv is UTF-16" in shell.refused("import", wide).err
    assert "no columns that can be read" in shell.refused("import", noise, *RETAIL[:4]).err
    assert "Quantity is larger than a ledger can hold" in shell.refused("import", sales, *RETAIL).out


def test_wrong_usage_is_said_before_anything_is_read(shell: Shell):
    file = written(Path(), shop(sale("1")))

    assert "GBX" in shell.misused("import", file, "--format", "online-retail", "--currency", "GBX").err
    assert "file to import" in shell.misused("import", file, "--rejects", f"./{file}").err
    shell.misused("import", file, "--format", "other")


def test_a_file_that_is_not_there_or_cannot_be_written_is_said_in_one_line(shell: Shell):
    assert "missing.csv: No such file" in shell.refused("import", "missing.csv", *RETAIL).err
    file = written(Path(), shop(sale("1")))
    assert "nowhere" in shell.refused("import", file, *RETAIL, "--rejects", "nowhere/rejects.csv").err
    assert shell.done("account", "list", "--json").json == []


def test_standard_input_is_imported_too(shell: Shell):
    said = shell.done("import", "-", *RETAIL, given=shop(sale("1")))

    assert counted(said)["lines"]["posted"] == 1


@pytest.fixture
def documents(shell: Shell) -> Shell:
    shell.done("account", "create", "--name", "Ada", "--currency", "GBP", "--number", "A-1")
    return shell


def documents_imported(shell: Shell, *lines: dict[str, Any], code: int = 0) -> dict[str, Any]:
    said = shell("import", packed(Path(), joined(map(json.dumps, lines)), "documents.gz"), "--json")
    assert said.code == code, said
    return counted(said)


def test_documents_with_taxes_memos_and_drafts_are_imported(documents: Shell):
    taxed = [{"amount": "60.00", "taxItems": [{"name": "VAT", "taxAmount": "12.00"}]}]

    summary = documents_imported(
        documents,
        invoice(invoiceItems=taxed),
        invoice(number="INV-2", status="Draft"),
        memo("debit-memo"),
        memo("credit-memo"),
    )

    assert [tuple(entry.values()) for entry in summary["documents"]] == [
        ("invoice", "Draft", "GBP", 1, 1, "60.00"),
        ("invoice", "Posted", "GBP", 1, 2, "72.00"),
        ("debit-memo", "Posted", "GBP", 1, 1, "5.00"),
        ("credit-memo", "Posted", "GBP", 1, 1, "5.00"),
    ]
    assert documents.done("invoice", "show", "INV-2", "--json").json["status"] == "Draft"


def test_documents_without_numbers_are_posted_once_however_often_the_file_is_imported(documents: Shell):
    unnumbered = {name: value for name, value in invoice().items() if name != "number"}

    first = documents_imported(documents, unnumbered, unnumbered)
    second = documents_imported(documents, unnumbered, unnumbered)

    assert (first["lines"]["posted"], second["lines"]["alreadyThere"]) == (2, 2)


def test_a_line_that_stands_twice_is_there_already_and_with_other_content_rejected(documents: Shell):
    summary = documents_imported(documents, invoice(), invoice(), invoice(currency="EUR"), code=1)

    assert summary["lines"] == {"read": 3, "posted": 1, "alreadyThere": 1, "rejected": 1}


def test_an_unknown_account_is_rejected_until_it_is_there(documents: Shell):
    refused = documents_imported(documents, invoice(accountNumber="B-1"), code=1)
    still = documents_imported(documents, invoice(accountNumber="B-1"), code=1)
    documents.done("account", "create", "--name", "Bo", "--currency", "GBP", "--number", "B-1")

    posted = documents_imported(documents, invoice(accountNumber="B-1"))
    again = documents_imported(documents, invoice(accountNumber="B-1"))

    assert [entry["rejectedByReason"][0]["reason"] for entry in (refused, still)] == [
        "not_found",
        "not_found",
    ]
    assert (posted["lines"]["posted"], again["lines"]["alreadyThere"]) == (1, 1)


def test_a_rejected_document_can_be_mended_under_its_number(documents: Shell):
    documents_imported(documents, invoice(accountNumber="B-1"), code=1)

    mended = documents_imported(documents, invoice())
    again = documents_imported(documents, invoice())

    assert (mended["lines"]["posted"], again["lines"]["alreadyThere"]) == (1, 1)


def test_amounts_that_cannot_be_are_rejected_line_by_line(documents: Shell):
    amounts = ["-1", "0.001", "1e400", "NaN"]

    summary = documents_imported(
        documents,
        *(
            invoice(number=f"I-{index}", invoiceItems=[{"amount": amount}])
            for index, amount in enumerate(amounts)
        ),
        code=1,
    )

    assert {entry["reason"]: entry["lines"] for entry in summary["rejectedByReason"]} == {
        "negative_total": 1,
        "too_many_decimals": 1,
        "invalid_amount": 2,
    }
    rejected = [json.loads(line) for line in Path(summary["rejectsFile"]).read_text().splitlines()]
    assert [line["number"] for line in rejected] == ["I-0", "I-1", "I-2", "I-3"]
    assert all(line["reason"] for line in rejected)
