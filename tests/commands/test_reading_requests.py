"""Requests are read exactly, or refused with the path of the field and the reason."""

import string
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.commands import (
    VERBS,
    ApplyPayment,
    CreateInvoice,
    CreatePayment,
    parse_command,
    parse_line,
    read_json,
)
from settlebook.commands.base import wire_names
from settlebook.domain.errors import BadAmount, InvalidRequest, Malformed, NotOffered, UnknownField
from tests.builders import a_command

ITEM = "invoices[0].items[0]"
SOURCE_ITEM = {"applicationRule": "ApplyCreditToSourceItemRule"}
NAMELESS = {"amount": 1}
TWO_MODES = {
    "amount": 1,
    "taxMode": "TaxInclusive",
    "taxItems": [{"taxAmount": 1, "taxMode": "TaxExclusive"}],
}
CHARGED = {"accountId": "A-1", "charges": [{"amount": 1}]}
A_DEBIT_MEMO = {"debitMemos": [{"debitMemoId": "DM-1", "amount": 1}]}
PAYMENT = {"accountNumber": "A-1", "amount": "10.00"}
LINE = {"invoiceItemId": "INV-1#1", "amount": "10"}


def applying(**changes):
    return {"invoices": [{"invoiceId": "INV-1", "amount": "10", **changes}]}


def a_document(**changes):
    return {"accountId": "A-1", "invoiceItems": [{"amount": 1}], **changes}


def refused(do, key, body):
    with pytest.raises(Malformed) as caught:
        parse_command(do, key, body)
    return caught.value


def test_amounts_are_exact_whether_they_come_as_numbers_or_as_text():
    as_number = parse_line('{"do": "payment.create", "body": {"accountId": "A-1", "amount": 0.10}}').command
    as_text = parse_line('{"do": "payment.create", "body": {"accountId": "A-1", "amount": "0.10"}}').command

    assert as_number.amount == as_text.amount == Decimal("0.10")


@pytest.mark.parametrize(
    "amount", [0, -1, "-0.01", "0.00", "NaN", "1e400", "Infinity", "", " 1", "1,000", True, 1.5, []]
)
def test_what_is_no_positive_amount_is_named_by_its_path(amount):
    refusal = refused("payment.apply", "P-1", applying(items=[LINE | {"amount": amount}]))

    assert isinstance(refusal, BadAmount)
    assert refusal.field == "invoices[0].items[0].amount"


def test_items_of_invoices_may_be_zero_or_negative_but_those_of_credit_memos_not_below_zero():
    items = [{"amount": 0}, {"amount": "-5"}, {"amount": "6"}]

    invoice = a_command("invoice.create", accountId="A-1", invoiceItems=items)
    refusal = refused("credit-memo.create", None, {"accountId": "A-1", "charges": items})

    assert [item.amount for item in invoice.invoice_items] == [0, -5, 6]
    assert isinstance(refusal, BadAmount) and refusal.field == "charges[1].amount"


@pytest.mark.parametrize(
    ("do", "key", "body", "field"),
    [
        ("payment.pay", None, {}, "do"),
        ("payment.apply", None, applying(), "key"),
        ("payment.create", "P-1", PAYMENT, "key"),
        ("payment.apply", "two words", applying(), "key"),
        ("payment.apply", 7, applying(), "key"),
        ("payment.create", None, [], "body"),
        ("payment.create", None, {"accountId": "A-1"}, "amount"),
        ("payment.create", None, {"amount": 1}, "accountId"),
        ("payment.create", None, PAYMENT | {"currency": "XXX"}, "currency"),
        ("payment.create", None, PAYMENT | {"currency": "gbp"}, "currency"),
        ("payment.create", None, PAYMENT | {"number": "ab" * 16}, "number"),
        ("payment.create", None, PAYMENT | {"number": "x" * 33}, "number"),
        ("payment.create", None, PAYMENT | {"id": "P-1"}, "id"),
        ("payment.create", None, PAYMENT | {"comment": "x" * 256}, "comment"),
        ("payment.create", None, PAYMENT | {"referenceId": "x" * 101}, "referenceId"),
        ("payment.create", None, PAYMENT | {"comment": "a\0b"}, "comment"),
        ("payment.create", None, PAYMENT | {"comment": "\ud800"}, "comment"),
        ("payment.create", None, PAYMENT | {"policy": "By hand"}, "policy"),
        ("payment.create", None, PAYMENT | {"shelf__c": "\0"}, "shelf__c"),
        ("payment.create", None, PAYMENT | {"shelf__c": 1.5}, "shelf__c"),
        ("payment.apply", "P-1", {}, "invoices"),
        ("payment.apply", "P-1", {"invoices": []}, "invoices"),
        ("payment.apply", "P-1", {"invoices": "INV-1"}, "invoices"),
        ("payment.apply", "P-1", {"invoices": ["INV-1"]}, "invoices[0]"),
        ("payment.apply", "P-1", {"invoices": [{"amount": 1}]}, "invoices[0].invoiceId"),
        ("payment.apply", "P-1", applying(items=[]), "invoices[0].items"),
        ("payment.apply", "P-1", applying(items=[{"amount": 1}]), f"{ITEM}.invoiceItemId"),
        ("payment.apply", "P-1", applying(items=[LINE | {"taxItemId": "I#1.1"}]), f"{ITEM}.taxItemId"),
        ("payment.apply", "P-1", applying(items=[LINE | {"invoiceItemId": "I"}]), f"{ITEM}.invoiceItemId"),
        ("payment.apply", "P-1", applying(items=[LINE]) | {"policy": "fifo"}, "policy"),
        ("payment.unapply", "P-1", applying() | {"application": "ab" * 16}, "invoices"),
        ("payment.unapply", "P-1", {"application": "ab" * 16, "policy": "fifo"}, "policy"),
        ("payment.unapply", "P-1", {"application": "INV-1"}, "application"),
        ("credit-memo.apply", "CM-1", applying() | {"negativeLines": "drop"}, "negativeLines"),
        ("credit-memo.apply", "CM-1", applying(items=[LINE]), f"{ITEM}.creditMemoItemId"),
        ("credit-memo.apply", "CM-1", applying() | SOURCE_ITEM | {"policy": "fifo"}, "policy"),
        ("credit-memo.apply", "CM-1", A_DEBIT_MEMO | {"policy": "source-item"}, "policy"),
        ("credit-memo.refund", "CM-1", {"totalAmount": 1, "items": [NAMELESS]}, "items[0].creditMemoItemId"),
        ("invoice.create", None, {"accountId": "A-1"}, "invoiceItems"),
        ("invoice.create", None, a_document(invoiceItems=[]), "invoiceItems"),
        ("invoice.create", None, a_document(number="1", invoiceNumber="2"), "number"),
        ("invoice.create", None, a_document(invoiceItems=[TWO_MODES]), "invoiceItems[0].taxMode"),
        ("debit-memo.create", None, CHARGED | {"status": "Draft", "autoPost": True}, "autoPost"),
        ("account.create", None, {"name": "", "currency": "GBP"}, "name"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_meant_is_refused_at_its_field(do, key, body, field):
    refusal = refused(do, key, body)

    assert (type(refusal), refusal.field) == (InvalidRequest, field)


@pytest.mark.parametrize(
    "day",
    ["2024-02-30", "24-02-03", "2024-2-3", "20240203", "2024-02-03T00:00:00", "0001-01-01", "9999-12-31", 5],
)
def test_days_are_written_in_one_way_and_exist(day):
    refusal = refused("payment.create", None, PAYMENT | {"effectiveDate": day})

    assert refusal.field == "effectiveDate"


def test_the_day_of_a_payment_may_be_written_as_zuora_answers_it():
    command = a_command("payment.create", **PAYMENT, effectiveDate="2024-02-29 13:45:00")

    assert command.effective_date.isoformat() == "2024-02-29"


def test_ids_are_the_same_with_dashes_and_without():
    dashed = "8a8082e6-5b27-f6c3-015b-89e4344c16b1"

    with_dashes = a_command("payment.apply", dashed, **applying())
    without = a_command("payment.apply", dashed.replace("-", "").upper(), **applying())

    assert with_dashes.canonical() == without.canonical()


def test_python_may_use_its_own_names_and_types():
    item = UUID("8a8082e65b27f6c3015b89e4344c16b1")

    command = ApplyPayment(
        key="P-1",
        debit_memos=[
            {"debit_memo_number": "DM-1", "amount": 5, "items": [{"debit_memo_item_id": item, "amount": 5}]}
        ],
    )

    assert command.documents[0].lines[0].item == item.hex


def test_the_wire_knows_its_own_names_only_and_says_which_are_near():
    refusal = refused("payment.create", None, {"account_number": "A-1", "amount": 1})

    assert isinstance(refusal, UnknownField)
    assert "accountNumber" in refusal.known


def test_the_key_stands_beside_the_body_not_in_it():
    assert isinstance(refused("payment.apply", "P-1", applying() | {"key": "P-1"}), UnknownField)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", '"payment.apply"', "NaN",
        '{"do": "payment.apply"}', '{"body": {}}', '{"do": 1}', "[" * 10_000,
        '{"do": "payment.apply", "key": "P-1", "body": {"invoices": [], "invoices": []}}',
        '{"do": "payment.apply", "key": "P-1", "body": {}, "note": 1}',
        '{"do": "payment.unapply", "key": "P-1", "body": {}, "idempotencyKey": ""}',
        '{"do": "payment.unapply", "key": "P-1", "body": {}, "idempotencyKey": 5}',
        '{"do": "payment.create", "body": {"accountId": "A-1", "amount": ' + "9" * 5_000 + "}}",
        b'{"do": "\xff"}',
    ],
)  # fmt: skip
def test_a_line_that_is_no_command_is_refused_and_never_breaks_the_program(text):
    with pytest.raises(Malformed):
        parse_line(text)


def test_numbers_of_json_never_become_floats():
    assert read_json('{"a": 0.1, "b": 1e2, "c": 7}') == {"a": Decimal("0.1"), "b": Decimal("1e2"), "c": 7}


field_names = st.sampled_from(
    sorted({name for command in VERBS.values() for name in wire_names(command)})
) | st.text(string.printable, max_size=6)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(field_names, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(sorted(VERBS)),
    st.none() | st.text(max_size=4),
    st.dictionaries(field_names, anything, max_size=6),
)
def test_whatever_is_sent_is_a_command_or_malformed(do, key, body):
    try:
        command = parse_command(do, key, body)
    except Malformed as refusal:
        assert refusal.message
    else:
        assert command.canonical() is not None


@pytest.mark.parametrize("field", ["parts__c", "taxInfo"])
def test_a_field_that_is_too_large_to_be_kept_is_refused_with_its_size(field):
    refusal = refused("account.create", None, ACCOUNT | {field: ["x" * 60_000] * 17})

    assert isinstance(refusal, InvalidRequest) and refusal.field == field
    assert "1,020,052 characters" in refusal.problem and "at most 1,000,000" in refusal.problem


HALF = "\ud800"
ACCOUNT = {"name": "n", "currency": "GBP"}


@pytest.mark.parametrize(
    ("do", "body", "field"),
    [
        ("account.create", ACCOUNT | {f"{HALF}__c": 1}, "?__c"),
        ("account.create", ACCOUNT | {"billToContact": {HALF: 1}}, "billToContact.?"),
        ("payment.create", PAYMENT | {"invoices": [{HALF: 1}]}, "invoices[0].?"),
    ],
)
def test_a_name_that_no_text_can_be_made_of_is_refused_as_any_unknown_name(do, body, field):
    refusal = refused(do, None, body)

    assert isinstance(refusal, UnknownField) and refusal.field == field
    assert refusal.message.encode()


def test_every_command_has_the_word_of_the_wire():
    assert {do: command.DO for do, command in VERBS.items()} == {do: do for do in VERBS}
    assert VERBS["invoice.create"] is CreateInvoice and VERBS["payment.create"] is CreatePayment


def test_what_is_not_offered_is_named_with_its_value():
    body = {"accountNumber": "A-1", "amount": 1, "type": "Electronic"}

    with pytest.raises(NotOffered, match="type Electronic is not offered by payment"):
        parse_command("payment.create", None, body)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"processingType": "Discount"}, "processingType"),
        ({"appliedToItemId": "INV-1#1", "processingType": "Charge"}, "processingType"),
        ({"appliedToItemId": "INV-1#1", "amount": "0"}, "amount"),
        ({"appliedToItemId": "INV-1#1", "discountItems": [{"amount": -1}]}, "discountItems"),
        ({"appliedToItemId": "INV-1#1", "appliedToInvoiceItemId": "INV-1#2"}, "appliedToItemId"),
        ({"discountItems": [{"amount": "0"}]}, "discountItems[0].amount"),
        ({"discountItems": [{"amount": -1, "processingType": "Charge"}]}, "discountItems[0].processingType"),
    ],
)
def test_a_discount_is_below_zero_and_lowers_one_item(fields, field):
    items = [{"amount": "100"}, {"amount": "-10", **fields}]

    with pytest.raises(InvalidRequest) as refused:
        parse_command("invoice.create", None, {"accountNumber": "A-1", "invoiceItems": items})

    assert refused.value.field == f"invoiceItems[1].{field}"


@pytest.mark.parametrize("field", [{"processingType": "Discount"}, {"appliedToItemId": "INV-1#1"}])
@pytest.mark.parametrize("do", ["debit-memo.create", "credit-memo.create"])
def test_only_invoices_have_discounts(do, field):
    with pytest.raises(NotOffered):
        parse_command(do, None, {"accountNumber": "A-1", "charges": [{"amount": 10, **field}]})


def test_an_unknown_field_is_answered_by_those_that_matter():
    body = {"accountNumber": "A-1", "amount": 1, "colour": "red"}

    with pytest.raises(UnknownField, match="amount") as refused:
        parse_command("payment.create", None, body)

    assert refused.value.known.endswith("and more")


def test_a_field_in_another_case_is_recognised():
    body = {"accountNumber": "A-1", "amount": 1, "SecondPaymentReferenceID": "x"}

    with pytest.raises(UnknownField, match="secondPaymentReferenceId"):
        parse_command("payment.create", None, body)


@pytest.mark.parametrize(
    ("do", "name", "lists"),
    [
        ("invoice.create", "invoiceItems", {"taxItems": [], "discountItems": []}),
        ("invoice.create", "invoiceItems", {"discountItems": [{"amount": -1, "taxItems": []}]}),
        ("debit-memo.create", "charges", {"taxItems": []}),
        ("credit-memo.create", "charges", {"taxItems": []}),
    ],
)
def test_a_new_line_without_taxes_or_discounts_may_say_so_by_an_empty_list(do, name, lists):
    command = parse_command(do, None, {"accountId": "A-1", name: [{"amount": 2, **lists}]})

    (line,) = command.invoice_items if name == "invoiceItems" else command.charges
    assert line.taxes == ()
