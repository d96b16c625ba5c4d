"""What edits, splits and batches of documents may say."""

from decimal import Decimal

import pytest

from settlebook.commands import parse_command
from settlebook.domain.errors import BadAmount, InvalidRequest, NotOffered, UnknownField

ITEM = {"invoiceItemId": "INV-1#1", "amount": 1}
MEMO = {"invoiceId": "INV-1", "items": [ITEM]}


def wrong(do, body, key=None):
    with pytest.raises(InvalidRequest) as refused:
        parse_command(do, key, body)
    return refused.value.field


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "items"),
        ({"items": []}, "items"),
        ({"dueDate": None}, "dueDate"),
        ({"items": [{"delete": True}]}, "items[0].id"),
        ({"items": [{"description": "new"}]}, "items[0].amount"),
        ({"items": [{"id": "INV-1#1", "taxItems": [{"name": "VAT"}]}]}, "items[0].taxItems[0].amount"),
        ({"items": [{"id": "INV-1#1", "amount": 1}], "invoiceItems": [{"amount": 1}]}, "items"),
        ({"items": [{"amount": 5, "appliedToItemId": "INV-1#1"}]}, "items[0].amount"),
        (
            {"items": [{"amount": 1, "discountItems": [{"amount": 5}]}]},
            "items[0].discountItems[0].amount",
        ),
    ],
)
def test_an_edit_says_what_changes(body, field):
    assert wrong("invoice.edit", body, "INV-1") == field


def test_an_edit_of_credit_is_never_below_zero():
    with pytest.raises(BadAmount):
        parse_command("credit-memo.edit", "CM-1", {"items": [{"id": "CM-1#1", "amount": -1}]})


def test_what_edits_do_not_offer_is_refused_by_name():
    with pytest.raises(NotOffered):
        parse_command("debit-memo.edit", "DM-1", {"autoPay": True})
    with pytest.raises(UnknownField):
        parse_command("debit-memo.edit", "DM-1", {"status": "Posted"})


@pytest.mark.parametrize(
    ("shares", "field"),
    [
        (["50", "49.99"], "invoices"),
        (["99.99"], "invoices"),
        (["100"], "invoices[0].splitPercentage"),
        (["0", "100"], "invoices[0].splitPercentage"),
        (["101", "-1"], "invoices[0].splitPercentage"),
    ],
)
def test_percentages_add_up_to_exactly_one_hundred(shares, field):
    body = {"invoices": [{"splitPercentage": share} for share in shares]}

    assert wrong("invoice.split", body, "INV-1") == field


def test_a_split_reads_its_percentages_exactly():
    body = {"invoices": [{"splitPercentage": Decimal("33.333")}, {"splitPercentage": "66.667"}]}

    command = parse_command("invoice.split", "INV-1", body)

    assert sum(part.split_percentage for part in command.invoices) == 100


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"memos": [{"accountId": "A-1"}]}, "memos[0].charges"),
        ({"memos": [{"invoiceId": "INV-1"}]}, "memos[0].items"),
        ({"memos": [{"charges": [{"amount": 1}]}]}, "memos[0].accountId"),
        ({"memos": [MEMO | {"accountId": "A-1"}]}, "memos[0].accountId"),
        ({"memos": [MEMO | {"invoiceNumber": "INV-1"}]}, "memos[0].invoiceNumber"),
        ({"sourceType": "Standalone", "memos": [MEMO]}, "memos[0]"),
        ({"memos": []}, "memos"),
    ],
)
def test_a_memo_of_a_batch_is_of_an_invoice_or_stands_alone(body, field):
    assert wrong("debit-memo.create-batch", body) == field


def test_only_memos_of_an_invoice_are_applied_by_posting():
    memo = {"accountId": "A-1", "charges": [{"amount": 1}], "autoApplyUponPosting": True}

    assert wrong("credit-memo.create-batch", {"memos": [memo]}) == "memos[0].autoApplyUponPosting"


@pytest.mark.parametrize("do", ["invoice.edit-batch", "invoice.post-batch"])
def test_a_document_of_a_batch_is_named_once(do):
    assert wrong(do, {"invoices": [{"invoiceDate": "2024-03-01"}]}) == "invoices[0].id"
    both = {"id": "INV-1", "invoiceNumber": "INV-1", "invoiceDate": "2024-03-01"}
    assert wrong(do, {"invoices": [both]}) == "invoices[0].invoiceNumber"


def test_a_batch_is_compared_without_what_is_personal():
    memos = [MEMO | {"comment": "for Ada"}, MEMO]

    command = parse_command("credit-memo.create-batch", None, {"memos": memos})

    assert "Ada" not in str(command.canonical())
    assert [each.personal_fields() for each in command.commands] == [{"comment": "for Ada"}, {}]
    assert "Ada" not in repr(command)
