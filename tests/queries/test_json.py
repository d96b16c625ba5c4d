"""Answers in JSON have the keys of Zuora's REST answers, and beside them only what is documented here."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from settlebook import Ledger, Row
from tests.queries.books import account, invoice, memo
from tests.queries.zuora_keys import KEYS

Find = Callable[[Ledger], Row]

NAMES = {"itemNumber", "lineNumber"}  # every item and tax item, wherever it is told
DOCUMENTS = {"invoiceNumber", "debitMemoNumber"}
CREDIT = {"creditItemNumber", "creditLineNumber"}  # the row a credit memo's amount comes from
TAX = {"taxMode"}

# The model of Zuora, what we tell beside its keys, and where it is told.
TOLD: list[tuple[str, set[str], Find]] = [
    ("PaymentResponse", {"source", "sourceName", "transferredAmount"}, lambda books: books.payment("PAY-1")),
    ("PaymentPart", DOCUMENTS, lambda books: books.payment_parts("PAY-1")[0]),
    ("PaymentItemPart", NAMES | {"paymentPartId"}, lambda books: books.payment_part_items("PAY-1")[1]),
    (
        "RefundResponse",
        {"accountNumber", "currency", "creditMemoNumber", "sourceType"},
        lambda books: books.refund("R-00000002"),
    ),
    ("RefundPart", set(), lambda books: books.refund_parts("R-00000002")[0]),
    ("RefundItemPart", NAMES | {"refundPartId"}, lambda books: books.refund_part_items("R-00000002")[0]),
    ("CreditMemoResponse", {"items"}, lambda books: books.credit_memo("CM-1")),
    ("CreditMemoItem", NAMES | {"chargeName"}, lambda books: books.credit_memo_items("CM-1")[0]),
    (
        "GetCreditMemoTaxItemResponse",
        NAMES | TAX,
        lambda books: books.credit_memo_items("CM-1")[0].taxation_items[0],
    ),
    ("CreditMemoPart", DOCUMENTS, lambda books: books.credit_memo_parts("CM-1")[0]),
    (
        "CreditMemoItemPart",
        NAMES | CREDIT | {"creditMemoPartId"},
        lambda books: books.credit_memo_part_items("CM-1")[0],
    ),
    ("DebitMemoResponse", {"items", "source"}, lambda books: books.debit_memo("DM-1")),
    ("DebitMemoItem", NAMES | {"chargeName"}, lambda books: books.debit_memo_items("DM-1")[0]),
    (
        "InvoiceResponse",
        {"accountNumber", "items", "reversed", "isSplit", "cancelledOn"},
        lambda books: books.invoice("INV-1"),
    ),
    (
        "InvoiceItem",
        NAMES | {"createdById", "createdDate", "updatedById", "updatedDate"},
        lambda books: books.invoice_items("INV-1")[0],
    ),
    ("InvoiceTaxationItem", NAMES | TAX, lambda books: books.invoice_items("INV-1")[0].taxation_items[0]),
    (
        "GetInvoiceApplicationPartRequest",
        {"paymentNumber", "creditMemoNumber"},
        lambda books: books.invoice_applications("INV-1")[0],
    ),
    ("AccountMetrics", set(), lambda books: books.account("ACME").metrics),
]


@pytest.mark.parametrize(("model", "more", "find"), TOLD, ids=[model for model, _, _ in TOLD])
def test_the_keys_are_those_of_zuora_and_few_more(books: Ledger, model: str, more: set[str], find: Find):
    told = set(find(books).as_json())

    assert told <= KEYS[model] | more


ESSENTIAL = {
    "PaymentResponse": "amount appliedAmount unappliedAmount refundAmount currency number status",
    "PaymentItemPart": "id amount invoiceItemId taxItemId createdById createdDate updatedById",
    "RefundResponse": "id number amount creditMemoId methodType refundDate status type",
    "CreditMemoResponse": "amount appliedAmount unappliedAmount refundAmount taxAmount postedOn",
    "CreditMemoItem": "id amount amountWithoutTax appliedAmount unappliedAmount taxationItems",
    "DebitMemoResponse": "amount balance beAppliedAmount debitMemoDate dueDate taxAmount",
    "InvoiceResponse": "amount balance paymentAmount creditMemoAmount invoiceDate invoiceNumber",
    "InvoiceItem": "chargeAmount taxAmount balance availableToCreditAmount chargeName taxationItems",
    "InvoiceTaxationItem": "id taxAmount balance paymentAmount creditAmount name",
}


@pytest.mark.parametrize("model", ESSENTIAL)
def test_the_keys_that_say_where_the_money_is_are_all_there(books: Ledger, model: str):
    (find,) = (find for name, _, find in TOLD if name == model)

    assert set(ESSENTIAL[model].split()) <= set(find(books).as_json())


AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
ID = re.compile(r"[0-9a-f]{32}")


def scalars(value: Any, key: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in scalars(inner, name)]
    if isinstance(value, list):
        return [found for inner in value for found in scalars(inner, key)]
    return [(key, value)]


def test_amounts_are_text_ids_are_hexadecimal_and_days_are_iso(books: Ledger):
    told = [find(books).as_json() for _, _, find in TOLD]
    told += [row.as_json() for row in books.payment_applications("PAY-1")]

    found = scalars(json.loads(json.dumps(told)))

    amounts = [value for key, value in found if key.lower().endswith(("amount", "balance", "remaining"))]
    assert amounts and all(AMOUNT.fullmatch(value) for value in amounts)
    by_people = {"createdById", "updatedById", "postedById", "referenceId"}
    ids = [value for key, value in found if key.endswith(("Id", "id")) and key not in by_people]
    assert ids and all(ID.fullmatch(value) for value in ids)
    days = [value for key, value in found if key in {"dueDate", "invoiceDate", "effectiveDate", "postedDate"}]
    assert days and all(re.fullmatch(r"\d{4}-\d\d-\d\d", value) for value in days)
    instants = [value for key, value in found if key in {"createdDate", "updatedDate", "postedOn"}]
    assert instants and all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", value) for value in instants)


def test_what_is_not_known_is_left_out_and_never_null(books: Ledger):
    told = [find(books).as_json() for _, _, find in TOLD]

    assert all(value is not None for _, value in scalars(told))
    assert {"invoiceId", "debitMemoId"}.isdisjoint(books.payment_parts("PAY-1")[-1].as_json())


def test_what_only_describes_is_given_back(ledger: Ledger):
    account(ledger, batch="Batch7", tier__c="gold")
    tax = {"name": "VAT", "taxAmount": "2.00", "jurisdiction": "UK", "taxRate": "0.2"}
    codes = {"deferredRevenueAccountingCode": "2400"}
    item = {"amount": "10.00", "sku": "S-1", "quantity": 3, "unitPrice": "3.33", "taxItems": [tax]}
    invoice(ledger, "INV-1", {**item, "serviceStartDate": "2026-01-01"}, paymentTerm="Net 30", PO__c="77")
    memo(
        ledger,
        "debit-memo",
        "DM-1",
        {**item, "skuName": "Seat", "financeInformation": codes},
        reasonCode="Fee",
    )

    of_account, of_invoice = ledger.account("ACME").as_json(), ledger.invoice("INV-1").as_json()
    of_memo = ledger.debit_memo("DM-1").as_json()

    assert (of_account["batch"], of_account["tier__c"]) == ("Batch7", "gold")
    assert (of_invoice["paymentTerm"], of_invoice["PO__c"]) == ("Net 30", "77")
    (sold,) = of_invoice["items"]
    assert (sold["sku"], sold["quantity"], sold["serviceStartDate"]) == ("S-1", "3", "2026-01-01")
    assert sold["taxationItems"]["data"][0]["jurisdiction"] == "UK"
    assert (of_memo["reasonCode"], of_memo["items"][0]["skuName"]) == ("Fee", "Seat")
    assert of_memo["items"][0]["financeInformation"] == codes
    assert ledger.invoice("INV-1").described == {"paymentTerm": "Net 30", "PO__c": "77"}
