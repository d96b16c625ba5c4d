"""The lines of an NDJSON file become the documents their bodies describe, or are rejected with a reason."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from settlebook.commands import Command, parse_command
from settlebook.importing.documents import Documents
from settlebook.importing.errors import CutFile
from settlebook.importing.formats import Incoming, Unfit
from settlebook.importing.gathering import Gathering, Line
from settlebook.importing.source import opened
from tests.importing.files import joined, written


def invoice(**other: Any) -> dict[str, Any]:
    body = {"kind": "invoice", "number": "INV-1", "accountNumber": "A-1", "currency": "GBP"}
    return body | {"invoiceItems": [{"amount": "60.00"}]} | other


def memo(kind: str, **other: Any) -> dict[str, Any]:
    return {"kind": kind, "number": "M-1", "accountNumber": "A-1", "charges": [{"amount": "5.00"}]} | other


@contextmanager
def gathered(path: str) -> Iterator[tuple[list[Incoming | Unfit], list[Line], int]]:
    format = Documents()
    with Gathering() as gathering:
        with opened(path, format.longest_line) as source:
            read = format.gather(source, gathering)
        found = [format.document(rank, name, lines) for rank, name, lines in gathering.documents()]
        yield found, [line for rank in range(1, read + 1) for line in gathering.lines_of(rank)], read


def documents(tmp_path: Path, *lines: dict[str, Any] | str) -> list[Incoming | Unfit]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    with gathered(written(tmp_path, joined(texts))) as (found, _, _):
        return found


def only(tmp_path: Path, line: dict[str, Any] | str) -> Incoming:
    (document,) = documents(tmp_path, line)
    assert isinstance(document, Incoming), document
    return document


def test_a_document_is_posted_unless_it_says_that_it_is_a_draft(tmp_path: Path):
    assert only(tmp_path, invoice()).status == "Posted"
    assert only(tmp_path, invoice(status="Draft")).status == "Draft"
    assert only(tmp_path, memo("credit-memo", autoPost=False)).status == "Draft"


@pytest.mark.parametrize("kind", ["debit-memo", "credit-memo"])
def test_memos_are_read_like_invoices(tmp_path: Path, kind: str):
    document = only(tmp_path, memo(kind))

    assert (document.kind, document.account, document.currency, document.total) == (
        kind,
        "A-1",
        None,
        Decimal(5),
    )


def test_tax_comes_on_top_or_is_in_the_price_as_the_item_says(tmp_path: Path):
    taxes = [{"name": "VAT", "taxAmount": "12.00"}]
    exclusive = {"amount": "60.00", "taxItems": taxes}
    inclusive = {"amount": "60.00", "taxMode": "TaxInclusive", "taxItems": taxes}

    document = only(tmp_path, invoice(invoiceItems=[exclusive, inclusive]))

    assert (document.items, document.total) == (4, Decimal("132.00"))


def test_amounts_are_read_exactly(tmp_path: Path):
    line = json.dumps(invoice()).replace('"60.00"', "90071992547409.93")

    assert only(tmp_path, line).total == Decimal("90071992547409.93")


def test_the_same_document_has_the_same_key_however_it_is_spelled(tmp_path: Path):
    first = only(tmp_path, invoice())
    second = only(tmp_path, json.dumps(invoice(), indent=None, separators=(" ,", " :")))

    assert first.idempotency_key == second.idempotency_key == "import:documents:invoice:INV-1"


def test_documents_without_a_number_are_known_by_what_they_say_and_repeated_ones_are_kept(tmp_path: Path):
    unnumbered = {name: value for name, value in invoice().items() if name != "number"}
    other = unnumbered | {"currency": "EUR"}

    found = documents(tmp_path, unnumbered, unnumbered, other)
    again = documents(tmp_path, other, unnumbered, unnumbered)

    keys = [document.idempotency_key for document in found if isinstance(document, Incoming)]
    assert len(set(keys)) == 3
    assert set(keys) == {document.idempotency_key for document in again if isinstance(document, Incoming)}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "invalid_request"),
        ("[]", "invalid_request"),
        ('"text"', "invalid_request"),
        ('{"a": 1, "a": 2}', "invalid_request"),
        ('{"a": NaN}', "invalid_request"),
        ("[" * 100_000, "invalid_request"),
        (invoice(kind="bill"), "invalid_request"),
        (invoice(kind=None), "invalid_request"),
        (invoice(kind=["invoice"]), "invalid_request"),
        (invoice(invoiceItems=[]), "invalid_request"),
        (invoice(invoiceItems=[{"amount": "1e400"}]), "invalid_amount"),
        (invoice(invoiceItems=[{"amount": "NaN"}]), "invalid_amount"),
        (invoice(invoiceItem=[]), "unknown_field"),
        (invoice(autoPay=True), "not_offered"),
        (invoice(invoiceNumber="INV-2"), "invalid_request"),
        (memo("credit-memo", charges=[{"amount": "-1"}]), "invalid_amount"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(tmp_path: Path, line: dict[str, Any] | str, code: str):
    (document,) = documents(tmp_path, line)

    assert isinstance(document, Unfit)
    assert document.rejection.code == code


def test_a_document_that_the_program_fails_on_is_rejected_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fails(do: str, key: str | None, body: dict[str, Any]) -> Command:
        if body["number"] == "POISON":
            raise LookupError("a fault of the program")
        return parse_command(do, key, body)

    monkeypatch.setattr("settlebook.importing.documents.parse_command", fails)

    rejected, half, read = documents(
        tmp_path, invoice(number="POISON"), invoice(**{"\ud800__c": 1}), invoice(number="INV-2")
    )

    assert isinstance(rejected, Unfit) and rejected.rejection.code == "internal_error"
    assert isinstance(half, Unfit) and half.rejection.code == "unknown_field"
    assert isinstance(read, Incoming)


def test_a_line_that_is_not_utf8_says_so(tmp_path: Path):
    path = written(tmp_path, json.dumps(invoice(comments="CAFX")).encode().replace(b"X", b"\xc9") + b"\n")

    with gathered(path) as (found, _, _):
        assert isinstance(found[0], Unfit) and "UTF-8" in found[0].rejection.reason


def test_a_file_that_is_cut_is_refused_as_a_whole(tmp_path: Path):
    content = joined([json.dumps(invoice()), json.dumps(invoice(number="INV-2"))])

    with pytest.raises(CutFile), gathered(written(tmp_path, content[:-5])):
        pass


def test_a_last_line_without_its_end_is_read_if_it_is_whole(tmp_path: Path):
    with gathered(written(tmp_path, json.dumps(invoice()))) as (found, _, read):
        assert read == 1 and isinstance(found[0], Incoming)


def test_a_rejected_line_keeps_its_spelling_and_gets_its_reason(tmp_path: Path):
    lines = ['{"kind": "bill", "amount": 1.10}', "{}", "{", '{"a": 1, "a": 2}']
    file = io.StringIO()
    with gathered(written(tmp_path, joined(lines))) as (found, gathering, _):
        for line, document in zip(gathering, found, strict=True):
            assert isinstance(document, Unfit)
            Documents().write_reject(file, line, document.rejection)

    first, second, third, fourth = file.getvalue().splitlines()
    assert first.startswith('{"kind": "bill", "amount": 1.10, "reason": "kind: ')
    assert json.loads(second) == {"reason": json.loads(first)["reason"]}
    assert json.loads(third)["line"] == "{"
    assert json.loads(fourth)["line"] == lines[3]
