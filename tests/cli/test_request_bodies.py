"""Options on the command line become the same request bodies that command files hold."""

from pathlib import Path

import pytest
from typer import BadParameter

from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.document_body import credited_items, document_items
from settlebook.cli.asking.settlement import credit_lines, settlement
from settlebook.domain.errors import InvalidRequest
from tests.cli.conftest import Shell


def test_a_document_has_the_amount_that_is_said_of_it():
    body = settlement(["INV-7=10.00", "INV-8=5.00"], ["DM-1=1.00"])

    assert body == {
        "invoices": [
            {"invoiceNumber": "INV-7", "amount": "10.00"},
            {"invoiceNumber": "INV-8", "amount": "5.00"},
        ],
        "debitMemos": [{"debitMemoNumber": "DM-1", "amount": "1.00"}],
    }


def test_the_amount_of_the_one_document_may_stand_apart():
    assert settlement(["INV-7"], None, "10.00") == {
        "invoices": [{"invoiceNumber": "INV-7", "amount": "10.00"}]
    }


def test_items_stand_under_their_document_and_add_up_to_its_amount():
    body = settlement(["INV-7"], ["DM-1"], items=["INV-7#2=5.10", "DM-1#1=1", "INV-7#2.1=0.20"])

    assert body == {
        "invoices": [
            {
                "invoiceNumber": "INV-7",
                "amount": "5.30",
                "items": [
                    {"invoiceItemId": "INV-7#2", "amount": "5.10"},
                    {"taxItemId": "INV-7#2.1", "amount": "0.20"},
                ],
            }
        ],
        "debitMemos": [
            {
                "debitMemoNumber": "DM-1",
                "amount": "1",
                "items": [{"debitMemoItemId": "DM-1#1", "amount": "1"}],
            }
        ],
    }


def test_an_item_named_by_its_id_belongs_to_the_one_document():
    body = settlement(["INV-7"], None, items=[f"{'a' * 32}=5.00"])

    assert body["invoices"][0]["items"] == [{"invoiceItemId": "a" * 32, "amount": "5.00"}]


def test_a_pair_says_where_credit_comes_from_and_where_it_goes():
    body = settlement(["INV-7"], None, pairs=["CM-1#1:INV-7#2=5.00", "CM-1#1.1:INV-7#2.1=1.00"])

    assert body["invoices"] == [
        {
            "invoiceNumber": "INV-7",
            "amount": "6.00",
            "items": [
                {"creditMemoItemId": "CM-1#1", "invoiceItemId": "INV-7#2", "amount": "5.00"},
                {"creditTaxItemId": "CM-1#1.1", "taxItemId": "INV-7#2.1", "amount": "1.00"},
            ],
        }
    ]


@pytest.mark.parametrize(
    ("invoices", "amount", "items", "pairs"),
    [
        (["INV-7", "INV-8"], "10.00", None, None),
        ([], "10.00", None, None),
        (["INV-7=10.00"], "10.00", None, None),
        (["INV-7", "INV-8"], None, ["INV-9#1=1.00"], None),
        ([], None, ["INV-9#1=1.00"], None),
        (["INV-7", "INV-8"], None, [f"{'a' * 32}=5.00"], None),
        (["INV-7"], None, ["INV-7#1"], None),
        (["INV-7"], None, ["=5.00"], None),
        (["INV-7"], None, ["INV-7#1="], None),
        (["INV-7"], None, None, ["CM-1#1=5.00"]),
    ],
)
def test_what_can_be_read_in_two_ways_is_wrong_usage(invoices, amount, items, pairs):
    with pytest.raises(BadParameter):
        settlement(invoices, None, amount, items, pairs)


def test_an_amount_that_is_none_cannot_be_added_up():
    with pytest.raises(BadParameter, match="'NaN' is no possible amount"):
        settlement(["INV-7"], None, items=["INV-7#1=NaN"])


def test_refunded_items_of_a_memo_are_named_like_others():
    assert credit_lines(["CM-1#1=5.00", "CM-1#1.1=1.00"]) == [
        {"creditMemoItemId": "CM-1#1", "amount": "5.00"},
        {"creditTaxItemId": "CM-1#1.1", "amount": "1.00"},
    ]


def test_new_items_are_counted_from_one_and_taxes_name_their_line():
    assert document_items(["Seats=60.00", "a=b=1.00"], ["1:VAT=12.00"]) == [
        {"chargeName": "Seats", "amount": "60.00", "taxItems": [{"name": "VAT", "taxAmount": "12.00"}]},
        {"chargeName": "a=b", "amount": "1.00"},
    ]


@pytest.mark.parametrize("tax", ["VAT=1.00", "2:VAT=1.00", "0:VAT=1.00", "1:=1.00", "²:VAT=1.00"])
def test_a_tax_on_no_line_is_wrong_usage(tax: str):
    with pytest.raises(BadParameter):
        document_items(["Seats=60.00"], [tax])


def test_credited_tax_items_come_under_their_item():
    assert credited_items(["INV-7#2=5.00", "INV-7#2.1=1.00", "INV-7#3.1=2.00"]) == [
        {
            "invoiceItemId": "INV-7#2",
            "amount": "5.00",
            "taxItems": [{"sourceTaxItemId": "INV-7#2.1", "taxAmount": "1.00"}],
        },
        {
            "invoiceItemId": "INV-7#3",
            "amount": "0",
            "taxItems": [{"sourceTaxItemId": "INV-7#3.1", "taxAmount": "2.00"}],
        },
    ]


def test_a_body_is_the_json_itself_or_a_file_and_options_are_added(tmp_path: Path):
    file = tmp_path / "body.json"
    file.write_text('{"amount": 10.10}')

    assert request_body('{"amount": "1"}', currency="GBP", comment=None) == {"amount": "1", "currency": "GBP"}
    assert str(request_body(str(file))["amount"]) == "10.10"


def test_a_field_given_by_an_option_and_in_the_body_is_wrong_usage():
    with pytest.raises(BadParameter):
        request_body('{"currency": "GBP"}', currency="GBP")


@pytest.mark.parametrize("content", [b"[]", b"{", b"\xff", b"{}{}"])
def test_a_body_that_is_no_object_is_refused(tmp_path: Path, content: bytes):
    file = tmp_path / "body.json"
    file.write_bytes(content)

    with pytest.raises(InvalidRequest):
        request_body(str(file))


def test_a_list_that_is_given_as_body_is_no_name_of_a_file(shop: Shell):
    told = shop.refused("payment", "apply", "P-1", "--body", "[1").err

    assert "it is no JSON" in told and "No such file" not in told


def test_the_accounting_day_has_both_names_wherever_it_is_asked(shop: Shell):
    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=10.00", "--date", "2026-07-01")
    told = shop.done("payment", "refund", "P-1", "--amount", "5.00", "--effective-date", "2026-07-01").out

    assert "5.00 GBP paid back from P-1" in told
