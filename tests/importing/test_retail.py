"""The lines of a shop's CSV become invoices and credit memos, or are rejected with a reason."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from settlebook.domain.currency import UnknownCurrency
from settlebook.importing import retail
from settlebook.importing.errors import CutFile, EndlessDocument, OtherColumns, UnclosedQuote
from settlebook.importing.formats import Incoming, Unfit
from settlebook.importing.gathering import Gathering
from settlebook.importing.retail import OnlineRetail
from settlebook.importing.source import opened
from tests.importing.files import HEADER, sale, shop, written


@contextmanager
def gathered(path: str, currency: str = "GBP") -> Iterator[tuple[OnlineRetail, Gathering, int]]:
    format = OnlineRetail(currency)
    with Gathering() as gathering:
        with opened(path, format.longest_line) as source:
            read = format.gather(source, gathering)
        yield format, gathering, read


def documents(tmp_path: Path, *lines: str, currency: str = "GBP") -> dict[str, Incoming | Unfit]:
    with gathered(written(tmp_path, shop(*lines)), currency) as (format, gathering, _):
        return {name: format.document(rank, name, found) for rank, name, found in gathering.documents()}


def only(tmp_path: Path, *lines: str, currency: str = "GBP") -> Incoming:
    (document,) = documents(tmp_path, *lines, currency=currency).values()
    assert isinstance(document, Incoming), document
    return document


def reason(tmp_path: Path, *lines: str, currency: str = "GBP") -> str:
    """The code of why the only document is rejected: that of its first line with a fault of its own."""
    with gathered(written(tmp_path, shop(*lines)), currency) as (format, gathering, _):
        ((rank, name, found),) = ((r, n, list(f)) for r, n, f in gathering.documents())
        document = format.document(rank, name, iter(found))
        assert isinstance(document, Unfit)
        faults = [fault for line in found if (fault := format.fault_of(line))]
        return (faults or [document.rejection])[0].code


def test_the_lines_of_a_number_are_one_posted_invoice(tmp_path: Path):
    invoice = only(tmp_path, sale("536365", quantity="6", price="2.55"), sale("536365", quantity="2"))

    body = invoice.command.canonical()
    assert (invoice.kind, invoice.status, invoice.total, invoice.items) == (
        "invoice",
        "Posted",
        Decimal("22.08"),
        2,
    )
    assert [item["amount"] for item in body["invoiceItems"]] == ["15.3", "6.78"]
    assert (body["invoiceDate"], body["dueDate"], body["accountNumber"]) == (
        "2010-12-01",
        "2010-12-01",
        "17850",
    )


def test_what_was_sold_stays_with_the_item(tmp_path: Path):
    invoice = only(
        tmp_path, sale("1", stock_code="85123A", description='"HEART, WHITE"', quantity="6", price="2.55")
    )

    item = invoice.command.canonical()["invoiceItems"][0]
    assert (item["sku"], item["chargeName"], item["quantity"], item["unitPrice"]) == (
        "85123A", "HEART, WHITE", "6", "2.55",
    )  # fmt: skip
    assert item["chargeDate"] == "2010-12-01 08:26:00"


def test_a_number_that_begins_with_c_is_a_credit_memo_of_positive_amounts(tmp_path: Path):
    memo = only(tmp_path, sale("C536379", quantity="-1", price="27.50"))

    assert (memo.kind, memo.total) == ("credit-memo", Decimal("27.50"))
    assert memo.command.canonical()["charges"][0]["amount"] == "27.5"


def test_a_number_that_begins_with_a_is_an_invoice(tmp_path: Path):
    assert only(tmp_path, sale("A563185", price="11062.06")).kind == "invoice"


def test_a_document_is_gathered_wherever_its_lines_stand(tmp_path: Path):
    found = documents(tmp_path, sale("1"), sale("2"), sale("1", price="1.00"))

    first, second = found["1"], found["2"]
    assert isinstance(first, Incoming) and isinstance(second, Incoming)
    assert (first.lines, first.total, second.lines) == (2, Decimal("4.39"), 1)


def test_without_a_customer_the_account_is_no_customer(tmp_path: Path):
    assert only(tmp_path, sale("1", customer="")).account == "NO-CUSTOMER"


def test_repeated_lines_and_lines_of_zero_are_kept(tmp_path: Path):
    invoice = only(tmp_path, sale("1"), sale("1"), sale("1", price="0"), sale("1", quantity="-10", price="0"))

    assert (invoice.items, invoice.total) == (4, Decimal("6.78"))


def test_three_decimals_are_fine_where_the_amount_is_whole(tmp_path: Path):
    assert only(tmp_path, sale("1", quantity="1000", price="0.001")).total == Decimal("1.00")


def test_amounts_are_exact_in_currencies_of_zero_and_three_decimals(tmp_path: Path):
    assert only(tmp_path, sale("1", quantity="3", price="400"), currency="JPY").total == Decimal("1200")
    assert only(tmp_path, sale("1", quantity="3", price="0.005"), currency="KWD").total == Decimal("0.015")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (sale("1", price="0.001"), "amount_not_whole"),
        (sale("1", price="abc"), "bad_number"),
        (sale("1", price="1e400"), "bad_number"),
        (sale("1", price="NaN"), "bad_number"),
        (sale("1", quantity=""), "bad_number"),
        (sale("1", price="9999999999999999"), "bad_number"),
        (sale("1", quantity="9999999999", price="9999999999"), "amount_too_large"),
        (sale("1", date="01/12/2010"), "bad_date"),
        (sale("1", date="2010-02-30 10:00"), "bad_date"),
        (sale("1", customer="17850.0"), "bad_customer"),
        (sale("1", country="a,b"), "wrong_columns"),
        ("1,71053", "wrong_columns"),
        (sale("1", description='"A" B'), "malformed_csv"),
        (sale("1", description="A\0B"), "malformed_csv"),
        (sale("#1"), "bad_document_number"),
        (sale("x" * 33), "bad_document_number"),
        (sale("1", quantity="-1"), "negative_total"),
        (sale("C1", quantity="1"), "negative_total"),
        (
            f"{sale('C1', quantity='-1', price='5')}\n{sale('C1', quantity='1', price='2')}",
            "charge_among_credits",
        ),
    ],
)
def test_a_line_that_cannot_be_taken_over_says_why(tmp_path: Path, line: str, code: str):
    assert reason(tmp_path, line) == code


def test_a_line_that_is_not_utf8_says_so(tmp_path: Path):
    path = written(
        tmp_path, shop(sale("1")).encode() + sale("1", description="CAF\xc9").encode("latin-1") + b"\n"
    )

    with gathered(path) as (format, gathering, _):
        ((_, _, lines),) = ((r, n, list(f)) for r, n, f in gathering.documents())
        fault = format.fault_of(lines[1])

    assert fault is not None and fault.code == "not_utf8"


def test_one_rejected_line_rejects_its_document_with_all_its_lines(tmp_path: Path):
    found = documents(tmp_path, sale("1"), sale("1", price="0.001"), sale("2"))

    assert isinstance(found["1"], Unfit) and isinstance(found["2"], Incoming)
    assert "line 3" in found["1"].rejection.reason


def test_a_negative_total_says_to_import_it_as_a_credit_memo(tmp_path: Path):
    found = documents(tmp_path, sale("A1", quantity="-1", price="11062.06"))["A1"]

    assert isinstance(found, Unfit)
    assert "-11062.06 GBP: import it as a credit memo" in found.rejection.reason


def test_a_line_that_charges_in_a_credit_memo_is_named_in_the_words_of_the_file(tmp_path: Path):
    found = documents(tmp_path, sale("C15", quantity="-1", price="5"), sale("C15", price="2"))["C15"]

    assert isinstance(found, Unfit)
    assert found.rejection.reason == (
        "C15 credits, but its line of 71053, 1 x 2, charges: import that line under the number of an invoice"
    )


def test_an_invoice_may_have_lines_that_are_negative(tmp_path: Path):
    assert only(tmp_path, sale("1", price="5"), sale("1", quantity="-1", price="2")).total == Decimal("3")


@pytest.mark.parametrize("equal", [3, 9])
def test_a_document_without_end_refuses_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, equal: int):
    monkeypatch.setattr(retail, "MOST_LINES", 2)
    path = written(tmp_path, shop(sale("1"), sale("1"), *["x"] * equal))

    with pytest.raises(EndlessDocument, match=r"x has more than 2 lines in sales\.csv"), gathered(path):
        pass


def test_a_document_as_long_as_possible_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(retail, "MOST_LINES", 2)

    assert only(tmp_path, sale("1"), sale("1")).lines == 2


@pytest.mark.parametrize("other", [{"customer": "1"}, {"date": "2010-12-02 08:26"}])
def test_the_lines_of_a_document_agree_on_customer_and_day(tmp_path: Path, other: dict[str, str]):
    assert reason(tmp_path, sale("1"), sale("1", **other)) in {"mixed_customers", "mixed_days"}


@pytest.mark.parametrize(
    "content",
    ["", "\n", HEADER.replace(",Country", "") + "\n", "a,b\n", sale("1") + "\n", HEADER + ",Extra\n"],
)
def test_a_file_with_other_columns_is_refused_as_a_whole(tmp_path: Path, content: str):
    with pytest.raises(OtherColumns), gathered(written(tmp_path, content)):
        pass


def test_the_last_line_needs_no_end_of_line(tmp_path: Path):
    content = shop(sale("1"), sale("2")).rstrip()

    with gathered(written(tmp_path, content)) as (_, gathering, read):
        assert (read, len(list(gathering.documents()))) == (2, 2)


@pytest.mark.parametrize("cut", [2, 10, 15, 30])
def test_a_file_that_is_cut_is_refused_as_a_whole(tmp_path: Path, cut: int):
    content = shop(sale("1"), sale("2"))[:-cut]

    with pytest.raises(CutFile), gathered(written(tmp_path, content)):
        pass


def test_a_file_that_is_cut_within_quotes_is_refused_as_a_whole(tmp_path: Path):
    with pytest.raises(CutFile), gathered(written(tmp_path, shop(sale("1"), '2,71053,"WHITE METAL'))):
        pass


def test_a_lost_quote_that_swallows_lines_is_refused_as_a_whole(tmp_path: Path):
    content = shop('1,71053,"WHITE METAL,1', sale("2"), sale("3", description='"A, B"'))

    with pytest.raises(UnclosedQuote) as refused, gathered(written(tmp_path, content)):
        pass
    assert refused.value.line == 2


def test_a_quoted_text_may_go_on_in_the_next_line(tmp_path: Path):
    assert only(tmp_path, sale("1", description='"WHITE\nLANTERN"')).lines == 1


def test_blank_lines_are_no_lines_and_a_byte_order_mark_is_no_column(tmp_path: Path):
    content = b"\xef\xbb\xbf" + f"{HEADER}\r\n{sale('1')}\r\n\r\n".encode()

    with gathered(written(tmp_path, content)) as (_, _, read):
        assert read == 1


def test_a_currency_that_does_not_exist_is_refused():
    with pytest.raises(UnknownCurrency):
        OnlineRetail("GBX")


def test_rejected_lines_are_written_as_they_were(tmp_path: Path):
    lines = [
        sale("1", description='"A, ""B"""', price="0.001"),
        "1,2",
        sale("1", country="a,b"),
        sale("1", date="x"),
    ]
    with gathered(written(tmp_path, shop(*lines))) as (format, gathering, _):
        file = io.StringIO()
        format.start_rejects(file)
        for line in gathering.lines_of(1):
            fault = format.fault_of(line)
            assert fault is not None
            format.write_reject(file, line, fault)

    header, first, second, third, fourth = file.getvalue().splitlines()
    assert header == f"{HEADER},reason"
    assert first.startswith(lines[0] + ",")
    assert second.startswith("1,2,,,,,,,2 columns")
    assert third.startswith(sale("1", country='"a,b"') + ",9 columns")
    assert fourth.startswith(lines[3] + ",")
