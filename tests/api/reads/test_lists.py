"""Lists over HTTP: narrowed by every field, sorted by Zuora's signs, in pages, of now and of any moment."""

from base64 import urlsafe_b64encode
from decimal import Decimal
from typing import Any

import pytest
import requests

from settlebook.api.caller import Caller, Role
from tests.api.conftest import Api
from tests.queries.books import account, payment

# As domain knowledge has it: the paths of Zuora, the key of the rows, and by what each list is narrowed.
HALF_A_PAIR = rb'{"by":["+number"],"after":["\ud800"]}'  # a cursor that nobody was given
STAMPS = "createdById createdDate updatedById updatedDate"
LISTS = {
    "/v1/payments": (
        "payments",
        "accountId amount appliedAmount creditBalanceAmount currency effectiveDate number refundAmount "
        "status type unappliedAmount secondPaymentReferenceId source sourceName",
    ),
    "/v1/refunds": (
        "refunds",
        "accountId amount methodType number paymentId refundDate status type sourceType",
    ),
    "/v1/credit-memos": (
        "creditmemos",
        "accountId accountNumber amount appliedAmount autoApplyUponPosting creditMemoDate currency "
        "excludeFromAutoApplyRules number referredInvoiceId refundAmount status targetDate taxAmount "
        "totalTaxExemptAmount transferredToAccounting unappliedAmount",
    ),
    "/v1/debit-memos": (
        "debitmemos",
        "accountId accountNumber amount balance beAppliedAmount currency debitMemoDate dueDate number "
        "referredInvoiceId status targetDate taxAmount totalTaxExemptAmount",
    ),
    "/v1/invoices": (
        "invoices",
        "accountId accountNumber amount balance paymentAmount creditMemoAmount dueDate invoiceDate "
        "invoiceNumber status reversed",
    ),
    "/v1/credit-memos/CM-1/items": (
        "items",
        "amount appliedAmount id refundAmount serviceEndDate serviceStartDate sku skuName sourceItemId "
        "subscriptionId",
    ),
    "/v1/debit-memos/DM-1/items": (
        "items",
        "amount beAppliedAmount id serviceEndDate serviceStartDate sku skuName sourceItemId subscriptionId",
    ),
}

OTHERS = {"/v1/accounts": "accounts", "/v1/billing-documents?accountNumber=ACME": "documents"}


def rows_of(api: Api, path: str, name: str, **asked: str) -> list[dict[str, Any]]:
    answer = requests.get(api.url + path, params=asked, timeout=30)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json(parse_float=Decimal)[name]
    return found


def written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_narrowed_by_each_of_its_fields_and_null_finds_what_has_none(read: Api, path: str):
    name, fields = LISTS[path]
    everything = rows_of(read, path, name)
    assert len(everything) > 1
    for field in f"{fields} {STAMPS}".split():
        for value in {row.get(field) for row in everything} | {None}:
            expected = [row for row in everything if row.get(field) == value]

            assert rows_of(read, path, name, **{field: written(value)}) == expected, (field, value)


def test_minus_ascends_and_plus_or_nothing_descends_as_in_zuora(read: Api):
    up = [
        row["invoiceNumber"]
        for row in rows_of(read, "/v1/invoices", "invoices", sort="-balance,-invoiceNumber")
    ]
    down = [
        row["invoiceNumber"]
        for row in rows_of(read, "/v1/invoices", "invoices", sort="+balance,invoiceNumber")
    ]
    everything = rows_of(read, "/v1/invoices", "invoices")

    expected = sorted(everything, key=lambda row: (row["balance"], row["invoiceNumber"]))
    assert up == [row["invoiceNumber"] for row in expected] == down[::-1]
    assert [row["invoiceNumber"] for row in everything] == sorted(up, reverse=True)


@pytest.mark.parametrize(
    "sort", ["number", "-referenceId", "referenceId,-amount", "status,-amount", "createdDate"]
)
def test_pages_that_are_followed_are_the_whole_list_once(read: Api, sort: str):
    whole = rows_of(read, "/v1/payments", "payments", sort=sort)
    found: list[dict[str, Any]] = []
    address = f"{read.url}/v1/payments?pageSize=1&sort={sort}"
    while address:
        page = requests.get(address, timeout=30).json(parse_float=Decimal)
        found += page["payments"]
        assert len(found) <= len(whole)
        address = page.get("nextPage")
        assert address is None or address.startswith(read.url)

    assert found == whole
    assert rows_of(read, "/v1/payments", "payments", sort=sort, page="2", pageSize="3") == whole[3:6]


@pytest.mark.parametrize(("path", "name"), OTHERS.items())
def test_lists_of_another_key_are_followed_to_their_end_too(read: Api, path: str, name: str):
    found: list[dict[str, Any]] = []
    address = f"{read.url}{path}{'&' if '?' in path else '?'}pageSize=1"
    while address:
        answer = requests.get(address, timeout=30)
        assert answer.status_code == 200, answer.text
        page = answer.json(parse_float=Decimal)
        found += page[name]
        address = page.get("nextPage")

    assert found == rows_of(read, path, name)
    assert len(found) > 1


def test_a_cursor_neither_repeats_nor_leaves_out_a_row_when_others_come_in_between(api: Api):
    account(api.ledger)
    for number in (2, 4, 6):
        payment(api.ledger, f"P-{number}", "1.00")
    first = api.get("/v1/payments?pageSize=2")
    payment(api.ledger, "P-7", "1.00")
    payment(api.ledger, "P-3", "1.00")

    rest = requests.get(first["nextPage"], timeout=30).json()

    assert [row["number"] for row in first["payments"]] == ["P-6", "P-4"]
    assert [row["number"] for row in rest["payments"]] == ["P-3", "P-2"]
    assert "nextPage" not in rest


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"amount.gte": "9.99"}, ["PAY-4", "PAY-1"]),
        ({"amount.gt": "9.99"}, ["PAY-1"]),
        ({"amount.lt": "9.99", "amount.gte": "7"}, ["PAY-3", "PAY-2"]),
        ({"amount.lte": "7.00", "effectiveDate.gt": "2026-01-01"}, ["PAY-3"]),
        ({"effectiveDate.lte": "2026-01-01", "accountNumber": "OTHER"}, ["PAY-4"]),
        ({"createdDate.lt": "2026-01-01"}, []),
        ({"number.gt": "PAY-3"}, ["PAY-4"]),
        ({"prepayment": "true", "referenceId": "R-7"}, ["PAY-2"]),
    ],
)
def test_ranges_narrow_a_list(read: Api, asked: dict[str, str], found: list[str]):
    assert [row["number"] for row in rows_of(read, "/v1/payments", "payments", **asked)] == found


def test_a_day_asked_of_an_instant_is_the_whole_day(read: Api):
    (row,) = rows_of(read, "/v1/payments", "payments", number="PAY-1")
    day = row["createdDate"][:10]

    everything = rows_of(read, "/v1/payments", "payments")
    assert rows_of(read, "/v1/payments", "payments", createdDate=day) == everything
    assert rows_of(read, "/v1/payments", "payments", **{"createdDate.gt": day}) == []
    as_zuora_writes = row["createdDate"].replace(" ", "T") + ".000000"
    assert row in rows_of(read, "/v1/payments", "payments", createdDate=as_zuora_writes)


def test_a_list_of_the_past_is_narrowed_by_what_was_so_then(read: Api):
    before = "balance.gt", "0"
    asked = {"asOf": "2026-01-03", "accountNumber": "ACME", "sort": "-invoiceNumber", before[0]: before[1]}
    found = rows_of(read, "/v1/invoices", "invoices", **asked)

    assert [row["invoiceNumber"] for row in found] == ["INV-1", "INV-2", "INV-3"]
    position = next(
        event["position"]
        for event in read.get("/v1/payments/PAY-1/history")["history"]
        if event["event"] == "applied"
    )
    known = rows_of(read, "/v1/payments", "payments", knownAt=str(position - 1), **{"appliedAmount.gt": "0"})
    assert known == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("amount=much", "amount"),
        ("amount.gte=null", "amount.gte"),
        ("effectiveDate=2026-02-30", "effectiveDate"),
        ("createdDate=yesterday", "createdDate"),
        ("createdDate=2026-01-03T18:00:00,5Z", "createdDate"),
        ("createdDate.gt=2026-01-03T18:00:00%2B0200", "createdDate.gt"),
        ("asOf=20260103", "asOf"),
        ("asOf=2026-W01-6", "asOf"),
        ("knownAt=20260103T180000Z", "knownAt"),
        ("accountId=ACME", "accountId"),
        ("prepayment=yes", "prepayment"),
        ("prepayment.gt=true", "prepayment.gt"),
        ("amount=1&amount=2", "amount"),
        ("amuont=1", "amuont"),
        ("amount.=1", "amount."),
        ("source=%00", "source"),
        ("sort=number,amount,status", "sort"),
        ("sort=number,-number", "sort"),
        ("sort=drop", "sort"),
        ("page=0", "page"),
        ("pageSize=41", "pageSize"),
        ("cursor=nonsense", "cursor"),
        ("cursor=eyJieSI6WyIrbnVtYmVyIl0sImFmdGVyIjpbbnVsbCwxXX0", "cursor"),
        (f"cursor={urlsafe_b64encode(HALF_A_PAIR).decode()}", "cursor"),
    ],
)
def test_what_a_list_does_not_know_is_refused_by_its_name(read: Api, asked: str, field: str):
    answer = read.send("GET", f"/v1/payments?{asked}")

    assert (answer.status_code, answer.json()["facts"]["field"]) == (400, field)


def test_a_client_of_one_account_sees_nothing_else_in_any_list(read: Api):
    own = read.ledger.account("OTHER").id
    read.app.state.test_caller = Caller("1" * 32, "shop", Role.VIEWER, own)

    seen = {path: rows_of(read, path, name) for path, (name, _) in LISTS.items() if path.count("/") == 2}
    documents = rows_of(read, "/v1/billing-documents", "documents")

    assert {row["accountNumber"] for rows in seen.values() for row in rows} == {"OTHER"}
    assert {row["documentNumber"] for row in documents} == {"INV-7", "DM-2", "CM-2"}
    assert rows_of(read, "/v1/payments", "payments", accountNumber="ACME") == []
    assert [row["id"] for row in rows_of(read, "/v1/accounts", "accounts")] == [own.hex]
    assert {row["accountNumber"] for row in rows_of(read, "/v1/open-items", "openItems")} == {"OTHER"}
    assert read.send("GET", "/v1/aging?account=ACME").json()["code"] == "not_found"
    of_another = rows_of_admin(read)
    assert read.send("GET", f"/v1/taxation-items/{of_another}").json()["code"] == "not_found"


def rows_of_admin(read: Api) -> str:
    """The id of a tax item that is of ACME."""
    return read.ledger.invoice_items("INV-1")[0].taxation_items[0].id.hex
