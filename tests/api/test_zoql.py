"""ZOQL: rows of one object, by conditions joined with and, or and parentheses."""

from typing import Any

import pytest

from settlebook.api.caller import Caller, Role
from tests.api.conftest import ADMIN, Api


@pytest.fixture
def known(api: Api) -> Api:
    """Three accounts, and an invoice that is owed."""
    for number, name in (("A-1", "Ann's"), ("A-2", "Bob_x"), ("A-3", "Bobby")):
        said = {"accountNumber": number, "name": name, "currency": "EUR", "batch": f"Batch{number[-1]}"}
        api.ledger.perform("account.create", None, said)
    items = [{"chargeName": "Seats", "amount": "60.00", "sku": "S-1"}]
    invoice = {"accountNumber": "A-1", "invoiceNumber": "INV-1", "status": "Posted", "invoiceItems": items}
    api.ledger.perform("invoice.create", None, invoice | {"invoiceDate": "2026-03-01", "po__c": "7"})
    return api


def found(api: Api, statement: str, **more: Any) -> Any:
    return api.post("/v1/action/query", {"queryString": statement, **more})


def numbers(api: Api, condition: str) -> list[str]:
    records = found(api, f"select AccountNumber from Account where {condition}")["records"]
    return sorted(record["AccountNumber"] for record in records)


def test_rows_are_found_by_conditions(known: Api):
    assert numbers(known, "Name = 'Ann\\'s'") == ["A-1"]
    assert numbers(known, "Name like 'Bob%'") == ["A-2", "A-3"]
    assert numbers(known, "Name like 'Bob_%'") == ["A-2"]
    assert numbers(known, "Balance > 0 or Name = 'Bobby' and Currency = 'USD'") == ["A-1"]
    assert numbers(known, "(Balance > 0 or Name = 'Bobby') and Currency = 'EUR'") == ["A-1", "A-3"]
    assert numbers(known, "ParentId = null AND Balance <= 0") == ["A-2", "A-3"]
    assert numbers(known, "ParentId != null") == []
    assert numbers(known, "createdDate > '2026-01-01T00:00:00' and status <> 'Draft'") == [
        "A-1",
        "A-2",
        "A-3",
    ]


def test_fields_have_the_names_of_the_language_and_amounts_their_digits(known: Api):
    answer = known.send(
        "POST",
        "/v1/action/query",
        {"queryString": "select Amount, SKU, po__c from Invoice where Balance = 60"},
    )
    assert answer.status_code == 400  # an invoice has no SKU: its items have
    text = known.send(
        "POST", "/v1/action/query", {"queryString": "select Amount, PO__c from Invoice where Balance = 60;"}
    ).text
    (item,) = found(known, "select Id, SKU, ChargeAmount from InvoiceItem")["records"]

    assert '"Amount":60.00' in text and '"7"' in text
    assert (len(item["Id"]), item["SKU"], item["ChargeAmount"]) == (32, "S-1", 60)


def test_more_than_a_batch_is_asked_for_by_its_locator(known: Api):
    first = found(known, "select AccountNumber from Account", conf={"batchSize": 2})
    rest = known.post("/v1/action/queryMore", {"queryLocator": first["queryLocator"]})

    assert (first["size"], first["done"], rest["size"], rest["done"]) == (2, False, 1, True)
    together = [record["AccountNumber"] for record in first["records"] + rest["records"]]
    assert sorted(together) == ["A-1", "A-2", "A-3"]
    assert "queryLocator" not in rest


def test_a_client_kept_to_an_account_finds_what_is_its_own(known: Api):
    known.app.state.test_caller = Caller("b" * 32, "bob", Role.VIEWER, known.ledger.account("A-2").id)

    assert numbers(known, "Name != null") == ["A-2"]
    assert found(known, "select Id from Invoice")["records"] == []
    known.app.state.test_caller = ADMIN


NOT_MEANT = (
    "select * from Account",
    "select Id from Subscription",
    "select Id, Colour from Account",
    "select Id from Account where",
    "select Id from Account where Name",
    "select Id from Account where Name = Bob",
    "select Id from Account where Name == 'Bob'",
    "select Id from Account where Balance = 'much'",
    "select Id from Account where Balance like '6%'",
    "select Id from Account where (Balance = 1",
    "select Id from Account where Balance = 1)",
    "select Id from Account where Name = 'x' order by Name",
    "select Id from Account; delete from Account",
    "select Id from Account where Name = 'x' -- 'y'",
    "select Id from Account where " + "(" * 20 + "Balance = 1" + ")" * 20,
    "select Id from Account where " + " or ".join(["Balance = 1"] * 201),
    "delete from Account",
    "",
)


def test_what_is_not_of_the_language_is_refused(known: Api):
    for statement in NOT_MEANT:
        answer = known.send("POST", "/v1/action/query", {"queryString": statement})

        assert (answer.status_code, answer.json()["pointer"]) == (400, "/queryString"), statement
    for body in ({"queryLocator": "abc"}, {"queryLocator": "W10="}, {}):
        assert known.send("POST", "/v1/action/queryMore", body).status_code == 400
    assert (
        known.send("POST", "/v1/action/query", {"queryString": "x", "conf": {"batchSize": 0}}).status_code
        == 400
    )
