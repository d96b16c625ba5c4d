"""Objects over HTTP: in Zuora's wrappers and beside them, at any moment, with what made each balance."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import requests

from tests.api.conftest import Api
from tests.api.reads.paths import paths


def test_what_is_read_at_the_last_position_is_what_is_read_now_on_every_path(read: Api):
    head = read.ledger.position
    for path in paths(read):
        now, then = (
            read.send("GET", path),
            read.send("GET", f"{path}{'&' if '?' in path else '?'}knownAt={head}"),
        )

        assert now.status_code == 200, (path, now.text)
        assert without_addresses(now.json()) == without_addresses(then.json()), path


def without_addresses(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "nextPage"}


def test_before_anything_was_known_nothing_is_there_on_any_path(read: Api):
    for path in paths(read):
        answer = read.send("GET", f"{path}{'&' if '?' in path else '?'}knownAt=0").json()

        rows = [value for name, value in answer.items() if isinstance(value, list) and name != "limits"]
        is_empty = answer["success"] is True and not any(rows)
        assert is_empty or answer["code"] == "not_found", path


def test_parts_of_payments_stand_within_zuoras_wrapper_and_beside_it(read: Api):
    (part, *_) = read.get("/v1/payments/PAY-1/parts")["parts"]
    under = f"/v1/payments/PAY-1/parts/{part['id']}"

    one, items = read.get(under), read.get(f"{under}/item-parts")
    item = read.get(f"{under}/item-parts/{items['parts'][0]['id']}")

    assert one["paymentPart"] == part == {name: one[name] for name in part}
    assert items["parts"] == items["itemParts"]
    assert [row["amount"] for row in items["parts"]] == [50, 10]
    assert item["paymentItemPart"] == items["parts"][0] == {name: item[name] for name in items["parts"][0]}
    tax = items["parts"][1]
    assert tax["invoiceItemId"] == items["parts"][0]["invoiceItemId"]  # a tax item is told with its item
    assert tax["taxItemId"]


def test_parts_of_credit_memos_and_refunds_are_flat(read: Api):
    part = next(row for row in read.get("/v1/credit-memos/CM-1/parts")["parts"] if "invoiceId" in row)
    items = read.get(f"/v1/creditmemos/CM-1/parts/{part['id']}/item-parts")["itemParts"]
    refund = next(row for row in read.get("/v1/refunds")["refunds"] if row["sourceType"] == "CreditMemo")
    (of_refund,) = read.get(f"/v1/refunds/{refund['number']}/parts")["parts"]
    (row,) = read.get(f"/v1/refunds/{refund['number']}/parts/{of_refund['id']}/item-parts")["itemParts"]

    assert part["amount"] == sum(item["amount"] for item in items) == 24
    assert {frozenset(item) & {"creditMemoItemId", "creditTaxItemId", "taxItemId"} for item in items} == {
        frozenset({"creditMemoItemId"}),
        frozenset({"creditTaxItemId", "taxItemId"}),
    }
    assert (row["itemNumber"], row["amount"]) == ("CM-1#1", 6)


def test_items_nest_their_tax_items_under_data_and_are_read_one_by_one(read: Api):
    items = read.get("/v1/invoices/INV-1/items?pageSize=1")["invoiceItems"]
    item = read.get(f"/v1/invoices/INV-1/items/{items[0]['id']}")
    (tax,) = read.get(f"/v1/invoices/INV-1/items/{items[0]['id']}/taxation-items")["data"]
    alone = read.get(f"/v1/taxation-items/{tax['id']}")

    assert item == {"success": True, **items[0]}
    assert item["taxationItems"]["data"] == [tax]
    assert (item["quantity"], item["unitPrice"], item["balance"]) == (2, 50, 50)
    assert (alone["invoiceItemId"], alone["taxAmount"], alone["balance"]) == (item["id"], 20, 6)
    discount = read.get("/v1/invoices/INV-1/items")["invoiceItems"][2]
    assert discount["appliedToItemId"] == read.get("/v1/invoices/INV-1/items")["invoiceItems"][1]["id"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/payments/PAY-1/applications", "applications"),
        ("/v1/credit-memos/CM-1/parts", "parts"),
        ("/v1/invoices/INV-1/application-parts", "applicationParts"),
        ("/v1/invoices/INV-1/history", "history"),
        ("/v1/invoices/INV-1/explain", "explanations"),
        ("/v1/open-items", "openItems"),
        ("/v1/journal-entries", "journalEntries"),
        ("/v1/accounting-codes", "accountingCodes"),
    ],
)
def test_what_belongs_to_an_object_comes_in_pages_too(read: Api, path: str, name: str):
    whole, found = read.get(f"{path}?pageSize=40")[name], []
    address = f"{read.url}{path}?pageSize=3"
    while address:
        page = requests.get(address, timeout=30).json()
        assert len(page[name]) <= 3
        found += page[name]
        assert len(found) <= len(whole)
        address = page.get("nextPage")

    assert found == whole
    assert read.get(f"{path}?pageSize=2&page=2")[name] == whole[2:4]


def test_amounts_are_written_digit_by_digit(read: Api):
    text = read.send("GET", "/v1/payments/PAY-4").text

    assert '"amount":9.99,' in text
    assert '"appliedAmount":0.00,' in text


def test_an_account_is_told_in_zuoras_parts(read: Api):
    told = read.get("/v1/accounts/ACME")

    assert (told["basicInfo"]["accountNumber"], told["basicInfo"]["batch"]) == ("ACME", "Batch1")
    assert told["billingAndPayment"] == {"currency": "GBP", "paymentTerm": "Net 30"}
    metrics = told["metrics"]
    owed = metrics["totalInvoiceBalance"] + metrics["totalDebitMemoBalance"]
    unapplied = metrics["unappliedPaymentAmount"] + metrics["unappliedCreditMemoAmount"]
    assert metrics["balance"] == pytest.approx(owed - unapplied)
    assert metrics["reservedPaymentAmount"] == 7


def test_the_steps_of_every_explanation_add_up_to_its_balance(read: Api):
    explained = list(explanations(read))

    assert len(explained) > 8
    for found in explained:
        assert sum((step["moved"] for step in found["steps"]), Decimal(0)) == found["balance"], found["item"]
        assert all(step["sentence"] for step in found["steps"])


def explanations(read: Api) -> Iterator[dict[str, Any]]:
    """Of every row of some documents, and of a payment."""
    for path in ("/v1/invoices/INV-1", "/v1/debit-memos/DM-1", "/v1/credit-memos/CM-1"):
        answer = requests.get(f"{read.url}{path}/explain", timeout=30)
        yield from answer.json(parse_float=Decimal)["explanations"]
    yield requests.get(f"{read.url}/v1/payments/PAY-1/explain", timeout=30).json(parse_float=Decimal)


def test_an_application_says_what_of_it_an_undo_can_still_take(read: Api):
    used = read.get("/v1/payments/PAY-1/applications?pageSize=3")["applications"]

    assert [(row["type"], row["amount"], row.get("remaining")) for row in used] == [
        ("Apply", 60, 60),
        ("Apply", 10, 6),
        ("Unapply", 4, None),
    ]
    assert used[2]["lines"][0]["undoes"] == used[1]["id"]
    assert read.get(f"/v1/payments/PAY-1/applications/{used[1]['id']}") == {"success": True, **used[1]}


def test_an_object_has_a_version_that_changes_when_it_does(api: Api):
    api.ledger.perform("account.create", None, {"accountNumber": "A-1", "name": "Acme", "currency": "EUR"})

    first = api.send("GET", "/v1/accounts/A-1").headers["ETag"]
    again = api.send("GET", "/v1/accounts/A-1").headers["ETag"]
    api.ledger.perform("account.edit", "A-1", {"notes": "moved"})
    changed = api.send("GET", "/v1/accounts/A-1")

    assert (first, again, changed.headers["ETag"]) == ('"1"', '"1"', '"2"')
    assert "ETag" not in api.send("GET", "/v1/accounts/A-1?knownAt=1").headers


@pytest.mark.parametrize(
    "path",
    [
        "/v1/payments/NOBODY",
        "/v1/payments/PAY-1/parts/nonsense",
        "/v1/payments/PAY-1/parts/" + "0" * 32,
        "/v1/payments/PAY-1/parts/" + "0" * 32 + "/item-parts",
        "/v1/payments/PAY-1/applications/" + "0" * 32,
        "/v1/payments/%00/history",
        "/v1/invoices/INV-1/items/DM-1",
        "/v1/invoices/INV-9/explain",
        "/v1/credit-memos/CM-1/items/" + "0" * 32 + "/taxation-items",
        "/v1/taxation-items/TX-1",
        "/v1/refunds/R-9/parts",
        "/v1/accounts/NOBODY/summary",
        "/v1/accounting-periods/Never",
        "/v1/journal-entries/JE-999-1",
        "/v1/journal-runs/JR-9",
        "/v1/journal-runs/%00",
        "/v1/accounting-periods/%00",
        "/v1/accounting-codes/%00",
    ],
)
def test_what_is_not_there_is_refused_with_zuoras_category(read: Api, path: str):
    answer = read.send("GET", path)

    assert answer.status_code == 400, answer.text
    assert answer.json()["reasons"][0]["code"] == 50000040


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/aging?accountId=ACME", "accountId"),
        ("/v1/invoices/INV-1?asof=2026-03-01", "asof"),
        ("/v1/payments/PAY-1/parts?known_at=1", "known_at"),
        ("/object-query/payments?filter=amount.GT:5", "filter"),
        ("/query/jobs?status=failed", "status"),
        ("/v1/events?type=payment", "type"),
    ],
)
def test_a_parameter_that_a_read_does_not_know_is_refused_by_its_name(read: Api, path: str, name: str):
    refused = read.send("GET", path)

    assert refused.status_code == 400, refused.text
    assert (refused.json()["code"], refused.json()["pointer"]) == ("unknown_field", f"/{name}")
