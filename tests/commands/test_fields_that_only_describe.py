"""What only describes is kept and given back; what would change money and is not built is refused."""

from decimal import Decimal

import pytest

from settlebook.commands import VERBS, parse_command
from settlebook.commands.base import Command
from settlebook.commands.personal import PERSONAL
from settlebook.domain.errors import NotOffered, UnknownField
from tests.builders import a_command

ACCOUNT = {"name": "Ada", "currency": "GBP"}
INVOICE = {"accountId": "A-1", "invoiceItems": [{"amount": 1}]}
MEMO = {"accountId": "A-1", "charges": [{"amount": 1}]}
PAYMENT = {"accountId": "A-1", "amount": 1}
REFUND = {"totalAmount": 1}
DISCOUNTED = {"charges": [{"amount": 1, "discountItems": [{"amount": -1}]}]}
AUTO_APPLY = "autoApplyToInvoiceUponPosting"
FROM_INVOICE = {"items": [{"invoiceItemId": "INV-1#1", "amount": 1}]}


@pytest.mark.parametrize(
    ("do", "key", "body", "field"),
    [
        ("account.create", None, ACCOUNT | {"autoPay": True}, "autoPay"),
        ("account.create", None, ACCOUNT | {"creditCard": {"cardNumber": "4111"}}, "creditCard"),
        ("account.create", None, ACCOUNT | {"subscription": {"termType": "EVERGREEN"}}, "subscription"),
        ("invoice.create", None, INVOICE | {"autoPay": True}, "autoPay"),
        ("invoice.create", None, INVOICE | {"customRates": [{"currency": "USD"}]}, "customRates"),
        ("debit-memo.create", None, MEMO | DISCOUNTED, "charges[0].discountItems"),
        ("credit-memo.create", None, MEMO | {AUTO_APPLY: True}, AUTO_APPLY),
        ("debit-memo.create-from-invoice", "INV-1", FROM_INVOICE | {AUTO_APPLY: True}, AUTO_APPLY),
        ("debit-memo.create", None, MEMO | {"applyCredit": True}, "applyCredit"),
        ("payment.create", None, PAYMENT | {"type": "Electronic"}, "type"),
        ("payment.create", None, PAYMENT | {"balanceRefresh": True}, "balanceRefresh"),
        ("payment.edit", "P-1", {"paymentScheduleKey": "PS-1"}, "paymentScheduleKey"),
        ("payment.create", None, PAYMENT | {"gatewayOptions": {"key": "a"}}, "gatewayOptions"),
        ("payment.create", None, PAYMENT | {"paymentScheduleKey": "PS-1"}, "paymentScheduleKey"),
        ("payment.refund", "P-1", REFUND | {"writeOff": True}, "writeOff"),
        ("payment.refund", "P-1", REFUND | {"invoices": [{"invoiceId": "INV-1"}]}, "invoices"),
        ("payment.refund-with-unapply", "P-1", {"gatewayOptions": {"key": "a"}}, "gatewayOptions"),
        ("credit-memo.refund", "CM-1", REFUND | {"type": "Electronic"}, "type"),
    ],
)  # fmt: skip
def test_what_would_change_money_and_is_not_built_is_refused_by_name(do, key, body, field):
    with pytest.raises(NotOffered) as caught:
        parse_command(do, key, body)

    assert (caught.value.field, caught.value.command) == (field, do)


def test_what_is_not_asked_for_is_kept_as_zuora_sends_it():
    command = a_command("payment.create", **PAYMENT, balanceRefresh=False, gatewayOptions=None)

    assert command.details() == {"balanceRefresh": False}


def test_fields_that_describe_are_kept_as_json_and_exact():
    body = INVOICE | {
        "paymentTerm": "Net 30",
        "taxAutoCalculation": True,
        "region__c": {"code": 7, "share": Decimal("0.50"), "none": None},
        "invoiceItems": [
            {
                "amount": 1,
                "sku": "S-1",
                "quantity": Decimal("2.50"),
                "serviceStartDate": "2024-03-01",
                "financeInformation": {"onAccountAccountingCode": "OA"},
            }
        ],
    }

    command = parse_command("invoice.create", None, body)

    assert command.details() == {
        "paymentTerm": "Net 30",
        "taxAutoCalculation": True,
        "region__c": {"code": 7, "share": "0.50"},
    }
    assert command.invoice_items[0].details() == {
        "sku": "S-1",
        "quantity": "2.50",
        "serviceStartDate": "2024-03-01",
        "financeInformation": {"onAccountAccountingCode": "OA"},
    }


@pytest.mark.parametrize("value", ["much", {"of": 1}, [], True])
def test_a_quantity_is_a_number_so_that_views_can_show_it_as_one(value):
    body = INVOICE | {"invoiceItems": [{"amount": 1, "quantity": value}]}

    with pytest.raises(Exception, match=r"invoiceItems\[0\]\.quantity"):
        parse_command("invoice.create", None, body)


def test_a_field_that_nobody_knows_is_refused_with_the_nearest_names():
    with pytest.raises(UnknownField) as caught:
        parse_command("invoice.create", None, INVOICE | {"invoiceItem": []})

    assert caught.value.known.startswith("invoiceItems")


@pytest.mark.parametrize("name", ["note__C", "__c", "a b__c", "x" * 101 + "__c", "a\0__NS", "details"])
def test_a_custom_field_has_a_plain_name(name):
    with pytest.raises(UnknownField):
        parse_command("payment.create", None, PAYMENT | {name: "x"})


def test_names_contacts_and_free_text_are_personal_and_never_among_the_details():
    contact = {"firstName": "Ada", "lastName": "Byron", "nick__c": "Countess"}
    body = ACCOUNT | {"notes": "prefers post", "billToContact": contact, "crmId": "C-7"}

    command = parse_command("account.create", None, body)

    assert command.personal_fields() == {"name": "Ada", "notes": "prefers post", "billToContact": contact}
    assert command.details() == {"crmId": "C-7"}
    assert "Ada" not in repr(command) and "post" not in repr(command)


def test_free_text_of_documents_and_money_is_personal_but_that_of_items_is_not():
    memo = a_command(
        "credit-memo.create", accountId="A-1", comment="sorry", charges=[{"amount": 1, "comment": "seats"}]
    )
    refund = a_command("payment.refund", "P-1", totalAmount=1, comment="as agreed")

    assert memo.personal_fields() == {"comment": "sorry"}
    assert memo.charges[0].details() == {"comment": "seats"}
    assert refund.personal_fields() == {"comment": "as agreed"}


@pytest.mark.parametrize("command", VERBS.values(), ids=VERBS)
def test_no_field_is_both_personal_and_kept_or_declared_and_not_offered(command: type[Command]):
    kept = {field.alias for field in command.model_fields.values() if "kept" in field.metadata}
    declared = {field.alias for field in command.model_fields.values()}

    assert command.ABOUT_NOBODY or kept & PERSONAL == set()
    assert declared & command.NOT_OFFERED == set()
